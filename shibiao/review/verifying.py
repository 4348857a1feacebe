"""Whether the log is as it was written: every entry follows from the one before, and witnesses are among them.

What a chain alone cannot show is that its end was cut off, or that it was written anew as a whole. A witness shows
that: the head of the chain as it once was, kept somewhere else (statements name it).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from shibiao.exits import ExitCode, Stop
from shibiao.review.chain import Beginning, Head, canonical, digest, entry_of
from shibiao.review.database import connect, is_damage, require_there, translated

# changed: text and hash do not go together · order: it does not follow from the entry before · missing: its number is
# · tail: a witness saw more entries than there are · rewritten: a witness saw another entry in its place
# · beginning: how the log began is not to be read · damaged: the file is
Sign = Literal["changed", "order", "missing", "tail", "rewritten", "beginning", "damaged"]
_Row = tuple[int, bytes, str, str]


@dataclass(frozen=True, slots=True)
class Verified:
    """All is as it was written, as far as the chain and the witnesses can tell."""

    beginning: Beginning
    head: Head


@dataclass(frozen=True, slots=True)
class Tampered:
    """What does not fit, and the first entry where it shows (0: the beginning)."""

    sign: Sign
    number: int = 0

    @property
    def stop(self) -> Stop:
        """For those who cannot go on with such a log."""
        return Stop(ExitCode.TAMPERED, f"review.tampered.{self.sign}", number=self.number)


def verify(path: Path, *witnesses: Head) -> Verified | Tampered:
    """Look through the log at ``path``. Others may go on writing to it.

    Raises: Stop: NOTHING_READ where there is no log, OUTPUT_NOT_WRITABLE where it cannot be read.
    """
    require_there(path)
    with translated(path):
        try:
            with closing(connect(path)) as db:
                return verify_database(db, *witnesses)
        except sqlite3.Error as error:
            if is_damage(error):
                return Tampered("damaged")
            raise


def verify_database(db: sqlite3.Connection, *witnesses: Head) -> Verified | Tampered:
    """The same for an open log. Raises: sqlite3.Error, of damage too."""
    try:
        if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            return Tampered("damaged")
        (text,) = db.execute("SELECT text FROM beginning").fetchone() or ("null",)
        rows = db.execute("SELECT number, CAST(text AS BLOB), previous, hash FROM entries ORDER BY number")
        return check(Beginning.of(text), rows, witnesses)
    except (ValueError, RecursionError):
        return Tampered("beginning")


def check(beginning: Beginning, rows: Iterable[_Row], witnesses: Iterable[Head] = ()) -> Verified | Tampered:
    """Follow the chain. ``rows``: number, text in UTF-8, previous and hash of every entry, by number."""
    seen = {witness.number: witness.hash for witness in witnesses}
    others = {witness.number for witness in witnesses if witness.hash != seen[witness.number]}
    head = Head(0, beginning.hash)
    if others or head.hash != seen.get(0, head.hash):
        return Tampered("rewritten", min(others, default=0))
    for row in rows:
        sign = _sign(head, row)
        if sign:
            return Tampered(sign, head.number + 1)
        head = Head(row[0], row[3])
        if head.hash != seen.get(head.number, head.hash):
            return Tampered("rewritten", head.number)
    return Tampered("tail", head.number + 1) if max(seen, default=0) > head.number else Verified(beginning, head)


def _sign(head: Head, row: _Row) -> Sign | None:
    number, data, previous, given = row
    if number != head.number + 1:
        return "missing"
    try:
        text = data.decode("utf-8")
        entry = entry_of(text, previous, given)
        whole = canonical(entry.number, entry.at, entry.decision) == text and entry.number == number
    except (ValueError, RecursionError):
        return "changed"
    if previous != head.hash:
        return "order"
    return None if whole and digest(previous, text) == given else "changed"
