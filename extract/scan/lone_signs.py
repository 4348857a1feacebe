"""A line's only sign, told by its strokes: dashes, = and ═, a slash, signs of comparison. Alone they are read as many
things: a dash as 一, = as 二, ≥ as V.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.scan.comparisons import UNBARRED, is_double_bar, lone_comparison
from shibiao.extract.scan.connected import Labels, connected
from shibiao.extract.scan.picture import Pixels

Ink = NDArray[np.bool_]

HYPHEN_EM = (0.14, 0.6)  # how wide a hyphen is; a full-width one (－) and a dash are wider,
_DASH_EM = 0.83
_TWO_DASHES_EM = 1.45  # and two that touch, much wider
BY_SHAPE = 0.9  # how sure the shape makes a sign
_PERHAPS_DASH = 0.7  # in fonts without serifs 一 is a bar too, but hardly ever stands alone
_ONE_BAR = frozenset("一—–－=＝二ー")  # what ═ is read as
_LIKE_BAR = frozenset("一—–－_ー-")
_LIKE_EQUALS = frozenset("二三=＝ニ一")
_LIKE_SLASH = frozenset("1lI|丨丿")
_BAR = 1.7  # times as wide as high
_FLAT = 0.28  # em: no bar is higher
_SOLID = 0.6  # of its box
_EVEN = 1.5  # times a bar's usual thickness is its thickest part: 一 has a serif, or thick ends
_EQUAL, _EQUALS_HIGH = 0.88, 0.42  # of the longer bar's length, and em: those of 二 differ, and are further apart
_BRACKETS = frozenset("()（）")  # read as wide and as narrow ones, surely as neither
_CRUMB = 0.05  # of the largest piece's ink
_LEANS = (0.2, 0.9)  # a slash's way to the side by its height
_LEAST_STROKE = 12  # pixels
_STRAIGHT = 0.07  # of its height: its ink's mean distance from its line
_NEXT = 0.4  # of a sign where nothing is read
_SURE = 0.9  # a lone sign read so surely is that sign

Box = tuple[int, int, int, int, int]  # x, y, width, height and ink, in pixels


def replaced(glyph: Glyph, char: str, sure: float = BY_SHAPE) -> Glyph:
    """The glyph as the sign that its shape tells; what was read stays among its others."""
    others = ((glyph.char, 1 - sure), *(o for o in glyph.others if o[0] != char))
    return glyph._replace(char=char, probability=min(glyph.probability, sure), others=others)


def with_lone_sign(glyphs: Sequence[Glyph], grey: Pixels, level: float, em: float) -> tuple[Glyph, ...]:
    """The line's only sign as what its ink draws, where that is clear; other lines as they were.

    ``grey``: the line image; ink is darker than ``level``. ``em`` in its pixels.
    """
    signs = [glyph for glyph in glyphs if glyph.char.strip()]
    if not signs:
        return tuple(_next_guess(glyph) for glyph in glyphs)
    if len(signs) != 1:
        return tuple(glyphs)
    told = _told(signs[0], grey, level, em)
    return tuple(glyphs) if told is None or told.char == signs[0].char else (told,)


def _next_guess(glyph: Glyph) -> Glyph:
    """What was hardly more likely nothing than a sign as that sign: a line has ink, and a bracket that is wrapped alone
    is thin."""
    char, probability = glyph.others[0] if glyph.others else ("", 0.0)
    return glyph._replace(char=char, probability=probability) if probability >= _NEXT and char.strip() else glyph


def _told(sign: Glyph, grey: Pixels, level: float, em: float) -> Glyph | None:
    if sign.char in _ONE_BAR and is_double_bar(grey, level, em):
        return replaced(sign, "═")
    if (sign.probability < _SURE and sign.char not in _BRACKETS) or sign.char in UNBARRED:
        comparison = lone_comparison(grey, level)
        if comparison is not None:
            return replaced(sign, comparison)
    labels, pieces = _pieces(grey < level)
    if len(pieces) == 2 and sign.char in _LIKE_EQUALS and _are_equals(pieces, em):
        return replaced(sign, "=")
    if len(pieces) != 1:
        return None
    ((number, piece),) = pieces.items()
    if is_bar(piece, em):
        return _dash(sign, piece, grey, em)
    if sign.char in _LIKE_SLASH and _is_slash(np.asarray(labels == number)):
        return replaced(sign, "/")
    return None


def _dash(sign: Glyph, bar: Box, grey: Pixels, em: float) -> Glyph | None:
    """A bar as a hyphen or a dash, by how wide it is; None where it is neither, or perhaps 一."""
    x, y, wide, high, area = bar
    low, most = HYPHEN_EM
    if wide <= most * em:
        return replaced(sign, "-") if wide >= low * em and area >= _SOLID * wide * high else None
    if sign.char not in _LIKE_BAR or not _is_even(grey[y : y + high, x : x + wide]):
        return None
    char = "——" if wide >= _TWO_DASHES_EM * em else "—" if wide >= _DASH_EM * em else "－"
    return replaced(sign, char, _PERHAPS_DASH if sign.char == "一" else BY_SHAPE)


def is_bar(box: Box, em: float) -> bool:
    """Whether a piece of ink is as flat as a dash."""
    _, _, wide, high, _ = box
    return wide >= _BAR * high and high <= _FLAT * em


def _pieces(ink: Ink) -> tuple[Labels, dict[int, Box]]:
    """The pieces of ink that are no crumbs, by their label."""
    labels, stats, _ = connected(ink.astype(np.uint8))
    boxes = {number: tuple(box) for number, box in enumerate(stats.tolist()) if number}
    least = _CRUMB * max((box[4] for box in boxes.values()), default=0)
    return labels, {number: box for number, box in boxes.items() if box[4] >= least}


def _are_equals(pieces: dict[int, Box], em: float) -> bool:
    """Whether two pieces are bars of one length, one close under the other."""
    (x0, y0, wide0, high0, _), (x1, y1, wide1, high1, _) = sorted(pieces.values(), key=lambda box: box[1])
    longer = max(wide0, wide1)
    alike = min(wide0, wide1) >= _EQUAL * longer and abs(x0 - x1) <= (1 - _EQUAL) * longer
    return (
        all(is_bar(box, em) for box in pieces.values())
        and alike
        and y0 + high0 <= y1
        and y1 + high1 - y0 <= _EQUALS_HIGH * max(em, longer)
    )


def _is_even(bar: Pixels) -> bool:
    """Whether a bar is as thick everywhere, by the darkness of its columns: — and no 一."""
    dark = (255.0 - bar).sum(axis=0)
    inner = dark[len(dark) // 12 : len(dark) - len(dark) // 12]
    return bool(inner.size) and float(np.percentile(inner, 95)) <= _EVEN * float(np.median(inner))


def _is_slash(ink: Ink) -> bool:
    """Whether a piece of ink is one straight stroke that leans to the right."""
    rows, columns = np.nonzero(ink)
    if len(rows) < _LEAST_STROKE or rows[0] == rows[-1]:
        return False
    slope, level = np.polyfit(rows, columns, 1)
    off = float(np.abs(columns - slope * rows - level).mean())
    high = int(rows.max() - rows.min()) + 1
    return -_LEANS[1] <= slope <= -_LEANS[0] and off <= _STRAIGHT * high
