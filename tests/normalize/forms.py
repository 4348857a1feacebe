"""Small forms made by hand, with every value in a cell of its own."""

from __future__ import annotations

from typing import NamedTuple

from shibiao.schemas.records import CellRecord, Evidence, Form, IndicatorRecord, SourceRecord, Value


class Line(NamedTuple):
    """An indicator of a made form: level 2, name and target; ``cut``: the page shows the target's edge cut it."""

    level2: str
    name: str
    target: str
    cut: bool = False


def read(text: str, cell: str, cut: bool = False) -> Value:
    if not cut:
        return Value(value=text or None, raw=text, confidence=0.99, cell=cell)
    evidence = Evidence(kind="cut", reasons=("crosses-edge",))
    return Value(value=text, raw=text, status="clipped-lost", confidence=0.3, cell=cell, evidence=evidence)


def made_form(number: int, *lines: Line, kind: str = "digital", unit: str | None = None) -> Form:
    """Form ``number`` of an archive, from a file of its own; ``unit``: the one that carries the project out."""
    values: list[Value] = []
    indicators = []
    for row, line in enumerate(lines):
        name, target = read(line.name, f"p1.r{row}.c0"), read(line.target, f"p1.r{row}.c1", line.cut)
        values += [name, target]
        level2 = Value(value=line.level2, raw=line.level2, confidence=0.99)
        indicators.append(IndicatorRecord(pane="annual", level1=None, level2=level2, name=name, target=target))
    cells = tuple(
        CellRecord(id=v.cell or "", page=1, bbox=(0, 0, 9, 9), row=i // 2, col=i % 2, rowspan=1, colspan=1, text=v)
        for i, v in enumerate(values)
    )
    digest = f"{number:064x}"
    source = SourceRecord(name=f"{number}.pdf", sha256=digest, kind=kind, pages=(1,))  # type: ignore[arg-type]
    return Form(
        form_id=f"{number:016x}-0001",
        family="goal_1pane",
        source=source,
        fields={"implementing_unit": Value(value=unit, raw=unit, confidence=0.99)} if unit else {},
        indicators=tuple(indicators),
        cells=cells,
    )
