"""``convert --lineage``: what a run says of itself, however it ends."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from shibiao.cli import run
from shibiao.exits import ExitCode
from shibiao.schemas.tables import table_model
from shibiao.wording import texts
from tests.app.conftest import DUMP, environment, tree, write_dump, write_pdf
from tests.batch.conftest import convert, misbehaving, program
from tests.batch.test_confined import WATCH
from tests.lineage.conftest import Event, events, states

__all__ = ["misbehaving"]


def mixed(folder: Path) -> Path:
    """A dump and its copy, a PDF, and a file that cannot be read."""
    write_dump(folder / "甲.txt")
    write_dump(folder / "乙.txt")
    write_dump(folder / "丙.txt", DUMP.replace("河道保洁专项经费", '河道"保洁"专项经费'))
    write_pdf(folder / "一.pdf", pages=2)
    (folder / "空.pdf").touch()
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder with inputs, OUT beside it, and the events of the run and of a second one that found nothing new."""
    place = tmp_path_factory.mktemp("runs")
    folder, out = mixed(place / "in"), place / "out"
    for _ in range(2):
        ended = convert(folder, out, "--lineage", place / "events.jsonl")
        assert ended.returncode == ExitCode.SOME_INPUTS_FAILED, ended.stderr
    return place, out


def test_two_runs_give_a_start_and_a_complete_each(done: tuple[Path, Path]) -> None:
    place, _ = done
    found = events(place / "events.jsonl")
    assert [event["eventType"] for event in found] == ["START", "COMPLETE"] * 2
    runs = [event["run"]["runId"] for event in found]
    assert runs[0] == runs[1] != runs[2] == runs[3]
    assert {(event["job"]["namespace"], event["job"]["name"]) for event in found} == {("shibiao", "convert")}
    assert all(event["job"]["facets"]["jobType"]["processingType"] == "BATCH" for event in found)
    assert [data["name"] for data in found[0]["inputs"]] == [str(place / "in")] and found[0]["outputs"] == []
    assert found[1]["outputs"] == found[3]["outputs"] and found[1]["inputs"] == found[3]["inputs"]


def test_inputs_have_their_hashes_and_outcomes(done: tuple[Path, Path]) -> None:
    place, out = done
    inputs = {data["name"]: data["facets"] for data in events(place / "events.jsonl")[1]["inputs"]}
    paths = sorted(path for path in (place / "in").iterdir())
    assert sorted(inputs) == [str(path) for path in paths]
    contents = {path.name: inputs[str(path)]["shibiao_content"] for path in paths}
    for path in paths:
        assert contents[path.name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert inputs[str(path)]["datasetVersion"]["datasetVersion"] == contents[path.name]["sha256"]
    outcomes = {name: content["outcome"] for name, content in contents.items()}
    assert outcomes["空.pdf"] == "failed" and sorted(outcomes.values()).count("duplicate") == 1
    ids = {form_id for content in contents.values() for form_id in content.get("form_ids", ())}
    assert ids == {path.stem for path in (out / "forms").iterdir()}


def test_outputs_are_the_tables_as_they_lie_there(done: tuple[Path, Path]) -> None:
    place, out = done
    outputs = events(place / "events.jsonl")[1]["outputs"]
    assert [Path(table["name"]).stem for table in outputs] == [table.name for table in table_model().in_files]
    for table in outputs:
        path = Path(table["name"])
        assert table["namespace"] == "file" and path.parent == out
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        statistics = table["outputFacets"]["outputStatistics"]
        assert (statistics["rowCount"], statistics["size"]) == (len(rows), path.stat().st_size)
        assert table["facets"]["datasetVersion"]["datasetVersion"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert [field["name"] for field in table["facets"]["schema"]["fields"]] == header
        named = {name for value in table["facets"]["shibiao_provenance"]["values"] for name in value.values()}
        assert named <= set(header)


def test_a_value_leads_to_its_place_and_file(done: tuple[Path, Path]) -> None:
    place, out = done
    table: Event = next(t for t in events(place / "events.jsonl")[1]["outputs"] if t["name"].endswith("indicators.csv"))
    facet = table["facets"]["shibiao_provenance"]
    columns = next(value for value in facet["values"] if value["column"] == "name")
    assert (columns["cell"], columns["page"], columns["bbox"]) == ("name_cell", "name_page", "name_bbox")
    assert facet["bbox"]["origin"] == "top-left" and facet["bbox"]["unit"]["digital"] == "point"
    row = next(iter(rows(out / "indicators.csv")))
    assert len(json.loads(row[columns["bbox"]])) == len(facet["bbox"]["order"])
    form, listed = facet["source"]["form"], facet["source"]["manifest"]
    row_of_form = next(
        r for r in rows(out / f"{form['table']}.csv") if r[form["column"]] == row[facet["source"]["column"]]
    )
    lines = map(json.loads, (out / listed["file"]).read_bytes().splitlines())
    names = {Path(line[listed["path"]]).name for line in lines if line[listed["sha256"]] == row_of_form[form["sha256"]]}
    assert row_of_form[form["name"]] in names


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_results_are_the_same_without(done: tuple[Path, Path], tmp_path: Path) -> None:
    place, out = done
    convert(place / "in", tmp_path / "plain")
    with_lineage, without = tree(out), tree(tmp_path / "plain")
    timed = [json.loads(line) | {"seconds": 0} for line in with_lineage.pop("manifest.jsonl").splitlines()]
    assert timed == [json.loads(line) | {"seconds": 0} for line in without.pop("manifest.jsonl").splitlines()]
    assert with_lineage == without


def test_a_failed_run_says_why_and_no_password(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "in" / "hunter2").mkdir(parents=True)
    (tmp_path / "in" / "hunter2" / "空.pdf").touch()
    path = tmp_path / "events.jsonl"
    failed = convert(tmp_path / "in", tmp_path / "out", "--lineage", path, "--lang", "en")
    assert failed.returncode == ExitCode.NOTHING_READ
    (tmp_path / "hunter2").mkdir()
    (tmp_path / "hunter2" / "mine.doc").touch()
    arguments = [tmp_path / "in", "--out", tmp_path / "hunter2", "--lineage", path, "--password", "hunter2"]
    assert run(["convert", *map(str, arguments)], texts("zh")) == ExitCode.OUTPUT_NOT_WRITABLE
    assert "hunter2" in capsys.readouterr().err
    found = events(path)
    assert [event["eventType"] for event in found] == ["START", "FAIL"] * 2
    first, second = (
        event["run"]["facets"]["errorMessage"]["message"] for event in found if event["eventType"] == "FAIL"
    )
    assert first and first in failed.stderr
    assert "***" in second and "hunter2" not in path.read_text("utf-8")


def test_ctrl_c_is_told_as_abort(tmp_path: Path, misbehaving: dict[str, str]) -> None:
    folder, path = mixed(tmp_path / "in"), tmp_path / "events.jsonl"
    write_dump(folder / "hang-1.txt")
    process = subprocess.Popen(
        program("convert", folder, "--out", tmp_path / "out", "--lineage", path, "--jobs", 2),
        env=environment(**misbehaving),
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and not any((tmp_path / "out" / ".shibiao").rglob("*.jsonl.gz")):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == ExitCode.INTERRUPTED
    start, end = events(path)
    assert (start["eventType"], end["eventType"]) == ("START", "ABORT")
    assert start["run"]["runId"] == end["run"]["runId"] and "errorMessage" not in end["run"]["facets"]


def test_nothing_is_sent_whatever_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "watched").mkdir()
    (tmp_path / "watched" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    (tmp_path / "openlineage.yml").write_text("transport: {type: http, url: 'http://127.0.0.1:9'}\n", encoding="utf-8")
    path, breaches = tmp_path / "here" / "events.jsonl", tmp_path / "breaches.txt"
    path.parent.mkdir()
    (tmp_path / "tmp").mkdir()
    write_dump(tmp_path / "in" / "甲.txt")
    env = {
        "PYTHONPATH": str(tmp_path / "watched"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALLOWED": os.pathsep.join((str(tmp_path / "out"), str(path.parent), str(tmp_path / "tmp"))),
        "BREACHES": str(breaches),
        "TMPDIR": str(tmp_path / "tmp"),
        "OPENLINEAGE_URL": "http://127.0.0.1:9",
        "OPENLINEAGE_CONFIG": str(tmp_path / "openlineage.yml"),
        "OPENLINEAGE__TRANSPORT__TYPE": "http",
        "OPENLINEAGE__TRANSPORT__URL": "http://127.0.0.1:9",
        "OPENLINEAGE_DISABLED": "true",
    }
    assert tempfile.gettempdir() not in env["ALLOWED"].split(os.pathsep)
    ended = convert(tmp_path / "in", tmp_path / "out", "--lineage", path, env=env)
    assert ended.returncode == ExitCode.OK, ended.stderr
    assert not breaches.exists(), breaches.read_text("utf-8")
    assert states(path) == ["START", "COMPLETE"]


def refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lineage: Path, code: ExitCode, out: str | None = None
) -> str:
    """A run that must not begin: what it says."""
    write_dump(tmp_path / "in" / "甲.txt")
    arguments = ["convert", tmp_path / "in", "--out", out or tmp_path / "out", "--lineage", lineage]
    assert run([str(argument) for argument in arguments], texts("zh")) == code
    assert not (tmp_path / "out").exists()
    return capsys.readouterr().err


def test_a_file_that_cannot_be_written_stops_the_run_before_it_begins(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "none" in refused(capsys, tmp_path, tmp_path / "none" / "events.jsonl", ExitCode.OUTPUT_NOT_WRITABLE)
    assert str(tmp_path / "in") in refused(capsys, tmp_path, tmp_path / "in", ExitCode.OUTPUT_NOT_WRITABLE)
    form = tmp_path / "in" / "甲.txt"
    assert "OpenLineage" in refused(capsys, tmp_path, form, ExitCode.OUTPUT_NOT_WRITABLE)
    assert form.read_text("utf-8") == DUMP


def test_a_file_in_the_results_or_standard_output_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "--lineage" in refused(capsys, tmp_path, tmp_path / "out" / "events.jsonl", ExitCode.WRONG_USAGE)
    assert "--lineage" in refused(capsys, tmp_path, tmp_path / "events.jsonl", ExitCode.WRONG_USAGE, out="-")


def test_without_openlineage_the_run_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "sitecustomize.py").write_text("import sys\nsys.modules['openlineage'] = None\n")
    path = tmp_path / "events.jsonl"
    write_dump(tmp_path / "in" / "甲.txt")
    done = convert(tmp_path / "in", tmp_path / "out", "--lineage", path, env={"PYTHONPATH": str(tmp_path / "without")})
    assert done.returncode == ExitCode.MISSING_DEPENDENCY and "shibiao[lineage]" in done.stderr
    assert not path.exists() and not (tmp_path / "out").exists()
