"""From decisions to the warehouse: what stands is exported, loaded, and taken back."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shibiao.batch.mirror import mirror
from shibiao.exits import ExitCode, Stop
from shibiao.review.decisions import Place
from shibiao.review.entries import print_entries
from shibiao.review.exporting import export_corrections
from shibiao.review.log import DecisionLog, open_log
from shibiao.review.verifying import Verified
from shibiao.schemas.records import Form
from shibiao.wording import texts
from tests.app.conftest import Shibiao, shibiao, write_dump
from tests.review.logs import WHOLE, decision, log_of, place, tamper
from tests.warehouse.looking import rows

__all__ = ["shibiao"]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[DecisionLog]:
    with log_of(tmp_path / "out") as opened:
        yield opened


def exported(log: DecisionLog, out: Path) -> list[dict[str, Any]]:
    count = export_corrections(log, out)
    lines = [json.loads(line) for line in (out / "corrections.jsonl").read_bytes().splitlines()]
    assert len(lines) == count
    return lines


def test_what_each_verdict_comes_to(log: DecisionLog, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert exported(log, out) == []
    one = log.append(decision(place(1), "correct", reason="与纸面核对"), None)
    log.append(decision(place(2)), None)
    log.append(decision(place(3), "illegible"), None)
    log.append(decision(place(4), "illegible", reason="污损"), None)
    log.append(decision(place(5), "illegible", before=None), None)
    log.append(decision(WHOLE, "not-a-form", before=None), None)
    log.append(decision(place(6), "correct", after=None), None)
    lines = exported(log, out)
    name = log.beginning.log[:12]
    assert [line["correction_id"] for line in lines] == [f"d{number}-{name}" for number in (1, 3, 4, 7)]
    assert lines[0] == {
        "correction_id": f"d1-{name}", "form_id": one.decision.place.form_id, "table": "indicators",
        "row": one.decision.place.row, "column": "target", "before": "≥21座", "after": "≥24座", "reason": "与纸面核对",
        "by": "王审计", "at": one.at.replace("+00:00", "Z"),
    }  # fmt: skip
    assert [line["after"] for line in lines] == ["≥24座", None, None, None]
    assert [line["reason"] for line in lines] == ["与纸面核对", "illegible", "illegible: 污损", None]
    data = (out / "corrections.jsonl").read_bytes()
    exported(log, out)
    assert (out / "corrections.jsonl").read_bytes() == data


def test_only_what_stands(log: DecisionLog, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = log.append(decision(verdict="correct", after="甲"), None)
    second = log.append(decision(verdict="correct", after="乙", by="李"), first.number)
    assert [line["after"] for line in exported(log, out)] == ["乙"]
    undo = log.append(decision(verdict="undo", undoes=second.number), second.number)
    assert [line["after"] for line in exported(log, out)] == ["甲"]
    log.append(decision(), undo.number)
    assert exported(log, out) == []


@pytest.mark.parametrize("line", [b"x", b'{"correction_id":"d1"}\n', None])
def test_a_file_of_somebody_else_is_not_replaced(log: DecisionLog, tmp_path: Path, line: bytes | None) -> None:
    out = tmp_path / "out"
    log.append(decision(verdict="correct"), None)
    exported(log, out)
    path = out / "corrections.jsonl"
    old = path.read_bytes()
    theirs = old + line if line else old.replace(b"24", b"25")
    path.write_bytes(theirs)
    with pytest.raises(Stop) as stopped:
        export_corrections(log, out)
    assert (stopped.value.code, stopped.value.key) == (ExitCode.OUTPUT_NOT_WRITABLE, "review.corrections-not-ours")
    assert stopped.value.values["line"] == (2 if line else 1)
    assert path.read_bytes() == theirs


def test_what_was_tampered_with_is_not_exported(log: DecisionLog, tmp_path: Path) -> None:
    log.append(decision(verdict="correct"), None)
    tamper(tmp_path / "out", "UPDATE entries SET text = replace(text, '≥24座', '≥99座')")
    with pytest.raises(Stop) as stopped:
        export_corrections(log, tmp_path / "out")
    assert stopped.value.code == ExitCode.TAMPERED
    assert not (tmp_path / "out" / "corrections.jsonl").exists()


def test_into_the_warehouse_and_back(converted: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    out = shutil.copytree(converted, tmp_path / "out", ignore=shutil.ignore_patterns(".shibiao"))
    form = next(
        form
        for path in sorted((out / "forms").glob("*.json"))
        if (form := Form.model_validate_json(path.read_bytes())).family == "goal_2pane" and len(form.indicators) > 2
    )
    keys = [f"{form.form_id}/{i.pane}/{i.name.cell}" for i in form.indicators[:3]]
    values = [i.target.value for i in form.indicators[:3]]
    places = [Place(form.form_id, "indicators", key, "target") for key in keys]
    asked = ("correct", "illegible", "accept")
    after = ("≥88.5%", None, None)
    with open_log(out) as log:
        entries = [
            log.append(decision(where, verdict, before=before, after=new), None)  # type: ignore[arg-type]
            for where, verdict, before, new in zip(places, asked, values, after, strict=True)
        ]

    def told() -> list[tuple[Any, ...]]:
        for command in (("review", "export", out), ("load", out)):
            done = shibiao(*command)
            assert done.code == ExitCode.OK, done.err
        names = ", ".join(f"'{key}'" for key in keys)
        query = "SELECT target, target_status = 'corrected', version FROM current_indicators WHERE indicator_id"
        return rows(
            str(tmp_path / "out.duckdb"), f"{query} IN ({names}) ORDER BY list_position([{names}], indicator_id)"
        )

    assert told() == [("≥88.5%", True, 1), (None, True, 1), (values[2], False, 1)]
    trace = "SELECT row_id, made_by, state, reason LIKE 'illegible%' FROM current_corrections ORDER BY correction_id"
    assert rows(str(tmp_path / "out.duckdb"), trace) == [
        (keys[0], "王审计", "applied", None),
        (keys[1], "王审计", "applied", True),
    ]
    with open_log(out) as log:
        for entry in entries[:2]:
            log.append(decision(entry.decision.place, "undo", undoes=entry.number), entry.number)
    assert told() == [(values[0], False, 2), (values[1], False, 2), (values[2], False, 1)]
    assert rows(str(tmp_path / "out.duckdb"), "SELECT count(*) FROM current_corrections") == [(0,)]


def test_converting_leaves_the_record_alone(tmp_path: Path, shibiao: Shibiao) -> None:
    out = tmp_path / "out"
    write_dump(tmp_path / "in" / "a.txt")
    assert shibiao("convert", tmp_path / "in", "--out", out).code == ExitCode.OK
    with open_log(out) as log:
        log.append(decision(verdict="correct"), None)
        export_corrections(log, out)
    kept = {name: (out / name).read_bytes() for name in ("review/decisions.sqlite", "corrections.jsonl")}
    write_dump(tmp_path / "in" / "b.txt", "项目名称\t乙\n")
    assert shibiao("convert", tmp_path / "in", "--out", out).code == ExitCode.OK
    (tmp_path / "in" / "a.txt").unlink()
    assert shibiao("convert", tmp_path / "in", "--out", out).code == ExitCode.OUTPUT_NOT_WRITABLE
    assert shibiao("convert", tmp_path / "in", "--out", out, "--overwrite").code == ExitCode.OK
    shutil.rmtree(out / ".shibiao")
    assert shibiao("convert", tmp_path / "in", "--out", out).code == ExitCode.OK
    assert {name: (out / name).read_bytes() for name in kept} == kept
    with open_log(out) as log:
        assert isinstance(log.verify(), Verified)


def test_a_mirror_has_no_record_of_decisions(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    log_of(tmp_path / "out", 1).close()
    mirror(tmp_path / "out", (tmp_path / "mirror").as_uri())
    assert [path.name for path in (tmp_path / "mirror").rglob("*")] == ["manifest.jsonl"]


def test_the_log_is_lines_for_programs(log: DecisionLog, tmp_path: Path, shibiao: Shibiao) -> None:
    done = shibiao("review", "log", tmp_path / "out")
    assert (done.code, done.out) == (ExitCode.OK, "")
    first = log.append(decision(verdict="correct", reason="与纸面\t核对"), None)
    log.append(decision(verdict="undo", undoes=1), 1)
    log.append(decision(WHOLE, "not-a-form", by="李审计"), None)
    head, *rows = (line.split("\t") for line in shibiao("review", "log", tmp_path / "out").out.splitlines())
    entries = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(e["number"], e["by"], e["verdict"], e["stands"]) for e in entries] == [
        ("1", "王审计", "correct", "0"),
        ("2", "王审计", "undo", "0"),
        ("3", "李审计", "not-a-form", "1"),
    ]
    assert (entries[0]["before"], entries[0]["after"], entries[0]["reason"]) == ("≥21座", "≥24座", "与纸面\\t核对")
    assert (entries[1]["undoes"], entries[2]["table"]) == ("1", "")
    lines = [json.loads(line) for line in shibiao("review", "log", tmp_path / "out", "--json").out.splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert (lines[0]["hash"], lines[1]["previous"]) == (first.hash, first.hash)


def test_the_log_fits_a_terminal(log: DecisionLog) -> None:
    from rich.cells import cell_len
    from rich.console import Console

    log.append(decision(verdict="correct", reason="与纸面核对" * 20), None)
    log.append(decision(verdict="undo", undoes=1), 1)
    log.append(decision(WHOLE, "not-a-form", by="李审计"), None)
    log.append(decision(Place("x"), "accept"), None)
    file = io.StringIO()
    print_entries(log.entries(), Console(file=file, width=80, force_terminal=True, color_system=None), texts("zh"))
    text = file.getvalue()
    assert all(cell_len(line) <= 80 for line in text.splitlines())
    assert all(word in text for word in ("王审计", "≥21座 → ≥24座", "撤回第 1 条", "李审计", "整张表"))
    assert text.count("✓") == 2
    assert text.count("看完") == 1 and "无误" not in text  # a form that is done may have errors


def test_a_terminal_shows_what_was_decided_and_nothing_else(log: DecisionLog, tmp_path: Path, shibiao: Shibiao) -> None:
    log.append(decision(reason="\x1b[2K改\u202e了\n第二行"), None)
    done = shibiao("review", "log", tmp_path / "out")
    assert "\\x1b[2K改\\u202e了\\n第二行" in done.out
