"""The record of decisions as lines for other programs, and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shibiao.review.decisions import Entry, Place
from shibiao.review.standing import standing_of
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

COLUMNS = (
    *("number", "at", "by", "verdict", "stands", "form_id", "table", "row", "column"),
    *("before", "after", "reason", "purpose", "sample", "undoes"),
)


def tsv_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """Tab-separated lines, the first with the names of COLUMNS; ``stands`` is 1 or 0, what there is none of is empty.

    Tabs, line feeds and other characters that show nothing are written as Python writes them, so an entry is a line.
    """
    yield "\t".join(COLUMNS)
    standing = _standing(entries)
    for entry in entries:
        one, place = entry.decision, entry.decision.place
        stands = int(entry.number in standing)
        cells = (
            *(entry.number, entry.at, one.by, one.verdict, stands, place.form_id, place.table, place.row, place.column),
            *(one.before, one.after, one.reason, one.purpose, one.sample, one.undoes),
        )
        yield "\t".join("" if cell is None else harmless(str(cell)) for cell in cells)


def print_entries(entries: Sequence[Entry], on: Console, said: Texts) -> None:
    """A table that fits a narrow terminal: of each entry who and when in one column, where and what in another."""
    from shibiao.terminal import table

    standing = _standing(entries)
    grid = table(on, [said(f"review.{name}") for name in ("number", "by", "verdict", "place")], lines=True)
    for entry in entries:
        decision = entry.decision
        verdict = said(f"review.verdicts.{decision.verdict}", number=decision.undoes)
        if decision.place.table is None and decision.verdict == "accept":
            verdict = said("review.done")  # what was found wrong in it stands by itself
        stands = f"\n{said('review.standing')} ✓" if entry.number in standing else ""
        at = entry.at[:19].replace("T", " ")
        what = [_where(decision.place, said), _change(entry), decision.reason or ""]
        shown = "\n".join(harmless(text) for text in what if text)
        grid.add_row(str(entry.number), f"{harmless(decision.by)}\n{at}", f"{verdict}{stands}", shown)
    on.print(grid)


def _standing(entries: Sequence[Entry]) -> set[int]:
    return {entry.number for entry in standing_of(entries).values()}


def _where(place: Place, said: Texts) -> str:
    if place.table is None:
        return f"{place.form_id}  {said('review.whole-form')}"
    row = (place.row or "").removeprefix(place.form_id).lstrip("/")
    return f"{place.form_id}  {row} {place.table}.{place.column}"


def _change(entry: Entry) -> str:
    decision = entry.decision
    if decision.place.table is None:
        return ""
    before = _shown(decision.before)
    return f"{before} → {_shown(decision.after)}" if decision.verdict == "correct" else before


def _shown(text: str | None) -> str:
    return "∅" if text is None else text


def harmless(text: str) -> str:
    """Without what would make a terminal show something else than was decided; written as Python writes it."""
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in text)
