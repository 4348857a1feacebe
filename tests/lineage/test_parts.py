"""Names of datasets, the file of events, recorded runs in Python, redaction, and rows counted in pieces."""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.batch.publish import RowCount
from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.csvs import csv_bytes
from shibiao.export.tables import Table
from shibiao.lineage.converted import inputs_given, inputs_read
from shibiao.lineage.datasets import (
    Content,
    InputData,
    OutputTable,
    Place,
    duckdb_table,
    place_of,
    place_within,
    postgres_table,
)
from shibiao.lineage.emitter import recorded
from shibiao.lineage.journal import append_line
from shibiao.lineage.redaction import without_secrets
from shibiao.schemas.tables import Column, table_model
from shibiao.wording import texts
from tests.lineage.conftest import events, states

ZH = texts("zh")


@pytest.mark.parametrize(
    ("named", "namespace", "name"),
    [
        ("/档案/甲.pdf", "file", "/档案/甲.pdf"),
        ("/档案/../乙.pdf", "file", "/乙.pdf"),
        ("file:///档案/甲.pdf", "file", "/档案/甲.pdf"),
        ("s3://bucket/forms/甲.pdf", "s3://bucket", "forms/甲.pdf"),
        ("s3a://bucket/a?b#c.pdf", "s3://bucket", "a?b#c.pdf"),
        ("ftp://user:secret@host:21/a.pdf", "ftp://host:21", "/a.pdf"),
        ("https://host/a.pdf?X-Signature=secret", "https://host", "/a.pdf"),
        ("abfss://box@host/a.pdf", "abfss://box@host", "a.pdf"),
    ],
)
def test_datasets_are_called_as_openlineage_says(named: str, namespace: str, name: str) -> None:
    assert place_of(named) == Place(namespace, name)


def test_names_in_folders_and_databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place_of("甲.pdf") == place_of(tmp_path / "甲.pdf")
    assert place_within("out/", "forms.csv") == Place("file", f"{tmp_path}/out/forms.csv")
    assert place_within("s3://b/out", "forms.csv") == Place("s3://b", "out/forms.csv")
    assert place_of(b"/\xff.pdf".decode("utf-8", "surrogateescape")).name == "/\\xff.pdf"
    assert postgres_table("db", 5432, "budget", "public", "funds") == Place("postgres://db:5432", "budget.public.funds")
    assert duckdb_table("w.duckdb", "funds") == Place("file", f"{tmp_path}/w.duckdb#funds")


def test_too_many_inputs_are_their_manifest(tmp_path: Path) -> None:
    entries = [manifest.Entry(f"in/{n}.pdf", f"{n:064x}", "converted", (f"{n}-0001",), 0.0, None) for n in (1, 2, 3)]
    data = b"".join(map(manifest.line, entries))
    (tmp_path / "manifest.jsonl").write_bytes(data)
    out = str(tmp_path)
    assert len(inputs_read(tmp_path, out, most=3)) == 3
    (one,) = inputs_read(tmp_path, out, most=2)
    assert one == InputData(Place("file", f"{out}/manifest.jsonl"), Content(hashlib.sha256(data).hexdigest(), count=3))
    (before,) = inputs_given(["a", "b", "c"], out, most=2)
    assert before == InputData(one.place)
    with recorded(tmp_path / "events.jsonl", "convert", [before], ZH) as run:
        run.complete([], [one])
    start, end = events(tmp_path / "events.jsonl")
    assert start["inputs"][0]["name"] == end["inputs"][0]["name"]
    assert end["inputs"][0]["facets"]["shibiao_content"]["count"] == 3


def test_a_load_is_recorded_with_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    inputs = [InputData(place_of(tmp_path / "out" / "funds.csv"), Content("0" * 64))]
    with recorded(path, "load", inputs, ZH) as run:
        written = [
            OutputTable(postgres_table("db", 5432, "budget", "public", table.name), table.columns, rows=7)
            for table in table_model().tables
        ]
        run.complete(written)
    start, end = events(path)
    assert start["job"]["name"] == "load" and end["inputs"] == start["inputs"]
    assert [table["name"] for table in end["outputs"]][:2] == ["budget.public.forms", "budget.public.fields"]
    assert all(table["outputFacets"]["outputStatistics"]["rowCount"] == 7 for table in end["outputs"])
    assert all("datasetVersion" not in table["facets"] for table in end["outputs"])


def test_a_run_that_raises_is_fail_and_the_error_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with pytest.raises(ValueError, match="pa55"), recorded(path, "load", [], ZH, ["pa55"]) as run:
        run.complete([])
        raise ValueError("no access with pa55, password=other postgres://me:third@db/x")
    with pytest.raises(KeyboardInterrupt), recorded(path, "load", [], ZH):
        raise KeyboardInterrupt
    with pytest.raises(Stop), recorded(path, "load", [], ZH):
        raise Stop(ExitCode.INTERRUPTED, "error.interrupted")
    assert states(path) == ["START", "FAIL", "START", "ABORT", "START", "ABORT"]
    assert all(secret not in path.read_text("utf-8") for secret in ("pa55", "other", "third"))


def test_without_a_file_nothing_happens() -> None:
    with recorded(None, "load", [], ZH) as run:
        assert not run.wanted
        run.complete([])


@pytest.mark.parametrize(
    ("message", "hidden"),
    [
        ("postgresql://me:a/b@c@db:5432/x refused", "postgresql://***@db:5432/x refused"),
        ("host=db password='a b' user=me", "host=db password=*** user=me"),
        ('{"password": "a,b"}', '{"password": ***}'),
        ("https://host/a.pdf?sig=abc gone", "https://host/a.pdf?*** gone"),
        ("sent p%40ss and p@ss", "sent *** and ***"),
        ("/档案/甲.pdf: no such file", "/档案/甲.pdf: no such file"),
    ],
)
def test_secrets_are_left_out(message: str, hidden: str) -> None:
    assert without_secrets(message, ["p@ss", None, ""]) == hidden


def test_lines_of_many_writers_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    lines = [b'{"event": "%d %s"}' % (n, b"x" * 50_000) for n in range(8)]
    writers = [threading.Thread(target=append_line, args=(path, line)) for line in lines]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(path.read_bytes().splitlines()) == lines


def test_half_a_line_is_ended_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_bytes(b'{"event": 1}\n{"eve')
    append_line(path, b'{"event": 2}')
    assert path.read_bytes().splitlines() == [b'{"event": 1}', b'{"eve', b'{"event": 2}']


def test_a_line_that_does_not_fit_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "events.jsonl"
    append_line(path, b'{"event": 1}')

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Stop) as stopped:
        append_line(path, b'{"event": 2}')
    assert stopped.value.code is ExitCode.OUTPUT_NOT_WRITABLE
    assert path.read_bytes() == b'{"event": 1}\n'


@given(st.lists(st.tuples(st.text('a",\r\n'), st.text('a",\r\n')), max_size=6), st.integers(1, 7))
def test_rows_are_counted_whatever_the_pieces(rows: list[tuple[str, str]], size: int) -> None:
    data = csv_bytes(Table("t", (Column("a"), Column("b")), tuple(rows)))
    count = RowCount()
    for at in range(0, len(data), size):
        count.add(data[at : at + size])
    assert count.rows == len(rows) + 1 == len(list(csv.reader(io.StringIO(data.decode(), newline=""))))
