"""Strokes of cut characters that lie beneath a rule's margin: a character that a cell's edge cuts shows a stroke close
beside the rule, which is painted over with it, and the text reads as if it were whole.

A rule looks the same all along its cell; where a line of text ends beside it, it is darker if a stroke lies there.
Pixels of the page; ``em`` is the height of its characters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strokes import Mask
from shibiao.extract.scan.textlines import Area, Found, TextLine

_NEXT = 0.55  # em: the next character begins nearer
_MARGIN_PT = 0.6  # of a rule that is painted over; further in it is the rule itself
_DARKER = 40.0  # grey levels: than the rule's own margin
_LEAST_STROKE = 0.3  # em high
_LEAST_OTHER = 0.5  # em of the cell's rows beside which no line stands
_RIM_PT = 1.2  # at a cell's head and foot the rules that it meets are dark
_USUAL = 85  # percentile of the rule's own margin


def with_cut_beneath(found: Found, grey: Pixels, rules: Mask, area: Area, per_pt: float) -> Found:
    """A cell's lines, those as cut beside whose ends a stroke lies beneath a rule's margin. ``rules``: 255 on them."""
    if not found.lines:
        return found
    rim, lineless = round(_RIM_PT * per_pt), np.ones(area.y1 - area.y0, bool)
    lineless[:rim] = lineless[-rim:] = False
    for line in found.lines:
        lineless[max(0, line.y0 - area.y0 - 2) : line.y1 - area.y0 + 2] = False
    if np.count_nonzero(lineless) < _LEAST_OTHER * found.em:
        return found
    lines = [_told(line, grey, rules, area, lineless, found.em, per_pt) for line in found.lines]
    return found._replace(lines=lines)


def _told(
    line: TextLine, grey: Pixels, rules: Mask, area: Area, lineless: NDArray[np.bool_], em: float, per_pt: float
) -> TextLine:
    reach, margin = round(_NEXT * em), max(2, round(_MARGIN_PT * per_pt))
    middle = (line.y0 + line.y1) // 2
    right = np.flatnonzero(rules[middle, line.x1 : line.x1 + reach])
    left = np.flatnonzero(rules[middle, max(0, line.x0 - reach) : line.x0][::-1])
    cut_right = cut_left = False
    if right.size:
        x = line.x1 + int(right[0])
        cut_right = _is_darker(grey[area.y0 : area.y1, x : x + margin], line, area, lineless, em)
    if left.size:
        x = line.x0 - int(left[0])
        cut_left = _is_darker(grey[area.y0 : area.y1, max(0, x - margin) : x], line, area, lineless, em)
    return line._replace(cut_right=line.cut_right or cut_right, cut_left=line.cut_left or cut_left)


def _is_darker(margin: Pixels, line: TextLine, area: Area, lineless: NDArray[np.bool_], em: float) -> bool:
    """Whether a rule's margin is darker beside a line than elsewhere along its cell."""
    if not margin.size:
        return False
    dark = PAPER - margin.astype(np.float32).mean(axis=1)
    own = dark[max(0, line.y0 - area.y0) : line.y1 - area.y0]
    usual = float(np.percentile(dark[lineless], _USUAL))
    return bool(np.count_nonzero(own > usual + _DARKER) >= _LEAST_STROKE * em)
