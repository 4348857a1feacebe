"""Rows of lines that lie beneath the margin of a rule: rules are painted out with a margin, and of a line that a cell's
foot or head cuts every row tells more of its characters. Of whole ones that touch a rule it is a stroke: 季 without its
first is 李.

What the rule is, the columns without ink tell: its rows are followed inwards as long as they are paler there than a
stroke, and that much is taken off. Pixels of the page.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Found, TextLine

_EDGE = 2  # rows of a line beside the rule: what has no ink there is blank,
_BLANK, _LEAST_COLUMNS = 40.0, 4  # grey levels at most; so many columns tell what the rule is
_MOST_RULE = 60.0  # of a row, in half of these columns: darker is the rule itself
_SOLID, _GAPS = 100.0, 20  # grey levels, percentile: dots and dashes have gaps, in which their rim tells nothing
_INKED = 100.0  # grey levels of a stroke that goes on
_MORE = 10.0  # grey levels that a rule's rim may be darker than in half of the columns
_MOST_ROWS, _HIGHEST = 0.25, 1.2  # em; where all lines of a page are cut, an em is too low


class Pictures(NamedTuple):
    """``even``: the page in full contrast; ``clean``: the same with its rules painted out; ``rules``: 255 on these and
    their margins."""

    even: Pixels
    clean: Pixels
    rules: Mask

    @property
    def upside_down(self) -> Pictures:
        """The same pixels, the last row first."""
        return Pictures(self.even[::-1], self.clean[::-1], self.rules[::-1])


def up_to_the_rule(found: Found, pictures: Pictures) -> Found:
    """A cell's lines, those that go on beneath a rule's margin up to where the rule begins. The rows that are won are
    given back to ``clean``."""
    return found._replace(lines=[_longer(line, found.em, pictures) for line in found.lines])


def _longer(line: TextLine, em: float, pictures: Pictures) -> TextLine:
    if line.height >= _HIGHEST * em:
        return line
    most, columns = round(_MOST_ROWS * em), slice(line.x0, line.x1)
    below = _give_back(line.y1, most, columns, pictures)
    above = _give_back(len(pictures.even) - line.y0, most, columns, pictures.upside_down)
    return line._replace(y0=line.y0 - above, y1=line.y1 + below)


def _give_back(start: int, most: int, columns: slice, pictures: Pictures) -> int:
    """Gives back the rows from ``start`` on in which the rule has not begun, and says how many these are."""
    margin = np.asarray((pictures.rules[start : start + most, columns] > 0).any(axis=1))
    if not margin.size or not margin[0]:
        return 0
    dark = PAPER - pictures.even[max(0, start - _EDGE) : start + 2 * most, columns].astype(np.float32)
    blank = dark[:_EDGE].max(axis=0, initial=0.0) < _BLANK
    rows = dark[_EDGE:]
    if np.count_nonzero(blank) < _LEAST_COLUMNS or rows[0].max() < _INKED:
        return 0
    if np.percentile(rows[:, blank], _GAPS, axis=1).max() < _SOLID:
        return 0
    rim = np.median(rows[:most, blank], axis=1)
    count = int(np.argmin(np.append((rim <= _MOST_RULE) & margin[: len(rim)], False)))
    rule = rim[:count, None] + _MORE
    print_ = np.clip((rows[:count] - rule) * PAPER / (PAPER - rule), 0, PAPER)
    pictures.clean[start : start + count, columns] = PAPER - print_.astype(np.uint8)
    return count
