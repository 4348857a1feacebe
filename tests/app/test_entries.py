"""What has no place of its own in the records' tables has one in ``entries``, with keys that stay."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shibiao.export.contents import field_labels, file_columns, row_keys, tables, wide_fields
from shibiao.export.csvs import csv_bytes
from shibiao.export.entries import entries, with_entries
from shibiao.export.json_form import json_bytes
from shibiao.export.keys import row_hash
from shibiao.export.provenance import INDICATOR_VALUES, placed_values
from shibiao.export.repairs import repairs
from shibiao.pipeline import complete, read_file
from shibiao.schemas.corrections import CORRECTABLE
from shibiao.schemas.records import Form, IndicatorRecord, PairRecord
from shibiao.schemas.tables import table_model
from tests.app.conftest import Shibiao
from tests.app.forms import SCHEDULE, form, value
from tests.app.hostile import YEARS, hostile_form

DATA = Path(__file__).parent / "data"
DUMPS = ["scored-extras", "local-schedule", "unknown-pairs"]
REWRITE = os.environ.get("SHIBIAO_GOLDEN") == "write"
# The base fields that forms.csv had columns for before families had more of them: a load of it must not break.
FIRST_FIELDS = (
    *("project_name", "department", "department_code", "implementing_unit", "project_attribute", "project_source"),
    *("project_term", "budget_unit", "start_date", "end_date", "responsible_person", "unit_seal", "filled_by"),
    *("phone", "total_score", "notes"),
)


def rows(one: Form, name: str = "entries") -> list[dict[str, object]]:
    table = next(table for table in tables([one]) if table.name == name)
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows]


def keys(one: Form) -> list[object]:
    return [row["entry_id"] for row in rows(one)]


@pytest.mark.parametrize("name", DUMPS)
def test_entries_of_a_dump_are_golden(name: str) -> None:
    (one,) = complete(read_file(DATA / f"{name}.txt"))
    data = csv_bytes(next(table for table in tables([one]) if table.name == "entries"))
    path = DATA / f"{name}.entries.csv"
    if REWRITE:
        path.write_bytes(data)
    assert data == path.read_bytes()
    assert len(rows(one)) == len(list(entries(one))) > 0


def test_goldens_are_not_being_rewritten() -> None:
    assert not REWRITE, "SHIBIAO_GOLDEN=write is for making goldens: read the difference, then run without it"


def test_values_are_listed_once_in_one_order() -> None:
    declared = [c.name for c in table_model().table("indicators").columns if c.of == c.name]
    kinds = {name: str(field.annotation) for name, field in IndicatorRecord.model_fields.items()}
    held = [name for name, kind in kinds.items() if "Value" in kind and not kind.startswith("dict")]
    assert list(INDICATOR_VALUES) == declared == held == list(CORRECTABLE["indicators"])


def test_every_table_s_values_can_be_corrected_and_are_walked() -> None:
    for name, columns in CORRECTABLE.items():
        spec = table_model().table(name)
        assert set(columns) == {column.of for column in spec.columns if column.of}
    one = form()
    count = sum(
        row[column] is not None
        for name, columns in CORRECTABLE.items()
        for row in rows(one, name)
        for column in (f"{column}_raw" for column in columns)
    )
    assert count == len(list(placed_values(one)))


def test_a_row_leads_to_its_indicator() -> None:
    found = [row for row in rows(form()) if row["list"] == "indicators"]
    indicators = {row["indicator_id"]: row for row in rows(form(), "indicators")}
    assert [(indicators[row["row_id"]]["position"], row["column_key"], row["value"]) for row in found] == [
        (0, "remark", None),
        (1, "explanation", "满意的村民占比"),
        (1, "remark", "抽样"),
    ]
    assert [row["row"] for row in found] == [0, 1, 1]


def test_a_row_of_a_list_can_be_put_together_again() -> None:
    listed = [row for row in rows(form()) if row["list"] == "schedule"]
    assert [(row["row"], row["column_key"], row["value"], row["value_cell"]) for row in listed] == [
        (n, key, one.value, one.cell) for n, row in enumerate(SCHEDULE) for key, one in row.items()
    ]
    assert len({row["row_id"] for row in listed}) == len(SCHEDULE)


def test_a_pair_has_its_label_as_a_value() -> None:
    (pair,) = [row for row in rows(form()) if row["list"] == "pairs"]
    assert (pair["column_key"], pair["label"], pair["value"]) == ("联系人", "联系人", "王芳")
    assert (pair["label_cell"], pair["value_cell"]) == ("p1.r4.c0", "p1.r0.c2")
    assert all(row["label_raw"] is None for row in rows(form()) if row["list"] != "pairs")


def test_a_row_more_changes_no_other_key() -> None:
    one = form()
    before = keys(one)
    more = {"content": value("设计", cell="p1.r0.c1")}
    indicators = (one.indicators[0].model_copy(update={"extra": {}}), one.indicators[1])
    changed = one.model_copy(update={"tables": {"schedule": (more, *SCHEDULE)}, "indicators": indicators})
    assert set(before) - set(keys(changed)) == {before[0]}
    assert set(keys(changed)) - set(before) == {f"{one.form_id}/schedule/p1.r0.c1/content"}


def test_keys_are_unique_whatever_lists_and_columns_are_called() -> None:
    for number, year in enumerate(YEARS):
        one = hostile_form(number, year)
        found = keys(one)
        assert len(found) == len(set(found)) > 100
        assert all(str(key).startswith(f"{one.form_id}/") for key in found)


def test_the_same_cell_in_two_rows_is_numbered() -> None:
    spanning = {"task": value("养护", cell="p1.r3.c1"), "content": value("一段", cell="p1.r2.c2")}
    one = form().model_copy(update={"tables": {"tasks": (spanning, spanning)}, "indicators": (), "pairs": ()})
    assert keys(one) == [f"{one.form_id}/tasks/p1.r3.c1{n}/{key}" for n in ("", "/2") for key in ("task", "content")]


def test_each_entry_can_be_put_back() -> None:
    one = hostile_form(0, None)
    places = row_keys(one)
    listed = list(entries(one))
    assert with_entries(one, {}) is one
    for row in rows(one)[::7]:
        position = places["entries", str(row["entry_id"])]
        new = value("改正", cell="p1.r0.c0")
        after = list(entries(with_entries(one, {position: {"value": new}})))
        assert after[position].value == new
        assert [n for n, (a, b) in enumerate(zip(listed, after, strict=True)) if a != b] == [position]


def test_doubts_of_the_new_parts_are_among_the_repairs() -> None:
    lost = value("保", cell="p1.r3.c1", status="clipped-lost", confidence=0.2)
    one = form()
    first, second = one.indicators
    changed = {"object": lost, "printed_unit": lost, "extra": {"remark": lost}}
    one = one.model_copy(
        update={
            "indicators": (first.model_copy(update=changed), second),
            "tables": {"schedule": ({"start": lost},)},
            "pairs": (PairRecord(label=lost, value=lost),),
        }
    )
    paths = [where for where, found in repairs(one) if found is lost]
    assert paths == [
        *("indicators[0].object", "indicators[0].printed_unit", "indicators[0].extra.remark"),
        *("tables.schedule[0].start", "pairs[0].label", "pairs[0].value"),
    ]


def test_a_suggestion_is_in_the_findings() -> None:
    first, second = rows(form(), "findings")
    assert (first["suggested_cell"], first["suggested_value"]) == ("p1.r1.c0", "120.00")
    assert (second["suggested_cell"], second["suggested_value"]) == (None, None)


def test_forms_have_the_columns_that_they_had() -> None:
    assert tuple(wide_fields()) == FIRST_FIELDS
    assert set(FIRST_FIELDS) < set(field_labels())
    columns = [column.name for column in file_columns(table_model().table("forms")) if column.of == column.name]
    assert columns == ["title", "year", *FIRST_FIELDS]


def test_a_field_without_columns_of_its_own_is_in_fields() -> None:
    fields = {"rationale": value("镇村规划", cell="p1.r0.c1"), "prefix": value("甲", cell="p1.r0.c1")}
    one = form().model_copy(update={"fields": fields})
    assert [(row["field"], row["value"]) for row in rows(one, "fields")] == [
        ("rationale", "镇村规划"),
        ("prefix", "甲"),
    ]


def test_rows_without_the_new_parts_keep_their_hash_and_json_its_bytes() -> None:
    one = form()
    old = [i.model_copy(update={"object": None, "printed_operator": None, "printed_unit": None, "extra": {}})
           for i in one.indicators]  # fmt: skip
    findings = [finding.model_copy(update={"suggestion": None}) for finding in one.findings]
    parts = {"indicators": tuple(old), "tables": {}, "pairs": (), "findings": tuple(findings)}
    plain = one.model_copy(update=parts)
    for name in ("indicators", "findings"):
        spec = table_model().table(name)
        first = [column for column in spec.columns if column.since == 1]
        for row in rows(plain, name):
            assert row_hash(first, row) == row["row_hash"]  # type: ignore[arg-type]
    for word in (b'"object"', b'"printed_', b'"extra"', b'"tables"', b'"pairs"', b'"suggestion"'):
        assert word in json_bytes(one)
        assert word not in json_bytes(plain)
    assert rows(plain) == []
    assert Form.model_validate_json(json_bytes(one)) == one


@pytest.mark.parametrize(
    ("name", "language", "wanted"),
    [
        ("scored-extras", "zh", ("指标的其他各栏（年度）", "指标解释", "评分标准", "备注", "抽样不少于二百户", "公里")),
        ("scored-extras", "en", ("Further columns of the indicators", "scoring rule", "每少1公里扣1分", "Unit")),
        ("local-schedule", "zh", ("项目实施进度计划", "内容", "开始时间", "完成时间", "竣工验收", "2025-12")),
        ("local-schedule", "en", ("Schedule", "content", "start", "end", "2025-06")),
        ("unknown-pairs", "zh", ("只是按位置找到", "经办人", "周明", "归还日期", "2025年6月3日")),
        ("unknown-pairs", "en", ("found by their places alone", "手持测距仪")),
    ],
)
def test_show_prints_them(shibiao: Shibiao, name: str, language: str, wanted: tuple[str, ...]) -> None:
    done = shibiao("show", DATA / f"{name}.txt", "--lang", language)
    assert done.code == 0
    assert [text for text in wanted if text not in done.out] == []
