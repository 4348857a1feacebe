"""Signs that recognisers take for each other, told apart by their shape: % and ‰, > and ≥ and ≧, < and ≤ and ≦,
dash and hyphen, and by where it stands a point and ·; a sign that stands alone is told in ``lone_signs``.

The network reads the rarer sign as the commoner one, and is sure of it. Counting the rings of one and the bars
of the other settles it where the print is clear; where it is not, the reading stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.scan.bars import DASHES, as_bar, with_bars_counted
from shibiao.extract.scan.comparisons import UNBARRED, comparison_of, strokes_in
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.lone_signs import replaced, with_lone_sign
from shibiao.extract.scan.picture import Pixels
from shibiao.extract.scan.stacked_dots import STACKED, stacked_dots
from shibiao.extract.scan.strokes import ranges_of
from shibiao.extract.scan.unread_signs import with_unread_signs

_PERCENT = frozenset("%％")
_TRAILING_RING = frozenset("0oO")
_BARRED = {"≥": "≧", "≤": "≦"}
_ARMS = (0.05, 0.5)  # of a sign's width from its open side: there both arms show
_THREE_SHARE = 0.3  # of these columns show a third stroke; of two arms none does
_ENLARGED = 4
_LEAST_RING = 0.004  # of the sign's square: a smaller hole is noise
_MANY_RINGS = 3
_BESIDE = 0.5  # of a ring's width: so far to the right is the next
_TWIN, _TWINS_APART = 0.75, 2.3  # of a ring's size: how alike the last two of ‰ are, and how near
_FIGURE_HIGH = 0.8  # of a per mille sign's height: no ring of its is so high
_BARS_SEEN = 0.8  # share of the columns in which both bars show
_SIDES, _LEANS = ((0.1, 0.3), (0.7, 0.9)), 0.15  # stretches of a sign's width; of its height, how far a level bar rises
_RULE = 0.97  # of a cut's width, paper on both sides included: no bar, but the rule that the line touches
_DARKER = (1.0, 0.8, 0.65, 0.5)
_LEAST_EM = 17  # pixels: bars of smaller signs run into each other
_FIGURES_HIGH = 0.72  # em
_AS_LOW = DASHES | frozenset("≥≤≧≦＞＜％‰")
_POINT_EM, _POINT_NEAR, _WHOLE_EM = 0.26, 0.3, 0.7  # a point's size, how near its place it is, and what is a whole line
_MIDWAY = (0.35, 0.62)  # of the line's height: there · stands, a point on its foot
_LEAST_STROKE = 12  # pixels
_RADIUS = 0.2  # of an em: a full stop's ring begins so far before its middle
_LOW_ROWS, _MANY_STROKES = (0.62, 0.85), 4  # of a sign's height
_PERHAPS = 0.5  # how sure a sign is that may be another


def with_shapes(glyphs: Sequence[Glyph], pixels: Pixels, em: float) -> tuple[Glyph, ...]:
    """The glyphs of a line with look-alike signs settled. ``pixels``: the line image; ``em`` in its pixels."""
    found: list[Glyph] = []
    grey, level = pixels[:, :, 0], _ink_level(pixels)
    ink = np.asarray(grey < level)
    own_em = em / (_FIGURES_HIGH if _are_figures(glyphs) else 1)
    glyphs = with_bars_counted(glyphs, ink, own_em)
    index = 0
    while index < len(glyphs):
        glyph, taken = glyphs[index], 1
        if glyph.char in _PERCENT:
            glyph, taken = _percent(glyphs, index, pixels, em)
        elif glyph.char in _BARRED and own_em >= _LEAST_EM and _has_two_bars(glyphs, index, pixels, em):
            glyph = replaced(glyph, _BARRED[glyph.char])
        elif glyph.char in UNBARRED and _is_barred(glyphs, index, pixels, em):
            glyph = replaced(glyph, UNBARRED[glyph.char])
        elif glyph.char in STACKED:
            char = stacked_dots(glyph, grey, level, em)
            glyph = glyph if char == glyph.char else replaced(glyph, char)
        elif glyph.char == "." and _is_midway(glyph, ink, em):
            glyph = replaced(glyph, "·")
        elif glyph.char in DASHES:
            glyph = as_bar(glyphs, index, ink, own_em)
        found.append(glyph)
        index += taken
    return with_lone_sign(with_unread_signs(found, ink, em), grey, level, em)


def _percent(glyphs: Sequence[Glyph], index: int, pixels: Pixels, em: float) -> tuple[Glyph, int]:
    """A % or the ‰ that it is by its rings, and how many glyphs were read for it."""
    glyph, after = glyphs[index], glyphs[index + 1].char if index + 1 < len(glyphs) else ""
    trailing = after in _TRAILING_RING
    cut = _cut(glyphs, index, index + trailing, pixels, em)
    is_stop = False
    if after == "。":
        both = _cut(glyphs, index, index + 1, pixels, em)
        rings = _twin_rings(both)
        if rings:  # with a fourth, a full stop stands behind ‰
            return replaced(glyph, "‰"), 2 if rings == _MANY_RINGS else 1
        is_stop = len(_holes(both)) == _MANY_RINGS  # the last ring is the stop's
    if not is_stop and _rings_in_line(cut) >= _MANY_RINGS and not (trailing and _ends_in_figure(cut)):
        return replaced(glyph, "‰"), 1 + trailing
    if not trailing and _low_strokes(cut) >= _MANY_STROKES:  # of ‰, a ring of which the copy has opened
        glyph = glyph._replace(probability=min(glyph.probability, _PERHAPS), others=(("‰", _PERHAPS),))
    return glyph, 1


def _is_midway(glyph: Glyph, ink: NDArray[np.bool_], em: float) -> bool:
    """Whether a point stands half way up its line: the · of a unit (元/人·月) that begins or ends one."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size or rows[-1] + 1 - rows[0] < _WHOLE_EM * em:
        return False
    _, stats, _ = connected(ink.astype(np.uint8))
    near = [s for s in stats[1:].tolist() if abs(s[0] + s[2] / 2 - glyph.x) <= _POINT_NEAR * em]
    if len(near) != 1 or max(near[0][2:4]) > _POINT_EM * em:
        return False
    middle = (near[0][1] + near[0][3] / 2 - rows[0]) / (rows[-1] + 1 - rows[0])
    return bool(_MIDWAY[0] <= middle <= _MIDWAY[1])


def _are_figures(glyphs: Sequence[Glyph]) -> bool:
    """Whether a line has figures and their signs only: its ink is lower than an em."""
    return all(glyph.char.isascii() or glyph.char in _AS_LOW for glyph in glyphs)


def _ink_level(pixels: Pixels) -> float:
    """The grey below which a line image shows ink: half way between ink and paper, parted by Otsu's threshold, which
    on an image of two greys is the darker one itself."""
    grey = pixels[:, :, 0]
    parted, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    dark = grey <= parted
    if dark.all() or not dark.any():
        return float(parted)
    return (float(grey[dark].mean()) + float(grey[~dark].mean())) / 2


def _cut(
    glyphs: Sequence[Glyph], first: int, last: int, pixels: Pixels, em: float, share: float = 1.0
) -> NDArray[np.bool_]:
    """The ink of a sign read as glyphs ``first`` to ``last``, enlarged, without its neighbours'. ``share`` of the
    usual level: what is darker."""
    start, end = glyphs[first].x, glyphs[last].x
    left = max([g.x for g in glyphs[:first] if g.char], default=start - 1.5 * em)
    right = min([g.x for g in glyphs[last + 1 :] if g.char], default=end + 1.5 * em) - _RADIUS * em
    grey, level = pixels[:, :, 0], _ink_level(pixels)
    blank = np.flatnonzero(~(grey < level).any(axis=0))
    before = blank[(blank > left) & (blank < start)]
    after = blank[(blank > end) & (blank < right)]
    # The paper nearest to the neighbour before, since its middle is told exactly, and to the one after.
    x0 = int(before[0]) if before.size else round((left + start) / 2)
    x1 = int(after[-1]) + 1 if after.size else round((end + right) / 2)
    part = grey[:, max(0, x0) : x1]
    if part.shape[1] < 4:
        return np.zeros((1, 1), bool)
    large = cv2.resize(part, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large < share * level)


def _has_two_bars(glyphs: Sequence[Glyph], index: int, pixels: Pixels, em: float) -> bool:
    """Whether ≥ or ≤ has a second bar. Those of small print run together in a lighter grey: looked at darker, they
    come apart, where one bar has nothing to come apart."""
    sign = glyphs[index].char
    whole = _sign(_cut(glyphs, index, index, pixels, em))
    if whole is None or _leans(whole):
        return False
    return any(_bars(_cut(glyphs, index, index, pixels, em, share), sign) >= 2 for share in _DARKER)


def _holes(ink: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """The holes in the ink, paper that does not reach the cut's edge: x, y, width and height, from the left."""
    paper = np.pad(~ink, 1, constant_values=True).astype(np.uint8)
    _, stats, _ = connected(paper, 4)
    least = _LEAST_RING * ink.shape[0] ** 2
    return sorted((x, y, wide, high) for x, y, wide, high, area in stats[2:].tolist() if area >= least)


def _rings_in_line(ink: NDArray[np.bool_]) -> int:
    """How many holes the ink has that stand beside each other: between a ring of % and its slash, one below the ring,
    a seal's stroke may close another."""
    holes = _holes(ink)
    return sum(x1 - x0 >= _BESIDE * wide for (x0, _, wide, _), (x1, *_) in pairwise(holes)) + bool(holes)


def _twin_rings(ink: NDArray[np.bool_]) -> int:
    """How many rings the ink has, if these are three or four and the second and third are alike and stand side by side:
    those of ‰, where a full stop behind % is smaller and rounder, and further away. Else 0."""
    holes = _holes(ink)
    if len(holes) not in (_MANY_RINGS, _MANY_RINGS + 1):
        return 0
    (x0, y0, wide0, high0), (x1, y1, wide1, high1) = holes[1:3]
    alike = all(min(a, b) >= _TWIN * max(a, b) for a, b in ((wide0, wide1), (high0, high1)))
    level = abs(y0 + high0 / 2 - y1 - high1 / 2) <= (1 - _TWIN) * high0
    return len(holes) if alike and level and x1 - x0 - wide0 <= _TWINS_APART * wide0 else 0


def _low_strokes(ink: NDArray[np.bool_]) -> float:
    """How many strokes the lower rows of a sign usually cross: the slash and one ring are three, with another four."""
    rows = np.flatnonzero(ink.any(axis=1))
    if rows.size < _LEAST_STROKE:
        return 0.0
    low, high = (rows[0] + round(share * rows.size) for share in _LOW_ROWS)
    return float(np.median(strokes_in(ink[low:high].T)))


def _ends_in_figure(ink: NDArray[np.bool_]) -> bool:
    """Whether the last piece of ink is as high as a figure: a 0 behind a %, and no ring of ‰."""
    _, stats, _ = connected(ink.astype(np.uint8))
    rows = np.flatnonzero(ink.any(axis=1))
    pieces = [s for s in stats[1:].tolist() if s[4] >= _LEAST_RING * ink.shape[0] ** 2]
    last = max(pieces, key=lambda s: s[0] + s[2], default=None)
    return last is not None and bool(last[3] >= _FIGURE_HIGH * (rows[-1] + 1 - rows[0]))


def _has_bar(ink: NDArray[np.bool_], sign: str) -> bool:
    """Whether a third stroke runs along the arms of > or <, level or along the lower one."""
    columns = np.flatnonzero(ink.any(axis=0))
    if columns.size < 8:
        return False
    x0, wide = columns[0], columns[-1] + 1 - columns[0]
    low, high = _ARMS if sign in ">＞" else (1 - _ARMS[1], 1 - _ARMS[0])
    part = ink[:, x0 + round(low * wide) : x0 + round(high * wide)]
    return bool(part.size) and float((strokes_in(part) >= 3).mean()) >= _THREE_SHARE


def _is_barred(glyphs: Sequence[Glyph], index: int, pixels: Pixels, em: float) -> bool:
    """Whether > or < has a bar: apart from its arms, or run together with the lower one, which is the thicker for it.
    On 16 pages of four levels of noise 80 of 82 such signs were told so, and none of 32 without a bar."""
    sign = glyphs[index].char
    if glyphs[index + 1 : index + 2] and glyphs[index + 1].char == "=":
        return False
    if _has_bar(_cut(glyphs, index, index, pixels, em), sign):
        return True
    cuts = (_cut(glyphs, index, index, pixels, em, share) for share in _DARKER[:-1])
    found = (comparison_of(_widest(cut)) for cut in cuts)  # the darker, the thinner are arms of two thicknesses
    return next((told for told in found if told), None) == UNBARRED[sign]


def _widest(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The widest piece of a cut's ink: beside a narrow figure its neighbour may be in it."""
    start, end = max(ranges_of(np.asarray(ink.any(axis=0))), key=lambda run: run[1] - run[0], default=(0, ink.shape[1]))
    return ink[:, start:end]


def _foot(ink: NDArray[np.bool_]) -> float:
    """The lowest row of pixels that a stretch of a sign usually reaches."""
    lowest = ink.shape[0] - 1 - np.argmax(ink[::-1], axis=0)
    return float(np.median(lowest)) if lowest.size else 0.0


def _sign(ink: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """The box of a sign's ink, without the rule that its line touches; None where that is too small."""
    ink = ink & (ink.mean(axis=1, keepdims=True) < _RULE)
    columns, rows = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    if columns.size < 8 or rows.size < 8:
        return None
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _leans(own: NDArray[np.bool_]) -> bool:
    """Whether the lowest stroke in a sign's box rises to one side, as the bar of ⩾ does."""
    feet = [_foot(own[:, round(a * own.shape[1]) : round(b * own.shape[1])]) for a, b in _SIDES]
    return abs(feet[0] - feet[1]) > _LEANS * len(own)


def _bars(ink: NDArray[np.bool_], sign: str) -> int:
    """Bars under the tip of ≥ or ≤: beside the tip only they lie low, unless they lean along the lower arm (⩾): then
    there is one."""
    own = _sign(ink)
    if own is None:
        return 0
    if _leans(own):
        return 1
    wide = own.shape[1]
    low = own[round(0.55 * len(own)) :]
    start, end = (0.72, 0.9) if sign == "≥" else (0.1, 0.28)
    part = low[:, round(start * wide) : round(end * wide)]
    if part.size == 0:
        return 0
    return 2 if float((strokes_in(part) >= 2).mean()) >= _BARS_SEEN else 1
