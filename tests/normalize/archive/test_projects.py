"""A project's forms joined over the years, whatever is printed with its name or missing from it."""

from __future__ import annotations

import pytest

from shibiao.normalize.archive import Place, place_of, same_project
from tests.normalize.archive.made import Made, candidates, completed, reasons

PROJECT = "小型水库维修养护经费"


@pytest.mark.parametrize("printed", [PROJECT, f"2023年{PROJECT}", f"{PROJECT}（2023年度）", f"2022-2024年{PROJECT}"])
def test_years_in_a_name_do_not_matter(printed: str) -> None:
    place = place_of(Made(1, project=printed).form())
    assert place == Place("青溪市水利局", PROJECT, "2023")


@pytest.mark.parametrize(
    ("printed", "stem"),
    [
        (f"2021年{PROJECT}", f"2021年{PROJECT}"),  # another year than the form's: last payments of 2021
        (f"2018-2020年{PROJECT}", f"2018-2020年{PROJECT}"),
        (f"22-23年{PROJECT}", f"22-23年{PROJECT}"),
        (f"2022-24年{PROJECT}", PROJECT),
        (f"[031002]{PROJECT}", PROJECT),
        (f"330782210-{PROJECT}", PROJECT),
        ("320国道大修", "320国道大修"),
    ],
)
def test_other_figures_belong_to_a_name_unless_they_are_a_code(printed: str, stem: str) -> None:
    assert place_of(Made(1, project=printed).form()).project == stem


def test_of_a_form_without_a_year_any_year_may_be_its_own() -> None:
    assert place_of(Made(1, project=f"2021年{PROJECT}", year="").form()).project == PROJECT


@pytest.mark.parametrize(("department", "unit"), [("[012]青溪市水利局", "青溪市水利局"), ("青溪市教育局", "…")])
def test_a_department_stands_for_a_cut_unit_that_begins_it(department: str, unit: str) -> None:
    form = Made(1, unit="青溪市水").form()
    cut = form.fields["implementing_unit"].model_copy(update={"status": "clipped-lost"})
    other = cut.model_copy(update={"value": department, "raw": department, "status": "complete"})
    place = place_of(form.model_copy(update={"fields": form.fields | {"implementing_unit": cut, "department": other}}))
    assert place.unit[: len(unit)] == unit
    assert place.is_known == (unit != "…")


def test_a_cut_name_is_the_whole_one() -> None:
    whole, cut = place_of(Made(1).form()), place_of(Made(2, project="小型水库维修养", project_cut=True).form())
    assert same_project(whole, cut) and same_project(cut, whole)
    assert not same_project(whole, cut._replace(unit="云岭县水利局"))
    assert not same_project(whole, place_of(Made(2, project="小型水库维修养护费").form()))
    assert not same_project(whole, place_of(Made(2, project="小型水", project_cut=True).form()))  # tells nothing


def test_a_form_without_a_unit_stands_by_its_file() -> None:
    one, other = (place_of(Made(7, unit="", ordinal=n).form()) for n in (1, 2))
    assert one.unit == other.unit != place_of(Made(8, unit="").form()).unit


def test_a_cut_project_name_is_completed_from_another_year() -> None:
    cut = Made(1, project="小型水库维修养", project_cut=True)
    first = completed(cut, Made(2, year="2022"))[0]
    name = first.fields["project_name"]
    assert (name.value, name.raw, reasons(name)[-1]) == (PROJECT, "小型水库维修养", "next-year")
    assert name.confidence < 0.99
    other = Made(3, project="小型水库维修养护资金", year="2022")
    assert completed(cut, Made(2, year="2022"), other)[0].fields["project_name"].status == "clipped-lost"


def test_a_project_under_two_names_is_noted_in_both_years() -> None:
    short, long = Made(1, project="小型水库维修养护"), Made(2, year="2022")
    one, other = (form.fields["project_name"] for form in completed(short, long))
    assert (one.value, one.status, one.confidence) == ("小型水库维修养护", "complete", 0.995)
    assert one.evidence and one.evidence.kind == "other-years"
    assert (reasons(one), candidates(one)) == (("other-years-name",), [PROJECT])
    assert candidates(other) == ["小型水库维修养护"]


def test_two_projects_of_one_year_are_two() -> None:
    forms = completed(Made(1, project="小型水库维修养护"), Made(2, year="2023"), Made(3, year="2022"))
    assert all(form.fields["project_name"].evidence is None for form in forms)


def test_a_nearly_equal_name_is_noted_too() -> None:
    forms = completed(Made(1, project="小型水库维修养沪经费"), Made(2, year="2022"))
    assert candidates(forms[0].fields["project_name"]) == [PROJECT]
