"""Hand-built forms with everything that export must carry: all statuses, all kinds of evidence, hostile text."""

from __future__ import annotations

from shibiao.schemas.records import (
    Candidate,
    CellRecord,
    Evidence,
    FindingRecord,
    Form,
    FundRecord,
    GoalRecord,
    IndicatorRecord,
    OtherReading,
    PairRecord,
    Period,
    SourceRecord,
    SuggestionRecord,
    Value,
)

CUT = Evidence(
    kind="archive",
    reasons=("fills-cell", "ends-inside-word"),
    candidates=(Candidate(text="保障河道通畅", form_id="b" * 16 + "-0001", cell="p1.r3.c4"),),
    readings=(OtherReading(reader="pdfplumber", text="保障河道，\n通"),),
)


def value(text: str | None, raw: str | None = None, **more: object) -> Value:
    """A value printed as it is believed unless told otherwise."""
    return Value.model_validate(
        {"value": text, "raw": (text or "") if raw is None else raw, "confidence": 0.995} | more
    )


def cell(row: int, col: int, text: Value) -> CellRecord:
    """A cell of page 1, one row high and one column wide."""
    box = (10.5 * col, 20.0 * row, 10.5 * (col + 1), 20.0 * (row + 1))
    return CellRecord(id=f"p1.r{row}.c{col}", page=1, bbox=box, row=row, col=col, rowspan=1, colspan=1, text=text)


def indicator(name: str, level1: Value | None, **more: object) -> IndicatorRecord:
    """An annual indicator with a target of at least 95 %."""
    given = {"name": value(name, cell="p1.r2.c2"), "target": value("≥95%", cell="p1.r2.c3"), "level1": level1}
    typed = {"operator": ">=", "number": "95.00", "unit": "%", "class": "percent", "level2": None, "pane": "annual"}
    return IndicatorRecord.model_validate(given | typed | more)


COLUMNS: dict[str, object] = {
    "object": value("东村", cell="p1.r2.c2"),
    "printed_operator": value("≥", cell="p1.r2.c2"),
    "printed_unit": value("%", cell="p1.r2.c3"),
    "extra": {"explanation": value("满意的村民占比", cell="p1.r2.c3"), "remark": value("抽样", cell="p1.r2.c3")},
}
SCHEDULE = (
    {"content": value("清淤", cell="p1.r3.c1"), "start": value("2023-03", cell="p1.r2.c2")},
    {"content": value("验收", cell="p1.r3.c1"), "end": value("2023-12", cell="p1.r2.c3")},
)


def form(
    form_id: str = "a" * 16 + "-0001", family: str = "goal_2pane", name: str = "河道保洁", source: str = "申报表.pdf"
) -> Form:
    """A form of every record, with a cell for every value."""
    level = value("满意度指标", "满意度指", status="repaired-vocabulary", confidence=0.99, cell="p1.r2.c0")
    goal = value("保障河道通畅", "保障河道", status="repaired-archive", confidence=0.9, cell="p1.r1.c1", evidence=CUT)
    lost = value("改善沿河", status="clipped-lost", confidence=0.2, cell="p1.r3.c1", evidence=Evidence(kind="cut"))
    return Form.model_validate(
        {
            "form_id": form_id,
            "family": family,
            "source": SourceRecord(name=source, sha256=form_id[0] * 64, kind="digital", pages=(1,)),
            "title": value("项目支出绩效目标申报表", cell="p1.r0.c0"),
            "year": value("2023", "（2023年度）", cell="p1.r0.c0"),
            "fields": {"project_name": value(name, cell="p1.r0.c1"), "phone": value(None, "", cell="p1.r0.c2")},
            "funds": (
                FundRecord(pane="annual", item="total", amount=value("120.10", cell="p1.r1.c0"), unit="万元"),
                FundRecord(pane="annual", item="other", amount=value("-0.10", cell="p1.r1.c0"), unit="万元"),
                FundRecord(pane="mid_term", item="total", amount=value(None, "／", cell="p1.r1.c0")),
            ),
            "goals": (
                GoalRecord(pane="mid_term", period=Period(start=2022, end=2024), text=goal),
                GoalRecord(pane="annual", text=lost),
            ),
            "indicators": (
                indicator("群众满意度", level, extra={"remark": value(None, "", cell="p1.r2.c3")}),
                indicator("村民满意度", level, **COLUMNS),
            ),
            "tables": {"schedule": SCHEDULE},
            "pairs": (PairRecord(label=value("联系人", cell="p1.r4.c0"), value=value("王芳", cell="p1.r0.c2")),),
            "findings": (
                FindingRecord(
                    rule="F1",
                    severity="error",
                    message="合计不等",
                    cells=("p1.r1.c0",),
                    suggestion=SuggestionRecord(cell="p1.r1.c0", value="120.00"),
                ),
                FindingRecord(rule="I5", severity="info", message="指标值无单位"),
            ),
            "cells": (
                cell(0, 0, value("项目支出绩效目标申报表")),
                cell(0, 1, value(name)),
                cell(0, 2, value(None, "")),
                cell(1, 0, value("120.10")),
                cell(1, 1, goal),
                cell(2, 0, level),
                cell(2, 2, value("群众满意度")),
                cell(2, 3, value("≥95%")),
                cell(3, 1, lost),
                cell(4, 0, value("单位（盖章）", "单位（盖", status="repaired-vocabulary", confidence=0.99)),
            ),
        }
    )
