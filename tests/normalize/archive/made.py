"""Small forms with unit, project and year, every value in a cell of its own."""

from __future__ import annotations

from typing import Literal, NamedTuple

from shibiao.normalize.archive import complete_archive
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import CellRecord, Evidence, Form, GoalRecord, IndicatorRecord, Pane, SourceRecord, Value

SURE = load_catalogue().confidence
LEVEL2 = "数量指标"


class Row(NamedTuple):
    """An indicator. ``cut``: which of ``name`` and ``target`` the page shows as cut; ``fills``: which just fill."""

    name: str
    target: str = "≥9次"
    cut: str = ""
    fills: str = ""
    pane: Pane = "annual"
    level2: str = LEVEL2


class Made(NamedTuple):
    """A form to be made. ``file``: its number; forms of one file differ in ``ordinal``."""

    file: int
    rows: tuple[Row, ...] = ()
    year: str = "2023"
    unit: str = "青溪市水利局"
    project: str = "小型水库维修养护经费"
    project_cut: bool = False
    kind: Literal["digital", "text"] = "digital"
    goal: str = ""
    goal_cut: bool = False
    ordinal: int = 1

    def form(self) -> Form:
        """The form as read."""
        return _Maker(self).made()


class _Maker:
    def __init__(self, made: Made) -> None:
        self.what = made
        self.cells: list[CellRecord] = []

    def made(self) -> Form:
        what = self.what
        fields = {
            "project_name": self.read(what.project, "crosses-edge" if what.project_cut else ""),
            "implementing_unit": self.read(what.unit),
        }
        goals = (GoalRecord(pane="annual", text=self.read(what.goal, "crosses-edge" if what.goal_cut else "")),)
        indicators = tuple(self.indicator(row) for row in what.rows)
        digest = f"{what.file:064x}"
        return Form(
            form_id=f"{what.file:016x}-{what.ordinal:04d}",
            family="goal_2pane",
            source=SourceRecord(name=f"{what.file}.pdf", sha256=digest, kind=what.kind, pages=(1,)),
            year=self.read(what.year),
            fields=fields,
            goals=goals if what.goal else (),
            indicators=indicators,
            cells=tuple(self.cells),
        )

    def indicator(self, row: Row) -> IndicatorRecord:
        why = {slot: "crosses-edge" if row.cut == slot else "fills-cell" if row.fills == slot else "" for slot in SLOTS}
        return IndicatorRecord(
            pane=row.pane,
            level1=None,
            level2=Value(value=row.level2, raw=row.level2, confidence=0.99),
            name=self.read(row.name, why["name"]),
            target=self.read(row.target, why["target"]),
        )

    def read(self, text: str, why: str = "") -> Value:
        """A value in the next cell, with the reason why it may be cut."""
        cell = f"p1.r{len(self.cells)}.c0"
        status = "clipped-lost" if why == "crosses-edge" else "complete"
        value = Value(
            value=text or None,
            raw=text,
            status=status,  # type: ignore[arg-type]
            confidence={"": 0.995, "fills-cell": 0.85, "crosses-edge": 0.2}[why],
            cell=cell,
            evidence=Evidence(kind="cut", reasons=(why,)) if why else None,
        )
        place = {"page": 1, "bbox": (0, 0, 9, 9), "row": len(self.cells), "col": 0, "rowspan": 1, "colspan": 1}
        self.cells.append(CellRecord(id=cell, text=value, **place))  # type: ignore[arg-type]
        return value


SLOTS = ("name", "target")


def completed(*made: Made) -> list[Form]:
    """The forms, completed together."""
    return complete_archive([one.form() for one in made], SURE)


def reasons(value: Value) -> tuple[str, ...]:
    """Why a value is believed or doubted."""
    return value.evidence.reasons if value.evidence else ()


def candidates(value: Value) -> list[str]:
    """The texts that it may have been."""
    return [candidate.text for candidate in value.evidence.candidates] if value.evidence else []
