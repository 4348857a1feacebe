"""Hostile files with good ones among them: the parent lives, every input has an outcome, the good ones are unharmed."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

from bench.archives.made import ROOT
from bench.archives.process import command, watched
from bench.report import table
from samples.hostile.make import make_hostile

_SUFFIXES = (".pdf", ".txt")


def hostile(folder: Path, files: int, seed: int, page_seconds: int) -> str:
    """What came of it. Raises: AssertionError when a promise is broken."""
    archive, out = folder / "in", folder / "out"
    make_hostile(archive / "hostile", seed, files)
    shutil.copytree(ROOT / "samples" / "forms", archive / "good")
    run = watched(command(archive, out, "--page-seconds", page_seconds, "--log", folder / "log.jsonl"))
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    bad = [line for line in lines if "/hostile/" in line["path"]]
    assert all(line["outcome"] != "waiting" for line in lines)
    lost = [line for line in bad if line["outcome"] in ("failed", "quarantined")]
    assert all(line["error"] and line["error"]["message"] for line in lost)
    watched(command(archive / "good", folder / "alone"))
    assert _printed(out) == _printed(folder / "alone"), "good files were read otherwise"
    kinds = Counter((line["outcome"], line["error"]["kind"] if line["error"] else "") for line in bad)
    events = [json.loads(line) for line in (folder / "log.jsonl").read_bytes().splitlines()]
    longest = max((event["seconds"] for event in events if event["event"] == "read"), default=0.0)
    largest = max((event["peak_kb"] for event in events if event["event"] == "read"), default=0) / 1000
    rows = [[outcome, kind, str(count)] for (outcome, kind), count in kinds.most_common()]
    return (
        f"{len(bad)} hostile inputs and {len(lines) - len(bad)} good ones in {run.seconds:.0f} s: exit code {run.code},"
        f" every input with an outcome, the good files read as without the others; the longest took {longest:.1f} s,"
        f" the largest {largest:,.0f} MB; the parent {max(run.memory):.0f} MB.\n\n"
        + table(["outcome", "kind", "inputs"], rows)
    )


def _printed(out: Path) -> dict[str, list[list[str]]]:
    """What was read of the good files, before anything is completed from others."""
    good = {path.name for path in (ROOT / "samples" / "forms").iterdir() if path.suffix in _SUFFIXES}
    found: dict[str, list[list[str]]] = {}
    for path in sorted((out / "forms").iterdir()):
        form = json.loads(path.read_bytes())
        if form["source"]["name"] in good:
            found.setdefault(form["source"]["name"], []).append([cell["text"]["raw"] for cell in form["cells"]])
    return found
