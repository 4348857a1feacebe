"""Glyph runs to text: lines inside a cell, and lines of text outside every table."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.model import BBox, Run

_SAME_LINE = 0.5  # share of the font size by which middles may differ on one line
_WORD_GAP = 1.2  # in font sizes: a wider gap outside a table starts a new piece of text
_BREAK_SLACK_PT = 1.5
_NO_LINE_START = "，。、；：？！）》」』】〉％,.;:?!)%]}"


class Line(NamedTuple):
    """Runs on one base line, left to right."""

    runs: tuple[Run, ...]
    bbox: BBox

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """Sort runs into lines, top to bottom; runs of one line from left to right."""
    rows: list[list[Run]] = []
    middle = size = 0.0
    for run in sorted(runs, key=lambda r: r.bbox.y0 + r.bbox.y1):
        here = (run.bbox.y0 + run.bbox.y1) / 2
        if rows and here - middle <= _SAME_LINE * min(size, run.size or size):
            rows[-1].append(run)
        else:
            rows.append([run])
            middle, size = here, run.size or run.bbox.height
    return [_line(row) for row in rows]


def _line(runs: list[Run]) -> Line:
    if len(runs) == 1:
        return Line((runs[0],), runs[0].bbox)
    runs.sort(key=lambda r: r.bbox.x0)
    bbox = runs[0].bbox
    for run in runs[1:]:
        bbox = bbox.join(run.bbox)
    return Line(tuple(runs), bbox)


def join_lines(lines: Sequence[Line], right_edge: float) -> str:
    """The text of a cell's lines.

    A break is the program's own wrap, and leaves nothing behind, unless the next line's first piece would
    still have fitted before ``right_edge`` (points): then the writer broke the line, and it stays.
    """
    if len(lines) == 1:
        return lines[0].text
    parts = [lines[0].text]
    for before, after in itertools.pairwise(lines):
        if _is_written_break(before, after, right_edge):
            parts.append("\n")
        elif (
            parts[-1][-1:].isascii()
            and parts[-1][-1:].isalpha()
            and after.text[:1].isascii()
            and after.text[:1].isalpha()
        ):
            parts.append(" ")
        parts.append(after.text)
    return "".join(parts)


def _is_written_break(before: Line, after: Line, right_edge: float) -> bool:
    first = after.runs[0]
    need = first.boxes[0].width
    text = "".join(run.text for run in after.runs)
    widths = [box.width for run in after.runs for box in run.boxes]
    count = 1
    while count < len(text) and (text[count] in _NO_LINE_START or (_glued(text[count - 1]) and _glued(text[count]))):
        need += widths[count]
        count += 1
    return right_edge - before.bbox.x1 > need + max(_BREAK_SLACK_PT, 0.3 * first.size)


def _glued(char: str) -> bool:
    """Whether a program keeps this character on one line with its like: words and figures."""
    return char.isascii() and not char.isspace()


def pieces_of(line: Line) -> Iterator[Line]:
    """Cut a free line where the gap is too wide for one text, or the clip changes."""
    piece = [line.runs[0]]
    for run in line.runs[1:]:
        gap = run.bbox.x0 - piece[-1].bbox.x1
        if gap > _WORD_GAP * max(run.size, piece[-1].size) or (
            run.clip != piece[-1].clip and run.clip and piece[-1].clip
        ):
            yield _line(piece)
            piece = []
        piece.append(run)
    yield _line(piece)
