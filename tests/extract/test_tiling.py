"""Any grid with merged cells, drawn as rules, comes back as the very same grid."""

from __future__ import annotations

import random
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.model import Rule
from shibiao.extract.ruling import frames
from shibiao.extract.tiling import Tile, tiles

Span = tuple[int, int, int, int]  # row, column, rowspan, colspan


class Drawn(NamedTuple):
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]


@st.composite
def drawn_grids(draw: st.DrawFn) -> Drawn:
    """A grid cut again and again in two, so that any nesting of spans may come out; every line is used."""
    rows, cols = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    spans = draw(_cuts(rows, cols))
    used_rows = sorted({r for r, _, _, _ in spans} | {r + h for r, _, h, _ in spans})
    used_cols = sorted({c for _, c, _, _ in spans} | {c + w for _, c, _, w in spans})
    row_at, col_at = ({line: i for i, line in enumerate(used)} for used in (used_rows, used_cols))
    renumbered = sorted(
        (row_at[r], col_at[c], row_at[r + h] - row_at[r], col_at[c + w] - col_at[c]) for r, c, h, w in spans
    )
    return Drawn(_marks(draw, len(used_cols)), _marks(draw, len(used_rows)), tuple(renumbered))


@st.composite
def _cuts(draw: st.DrawFn, rows: int, cols: int) -> list[Span]:
    whole, done = [(0, 0, rows, cols)], []
    while whole:
        r, c, h, w = whole.pop()
        ways = ["leave", *(["across"] if h > 1 else []), *(["down"] if w > 1 else [])]
        way = draw(st.sampled_from(ways[::-1]))
        if way == "across":
            cut = draw(st.integers(1, h - 1))
            whole += [(r, c, cut, w), (r + cut, c, h - cut, w)]
        elif way == "down":
            cut = draw(st.integers(1, w - 1))
            whole += [(r, c, h, cut), (r, c + cut, h, w - cut)]
        else:
            done.append((r, c, h, w))
    return done


def _marks(draw: st.DrawFn, count: int) -> tuple[float, ...]:
    marks = [draw(st.floats(20, 60))]
    while len(marks) < count:
        marks.append(marks[-1] + draw(st.floats(14, 90)))
    return tuple(marks)


def borders(grid: Drawn) -> list[Rule]:
    """The four borders of every cell, as most programs paint them: inner ones twice."""
    rules = []
    for row, col, height, width in grid.spans:
        x0, x1 = grid.xs[col], grid.xs[col + width]
        y0, y1 = grid.ys[row], grid.ys[row + height]
        rules += [Rule("h", y, x0, x1, 0.5) for y in (y0, y1)] + [Rule("v", x, y0, y1, 0.5) for x in (x0, x1)]
    return rules


def found_tiles(rules: list[Rule]) -> tuple[Tile, ...]:
    (frame,) = frames(rules)
    return tiles(frame)


def spans(found: tuple[Tile, ...]) -> tuple[Span, ...]:
    return tuple((t.row, t.col, t.rowspan, t.colspan) for t in found)


@given(drawn_grids(), st.randoms(use_true_random=False))
def test_a_grid_comes_back(grid: Drawn, chance: random.Random) -> None:
    rules = borders(grid)
    chance.shuffle(rules)
    found = found_tiles(rules)
    assert spans(found) == grid.spans
    for tile in found:
        expected = (grid.xs[tile.col], grid.ys[tile.row])
        assert abs(tile.bbox.x0 - expected[0]) < 1e-6 and abs(tile.bbox.y0 - expected[1]) < 1e-6


@given(drawn_grids(), st.data())
def test_jitter_up_to_a_point_changes_nothing(grid: Drawn, data: st.DataObject) -> None:
    moved = []
    slip = st.floats(-1, 1)
    for rule in borders(grid):
        by, start, end = data.draw(st.tuples(slip, slip, slip))
        moved.append(rule._replace(position=rule.position + by, start=rule.start + start, end=rule.end + end))
    assert spans(found_tiles(moved)) == grid.spans


@given(drawn_grids(), st.data())
def test_rules_painted_in_pieces(grid: Drawn, data: st.DataObject) -> None:
    pieces = []
    for rule in borders(grid):
        cuts = sorted(data.draw(st.lists(st.floats(rule.start, rule.end), max_size=3)))
        for start, end in zip([rule.start, *cuts], [*cuts, rule.end], strict=True):
            pieces.append(rule._replace(start=start, end=end))
    assert spans(found_tiles(pieces)) == grid.spans


@given(drawn_grids(), st.data())
def test_missing_rules_leave_neither_hole_nor_overlap(grid: Drawn, data: st.DataObject) -> None:
    rules = borders(grid)
    kept = [rule for rule in rules if data.draw(st.integers(0, 4))]
    for frame in frames(kept):
        squares = [
            (r, c)
            for t in tiles(frame)
            for r in range(t.row, t.row + t.rowspan)
            for c in range(t.col, t.col + t.colspan)
        ]
        assert len(squares) == len(set(squares)) == (len(frame.xs) - 1) * (len(frame.ys) - 1)


def test_a_gap_is_bridged_and_an_opening_is_not() -> None:
    outer = [Rule("h", y, 0, 100, 0.5) for y in (0, 40)] + [Rule("v", x, 0, 40, 0.5) for x in (0, 100)]
    dashed = [Rule("v", 50, y, y + 4, 0.5) for y in range(0, 40, 8)]
    assert len(found_tiles([*outer, *dashed])) == 2
    assert len(found_tiles([*outer, Rule("v", 50, 0, 12, 0.5)])) == 1


def test_a_pinwheel_is_five_cells() -> None:
    """The smallest grid that no straight cut divides."""
    pinwheel = Drawn(
        (0, 30, 60, 90), (0, 30, 60, 90), ((0, 0, 1, 2), (0, 2, 2, 1), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 2))
    )
    assert spans(found_tiles(borders(pinwheel))) == pinwheel.spans


def test_an_outer_border_that_is_not_painted_is_added() -> None:
    level = [Rule("h", y, 0, 100, 0.5) for y in (0, 20, 40)]
    (frame,) = frames([*level, Rule("v", 50, 0, 40, 0.5)])
    assert frame.xs == (0, 50, 100)
    assert len(tiles(frame)) == 4


def test_lines_that_are_no_table() -> None:
    assert frames([]) == []
    assert frames([Rule("h", 10, 0, 100, 0.5), Rule("h", 30, 0, 100, 0.5)]) == []
    assert frames([Rule("h", 0, 0, 5, 1), Rule("h", 5, 0, 5, 1), Rule("v", 0, 0, 5, 1), Rule("v", 5, 0, 5, 1)]) == []


def test_an_area_whose_side_is_lost_is_cut_at_the_rules_in_it() -> None:
    """The border between a merged label and the labels beside it is missing: these stay apart."""
    level = [Rule("h", y, 0.0, 200.0, 0.5) for y in (0.0, 120.0)]
    level += [Rule("h", y, 60.0, 200.0, 0.5) for y in (30.0, 60.0, 90.0)]
    upright = [Rule("v", x, 0.0, 120.0, 0.5) for x in (0.0, 140.0, 200.0)] + [Rule("v", 60.0, 90.0, 120.0, 0.5)]
    (frame,) = frames([*level, *upright])
    spans = {(tile.row, tile.col): (tile.rowspan, tile.colspan) for tile in tiles(frame) if tile.col < 2}
    assert spans == {(0, 0): (4, 1), (0, 1): (1, 1), (1, 1): (1, 1), (2, 1): (1, 1), (3, 1): (1, 1)}
