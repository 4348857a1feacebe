"""Forms of families that have nothing to do with budgets: what their fields and lists take, and what they leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shibiao.pipeline import complete, read_file
from shibiao.schemas import families
from shibiao.schemas.family_files import OWN_FAMILIES
from shibiao.schemas.records import Form
from tests.families.conftest import Inside
from tests.families.files import REGISTER, REGISTER_FORM, own_folder, written
from tests.review.logs import log_of

SECOND = REGISTER_FORM.replace("档案科", "阅览室").replace("许文静", "马晓燕").replace("ZC-", "YL-")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    def forms(text: str, family: str = REGISTER) -> list[Form]:
        monkeypatch.setenv(OWN_FAMILIES, str(own_folder(tmp_path / "own", asset_register=family)))
        families._loaded.cache_clear()
        return complete(read_file(written(tmp_path / "form.txt", text)))

    return forms


def fields(form: Form) -> dict[str, str | None]:
    return {name: value.value for name, value in form.fields.items()}


def numbers(form: Form) -> list[str | None]:
    return [row["asset_number"].value for row in form.tables["assets"]]


def test_several_forms_in_a_file(read: Any) -> None:
    """Each begins at its title, though none has 项目名称."""
    one, two = read(REGISTER_FORM + "\n" + SECOND)
    assert (fields(one)["custodian"], numbers(one)) == ("许文静", ["ZC-001", "ZC-002"])
    assert (fields(two)["custodian"], numbers(two)) == ("马晓燕", ["YL-001", "YL-002"])


def test_a_total_is_a_row_and_no_amount_of_funds(read: Any) -> None:
    (form,) = read(REGISTER_FORM + "合计\t\t6\t\n")
    assert numbers(form) == ["ZC-001", "ZC-002", "合计"]
    assert form.funds == ()


@pytest.mark.parametrize("foot", ["登记日期：2024年3月8日\t\t\t\n", "登记日期\t2024年3月8日\t\t\n"])
def test_a_field_below_the_list_is_no_row_of_it(read: Any, foot: str) -> None:
    """In the list's columns, too, as a comma-separated table has it."""
    (form,) = read(REGISTER_FORM.replace("登记日期：2024年3月8日\n\n", "") + foot)
    assert fields(form)["registered_on"] == "2024年3月8日"
    assert numbers(form) == ["ZC-001", "ZC-002"]


def test_fields_are_shown_by_their_labels(inside: Inside, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", asset_register=REGISTER)
    shown = inside("show", written(tmp_path / "form.txt", REGISTER_FORM), "--schemas", own).out
    assert ["保管人", "许文静"] in [line.split() for line in shown.splitlines()]


def test_suggest_is_that_of_review(inside: Inside, tmp_path: Path) -> None:
    log_of(tmp_path / "out", 3).close()
    for out in (tmp_path / "out", tmp_path / "without"):
        assert inside("schema", "suggest", out) == inside("review", "suggest", out)
