"""The second pass, as the parent drives it: which parts are to be made again, and what came of them."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from shibiao.batch.complete import (
    Extras,
    Member,
    PartOrder,
    PartReport,
    Problem,
    inputs_hash,
    part_count,
    part_range,
)
from shibiao.batch.ledger import Ledger
from shibiao.batch.tasks import result_path
from shibiao.export.folder import OutputFolder
from shibiao.normalize.checks import MOST_MET
from shibiao.summary import Tally

_REMEMBERED_KEYS = 256


@dataclass(frozen=True, slots=True)
class Making:
    """How parts are made."""

    reader: str
    extras: Extras
    password: str | None
    language: str
    page_seconds: float
    base: bytes


class Parts:
    """The parts of an archive whose contents are all read."""

    def __init__(self, ledger: Ledger, folder: OutputFolder, making: Making) -> None:
        self._ledger, self._folder, self._making = ledger, folder, making
        self.count = part_count(ledger.count("contents WHERE state = 'done'"))
        self.stretches = folder.work / "stretches"
        self._evidence = functools.lru_cache(_REMEMBERED_KEYS)(ledger.known.evidence)
        self._hashes: dict[int, str] = {}

    def numbers(self) -> list[int]:
        """The parts that hold anything, or the first."""
        return [n for (n,) in self._ledger.db.execute("SELECT number FROM parts ORDER BY number")]

    def orders(self) -> Iterator[PartOrder]:
        """The parts that are to be made: those not made yet, and those made from something else."""
        self._ledger.drop_parts(self.count)
        for number in range(self.count):
            order = self.order(number)
            if order is None:
                self._ledger.drop_parts(self.count, number)
            elif not self._is_made(order):
                yield order

    def order(self, number: int) -> PartOrder | None:
        """A part as it is now; None where no content falls into it, unless it is the only one."""
        low, high = part_range(number, self.count)
        found = self._ledger.contents_done(low, high)
        if not found and self.count > 1:
            return None
        work = self._folder.work
        reader, base = self._making.reader, self._making.base
        members = tuple(Member(sha, path, result_path(work, reader, sha), base) for sha, path in found)
        known, making = self._ledger.known, self._making
        order = PartOrder(
            number,
            members,
            tuple((key, self._evidence(key)) for key in known.wanted_between(low, high)),
            self._folder.staged,
            self.stretches,
            *(making.extras, making.password, making.language, making.page_seconds),
            tuple((key, known.facts(key, MOST_MET)) for key in known.facts_wanted_between(low, high)),
        )
        self._hashes[number] = inputs_hash(order, f"{making.reader} of {self.count}")
        return order

    def _is_made(self, order: PartOrder) -> bool:
        row = self._ledger.db.execute(
            "SELECT inputs, form_ids, pdfs FROM parts WHERE number = ?", (order.number,)
        ).fetchone()
        if row is None or row[0] != self._hashes[order.number]:
            return False
        names = [*(f"forms/{form_id}.json" for form_id in json.loads(row[1])), *json.loads(row[2])]
        return (self.stretches / f"{order.number:08d}").is_dir() and all(map(self._folder.has, names))

    def note(self, report: PartReport) -> None:
        """A part was made."""
        self._ledger.db.execute(
            "REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?)",
            (
                report.number, self._hashes[report.number], json.dumps(report.form_ids), json.dumps(report.pdfs),
                report.tally, json.dumps(report.problems),
            ),
        )  # fmt: skip

    def names(self) -> list[str]:
        """All files of the parts, relative to the output folder."""
        names: list[str] = []
        for ids, pdfs in self._ledger.db.execute("SELECT form_ids, pdfs FROM parts"):
            names += [f"forms/{form_id}.json" for form_id in json.loads(ids)]
            names += json.loads(pdfs)
        return names


def alone(order: PartOrder, member: Member, folder: Path) -> PartOrder:
    """One content of a part by itself, to see whether it survives."""
    return replace(order, members=(member,), staged=folder, stretches=folder)


def tally_of(ledger: Ledger) -> Tally:
    """The figures of all parts that are made."""
    tally = Tally()
    for (text,) in ledger.db.execute("SELECT tally FROM parts ORDER BY number"):
        tally.merge(Tally.loaded(text))
    return tally


def problems_of(ledger: Ledger) -> list[Problem]:
    """The searchable PDFs that could not be made."""
    rows = ledger.db.execute("SELECT problems FROM parts ORDER BY number")
    return [Problem(*problem) for (text,) in rows for problem in json.loads(text)]
