"""A changed cell changes everything that holds its text, and nothing that does not."""

from __future__ import annotations

from shibiao.normalize.rewrite import with_values
from shibiao.schemas.records import Evidence, FundRecord, PairRecord, Value
from tests.normalize.forms import Line, made_form, read

FORM = made_form(1, Line("数量指标", "保洁河道长度", "≥42公里"), Line("质量指标", "垃圾清除率", "明显改善沿", cut=True))
DOUBT = Evidence(kind="cut", reasons=("trailing-comma",))


def changed(cell: str, text: str) -> dict[str, Value]:
    return {cell: read(text, cell).model_copy(update={"status": "repaired-archive", "raw": "明显改善沿"})}


def test_cell_and_indicator_change_together() -> None:
    form = with_values(FORM, changed("p1.r1.c1", "明显改善沿河环境"))
    assert form.indicators[1].target.value == form.cells[3].text.value == "明显改善沿河环境"
    assert form.indicators[0] == FORM.indicators[0]
    assert form.indicators[1].name == FORM.indicators[1].name
    assert form.cells[:3] == FORM.cells[:3]


def test_nothing_changed_is_the_same_form() -> None:
    assert with_values(FORM, {}) == FORM


def test_what_was_made_of_a_cell_keeps_its_value_and_shares_the_doubt() -> None:
    cell = FORM.cells[0].text
    code = cell.model_copy(update={"value": "031"})
    form = FORM.model_copy(update={"fields": {"department_code": code}})
    lost = cell.model_copy(update={"status": "clipped-lost", "confidence": 0.3, "evidence": DOUBT})
    found = with_values(form, {"p1.r0.c0": lost}).fields["department_code"]
    assert (found.value, found.status, found.confidence, found.evidence) == ("031", "clipped-lost", 0.3, DOUBT)
    repaired = cell.model_copy(update={"value": "保洁河道长度及宽度", "status": "repaired-archive"})
    assert with_values(form, {"p1.r0.c0": repaired}).fields["department_code"] == code


def lost(cell: str) -> dict[str, Value]:
    told = next(one.text for one in FORM.cells if one.id == cell)
    return {cell: told.model_copy(update={"status": "clipped-lost", "confidence": 0.3, "evidence": DOUBT})}


def test_every_part_that_holds_the_text_changes() -> None:
    """Amounts, further columns, lists and pairs too: nothing that a cell's edge cut may stay certain."""
    cell = FORM.cells[0].text
    indicator = FORM.indicators[1].model_copy(
        update={
            "object": cell,
            "printed_operator": cell,
            "printed_unit": cell,
            "weight": cell,
            "extra": {"remark": cell},
        }
    )
    form = FORM.model_copy(
        update={
            "indicators": (indicator,),
            "funds": (FundRecord(pane="annual", item="total", amount=cell, label=cell),),
            "tables": {"schedule": ({"content": cell}, {"content": FORM.cells[1].text})},
            "pairs": (PairRecord(label=cell, value=cell),),
        }
    )
    found = with_values(form, lost("p1.r0.c0"))
    (only,), (fund,), (pair,) = found.indicators, found.funds, found.pairs
    held = (only.object, only.printed_operator, only.printed_unit, only.weight, only.extra["remark"])
    first, second = found.tables["schedule"]
    assert {v.status for v in (*held, fund.amount, fund.label, first["content"], pair.label, pair.value) if v} == {
        "clipped-lost"
    }
    assert second["content"] == FORM.cells[1].text


def test_what_stands_behind_a_colon_shares_the_doubt_about_the_end_of_its_cell() -> None:
    cell = FORM.cells[0].text
    head, tail = (cell.model_copy(update={"value": text, "raw": text}) for text in (cell.raw[:2], cell.raw[2:]))
    form = FORM.model_copy(update={"pairs": (PairRecord(label=head, value=tail),)})
    (pair,) = with_values(form, lost("p1.r0.c0")).pairs
    assert pair.label == head
    assert (pair.value.value, pair.value.status, pair.value.confidence) == (tail.value, "clipped-lost", 0.3)
