"""What completes a cut text, and how sure: evidence of every kind, and everything that speaks against it."""

from __future__ import annotations

import pytest

from shibiao.schemas.records import Value
from tests.normalize.archive.made import SURE, Made, Row, candidates, completed, reasons

NAME = "维修养护小型水库数量"
CUT = Row("维修养护小型水", cut="name")
WHOLE = Row(NAME)
USED = Made(9, (WHOLE,), unit="云岭县水利局")  # the name is not of this project only


def name(*made: Made, row: int = 0) -> Value:
    """The first form's name after the archive had its say."""
    return completed(*made)[0].indicators[row].name


def doubtful(value: Value, *texts: str) -> bool:
    return value.value == CUT.name and value.status == "clipped-lost" and candidates(value) == list(texts)


def test_years_around_agree() -> None:
    value = name(Made(1, (CUT,)), Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024"))
    assert (value.value, value.raw, value.status) == (NAME, CUT.name, "repaired-archive")
    assert (value.confidence, reasons(value)) == (SURE.repaired_archive_sure, ("crosses-edge", "years-around"))
    assert value.evidence and value.evidence.kind == "archive"
    assert [(c.form_id, c.cell) for c in value.evidence.candidates] == [(f"{2:016x}-0001", "p1.r3.c0")]


@pytest.mark.parametrize(
    ("others", "how", "sure"),
    [
        ((Made(2, (WHOLE,)),), "same-year", SURE.repaired_archive_project),
        ((Made(2, (WHOLE,)), Made(3, (WHOLE,), "2022")), "same-year", SURE.repaired_archive_sure),
        ((Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2021"), USED), "several-years", SURE.repaired_archive_agreed),
        ((Made(2, (WHOLE,), "2022"), USED), "next-year", SURE.repaired_archive),
    ],
)
def test_other_forms_of_the_project(others: tuple[Made, ...], how: str, sure: float) -> None:
    value = name(Made(1, (CUT,)), *others)
    assert (value.value, reasons(value)[-1], value.confidence) == (NAME, how, sure)


def test_the_other_pane_of_the_same_form() -> None:
    value = name(Made(1, (CUT, WHOLE._replace(pane="mid_term"))))
    assert (value.value, reasons(value)[-1]) == (NAME, "same-year")
    assert value.confidence == SURE.repaired_archive_project


@pytest.mark.parametrize(
    "other",
    [
        Made(2, (WHOLE,), "2022"),  # last year, and used by nobody else: it may have been given up
        Made(2, (WHOLE,), project="中型灌区渠道清淤经费"),  # another project of the unit
        Made(2, (WHOLE,), unit="云岭县水利局"),  # another unit
    ],
)
def test_thin_evidence_is_shown_and_no_more(other: Made) -> None:
    assert doubtful(name(Made(1, (CUT,)), other), NAME)


def test_another_ending_in_the_project_leaves_it_open() -> None:
    other = Row("维修养护小型水库次数")
    value = name(Made(1, (CUT,)), Made(2, (WHOLE,), "2022"), Made(3, (other,), "2024"))
    assert doubtful(value, NAME, other.name) or doubtful(value, other.name, NAME)


def test_another_ending_elsewhere_makes_less_sure() -> None:
    other = Made(4, (Row("维修养护小型水库次数"),), unit="云岭县水利局")
    value = name(Made(1, (CUT,)), Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024"), other)
    assert (value.value, value.confidence) == (NAME, SURE.repaired_archive_project)
    assert doubtful(name(Made(1, (CUT,)), Made(2, (WHOLE,), "2022"), USED, other), NAME, "维修养护小型水库次数")


def test_a_longer_text_that_is_cut_too_can_contradict() -> None:
    longer = Row("维修养护小型水库次", cut="name")
    others = Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024")
    assert name(Made(1, (CUT,)), *others, Made(4, (longer,), "2025")).status == "clipped-lost"
    agreeing = longer._replace(name="维修养护小型水库数")
    assert name(Made(1, (CUT,)), *others, Made(4, (agreeing,), "2025")).value == NAME


def test_a_reading_that_goes_on_elsewhere_may_be_cut_itself() -> None:
    further = Made(4, (Row(f"{NAME}达标情况"),), unit="云岭县水利局")
    value = name(Made(1, (CUT,)), Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024"), further)
    assert value.status == "clipped-lost"


def test_no_pane_has_a_name_twice() -> None:
    others = Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024")
    assert name(Made(1, (CUT, WHOLE)), *others).status == "clipped-lost"
    assert name(Made(1, (CUT, CUT)), *others).status == "clipped-lost"


def test_figures_differ_by_the_year_and_are_never_filled_in() -> None:
    cut, whole = Row("聘用4名信访录入", cut="name"), Row("聘用5名信访录入人员")
    others = Made(2, (whole,), "2022"), Made(3, (whole,), "2024")
    assert name(Made(1, (cut,)), *others).value == "聘用4名信访录入人员"
    unsure = Row("聘用信访录入人员4", cut="name"), Row("聘用信访录入人员40名")
    value = name(Made(1, unsure[:1]), Made(2, unsure[1:], "2022"), Made(3, unsure[1:], "2024"))
    assert (value.value, value.status) == (unsure[0].name, "clipped-lost")
    later = Row("聘用信访录入人", cut="name"), Row("聘用信访录入人员40名")
    value = name(Made(1, later[:1]), Made(2, later[1:], "2022"), Made(3, later[1:], "2024"))
    assert (value.value, value.status) == (later[0].name, "clipped-lost")


def test_what_is_missing_is_put_as_the_other_prints_it() -> None:
    """Full and half width are alike when texts are compared; the cut text keeps its own."""
    cut, whole = Row("养护（含支流)小型", cut="name"), Row("养护(含支流）小型水库（座）")
    value = name(Made(1, (cut,)), Made(2, (whole,), "2022"), Made(3, (whole,), "2024"))
    assert value.value == "养护（含支流)小型水库（座）"


def test_a_target_wants_the_same_indicator() -> None:
    cut = Row(NAME, "汛前全部完成隐患", cut="target")
    whole = Row(NAME, "汛前全部完成隐患整改")
    other = whole._replace(name="检查小型水库次数")
    (first, *_) = completed(Made(1, (cut,)), Made(2, (whole,), "2020"))
    assert (first.indicators[0].target.value, reasons(first.indicators[0].target)[-1]) == (whole.target, "other-year")
    (first, *_) = completed(Made(1, (cut,)), Made(2, (other,), "2020"))
    assert first.indicators[0].target.status == "clipped-lost"


def test_several_units_complete_a_target_not_a_name() -> None:
    cut = Row(NAME, "汛前全部完成隐患", cut="target")
    whole = Row(NAME, "汛前全部完成隐患整改")
    units = Made(2, (whole,), unit="云岭县水利局"), Made(3, (whole,), unit="石桥区水利局")
    (first, *_) = completed(Made(1, (cut,)), *units)
    assert (first.indicators[0].target.value, reasons(first.indicators[0].target)[-1]) == (
        whole.target,
        "several-units",
    )
    assert name(Made(1, (CUT,)), *(one._replace(rows=(WHOLE,)) for one in units)).status == "clipped-lost"


def test_files_of_unknown_units_are_not_several_units() -> None:
    """Both may be of one unit, whose name is cut in both."""
    cut = Row(NAME, "汛前全部完成隐患", cut="target")
    whole = Row(NAME, "汛前全部完成隐患整改")
    (first, *_) = completed(Made(1, (cut,)), Made(2, (whole,), unit=""), Made(3, (whole,), unit=""))
    assert first.indicators[0].target.status == "clipped-lost"


def test_a_dumps_own_forms_complete_it() -> None:
    cut = Row(NAME, "汛前全部完成隐患", cut="target")
    whole = Row(NAME, "汛前全部完成隐患整改")
    dump = Made(1, (cut,), kind="text"), Made(1, (whole,), kind="text", project="中型灌区渠道清淤经费", ordinal=2)
    target = completed(*dump)[0].indicators[0].target
    assert (target.value, reasons(target)[-1], target.confidence) == (
        whole.target,
        "same-file",
        SURE.repaired_archive_file,
    )
    elsewhere = dump[1]._replace(file=2)
    assert completed(dump[0], elsewhere)[0].indicators[0].target.status == "clipped-lost"


def test_the_longest_text_of_a_dumps_column_may_be_cut_itself() -> None:
    others = [Made(file, (WHOLE,), year, kind="text") for file, year in ((2, "2022"), (3, "2024"))]
    assert name(Made(1, (CUT,)), *others).status == "clipped-lost"
    longer = Row("完成小型水库溢洪道清障的总处数")
    others = [one._replace(rows=(WHOLE, longer)) for one in others]
    assert name(Made(1, (CUT,)), *others).value == NAME


def test_a_goal_wants_two_forms() -> None:
    """Word processors leave out lines below a fixed height without a trace."""
    goal, cut = "做好小型水库养护，按时完成清淤，确保安全度汛。", "做好小型水库养护，按时完成"
    before, after = Made(2, goal=goal, year="2022"), Made(3, goal=goal, year="2024")
    first = completed(Made(1, goal=cut, goal_cut=True), before, after)[0]
    assert (first.goals[0].text.value, first.goals[0].text.raw) == (goal, cut)
    same_year = before._replace(year="2023")
    assert completed(Made(1, goal=cut, goal_cut=True), same_year)[0].goals[0].text.status == "clipped-lost"


def test_a_text_that_fills_its_cell() -> None:
    fills = Row("维修养护小型水", fills="name")
    around = Made(2, (WHOLE,), "2022"), Made(3, (WHOLE,), "2024")
    assert name(Made(1, (fills,)), *around).value == NAME
    stands = Made(4, (Row(fills.name),), "2021")
    value = name(Made(1, (fills,)), *around, stands)  # it stands whole elsewhere: cut or not, nobody can tell
    assert (value.value, value.status, candidates(value)) == (fills.name, "complete", [NAME])
    assert value.confidence <= SURE.longer_elsewhere
    value = name(Made(1, (fills,)), stands)
    assert (value.value, value.status, value.confidence) == (fills.name, "complete", SURE.whole_elsewhere)


def test_a_misread_character_is_shown_and_never_repaired() -> None:
    cut = Row("人民调解在預防化", cut="name")
    whole = Row("人民调解在预防化解矛盾中的作用")
    value = name(Made(1, (cut,)), Made(2, (whole,), "2022"), Made(3, (whole,), "2024"))
    assert (value.value, value.status, candidates(value)) == (cut.name, "clipped-lost", [whole.name])
    assert reasons(value)[-1] == "near-match"


def test_another_unit_or_level_2_says_nothing_near() -> None:
    others = [Made(n, (WHOLE._replace(level2="质量指标"),), year) for n, year in ((2, "2022"), (3, "2024"))]
    assert candidates(name(Made(1, (CUT,)), *others)) == []


def test_a_text_that_is_a_part_of_its_cell_is_left_alone() -> None:
    """Of a unit printed behind its code, the cell is what the edge cut."""
    form = Made(1, (CUT,)).form()
    unit = form.fields["implementing_unit"]
    coded = unit.model_copy(update={"raw": f"[031]{unit.raw}", "value": f"[031]{unit.raw}", "status": "clipped-lost"})
    cells = tuple(c.model_copy(update={"text": coded}) if c.id == unit.cell else c for c in form.cells)
    field = coded.model_copy(update={"value": "青溪市水利"})
    form = form.model_copy(update={"cells": cells, "fields": {**form.fields, "implementing_unit": field}})
    from shibiao.normalize.archive import complete_archive

    whole = [Made(n, unit="青溪市水利局", year=year).form() for n, year in ((2, "2022"), (3, "2024"))]
    after = complete_archive([form, *whole], SURE)[0]
    assert after.fields["implementing_unit"] == field
    assert next(c.text for c in after.cells if c.id == unit.cell) == coded
