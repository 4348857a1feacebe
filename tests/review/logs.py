"""Logs to try things on, and decisions to put into them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from shibiao.review.database import log_path
from shibiao.review.decisions import Decision, Place, Verdict
from shibiao.review.log import DecisionLog, open_log

FORM = "0" * 16 + "-0001"
WHOLE = Place(FORM)


def place(number: int = 1, form_id: str = FORM, column: str = "target") -> Place:
    """The place of an indicator's value."""
    return Place(form_id, "indicators", f"{form_id}/annual/p1.r{number}.c4", column)


def decision(where: Place | None = None, verdict: Verdict = "accept", **said: Any) -> Decision:
    """A decision about a value, 王审计's if nothing else is said."""
    said = {"by": "王审计", "purpose": "sample", "before": "≥21座"} | said
    if verdict == "correct":
        said.setdefault("after", "≥24座")
    return Decision(where or place(), verdict, **said)


def empty_out(folder: Path) -> Path:
    """A folder as one with results, as far as a log looks."""
    folder.mkdir(exist_ok=True)
    (folder / "manifest.jsonl").write_text("{}\n")
    return folder


def log_of(out: Path, entries: int = 0) -> DecisionLog:
    """The log of a folder with so many decisions, about a place each."""
    log = open_log(empty_out(out))
    for number in range(1, entries + 1):
        log.append(decision(place(number), reason=f"第 {number} 处"), None)
    return log


def tamper(out: Path, *statements: str, **values: Any) -> None:
    """What somebody does who has the file and SQLite: the triggers do not stop them for long."""
    db = sqlite3.connect(log_path(out), isolation_level=None)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement, values)
    db.close()
