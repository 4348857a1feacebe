"""Names of organisations that a cell cut without a trace end in the middle of a word."""

from __future__ import annotations

import pytest

from shibiao.normalize.open_names import REASON, mark_open_names
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.family import FieldLabels
from shibiao.schemas.records import Form, Value
from tests.normalize.forms import Line, made_form

CATALOGUE = load_catalogue()


def marked(name: str, kind: str = "scan") -> Value:
    form: Form = made_form(1, Line("数量指标", name, ""), kind=kind)
    cell = next(cell for cell in form.cells if cell.text.value == name)
    held = form.model_copy(update={"fields": {"department": cell.text}})
    after = mark_open_names(held, CATALOGUE)
    (text,) = (one.text for one in after.cells if one.id == cell.id)
    assert text.confidence == after.fields["department"].confidence
    return after.fields["department"]


@pytest.mark.parametrize("name", ["清河县城市管", "石桥区卫生健康委员", "青溪市农业农村"])
def test_a_name_without_its_end_is_doubted(name: str) -> None:
    value = marked(name)
    assert value.confidence <= CATALOGUE.confidence.digital.fills_cell
    assert value.evidence and REASON in value.evidence.reasons


@pytest.mark.parametrize("name", ["清河县城市管理局", "第一中学", "县残联", "公安局交警大队", "石塘村"])
def test_a_name_that_ends_as_such_names_do_is_whole(name: str) -> None:
    assert marked(name).evidence is None


def test_only_pictures_lose_lines_without_a_trace() -> None:
    assert marked("清河县城市管", kind="digital").evidence is None


def test_a_family_s_own_field_may_say_how_it_ends() -> None:
    form = made_form(1, Line("数量指标", "保管人", ""), kind="scan")
    cell = next(cell for cell in form.cells if cell.text.value == "保管人")
    held = form.model_copy(update={"fields": {"custodian": cell.text}})
    own = FieldLabels(labels=("保管",), ends="[部科]")
    families = tuple(
        one.model_copy(update={"fields": {**one.fields, "custodian": own}}) if one.family == form.family else one
        for one in CATALOGUE.families
    )
    after = mark_open_names(held, CATALOGUE.model_copy(update={"families": families}))
    assert after.fields["custodian"].confidence < cell.text.confidence
    assert mark_open_names(held, CATALOGUE) is held
