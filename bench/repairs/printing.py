"""Forms as a reader gives them, some printed too narrow: texts cut at the edge, with what the page shows of it.

Each unit prints in one way for some years: wide enough, or with columns of fixed width. On paper (``digital``) a glyph
that the edge goes through is seen (``crosses-edge``), or the text just fills its cell (``fills-cell``), cut or whole;
lines that Writer leaves out below a goal's cell show nothing. A text dump shows nothing but the text.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bench.repairs.inventing import MadeForm
from shibiao.normalize.text import display_width
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import CellRecord, Evidence, Form, GoalRecord, IndicatorRecord, SourceRecord, Value

_KEPT = 0.6  # of the units print in a year as they did in the year before
_WIDE = 0.45  # of the ways to print cut nothing
_ROOM = 0.2  # columns: less room than this for the next glyph, and it is not drawn


class Style(NamedTuple):
    """How a form is printed. Widths in half-width columns; None cuts nothing. ``name`` and ``target``: of the columns
    of the first pane and of the other. ``goal``: of all lines together; ``lines``: what is below is left out."""

    kind: str
    name: tuple[float | None, float | None]
    target: tuple[float | None, float | None]
    goal: float | None
    field: float | None
    lines: bool


class Truth(NamedTuple):
    """What a cell says, whole, and what of it is printed."""

    slot: str
    whole: str
    printed: str

    @property
    def is_cut(self) -> bool:
        return self.whole != self.printed


class Printed(NamedTuple):
    """A form as read, before the search for cuts, and the truth of its free texts by cell."""

    form: Form
    truth: dict[str, Truth]


def print_all(forms: Iterable[MadeForm], seed: int, confidences: Confidences) -> list[Printed]:
    """All forms as read; the same seed cuts the same."""
    styles: dict[tuple[str, int], Style] = {}
    printed = []
    for number, form in enumerate(forms):
        key = form.unit, form.year
        rng = random.Random(f"print/{seed}/{key}")
        before = styles.get((form.unit, form.year - 1))
        if key not in styles:
            styles[key] = before if before and rng.random() < _KEPT else _style(rng)
        printed.append(_Printer(form, f"{seed}/{number}", styles[key], confidences).print())
    return printed


def _style(rng: random.Random) -> Style:
    kind = rng.choice(("digital", "digital", "digital", "text", "text"))
    if rng.random() < _WIDE:
        return Style(kind, (None, None), (None, None), None, None, False)

    def width(low: int, high: int, often: float) -> float | None:
        columns = rng.randint(low, high) + (rng.random() if kind == "digital" else 0)
        return columns if rng.random() < often else None

    name, target = width(12, 26, 0.9), width(12, 30, 0.8)
    same = rng.random() < 0.5
    names = (name, name if same else width(12, 26, 0.9))
    targets = (target, target if same else width(12, 30, 0.8))
    return Style(kind, names, targets, width(90, 240, 0.5), width(18, 40, 0.4), rng.random() < 0.5)


class _Printer:
    """One form being printed."""

    def __init__(self, made: MadeForm, key: str, style: Style, confidences: Confidences) -> None:
        self.made, self.style, self.confidences = made, style, confidences
        self.digest = hashlib.sha256(key.encode()).hexdigest()
        self.cells: list[CellRecord] = []
        self.truth: dict[str, Truth] = {}

    def print(self) -> Printed:
        made = self.made
        texts = (
            ("project_name", made.project),
            ("department", made.department),
            ("implementing_unit", made.unit),
        )
        fields = {key: self._put("field", text, self.style.field) for key, text in texts}
        goal_width = self.style.goal
        goals = [
            GoalRecord(pane=pane, text=self._put("goal", text, goal_width))  # type: ignore[arg-type]
            for pane, text in made.goals.items()
        ]
        form = Form(
            form_id=f"{self.digest[:16]}-0001",
            family=made.family,
            source=SourceRecord(name=f"{self.digest[:8]}.pdf", sha256=self.digest, kind=self.style.kind, pages=(1,)),  # type: ignore[arg-type]
            year=self._value(str(made.year), "y"),
            fields=fields,
            goals=tuple(goals),
            indicators=tuple(self._indicators()),
            cells=tuple(self.cells),
        )
        return Printed(form.model_copy(update={"cells": tuple(self.cells)}), self.truth)

    def _indicators(self) -> Iterator[IndicatorRecord]:
        for pane, rows in self.made.panes.items():
            for row in rows:
                level2 = Value(value=row.level2, raw=row.level2, confidence=0.995)
                name = self._put("name", row.name, self.style.name[pane == "annual"])
                target = self._put("target", row.target, self.style.target[pane == "annual"])
                yield IndicatorRecord(pane=pane, level1=None, level2=level2, name=name, target=target)  # type: ignore[arg-type]

    def _put(self, slot: str, text: str, width: float | None) -> Value:
        cell = f"p1.r{len(self.cells)}.c0"
        value = self._read(slot, text, width, cell)
        self.truth[cell] = Truth(slot, text, value.raw)
        place = {"page": 1, "bbox": (0, 0, 9, 9), "row": len(self.cells), "col": 0, "rowspan": 1, "colspan": 1}
        self.cells.append(CellRecord(id=cell, text=value, **place))  # type: ignore[arg-type]
        return value

    def _read(self, slot: str, text: str, width: float | None, cell: str) -> Value:
        if width is None or (room := width - display_width(text)) >= 2:
            return self._value(text, cell)
        if slot == "goal" and self.style.lines and self.style.kind == "digital":
            shown, _ = fitting(text, width // 2 * 2)  # whole lines: what is below is left out without a trace
            return self._value(shown, cell)
        if room >= 0:
            return self._value(text, cell, "fills-cell")
        shown, left = fitting(text, width)
        if self.style.kind == "digital" and left > _ROOM:
            return self._value(
                text[: len(shown) + 1], cell, "crosses-edge" if len(shown) + 1 < len(text) else "fills-cell"
            )
        return self._value(shown, cell, "fills-cell")

    def _value(self, text: str, cell: str, reason: str = "") -> Value:
        if not reason or self.style.kind == "text":
            by = self.confidences.text if self.style.kind == "text" else self.confidences.digital
            return Value(value=text, raw=text, confidence=by.complete, cell=cell)
        evidence = Evidence(kind="cut", reasons=(reason,))
        return Value(value=text, raw=text, confidence=self.confidences.digital.fills_cell, cell=cell, evidence=evidence)


def fitting(text: str, width: float) -> tuple[str, float]:
    """The characters that fit into a width wholly, and the columns left behind them."""
    used = 0
    for count, char in enumerate(text):
        wide = display_width(char)
        if used + wide > width:
            return text[:count], width - used
        used += wide
    return text, width - used


def as_read(printed: Sequence[Printed]) -> list[Form]:
    """The forms alone."""
    return [one.form for one in printed]
