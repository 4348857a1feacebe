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
from shibiao.extract.scan.textlines import Area, Found

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
    reach, margin = round(_NEXT * found.em), max(2, round(_MARGIN_PT * per_pt))

    def is_cut(columns: slice, step: int, own: slice) -> bool:
        beside, ruled = (mask[area.y0 : area.y1, columns][:, ::step] for mask in (grey, rules))
        return _hides_stroke(beside, ruled, own, lineless, reach, margin, found.em)

    lines = []
    for line in found.lines:
        own = slice(max(0, line.y0 - area.y0), line.y1 - area.y0)
        right = is_cut(slice(line.x1, line.x1 + reach + margin), 1, own)
        left = is_cut(slice(max(0, line.x0 - reach - margin), line.x0), -1, own)
        lines.append(line._replace(cut_right=line.cut_right or right, cut_left=line.cut_left or left))
    return found._replace(lines=lines)


def _hides_stroke(
    beside: Pixels, rules: Mask, own: slice, lineless: NDArray[np.bool_], reach: int, margin: int, em: float
) -> bool:
    """Whether the margin of a rule near a line's end is darker beside the line than elsewhere along its cell.
    ``beside``, ``rules``: the cell's rows, in columns that go away from the line's end; ``own``: the line's rows."""
    ruled = np.flatnonzero(rules[(own.start + own.stop) // 2, :reach])
    if not ruled.size:
        return False
    dark = PAPER - beside[:, ruled[0] : ruled[0] + margin].astype(np.float32).mean(axis=1)
    usual = float(np.percentile(dark[lineless], _USUAL))
    return bool(np.count_nonzero(dark[own] > usual + _DARKER) >= _LEAST_STROKE * em)
