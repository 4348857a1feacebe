"""How cells of a scan are counted: each has a text of the record for its own, whatever the order of the choices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.scans.accuracy import _count_exact
from bench.scans.specimens import TrueCell

BOX = (0.0, 0.0, 1.0, 1.0)


def cell(printed: str, whole: str | None = None) -> TrueCell:
    return TrueCell(printed, printed if whole is None else whole, BOX, ())


def test_a_cut_text_does_not_take_what_another_cell_prints() -> None:
    cells = [cell("可持续影响", "可持续影响指标"), cell("可持续影响指标")]
    assert _count_exact(cells, ["可持续影响", "可持续影响指标"]) == 2
    assert _count_exact(cells, ["可持续影响指标", "可持续影响指标"]) == 2
    assert _count_exact(cells, ["可持续影响指标"]) == 1
    assert _count_exact([cell("0.00"), cell("0.00")], ["0.00"]) == 1


@given(st.permutations([("a", "ab"), ("a", "a"), ("ab", "ab"), ("b", "bc"), ("bc", "bc"), ("", "b")]))
def test_the_order_of_the_cells_does_not_matter(texts: list[tuple[str, str]]) -> None:
    assert _count_exact([cell(*pair) for pair in texts], ["a", "ab", "ab", "b", "bc"]) == 5
