"""Values with a truth that was written down before the grammar was asked (``signed.tsv``)."""

from pathlib import Path

import pytest

from shibiao.normalize.values import parse_value
from tests.values.table import Expected, cases

SIGNED = cases(Path(__file__).parent / "signed.tsv")


@pytest.mark.parametrize("case", SIGNED, ids=lambda c: f"{c.value_class}:{c.raw!r}")
def test_signed_value(case: Expected) -> None:
    assert tuple(parse_value(case.raw, year=case.year))[:5] == case[2:7]


def test_signed_values_are_many_and_different() -> None:
    assert len({(case.raw, case.year) for case in SIGNED}) == len(SIGNED) > 400
