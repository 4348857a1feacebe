"""The first and last character of a line that a side of its cell goes through.

Where the recogniser is sure of a part, it is sure of a character that looks so whole: 规 becomes 见, 时 becomes 日; of
others it reads nothing. Where the character's square begins is told by those beside it, where it ends by the cell's
border; of which half is seen, what a reader of parts and the page's own characters tell is taken (``likeliest``).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.cut_reader import CutReader, Side
from shibiao.extract.scan.edges import DOUBTFUL, without_half
from shibiao.extract.scan.likeliest import Offers, likeliest
from shibiao.extract.scan.page_glyphs import MARGIN, SIDE, Grey, PageGlyphs, normed, picture_of, scale_of
from shibiao.extract.scan.squares import next_square
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area
from shibiao.extract.scan.word_pairs import is_chinese

_LEAST_SEEN = 0.505  # of its square: half, and what the rule's middle is off,
_MOST_SEEN, _BEYOND = 0.9, 0.3  # of which more is seen whole, and which is nothing beyond the border
_RUN = 8  # characters that tell where the next begins
_OFF = (-0.1, -0.05, 0.0, 0.05, 0.1)  # of an advance: places looked at
_READABLE = 0.36  # the reader has learnt no smaller parts
_LEAST_FULL = 0.9  # em: narrower characters of the page look like parts of too many
_SHIFT, _REACH = 3, 4  # pixels up and down, and along the line
_FLAT = 100.0


class _End(NamedTuple):
    """An end that is cut: how many glyphs are whole, counted up to it, and whether the next is what was read of the cut
    character; where its square begins beside the last whole one (pixels of the strip), how wide it is, and what share
    of it the border has left."""

    whole: int
    is_read: bool
    start: float
    advance: float
    seen: float


def with_own_ends(
    strip: Strip, glyphs: Sequence[Glyph], area: Area, own: PageGlyphs, reader: CutReader | None
) -> tuple[Glyph, ...]:
    """A line's characters with its cut first and last one as its parts tell them; without one of which less than half
    is seen. ``strip``: one line of the cell ``area``; ``reader`` None: the page's own characters alone tell it."""
    line, told = strip.lines[0], list(glyphs)
    if line.cut_left:
        told = _with_end(strip, told[::-1], area, own, reader, right=False)[::-1]
    if line.cut_right:
        told = _with_end(strip, told, area, own, reader, right=True)
    return tuple(told)


def _with_end(
    strip: Strip, glyphs: list[Glyph], area: Area, own: PageGlyphs, reader: CutReader | None, right: bool
) -> list[Glyph]:
    """``glyphs``: up to the cut end, the last one nearest to it."""
    end = _cut_end(strip, glyphs, area, own.advance, right)
    part = glyphs[end.whole] if end is not None and end.is_read else None
    if end is None or (part is not None and part.char.isdigit()):  # figures are read from parts as surely as whole
        return without_half(strip, glyphs) if right else glyphs
    whole = glyphs[: end.whole]
    if end.seen < _LEAST_SEEN:
        # A leaning border's place is told less well than a character that is read surely.
        is_sure = part is not None and is_chinese(part.char) and part.probability >= DOUBTFUL
        return glyphs if is_sure else whole
    offers = Offers(part, _seen(strip, end, reader, right), _likenesses(strip, end, own, right))
    before, after = (whole[-1].char, "") if right else ("", whole[-1].char)
    told = likeliest(offers, before, after, own.pairs)
    if told is None:
        return glyphs
    middle = end.start + (1 if right else -1) * end.advance / 2
    return [*whole, told if part is not None else told._replace(x=middle)]


def _cut_end(strip: Strip, glyphs: Sequence[Glyph], area: Area, advance: float, right: bool) -> _End | None:
    """None where no Chinese characters tell where the cut one begins, and where it is seen whole."""
    border, sign = (area.x1 if right else area.x0) - strip.x0, 1 if right else -1
    read = [i for i, glyph in enumerate(glyphs) if glyph.char.strip()]
    for is_read in (False, True):  # nothing was read of it; or the last glyph is what was
        before = [glyphs[i] for i in read[: len(read) - is_read][::-1]]
        run = [glyph.x for glyph in itertools.takewhile(lambda glyph: is_chinese(glyph.char), before)][:_RUN]
        if not run:
            continue
        start, wide = next_square(strip, run, strip.em * advance, right)
        seen = (border - start) * sign / wide
        if (-_BEYOND if is_read else _LEAST_SEEN) <= seen < _MOST_SEEN:
            return _End(read[-1] if is_read else read[-1] + 1, is_read, start, wide, seen)
    return None


def _seen(strip: Strip, end: _End, reader: CutReader | None, right: bool) -> dict[str, float]:
    """What the reader sees on the part, where it may begin and each character is likeliest."""
    if reader is None:
        return {}
    seen: Side = "left" if right else "right"
    middles = [end.start + (1 if right else -1) * end.advance * (0.5 + off) for off in _OFF]
    shares = [min(_MOST_SEEN, max(_READABLE, end.seen - off)) for off in _OFF]
    found: dict[str, float] = {}
    for likely in itertools.chain.from_iterable(reader.likely(strip.pixels, middles, seen, shares)):
        found[likely.char] = max(found.get(likely.char, 0.0), likely.probability)
    return found


def _likenesses(strip: Strip, end: _End, own: PageGlyphs, right: bool) -> dict[str, float]:
    """How like the part is to the same part of each full character of the page."""
    line, scale = strip.lines[0], scale_of(strip, own.advance)
    picture, top, _ = picture_of(strip, own.advance)
    edge = (line.x1 if right else line.x0) - strip.x0
    seen, column = round(abs(edge - end.start) * scale), round(edge * scale) + MARGIN + SIDE
    found: dict[str, float] = {}
    for width, characters in own.by_width.items():
        if width < _LEAST_FULL * SIDE:
            continue
        for part in range(max(seen - _REACH, 1), min(width, seen + _REACH) + 1):
            shown = picture[:, column - part : column] if right else picture[:, column : column + part]
            likes = (own.sides(width, part, not right) @ normed(_shifted(shown, top), _FLAT).T).max(axis=1)
            for glyph, like in zip(characters, likes.tolist(), strict=True):
                found[glyph.char] = max(found.get(glyph.char, 0.0), like)
    return found


def _shifted(shown: Grey, top: int) -> Grey:
    """What is seen, a little up and down: one row of pixels each."""
    return np.stack([shown[top + shift : top + shift + SIDE].ravel() for shift in range(-_SHIFT, _SHIFT + 1)])
