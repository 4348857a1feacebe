"""The texts of cells laid on the lines in which they are printed."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from shibiao.export.text_layer import Parallelogram, PlacedText, em_width
from shibiao.extract.model import Point, Quad
from shibiao.extract.scan.printed_lines import PrintedLine
from shibiao.schemas.records import CellRecord

_TYPE_PT = 10.5  # 五号, the usual size of forms: for cells whose lines cannot be seen
_PITCH = 1.3  # from line to line, in letters
_MARGIN_PT = 1.5


def placed_texts(cells: Sequence[CellRecord], lines: Sequence[Sequence[PrintedLine]] | None = None) -> list[PlacedText]:
    """Every cell's believed text in reading order, broken over its printed lines (``lines``: those of each cell).

    Where no line is seen (nothing printed, or only what could not be told from the ground), the text is laid
    into the middle of the cell.
    """
    placed: list[PlacedText] = []
    for cell, own in zip(cells, lines or [()] * len(cells), strict=True):
        text = (cell.text.value or "").strip()
        if text:
            placed += _on_lines(text, own) if own else _in_the_middle(text, Quad(*cell.corners))
    return placed


def _on_lines(text: str, lines: Sequence[PrintedLine]) -> Iterator[PlacedText]:
    for part, line in zip(_broken(text, [_length(line) for line in lines]), lines, strict=True):
        if part.strip():
            yield PlacedText(part.strip(), _as_high_as_type(line, part.strip()))


def _length(line: PrintedLine) -> float:
    return math.dist(line.top_left, line.top_right)


def _broken(text: str, lengths: Sequence[float]) -> list[str]:
    """The text in as many parts as there are lines: its own lines, else parts as long as the printed ones."""
    own = text.splitlines()
    if len(own) == len(lengths):
        return own
    text = "".join(own)
    if len(text) == len(lengths):  # characters one under the other
        return list(text)
    total = sum(lengths)
    ends = [printed / total * em_width(text) for printed in accumulate(lengths)]
    parts = [""] * len(lengths)
    width, line = 0.0, 0
    for char in text:
        middle = width + em_width(char) / 2
        while line < len(ends) - 1 and middle > ends[line]:
            line += 1
        parts[line] += char
        width += em_width(char)
    return parts


def _as_high_as_type(line: PrintedLine, text: str) -> Parallelogram:
    """The line's place, made as high as its type: the ink of a dash or of 一 is low."""
    ink = math.dist(line.top_left, line.bottom_left)
    wanted = max(ink, min(line.em, _length(line) / em_width(text)))
    grow = (wanted / ink - 1) / 2 if ink else 0.0
    down = (line.bottom_left[0] - line.top_left[0]) * grow, (line.bottom_left[1] - line.top_left[1]) * grow
    return Parallelogram(
        (line.top_left[0] - down[0], line.top_left[1] - down[1]),
        (line.top_right[0] - down[0], line.top_right[1] - down[1]),
        (line.bottom_left[0] + down[0], line.bottom_left[1] + down[1]),
    )


def _in_the_middle(text: str, cell: Quad) -> Iterator[PlacedText]:
    """Lines of the usual size, smaller where the cell does not hold them, as one block in the cell's middle."""
    margin = min(_MARGIN_PT, cell.width / 4, cell.height / 4)
    width, height = cell.width - 2 * margin, cell.height - 2 * margin
    size, parts = _TYPE_PT, [text]
    while True:
        parts = [part for line in text.splitlines() for part in _wrapped(line, width / size)]
        if len(parts) * size * _PITCH <= height or size < 1:
            break
        size *= 0.9
    pitch = min(size * _PITCH, height / len(parts))
    for number, part in enumerate(parts):
        y = (cell.height - pitch * len(parts)) / 2 + number * pitch
        right = margin + min(width, em_width(part) * size)
        corners = ((margin, y), (right, y), (margin, y + min(size, pitch)))
        yield PlacedText(part, Parallelogram(*(_inside(cell, *corner) for corner in corners)))


def _inside(cell: Quad, x: float, y: float) -> Point:
    """The point so far along the cell's own top and down its own left side."""
    (x0, y0), (x1, y1), (x2, y2) = cell.top_left, cell.top_right, cell.bottom_left
    right, down = x / (cell.width or 1.0), y / (cell.height or 1.0)
    return x0 + (x1 - x0) * right + (x2 - x0) * down, y0 + (y1 - y0) * right + (y2 - y0) * down


def _wrapped(text: str, ems: float) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and em_width(lines[-1] + char) > ems:
            lines.append("")
        lines[-1] += char
    return [line.strip() for line in lines if line.strip()]
