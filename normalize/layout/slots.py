"""Which cell of an indicator row stands in which column: by geometry on paper, by vocabulary in text dumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shibiao.normalize.layout.header import Header
from shibiao.normalize.layout.level_words import LevelTree
from shibiao.normalize.layout.sheet import Row, SheetCell
from shibiao.normalize.values import parse_value
from shibiao.schemas.family import Column
from shibiao.schemas.records import Pane

_NO_LABEL = 8.0  # free text where a level label belongs
_LABEL_IN_TEXT = 6.0  # a level label where free text belongs
_SHORT_LABEL_AS_NAME = 1.5  # 服务对象满意度 behind its level 2: as likely the indicator's name as a label
_FIGURE_AS_NAME = 2.5
_TEXT_AS_TARGET = 0.3
_NOT_A_PAIR = 3.0
_TARGET_ALONE = 2.0
_NO_LEVEL2 = 1.0  # a level-1 label with no level 2 behind it
_DUPLICATE = 1.0
_NO_OPERATOR = 3.0
_MOST_FIELDS = 60  # of a row: what is far behind its columns belongs to none
_SKIPPED = 9.0  # dearer than any misplacement: nothing printed is left out
_SHIFT = 0.4
_SHIFT_CHANGE = 0.6


@dataclass(frozen=True, slots=True)
class SlottedRow:
    """A data row: its cells by place (a column's slot, with its key where it has one) and pane.

    ``shifted``: the cells were not where the header puts them. ``stacked``: the pane of the block that the row is in,
    where the form has its panes one under the other. ``objects``: the header's (``Header.objects``).
    ``labelled``: what a level's cell that is empty here says on the next page, where the page break divides it.
    """

    row: Row
    cells: dict[tuple[str, Pane | None], SheetCell] = field(default_factory=dict)
    shifted: bool = False
    stacked: Pane | None = None
    objects: tuple[tuple[str, SheetCell], ...] = ()
    labelled: dict[tuple[str, Pane | None], str] = field(default_factory=dict)

    def get(self, place: str, pane: Pane | None) -> SheetCell | None:
        return self.cells.get((place, pane))


def by_geometry(row: Row, header: Header) -> SlottedRow:
    """On paper a cell belongs to the header it stands under; text in a filler column to the header before it."""
    bounds = _bounds(header)
    cells: dict[tuple[str, Pane | None], SheetCell] = {}
    for cell in row.cells:
        best, share = None, 0.0
        for column, left, own_right, right in bounds:
            right = right if cell.form else own_right
            shared = (min(cell.right, right) - max(cell.left, left)) / max(
                1e-6, min(cell.right - cell.left, right - left)
            )
            if shared > share:
                best, share = column, shared
        if best is None or share < 0.5:
            continue
        key = (best.place, best.pane)
        if key not in cells or (cell.form and not cells[key].form):
            cells[key] = cell
    return SlottedRow(row, cells)


def _bounds(header: Header) -> list[tuple[Column, float, float, float]]:
    """Each column with its left edge, its header's right edge, and that edge with the filler columns behind it."""
    columns = header.columns
    bounds = []
    for number, (column, cell) in enumerate(columns):
        right = columns[number + 1][1].left if number + 1 < len(columns) else cell.right
        bounds.append((column, cell.left, cell.right, max(cell.right, right)))
    return bounds


def by_sequence(row: Row, header: Header, tree: LevelTree) -> SlottedRow:
    """In a text dump cells get lost and the rest of the row moves: align the printed fields with the columns
    in order, at the least cost of wrong kinds and of jumps (dynamic programming over fields × columns)."""
    tokens = row.printed[:_MOST_FIELDS]
    columns = header.columns
    best: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {(-1, 0): (0.0, ())}
    for index, token in enumerate(tokens):
        following: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]] = {}
        for (last, shift), (cost, path) in best.items():
            skip = cost + (_DUPLICATE if index and tokens[index - 1].form == token.form else _SKIPPED)
            _keep(following, (last, shift), skip, path)
            for place in range(last + 1, len(columns)):
                moved = round(token.left - columns[place][1].left)
                before = columns[path[-1][1]][0] if path else None
                step = _kind_cost(token, columns[place][0], before, tree) + _shift_cost(moved, shift, first=not path)
                step += _pair_cost(token, columns[place][0], path, tokens, columns, tree)
                _keep(following, (place, moved), cost + step, (*path, (index, place)))
        best = following
    _, path = min(best.values(), key=lambda found: found[0])
    cells = {(columns[place][0].place, columns[place][0].pane): tokens[index] for index, place in path}
    shifted = any(tokens[index].left != columns[place][1].left for index, place in path)
    return SlottedRow(row, cells, shifted)


def _keep(
    table: dict[tuple[int, int], tuple[float, tuple[tuple[int, int], ...]]],
    key: tuple[int, int],
    cost: float,
    path: tuple[tuple[int, int], ...],
) -> None:
    if key not in table or cost < table[key][0]:
        table[key] = (cost, path)


def _shift_cost(moved: int, before: int, first: bool) -> float:
    return _SHIFT * abs(moved) if first else _SHIFT_CHANGE * abs(moved - before)


def _kind_cost(token: SheetCell, column: Column, before: Column | None, tree: LevelTree) -> float:
    if column.slot == "level1":
        return 0.0 if tree.level1.may_be_label(token.text) else _NO_LABEL
    if column.slot == "level2":
        return 0.0 if tree.level2.may_be_label(token.text) else _NO_LABEL
    if tree.level2.is_label(token.text) or (len(token.form) > 2 and tree.level2.may_be_label(token.text)):
        behind_level2 = column.slot == "name" and before and (before.slot, before.pane) == ("level2", column.pane)
        return _SHORT_LABEL_AS_NAME if behind_level2 and "指" not in token.form else _LABEL_IN_TEXT
    if column.slot == "operator":
        return 0.0 if _is_operator(token.text) else _NO_OPERATOR
    figure = _is_figure(token.text)
    if column.slot == "name":
        return _FIGURE_AS_NAME if figure else 0.0
    return 0.0 if figure else _TEXT_AS_TARGET


def _is_operator(text: str) -> bool:
    """Whether a field holds what stands in a column of operators: ≥, 定性."""
    return text.strip() in ("定性", "定量") or parse_value(f"{text}1").operator is not None


def _is_figure(text: str) -> bool:
    """Whether a field is a figure by itself; a name may begin with one (7岁以下儿童健康管理率)."""
    parsed = parse_value(text)
    return parsed.number is not None and not parsed.value_class.startswith("embedded")


def _pair_cost(
    token: SheetCell,
    column: Column,
    path: tuple[tuple[int, int], ...],
    tokens: Sequence[SheetCell],
    columns: Sequence[tuple[Column, SheetCell]],
    tree: LevelTree,
) -> float:
    """A level-2 label right after a level-1 label must be able to stand under it; a target needs its name."""
    before = columns[path[-1][1]][0] if path else None
    if column.slot == "target":
        return 0.0 if before and (before.slot, before.pane) == ("name", column.pane) else _TARGET_ALONE
    if before is None or before.slot != "level1":
        return 0.0
    if column.slot != "level2":
        return _NO_LEVEL2
    return 0.0 if tree.may_pair(tokens[path[-1][0]].text, token.text) else _NOT_A_PAIR
