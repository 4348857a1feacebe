"""The page's own characters as pictures: what a cell's edge has left of a character is best told by the same
character elsewhere on the page, in the same type and under the same noise. Recognisers know whole characters only.

Pictures are grey, ink positive, ``SIDE`` pixels an em.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.picture import PAPER
from shibiao.extract.scan.strips import Strip, ink_top

SIDE = 28  # pixels an em
MARGIN = 7  # rows above a line's head and below its foot
_SURE = 0.9  # the recogniser's probability of a character that stands for others
_WHOLE_LINE = (0.8, 1.25)  # em: a line of this height shows its characters' heads and feet
_ADVANCES, _LEAST_RUN = (0.95, 1.4), 5  # em; characters
_FIGURES, _LEAST_FIGURES = (0.45, 0.6), 4  # of a full character's
_SHIFT = 4  # pixels up and down
_INSTANCES = 2  # of a character
_FIGURE = 0.5  # of a full character's width: a figure's, where the page does not tell it
_OFF = 6  # pixels: places of glyphs are told to a fifth of an em
_BLUR = 0.8  # pixels
_SOME_INK = 280.0  # of a column of pixels: less is noise

Grey = NDArray[np.float32]


class PageGlyph(NamedTuple):
    """A character as it stands on the page: its picture from ``MARGIN`` rows above its line's head, and up to
    ``MARGIN`` rows below its line's foot. Both are ``SIDE`` + 2 ``MARGIN`` rows high: lines differ in height."""

    char: str
    head: Grey
    foot: Grey


@dataclass(frozen=True, slots=True, eq=False)
class PageGlyphs:
    """A page's characters by their width in pixels, its pairs of characters that follow each other, and how far these
    are apart: in em as lines tell them, by the height of ink, of which fonts fill their squares more or less.
    ``figure``: the same of figures, in full characters' widths."""

    by_width: dict[int, tuple[PageGlyph, ...]]
    pairs: frozenset[str]
    advance: float = 1.0
    figure: float = 0.5
    _parts: dict[tuple[int, int, str], Grey] = field(default_factory=dict)

    def sides(self, width: int, part: int, right: bool) -> Grey:
        """The ``part`` columns at the left of each character of a width, or at its right: rows of pixels as of
        ``normed``, a character each."""

        def sides() -> Iterator[Grey]:
            columns = slice(width - part, width) if right else slice(0, part)
            return (glyph.head[MARGIN : MARGIN + SIDE, columns].ravel() for glyph in self.by_width[width])

        return self._once((width, part, "right" if right else "left"), sides)

    def bands(self, width: int, height: int, heads: bool) -> Grey:
        """The upper or lower ``height`` rows of each character of a width: rows of pixels as of ``normed``, those a
        little up and down after each other."""

        def bands() -> Iterator[Grey]:
            return (part.ravel() for glyph in self.by_width[width] for part in _bands(glyph, height, heads))

        return self._once((width, height, "head" if heads else "foot"), bands)

    def _once(self, key: tuple[int, int, str], rows: Callable[[], Iterator[Grey]]) -> Grey:
        if key not in self._parts:
            self._parts[key] = normed(np.stack(list(rows())), 0.0)
        return self._parts[key]


def _bands(glyph: PageGlyph, height: int, heads: bool) -> Iterator[Grey]:
    for shift in range(-_SHIFT, _SHIFT + 1):
        if heads:
            yield glyph.head[MARGIN + shift : MARGIN + shift + height]
        else:
            start = len(glyph.foot) - MARGIN - height + shift
            yield glyph.foot[start : start + height]


def page_glyphs(strips: Iterable[tuple[Strip, LineText]]) -> PageGlyphs:
    """The characters of whole lines that the recogniser is sure of, the surest of each."""
    found: dict[tuple[int, str], list[tuple[float, PageGlyph]]] = defaultdict(list)
    pairs: set[str] = set()
    whole = [(strip, _uncut(strip, text)) for strip, text in strips if is_whole_line(strip)]
    advance = _within(_apart(whole, _is_full, _LEAST_RUN) or 1.0, _ADVANCES)
    figure = _within((_apart(whole, _is_figure, _LEAST_FIGURES) or _FIGURE * advance) / advance, _FIGURES)
    for strip, glyphs in whole:
        pairs.update(first.char + second.char for first, second in pairwise(glyphs))
        for probability, width, glyph in _glyphs(strip, glyphs, advance, figure):
            found[width, glyph.char].append((probability, glyph))
    by_width: dict[int, list[PageGlyph]] = defaultdict(list)
    for (width, _), instances in found.items():
        instances.sort(key=lambda each: -each[0])
        by_width[width] += [glyph for _, glyph in instances[:_INSTANCES]]
    told = {width: tuple(same) for width, same in by_width.items()}
    return PageGlyphs(told, frozenset(pairs), advance, figure)


def _apart(lines: Sequence[tuple[Strip, Sequence[Glyph]]], is_one: Callable[[str], bool], least: int) -> float | None:
    """How far characters of a kind that follow each other usually are apart, in em; None where no line has so many. A
    reader tells places to a third of one: many together tell it."""
    apart = []
    for strip, glyphs in lines:
        for alike, run in groupby(glyphs, key=lambda glyph: is_one(glyph.char) and glyph.probability >= _SURE):
            places = [glyph.x for glyph in run]
            if alike and len(places) >= least:
                apart.append((places[-1] - places[0]) / (len(places) - 1) / strip.em)
    return float(np.median(apart)) if apart else None


def _is_full(char: str) -> bool:
    return not char.isascii()


def _is_figure(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(bounds[1], max(bounds[0], value))


def is_whole_line(strip: Strip) -> bool:
    """Whether a strip is one line with the heads and feet of its characters."""
    line, (low, high) = strip.lines[0], _WHOLE_LINE
    return (
        len(strip.lines) == 1
        and not (line.cut_above or line.cut_below)
        and low * strip.em < line.height < high * strip.em
    )


def picture_of(strip: Strip, advance: float) -> tuple[Grey, int, int]:
    """A strip of one line as a picture with ``MARGIN`` + ``SIDE`` pixels of paper about it, and the rows of its line's
    head and foot in it. ``advance``: as of ``PageGlyphs``."""
    scale = scale_of(strip, advance)
    grey = cv2.resize(strip.pixels[:, :, 0], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # Every line lies on the pixels in its own way, which a little blur makes the same.
    picture = cv2.GaussianBlur(np.pad(PAPER - grey.astype(np.float32), MARGIN + SIDE), (0, 0), _BLUR)
    top = ink_top(strip) * scale + MARGIN + SIDE
    return picture, round(top), round(top + strip.lines[0].height * scale)


def scale_of(strip: Strip, advance: float) -> float:
    """Pixels of a picture for one of the strip."""
    return SIDE / (strip.em * advance)


def width_of(share: float) -> int:
    """Pixels of a character that takes ``share`` of an em."""
    return round(share * SIDE)


def normed(rows: Grey, noise: float) -> Grey:
    """Rows of pixels with mean 0 and length 1, so that their products are correlations. ``noise``: a row of this length
    is half noise."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / (np.linalg.norm(centred, axis=1, keepdims=True) + noise + 1e-3), np.float32)


def _uncut(strip: Strip, text: LineText) -> list[Glyph]:
    """A line's characters but for those that a side of its cell goes through."""
    read = [glyph for glyph in text.glyphs if glyph.char.strip()]
    line = strip.lines[0]
    return read[int(line.cut_left) : len(read) - int(line.cut_right)]


def _glyphs(
    strip: Strip, glyphs: Sequence[Glyph], advance: float, figure: float
) -> Iterator[tuple[float, int, PageGlyph]]:
    picture, top, bottom = picture_of(strip, advance)
    ink = picture.sum(axis=0)
    for glyph in glyphs:
        if glyph.probability < _SURE:
            continue
        width = width_of(figure if glyph.char.isascii() else 1.0)
        x = _left_of(ink, glyph.x * scale_of(strip, advance) + MARGIN + SIDE, width)
        rows = SIDE + 2 * MARGIN
        head = picture[top - MARGIN : top - MARGIN + rows, x : x + width]
        foot = picture[bottom + MARGIN - rows : bottom + MARGIN, x : x + width]
        if head.shape == foot.shape == (rows, width):
            yield glyph.probability, width, PageGlyph(glyph.char, head, foot)


def _left_of(ink: Grey, middle: float, width: int) -> int:
    """The left side of a character about ``middle``: near it, where its square's sides run through paper."""
    first = round(middle - width / 2)
    sides = {
        x: (ink[x] + ink[x + width - 1]) // _SOME_INK
        for x in range(max(0, first - _OFF), first + _OFF + 1)
        if x + width <= len(ink)
    }
    return min(sides, key=lambda x: (sides[x], abs(x - first)), default=first)
