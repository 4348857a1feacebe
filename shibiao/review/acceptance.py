"""Acceptance after DA/T 31-2017: every item that a machine can check on 100 %, a manual sample, two gates.

DA/T 31-2017 (纸质档案数字化规范), as reprinted: what software can check is checked on everything and must hold on
everything; by hand at least 5 % are sampled, by item; index entry and image must match on 100 %, all else on at least
95 %. Here an item is a form, its index entry the file and pages that it is said to stand in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from shibiao.export.manifest import Entry
from shibiao.export.provenance import placed_values
from shibiao.review.facts import file_hashes
from shibiao.review.lot import PACKAGE, inputs_of, rows_of_forms, stated_hashes, tables_due
from shibiao.review.result import Result
from shibiao.review.sizes import accepted, sample_size
from shibiao.schemas.records import Form

LEAST_DPI = 200
_EXAMPLES = 5
_CHUNK = 1 << 20
_UNREADABLE = {"R1", "R3"}  # of schemas/checks.yaml: a page, or a piece of one, was not read
State = Literal["pass", "fail", "none"]


@dataclass(slots=True)
class Check:
    """An item that was checked on everything: how often, and where it does not hold. ``match``: the 100 % gate's."""

    name: str
    match: bool = False
    examined: int = 0
    failed: int = 0
    unseen: int = 0
    examples: list[str] = field(default_factory=list)

    def see(self, holds: bool, example: str) -> None:
        """Count one. ``example`` is kept of the first few where it does not hold."""
        self.examined += 1
        if not holds:
            self.failed += 1
            if len(self.examples) < _EXAMPLES:
                self.examples.append(example)

    @property
    def state(self) -> State:
        """``none``: there was nothing that it is about."""
        return "fail" if self.failed else "pass" if self.examined else "none"


@dataclass(frozen=True, slots=True)
class Gate:
    """``passed`` is None while it cannot be said."""

    name: str
    passed: bool | None
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Power:
    """What the rule lets through: how likely a lot with so many wrong forms passes."""

    bad: int
    share: float
    chance: float


@dataclass(frozen=True, slots=True)
class Acceptance:
    """``drawn`` and ``allowed`` are the rule's own least sample of this lot; ``power`` what it proves. ``enough``: what
    the same lot takes to show with 95 % confidence that no more than 5 % are wrong: forms to draw, none of them wrong.
    """

    checks: tuple[Check, ...]
    gates: tuple[Gate, ...]
    lot: int
    drawn: int
    allowed: int
    power: tuple[Power, ...]
    enough: int

    @property
    def passed(self) -> bool | None:
        """Whether all gates are passed; None while it cannot be said."""
        states = [gate.passed for gate in self.gates]
        return False if False in states else None if None in states else True


def acceptance_of(out: Path, result: Result) -> Acceptance:
    """Check everything of an output folder, and its sample against the gates. Raises: Stop."""
    checks = machine_checks(out)
    lot = result.sample.plan.lot
    drawn = least_sample(lot)
    allowed = most_wrong(drawn)
    shares = (0.02, 0.05, 0.08, 0.10, 0.20)
    counts = dict.fromkeys(max(1, round(share * lot)) for share in shares)
    power = tuple(Power(bad, bad / lot, accepted(lot, bad, drawn, allowed)) for bad in counts if bad <= lot)
    enough = sample_size(lot, 0.95, 0.05, 0).drawn
    return Acceptance(checks, gates(checks, result), lot, drawn, allowed, power, enough)


def least_sample(lot: int) -> int:
    """5 % of the lot, rounded up."""
    return -(-lot * 5 // 100)


def most_wrong(drawn: int) -> int:
    """How many of so many may be wrong when 95 % must be right."""
    return drawn * 5 // 100


def gates(checks: tuple[Check, ...], result: Result) -> tuple[Gate, ...]:
    """The gates: the machine's 100 %, the sample's size, the match of 100 %, all else of 95 %."""
    machine = [check for check in checks if not check.match]
    match = [check for check in checks if check.match]
    held = sum(check.state != "fail" for check in machine)
    examined, lot = len(result.examined), result.sample.plan.lot
    wrong = len({*result.wrong, *result.not_forms})
    finished = result.state == "finished"
    matched = all(check.state != "fail" for check in match) and not result.not_forms
    return (
        Gate("machine", held == len(machine), held, len(machine)),
        Gate("sample", True if examined >= least_sample(lot) else None, examined, lot),
        Gate("match", matched if finished or not matched else None, examined - len(result.not_forms), examined),
        Gate("right", wrong <= most_wrong(examined) if finished else None, examined - wrong, examined),
    )


def machine_checks(out: Path) -> tuple[Check, ...]:
    """Everything that a machine can check, on all inputs, forms, pages and tables."""
    inputs = list(inputs_of(out))
    forms = Forms(out, inputs)
    return (
        *_inputs_accounted(inputs),
        *forms.checks(),
        _tables_hashed(out),
        _tables_complete(out, inputs),
        _inputs_unchanged(inputs),
    )


def _inputs_accounted(inputs: list[Entry]) -> Iterator[Check]:
    told, read = Check("inputs-accounted"), Check("inputs-read")
    for one in inputs:
        told.see(one.outcome in ("converted", "duplicate", "failed", "quarantined"), one.path)
        read.see(one.outcome in ("converted", "duplicate"), one.path)
    yield from (told, read)


class Forms:
    """The checks of every form's file, each opened once."""

    def __init__(self, out: Path, inputs: list[Entry]) -> None:
        self._folder = out / "forms"
        self._sources = {form_id: one for one in inputs for form_id in one.form_ids}
        self.written, self.valid, self.cells = Check("forms-written"), Check("forms-valid"), Check("values-placed")
        self.stray = Check("forms-known", match=True)
        self.match = Check("source-matches", match=True)
        self.resolution, self.legible = Check("resolution"), Check("pages-read")

    def checks(self) -> Iterator[Check]:
        """Look at all of them."""
        for form_id, source in self._sources.items():
            try:
                data = (self._folder / f"{form_id}.json").read_bytes()
            except OSError:
                self.written.see(False, form_id)
                continue
            self.written.see(True, form_id)
            self._see(form_id, source, data)
        for path in sorted(self._folder.glob("*.json")):
            self.stray.see(path.stem in self._sources, path.name)
        yield from (self.written, self.valid, self.cells, self.resolution, self.legible, self.stray, self.match)

    def _see(self, form_id: str, source: Entry, data: bytes) -> None:
        try:
            form = Form.model_validate_json(data)
        except ValidationError:
            self.valid.see(False, form_id)
            return
        self.valid.see(form.form_id == form_id, form_id)
        self.match.see(form.source.sha256 == source.sha256 and form_id.startswith(form.source.sha256[:16]), form_id)
        for scan in form.source.scans:
            self.resolution.see(scan.dpi >= LEAST_DPI, f"{form_id} p{scan.page} {scan.dpi:.0f} dpi")
        self.legible.see(not _UNREADABLE & {finding.rule for finding in form.findings}, form_id)
        known = {cell.id for cell in form.cells}
        for _, value in placed_values(form):
            if value.cell:
                self.cells.see(value.cell in known, f"{form_id} {value.cell}")


def _tables_hashed(out: Path) -> Check:
    check = Check("tables-hashed")
    stated = stated_hashes(out)
    for name in sorted({*stated, *tables_due(out)}):
        there = name in stated and (out / name).is_file()
        check.see(there and file_hashes(out, name).sha256 == stated[name], f"{name} ≠ {PACKAGE}")
    return check


def _tables_complete(out: Path, inputs: list[Entry]) -> Check:
    check = Check("tables-complete")
    rows = {row["form_id"] for row in rows_of_forms(out)}
    known = {form_id for one in inputs for form_id in one.form_ids}
    for form_id in sorted(known | rows):
        check.see(form_id in known and form_id in rows, form_id)
    return check


def _inputs_unchanged(inputs: list[Entry], hash_of: Callable[[Path], str | None] | None = None) -> Check:
    """That inputs are still what was read. Those that cannot be reached from here are counted as unseen."""
    check = Check("inputs-unchanged", match=True)
    for one in inputs:
        sha256 = (hash_of or _hash)(Path(one.path))
        if sha256 is None or one.sha256 is None:
            check.unseen += 1
        else:
            check.see(sha256 == one.sha256, one.path)
    return check


def _hash(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while data := file.read(_CHUNK):
                digest.update(data)
    except (OSError, ValueError):
        return None
    return digest.hexdigest()
