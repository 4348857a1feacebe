"""One project over three years through real PDFs: printed wide, too narrow, wide; read, completed, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from samples.content import Indicator, Pane, SampleForm
from samples.document import arrange
from samples.invent import Case, invent
from samples.layout import Wording
from samples.make import print_documents
from samples.style import PrintStyle
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form, Value

PANES: tuple[Pane, ...] = ("mid_term", "annual")
YEARS = (2022, 2023, 2024)
GOAL = "做好中型灌区渠道清淤，完善设施管护制度，保证灌区农田及时灌溉，群众满意。"


def forms_of_the_years() -> list[SampleForm]:
    """The same project in three years: the same names, other figures."""
    made = invent("goal_2pane", 5, Case(office="水利局", plain=True))
    return [
        replace(
            made,
            year=year,
            fields={**made.fields, "project_name": "中型灌区渠道清淤及设施管护", "project_term": "3年"},
            goals=tuple(replace(goal, text=GOAL) for goal in made.goals),
            indicators=tuple(_of_year(indicator, year) for indicator in made.indicators),
        )
        for year in YEARS
    ]


def _of_year(indicator: Indicator, year: int) -> Indicator:
    return replace(indicator, target=indicator.target.replace("2021", str(year)))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    """The forms of the three years as read; in the middle one long texts do not fit."""
    out = tmp_path_factory.mktemp("years")
    documents = []
    for form, mode in zip(forms_of_the_years(), ("full", "cut-columns", "full"), strict=True):
        style = PrintStyle(mode=mode, size=12.0 if mode == "cut-columns" else 9.0)  # type: ignore[arg-type]
        documents.append(arrange(f"html-{form.year}", "html", 1, style, [form], Wording()))
    return [form for path in print_documents(documents, out) for form in read_file(Path(path))]


def texts(form: Form) -> list[Value]:
    """Names and targets, pane by pane."""
    return [value for pane in PANES for i in form.indicators if i.pane == pane for value in (i.name, i.target)]


def printed(form: SampleForm) -> list[str]:
    """The same as their author wrote them, in the order of the page."""
    rows = [row for pane in PANES for level in form.levels for row in form.pane_indicators(pane, *level)]
    return [text for row in rows for text in (row.name, row.target)]


def test_cut_texts_are_completed_from_the_years_around(read: list[Form]) -> None:
    truth = printed(forms_of_the_years()[1])
    before, after = texts(read[1]), texts(complete(read)[1])
    assert len(truth) == len(before) == len(after)
    repaired = [(new, whole) for new, whole in zip(after, truth, strict=True) if new.status == "repaired-archive"]
    assert len(repaired) >= 3, [(v.raw, v.status, v.evidence) for v in before]
    for value, whole in repaired:
        assert value.value == whole and whole.startswith(value.raw) and value.raw != whole
        assert value.evidence and value.evidence.reasons[-1] == "years-around"
    for old, new, whole in zip(before, after, truth, strict=True):
        if old.value == whole:
            assert new.value == whole and new.status == old.status


def test_the_forms_that_were_printed_wide_stay_as_they_are(read: list[Form]) -> None:
    done = complete(read)
    for at in (0, 2):
        assert [(v.value, v.status, v.confidence) for v in texts(done[at])] == [
            (v.value, v.status, v.confidence) for v in texts(read[at])
        ]
