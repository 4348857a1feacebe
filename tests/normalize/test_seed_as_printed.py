"""The real dump again: every name and target beside each other in one printed row, the levels in order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form, Pane

SEED = Path(__file__).parents[3] / "shared" / "seed"
pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason="the real dump is not beside the project")

OUTPUT, BENEFIT, SATISFACTION = "产出指标", "效益指标", "满意度指标"
LEVELS: list[tuple[int, Pane, list[tuple[str, str, int]]]] = [
    (
        0,
        "mid_term",
        [
            (OUTPUT, "数量指标", 2),
            (OUTPUT, "质量指标", 1),
            (OUTPUT, "时效指标", 1),
            (OUTPUT, "成本指标", 1),
            (BENEFIT, "社会效益指标", 1),
            (BENEFIT, "可持续影响指标", 1),
            (SATISFACTION, "满意度指标", 1),
        ],
    ),
    (
        1,
        "mid_term",
        [
            (OUTPUT, "数量指标", 5),
            (OUTPUT, "质量指标", 2),
            (OUTPUT, "时效指标", 1),
            (OUTPUT, "成本指标", 4),
            (BENEFIT, "社会效益指标", 1),
            (BENEFIT, "可持续影响指标", 1),
            (SATISFACTION, "满意度指标", 1),
        ],
    ),
    *[
        (
            2,
            pane,
            [
                (OUTPUT, "数量指标", 4),
                (OUTPUT, "质量指标", 1),
                (OUTPUT, "时效指标", 1),
                (OUTPUT, "成本指标", 2),
                (BENEFIT, "社会效益指标", 2),
                (BENEFIT, "可持续影响指标", 1),
                (SATISFACTION, "满意度指标", 1),
            ],
        )
        for pane in ("mid_term", "annual")
    ],
    *[
        (
            3,
            pane,
            [
                (OUTPUT, "数量指标", 1),
                (OUTPUT, "质量指标", 1),
                (OUTPUT, "时效指标", 1),
                (OUTPUT, "成本指标", 1),
                (BENEFIT, "社会效益指标", 1),
                (BENEFIT, "可持续影响指标", 1),
                (SATISFACTION, "满意度指标", 1),
            ],
        )
        for pane in ("mid_term", "annual")
    ],
]


@pytest.fixture(scope="module")
def forms() -> list[Form]:
    (path,) = SEED.glob("*.txt")
    return complete(read_file(path))


@pytest.mark.parametrize(("number", "pane", "levels"), LEVELS)
def test_levels_in_order(forms: list[Form], number: int, pane: Pane, levels: list[tuple[str, str, int]]) -> None:
    expected = [(one, two) for one, two, count in levels for _ in range(count)]
    found = [
        (i.level1 and i.level1.value, i.level2 and i.level2.value) for i in forms[number].indicators if i.pane == pane
    ]
    assert found == expected


def test_each_name_stands_before_its_target_in_one_row(forms: list[Form]) -> None:
    (path,) = SEED.glob("*.txt")
    rows = [[f.strip() for f in line.split("\t") if f.strip()] for line in path.read_text("utf-8").splitlines()]
    printed = {pair for row in rows for pair in pairwise(row)}
    for form in forms:
        for indicator in form.indicators:
            assert (indicator.name.raw, indicator.target.raw) in printed


def test_every_cell_is_kept_as_printed(forms: list[Form]) -> None:
    (path,) = SEED.glob("*.txt")
    fields = [f for line in path.read_text("utf-8").splitlines() for f in line.split("\t") if f.strip()]
    squeezed = ["".join(field.split()) for field in fields]
    raws = ["".join(cell.text.raw.split()) for form in forms for cell in form.cells]
    assert [raw for raw in raws if raw] == squeezed
