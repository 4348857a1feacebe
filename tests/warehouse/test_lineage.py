"""What a load tells of itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from shibiao.exits import ExitCode
from tests.app.conftest import Shibiao
from tests.warehouse.looking import rows


def test_a_load_is_an_event_with_hashes_and_counts(archive: Path, url: str, tmp_path: Path, shibiao: Shibiao) -> None:
    journal = tmp_path / "lineage.jsonl"
    assert shibiao("load", archive, "--to", url, "--lineage", journal, "--dry-run").code == ExitCode.OK
    assert not journal.exists()
    assert shibiao("load", archive, "--to", url, "--lineage", journal).code == ExitCode.OK
    start, complete = (json.loads(line) for line in journal.read_text("utf-8").splitlines())
    assert (start["eventType"], complete["eventType"]) == ("START", "COMPLETE")
    assert start["run"]["runId"] == complete["run"]["runId"]
    hashes = {i["name"].rpartition("/")[2]: i["facets"]["shibiao_content"]["sha256"] for i in complete["inputs"]}
    for name in ("manifest.jsonl", "cells.csv"):
        assert hashes[name] == hashlib.sha256((archive / name).read_bytes()).hexdigest()
    for output in complete["outputs"]:
        table = output["name"].rpartition("#")[2].rpartition(".")[2]
        ((count,),) = rows(url, f"SELECT count(*) FROM {table}")
        assert output["outputFacets"]["outputStatistics"]["rowCount"] == count
    names = {output["name"].rpartition("#")[2].rpartition(".")[2] for output in complete["outputs"]}
    assert {"forms", "indicators", "corrections"} <= names
    provenance = next(o for o in complete["outputs"] if o["name"].endswith("indicators"))["facets"][
        "shibiao_provenance"
    ]
    assert "name_bbox" in json.dumps(provenance)


def test_a_load_that_fails_says_so_without_the_password(archive: Path, tmp_path: Path, shibiao: Shibiao) -> None:
    journal = tmp_path / "lineage.jsonl"
    done = shibiao("load", archive, "--to", "postgresql://a:geheim@127.0.0.1:1/x", "--lineage", journal)
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    start, fail = (json.loads(line) for line in journal.read_text("utf-8").splitlines())
    assert (start["eventType"], fail["eventType"]) == ("START", "FAIL")
    assert "geheim" not in journal.read_text("utf-8")
