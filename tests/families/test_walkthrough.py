"""The page on families is done as it is written: its files are saved, its commands run, and what it prints compared."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.app.conftest import environment

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "families.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Adding a family, step by step")[2].partition("\n## ")[0]


class Fence(NamedTuple):
    """A fenced block of the page: its language, what stands behind it, and its text."""

    language: str
    about: str
    text: str


def fences() -> list[Fence]:
    return [Fence(*found) for found in re.findall(r"^```(\w+) ?(.*)\n((?:.*\n)*?)```$", SECTION, re.M)]


def run(command: str, folder: Path) -> str:
    """What a command line of the page prints, as a shell runs it."""
    script = f'shibiao() {{ "{sys.executable}" -m shibiao "$@"; }}\n{command}'
    done = subprocess.run(
        ["sh", "-e", "-c", script], cwd=folder, env=environment(), capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_page_does_what_it_says(tmp_path: Path) -> None:
    said = ""
    for fence in fences():
        if fence.about == "run":
            said = run(fence.text, tmp_path)
        elif fence.about == "output":
            assert [line.rstrip() for line in said.strip("\n").splitlines()] == fence.text.strip("\n").splitlines()
        elif fence.about == "record":
            assert record_of(tmp_path / "out") == json.loads(fence.text)
        elif fence.about.endswith(" (drafted)"):
            assert (tmp_path / fence.about.removesuffix(" (drafted)")).read_text(encoding="utf-8") == fence.text
        else:
            path = tmp_path / fence.about
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fence.text, encoding="utf-8")


def test_the_page_has_every_step() -> None:
    told = [fence.about for fence in fences()]
    commands = "".join(fence.text for fence in fences() if fence.about == "run")
    assert told.count("output") == 2
    assert told[-1] == "record"
    for step in ("schema new", "schema check own", "schema test own --write", "schema test own\n", "--schemas own"):
        assert step in commands


def record_of(out: Path) -> dict[str, Any]:
    """The one record of a run, of its values only what is believed; empty ones are left out."""
    (path,) = (out / "forms").glob("*.json")
    form = json.loads(path.read_text(encoding="utf-8"))
    return {
        "family": form["family"],
        "title": form["title"]["value"],
        "fields": believed(form["fields"]),
        "tables": {name: [believed(row) for row in rows] for name, rows in form["tables"].items()},
    }


def believed(values: dict[str, Any]) -> dict[str, str]:
    return {name: value["value"] for name, value in values.items() if value["value"] is not None}
