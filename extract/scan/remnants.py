"""Ink in a cell that is no text: what rules leave along its rim, broken rules, a pen's strokes.

Pixels of the page; ``em`` is the height of its characters, ``per_pt`` pixels a point. Rows of ``stats`` are OpenCV's:
x, y, width, height and area of a piece of ink.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import Labels, connected
from shibiao.extract.scan.strokes import Mask

COLON_DOT, COLON_APART = 0.26, 0.6  # em: its dots, and how far one is from the other,
_COLON_LEAN = 0.08  # and from straight above it
_HYPHEN, _HYPHEN_LEVEL = 0.18, 1.2  # em, and times as wide as high: what an upright rule leaves is no level dash
_SECOND_PT, _THIN_PT, _LEVEL_DASH = 3.4, 1.3, 2.5  # so near is a double rule's second line; times as wide as high
_LEAST_SECOND = 0.9  # em: more than two hyphens
_ONE, _NEXT = (0.6, 1.2), 0.5  # em: how wide 一 is, and how far before the next character it ends,
_BAR = (0.4, 1.2)  # em: how wide level strokes of characters are
_WHOLE, _HALF_WAY = 0.7, 0.2  # which is at least so high, and half of it on its level
_LARGER = 1.3  # em: no character of the page's type is higher
_TWO_LINES, _MOST_CROSSED = 2.6, 3.0  # em: two lines of text are no higher; a column of pixels is crossed so often
_PEN = 0.42  # em: no pen's stroke is wider
_PEN_FILL = 0.6  # of its box: upright strokes fill theirs
UPRIGHT = 1.35  # em: no thin upright stroke of a character is higher
_SPAN = 0.9  # of the cell: a thin piece so long is a border that was missed
REMNANT_PT = 2.2  # thinner than this and along the edge: left over from a rule
_LEAST_COVERED, _MOST_FILLED = 0.45, 0.6  # of a cut line's width, and of its height in the middle of its columns
_LEAST_STROKES = 1.0  # that one row of pixels goes through, on an em
_LEAST_CUT = 0.15  # em: a lower strip of text cannot be told from a rule's rest
UNDERLINE = (2.5, 0.45)  # em: at least so wide and at most so high; a dash in a text is two wide


def without_remnants(part: Mask, em: float, per_pt: float) -> tuple[Mask, bool]:
    """An area's ink without thin strips along its edges, which rules leave behind, and without broken rules.

    The second value tells whether a pen's stroke was taken off too.
    """
    edge = max(1, round(REMNANT_PT * per_pt))
    height, width = part.shape
    if height <= 2 * edge or width <= 2 * edge:
        return part, False
    part = _without_edges(part, edge, em)
    rim = np.zeros_like(part)
    rim[:edge] = rim[-edge:] = 255
    rim[:, :edge] = rim[:, -edge:] = 255
    labels, stats, _ = connected(part)
    if len(stats) == 1:
        return part, False
    spanning = ((stats[:, 2] >= _SPAN * width) & (stats[:, 3] <= edge)) | (
        (stats[:, 3] >= _SPAN * height) & (stats[:, 2] <= edge)
    )
    spanning |= (stats[:, 3] >= UPRIGHT * em) & (stats[:, 2] <= edge)
    touching = np.unique(labels[(rim > 0) & (part > 0)])
    strokes = (stats[:, 2] >= UNDERLINE[0] * em) & (stats[:, 3] <= UNDERLINE[1] * em) & ~spanning
    pens = touching[_is_pen_stroke(stats[touching], em)]
    strokes[[label for label in pens.tolist() if not _are_two_characters(labels, stats, label, em)]] = True
    strokes[0] = False
    drop = spanning | strokes | _is_of_double_rule(stats, height, em, per_pt)
    drop[0] = False
    for label in touching.tolist():
        x, y, w, h, _ = stats[label].tolist()
        inside_rim = y + h <= edge or y >= height - edge or x + w <= edge or x >= width - edge
        is_rest = inside_rim and (max(w, h) > 2.5 * min(w, h) or min(w, h) < edge / 2)
        beside = edge <= y and y + h <= height - edge and w > max(_HYPHEN_LEVEL * h, _HYPHEN * em)
        drop[label] |= is_rest and not beside and not _is_of_a_colon(stats, label, em)
    drop &= ~_are_characters_bars(stats, height, em)
    if not drop.any():
        return part, False
    return np.asarray(np.where(drop[labels], 0, part), np.uint8), bool(strokes.any())


def is_cut_text(rows: Mask, em: float) -> bool:
    """Whether a long low strip of ink is what a cell's head or foot leaves of a line of text: strokes beside each other
    all the way, most of which do not go from top to bottom. What is left of a rule is level, or fills its height."""
    inked = rows > 0
    columns = inked.sum(axis=0)
    covered = columns > 0
    if len(rows) < _LEAST_CUT * em or float(covered.mean()) < _LEAST_COVERED:
        return False
    strokes = np.count_nonzero(inked[:, 1:] & ~inked[:, :-1]) / len(rows) / (rows.shape[1] / em)
    return float(np.median(columns[covered])) <= _MOST_FILLED * len(rows) and strokes >= _LEAST_STROKES


def _without_edges(part: Mask, edge: int, em: float) -> Mask:
    """An area's ink without long straight strokes in its rim: the second of two rules, or what is left of a rule.
    Text that touches them stays."""
    upright = np.ones((math.ceil(UPRIGHT * em), 1), np.uint8)
    level = np.ones((1, math.ceil(min(UNDERLINE[0] * em, _SPAN * part.shape[1]))), np.uint8)
    rim = np.zeros_like(part)
    for columns in (np.s_[:, :edge], np.s_[:, -edge:]):
        rim[columns] = as_long(part[columns], upright)
    for rows in (np.s_[:edge], np.s_[-edge:]):
        rim[rows] |= as_long(part[rows], level)
    return np.asarray(cv2.subtract(part, rim), np.uint8)


def as_long(ink: Mask, line: Mask) -> Mask:
    """Ink that goes on as far as a line of ones."""
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, line, borderType=cv2.BORDER_CONSTANT, borderValue=0))


def _is_of_double_rule(stats: NDArray[np.int32], height: int, em: float, per_pt: float) -> NDArray[np.bool_]:
    """Which pieces are thin level dashes as near to the head or foot as the second
    line of a double rule, several or a long one."""
    top, wide, high = stats[:, 1], stats[:, 2], stats[:, 3]
    dashes = (high <= _THIN_PT * per_pt) & (wide > _LEVEL_DASH * high) & ~_is_a_one(stats, em)
    found = np.zeros(len(stats), bool)
    for near in (top + high <= _SECOND_PT * per_pt, top >= height - _SECOND_PT * per_pt):
        if wide[dashes & near].sum() >= _LEAST_SECOND * em:
            found |= dashes & near
    return found


def _are_characters_bars(stats: NDArray[np.int32], height: int, em: float) -> NDArray[np.bool_]:
    """Which pieces are level strokes of characters in a row as low as its text: those of 二, the first of 正. They lie
    no higher and no lower than whole characters reach, which stand clear of the rules; a rule's rests lie beyond."""
    _, y, wide, high, _ = stats[1:].T
    found = np.zeros(len(stats), bool)
    tall = (high >= _WHOLE * em) & (wide <= _LARGER * em) & (high <= _LARGER * em)
    if tall.any():
        head, foot = np.median(y[tall]), np.median((y + high)[tall])
        bars = (wide > _LEVEL_DASH * high) & (wide >= _BAR[0] * em) & (wide <= _BAR[1] * em)
        found[1:] = bars & (y >= head) & (y + high <= foot) & (head > 1) & (foot < height - 1)
    return found


def _is_a_one(stats: NDArray[np.int32], em: float) -> NDArray[np.bool_]:
    """Which pieces are as wide as the character 一 and stand half way up the one behind them: 一级 close under a
    rule. The second line of a double rule goes on above the text."""
    x, y, wide, high, _ = stats.T
    found = np.zeros(len(stats), bool)
    tall = high >= _WHOLE * em
    ones = np.flatnonzero((wide >= _ONE[0] * em) & (wide <= _ONE[1] * em) & ~tall)
    white = x[tall] - (x + wide)[ones, None]
    off = np.abs((y + high / 2)[tall] - (y + high / 2)[ones, None])
    found[ones] = ((white >= 0) & (white <= _NEXT * em) & (off <= _HALF_WAY * em)).any(axis=1)
    return found


def _is_of_a_colon(stats: NDArray[np.int32], label: int, em: float) -> bool:
    """Whether a dot has another straight above it or below it."""
    x, y, wide, high, _ = stats.T
    dots = np.maximum(wide, high) <= COLON_DOT * em
    in_line = np.abs(x + wide / 2 - x[label] - wide[label] / 2) <= _COLON_LEAN * em
    apart = np.maximum(y, y[label]) - np.minimum(y + high, y[label] + high[label])
    return bool(dots[label]) and bool((dots & in_line & (apart > 0) & (apart <= COLON_APART * em)).any())


def _are_two_characters(labels: Labels, stats: NDArray[np.int32], label: int, em: float) -> bool:
    """Whether a piece of ink is two characters of lines so close that they touch: no higher, and crossed more often on
    its way down than a pen's line or a ring is."""
    x, y, wide, high, _ = stats[label].tolist()
    inked = labels[y : y + high, x : x + wide] == label
    down = np.count_nonzero(inked[1:] & ~inked[:-1]) + np.count_nonzero(inked[0])
    return bool(high <= _TWO_LINES * em and down > _MOST_CROSSED * wide)


def _is_pen_stroke(stats: NDArray[np.int32], em: float) -> NDArray[np.bool_]:
    """Which pieces of ink (rows of x, y, width, height, area) are larger than a character, and but one thin stroke:
    part of a ring or of a pen's line that goes on beyond the cell."""
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    length = np.hypot(wide, high)
    return np.asarray((high >= _LARGER * em) & (area <= _PEN * em * length) & (area < _PEN_FILL * wide * high))
