"""Archives of small files, and workers that misbehave at given ones."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import DUMP, environment, tree, write_dump, write_pdf

MISBEHAVIOUR = """
import os, sys, time
import shibiao.extract.source as source
whole = source.read_document
def read_document(path, settings=None):
    match path.stem.partition("-")[0]:
        case "kill": os.kill(os.getpid(), 9)
        case "fault": os.kill(os.getpid(), 11)
        case "hang":
            import ctypes
            ctypes.PyDLL(None).sleep(600)  # with the interpreter's lock held: no Python code runs meanwhile
        case "once":
            mark = path.with_suffix(".seen")
            if not mark.exists():
                mark.touch()
                os._exit(3)
        case "hold":
            held = []
            for _ in range(200):
                held.append(b"x" * (1 << 24))
                time.sleep(0.02)
        case "eat": eaten = [bytearray(1 << 26) for _ in range(100)]
        case "exit": os._exit(0)
    return whole(path, settings)
source.read_document = read_document
"""


@pytest.fixture
def misbehaving(tmp_path: Path) -> dict[str, str]:
    """An environment in which reading a file named ``kill-….txt`` and the like goes wrong so."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(MISBEHAVIOUR, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path / "broken")}


def archive(folder: Path, count: int = 12) -> Path:
    """Forms as text dumps and PDFs, all different; a text that one of them cuts stands whole in the next."""
    for number in range(count):
        text = DUMP.replace("42公里", f"{number + 10}公里")
        if number % 3 == 1:
            text = text.replace("沿河环境\t明显改善", "沿河环境\t明显改善沿河居民生活环境，方便出行")
        if number % 3 == 0:
            text = text.replace("沿河环境\t明显改善", "沿河环境\t明显改善沿河居民生活环境，")
        write_dump(folder / f"{number % 4}" / f"表{number}.txt", text)
    write_pdf(folder / "pdf" / "一.pdf", pages=2)
    (folder / "pdf" / "空.pdf").touch()
    return folder


def program(*arguments: object, **options: Any) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "shibiao", *map(str, arguments)]


def convert(
    folder: Path, out: Path, *flags: object, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A run to its end."""
    command = program("convert", folder, "--out", out, *flags)
    done = subprocess.run(command, capture_output=True, text=True, env=environment(**(env or {})), timeout=300)
    assert done.returncode in (0, 3, 4, 5, 6, 11, 130), done.stderr
    return done


def outcomes(out: Path) -> dict[str, str]:
    """What the manifest says of each file, by its name."""
    lines = (out / "manifest.jsonl").read_bytes().splitlines()
    return {Path(line["path"]).name: line["outcome"] for line in map(json.loads, lines)}


def balance(out: Path) -> Counter[str]:
    """Inputs by the state of their content, straight from the ledger; each input counts once."""
    ledger = sqlite3.connect(f"file:{out}/.shibiao/ledger.sqlite?mode=ro", uri=True)
    try:
        rows = ledger.execute(
            "SELECT coalesce(state, CASE WHEN inputs.kind IS NULL THEN 'unhashed' ELSE 'failed' END), count(*)"
            " FROM inputs LEFT JOIN contents USING (sha256) GROUP BY 1"
        )
        return Counter(dict(rows.fetchall()))
    finally:
        ledger.close()


def results(out: Path) -> dict[str, bytes]:
    """The files of a run but for what tells of the run itself."""
    return {name: data for name, data in tree(out).items() if name != "manifest.jsonl"}
