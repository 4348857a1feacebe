"""How a form is printed: mode, font, borders, paper; row heights in points for each mode."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from samples.table import PlacedCell, Table

Mode = Literal["full", "cut-rows", "cut-columns", "shrunk", "split", "several"]
Border = Literal["thin", "thick", "double", "dashed", "dotted"]
Align = Literal["left", "center", "right"]

MODES: tuple[Mode, ...] = ("full", "cut-rows", "cut-columns", "shrunk", "split", "several")
FONTS: dict[str, tuple[str, int]] = {
    "Noto Sans CJK SC": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "Noto Serif CJK SC": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "WenQuanYi Zen Hei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    "WenQuanYi Micro Hei": ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    "AR PL UMing CN": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    "AR PL UKai CN": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    "AR PL SungtiL GB": ("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf", 0),
    "AR PL KaitiM GB": ("/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf", 0),
    "LXGW WenKai": ("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", 0),
}
A4 = (595.28, 841.89)
MARGIN = 36.0
PADDING = 2.5
LEADING = 1.5
_UNWRAPPED = ("level", "name", "target", "value", "label")


@dataclass(frozen=True, slots=True)
class PrintStyle:
    """One way to print. Sizes are points. ``crop`` shrinks the visible page, ``rotate`` turns the stored page.

    ``outer`` False leaves out the table's outer border, ``header`` repeats the column headers on a second page.
    """

    mode: Mode = "full"
    font: str = "Noto Sans CJK SC"
    size: float = 10.5
    align: Align = "left"
    valign: Literal["top", "center", "bottom"] = "center"
    border: Border = "thin"
    color: str = "000000"
    outer: bool = True
    landscape: bool = False
    rotate: int = 0
    crop: bool = False
    header: bool = True
    fillers: int = 0

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the upright page."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def table_width(self) -> float:
        """Width between the margins."""
        return self.page[0] - 2 * MARGIN


def text_width(text: str, size: float) -> float:
    """Estimated width of one line: ideographs and full-width signs are square, others a bit over half."""
    return sum(size if ord(char) > 0x2000 or char in "·×±≥≤" else size * 0.58 for char in text)


def cell_width(table: Table, cell: PlacedCell, style: PrintStyle) -> float:
    """Width of a cell's text area."""
    shares = table.widths[cell.col : cell.col + cell.colspan]
    return sum(shares) / sum(table.widths) * style.table_width - 2 * PADDING


def lines_needed(table: Table, cell: PlacedCell, style: PrintStyle) -> int:
    """Lines of wrapped text, with a reserve for line breaking at punctuation."""
    per_line = max(1, int(cell_width(table, cell, style) // style.size))
    return sum(_lines(text, style.size, per_line) for text in cell.text.split("\n"))


def _lines(text: str, size: float, per_line: int) -> int:
    return max(1, ceil(text_width(text, size) / size / per_line + (0.15 if len(text) > 30 else 0)))


def wraps(table: Table, owners: dict[tuple[int, int], PlacedCell], cell: PlacedCell, style: PrintStyle) -> bool:
    """Whether a cell's text wraps. In cut-columns short cells do not, unless an empty neighbour would be spilt over."""
    if style.mode not in ("cut-columns", "shrunk") or cell.role not in _UNWRAPPED:
        return True
    if style.mode == "shrunk":
        return False
    right = owners.get((cell.row, cell.col + cell.colspan))
    left = owners.get((cell.row, cell.col - 1))
    needed = {"left": (right,), "right": (left,), "center": (left, right)}[style.align]
    return not all(neighbour is not None and neighbour.text and neighbour.row == cell.row for neighbour in needed)


def lines_height(lines: int, style: PrintStyle) -> float:
    """Room for the title and the other lines around a table."""
    return 14 + lines * (style.size * LEADING + 6)


def row_heights(table: Table, style: PrintStyle) -> tuple[float, ...]:
    """Heights that hold every text, save in cut-rows, where a row that needs several lines gets one or two."""
    owners = table.owners()
    line = style.size * LEADING
    heights = [line + 4.0] * table.rows
    for cell in sorted(table.cells, key=lambda cell: cell.rowspan):
        lines = lines_needed(table, cell, style) if wraps(table, owners, cell, style) else 1
        if style.mode == "cut-rows":
            lines = lines if cell.rowspan == 1 and cell.role in ("label", "header") else 1 + (lines > 4)
        last = cell.row + cell.rowspan
        missing = lines * line + 4.0 - sum(heights[cell.row : last])
        if missing > 0:
            for row in range(cell.row, last):
                heights[row] += missing / cell.rowspan
    return tuple(heights)
