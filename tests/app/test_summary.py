"""The figures of the summary, and how values are marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.marking import marked
from shibiao.reading import Failure, InputResult, Run
from shibiao.summary import summarise
from shibiao.wording import texts
from tests.app.forms import form, value

SAID = texts("zh")


def test_the_figures_of_a_run() -> None:
    forms = (form(), form("b" * 16 + "-0001", family="unknown"))
    inputs = (
        InputResult(Path("a"), "a", "converted", forms),
        InputResult(Path("b"), "a", "duplicate"),
        InputResult(Path("c"), None, "failed", failure=Failure("damaged", "")),
    )
    summary = summarise(Run(inputs, forms))
    assert (summary.converted, summary.duplicates, summary.forms, summary.cells) == (1, 1, 2, 20)
    assert summary.families == (("goal_2pane", 1), ("unknown", 1))
    assert [(rule.rule, rule.severity, rule.times) for rule in summary.findings] == [
        ("F1", "error", 2),
        ("I5", "info", 2),
    ]


def test_a_cell_that_serves_two_indicators_is_one_repair() -> None:
    found = {kind.status: kind for kind in summarise(Run((), (form(),))).repairs}
    assert found["repaired-vocabulary"].times == 2  # the level cell and the seal's label
    assert ("满意度指", "满意度指标") in found["repaired-vocabulary"].examples
    assert found["repaired-archive"].times == 1
    assert found["clipped-lost"].examples == (("改善沿河", "改善沿河"),)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (value("河道"), "河道"),
        (value("满意度指标", "满意度指", status="repaired-vocabulary"), "满意度指 → 满意度指标"),
        (value("改善", status="clipped-lost", confidence=0.2), "改善 ✂"),
        (value("改善", confidence=0.5), "改善 ?"),
        (value("改善河道", "改善", status="repaired-archive", confidence=0.8), "改善 → 改善河道 ?"),
        (value(None, ""), "（空）"),
        (value("2023", "（2023年度）"), "2023"),
        (None, ""),
    ],
)
def test_marks(given: object, shown: str) -> None:
    assert marked(given, SAID).plain == shown  # type: ignore[arg-type]
