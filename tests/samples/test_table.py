from dataclasses import replace

import pytest

from samples.content import FAMILIES, Family
from samples.invent import Case, invent
from samples.layout import Wording, lay_out
from samples.style import PrintStyle, row_heights, wraps
from samples.table import Table, TilingError, with_filler_column


def table_of(family: Family, seed: int = 5) -> Table:
    return lay_out(invent(family, seed), Wording(short_levels=seed % 2 == 0, weights_in_levels=True))


@pytest.mark.parametrize("family", FAMILIES)
def test_cells_tile_without_overlap_or_hole(family: Family) -> None:
    for seed in range(40):
        table = lay_out(invent(family, seed, Case(small=seed % 3 == 0)), Wording())
        assert len(table.owners()) == table.rows * len(table.widths)


@pytest.mark.parametrize("family", FAMILIES)
def test_filler_columns_keep_the_tiling_and_every_text(family: Family) -> None:
    table = table_of(family)
    for at in range(1, len(table.widths)):
        wider = with_filler_column(table, at)
        assert len(wider.owners()) == table.rows * (len(table.widths) + 1)
        assert sorted(cell.text for cell in wider.cells if cell.text) == sorted(
            cell.text for cell in table.cells if cell.text
        )


def test_two_panes_have_eight_columns_and_shared_level_1() -> None:
    table = table_of("goal_2pane")
    headers = [cell.text for cell in sorted(table.cells, key=lambda cell: cell.col) if cell.row == table.header_row]
    assert headers == ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]


def test_an_overlap_and_a_hole_are_errors() -> None:
    table = table_of("goal_1pane")
    with pytest.raises(TilingError, match="not covered"):
        replace(table, cells=table.cells[:-1]).owners()
    with pytest.raises(TilingError, match="over"):
        replace(table, cells=(*table.cells, table.cells[0])).owners()


def test_rows_are_lower_in_cut_rows_and_texts_unwrapped_in_cut_columns() -> None:
    table = table_of("goal_2pane")
    full, low = PrintStyle(), PrintStyle(mode="cut-rows")
    assert sum(row_heights(table, low)) < sum(row_heights(table, full))
    style, owners = PrintStyle(mode="cut-columns", size=12.0), table.owners()
    unwrapped = [cell for cell in table.cells if not wraps(table, owners, cell, style)]
    assert unwrapped
    for cell in unwrapped:
        assert owners[cell.row, cell.col + cell.colspan].text
