"""What the edges of cells have cut off, told by the rest of the page: lines of which a head or foot is left, and first
and last characters of which a side is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.recognise.cut_reader import CutReader
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.half_ends import with_own_ends
from shibiao.extract.scan.half_lines import HalfLine, half_line
from shibiao.extract.scan.misread_parts import as_parts
from shibiao.extract.scan.page_glyphs import page_glyphs
from shibiao.extract.scan.strips import Strip, is_sliver
from shibiao.extract.scan.textlines import Area

Texts = dict[int, LineText]  # by the strip's id

_MOST_SEEN, _LEAST_SURE = 0.9, 0.75  # em
_WELL_READ = 0.985  # mean probability of a line's characters
_MOST = 200  # half lines of a page that are looked at: ten seconds


class Told(NamedTuple):
    """``halves``: half lines that could be told, which recognisers cannot read. ``lines``: what stands instead of the
    recogniser's text of others. ``cut``: those among these at an end of which a side leaves a part that the recogniser
    did not read, or of which it read what is none."""

    halves: Texts
    lines: Texts
    cut: frozenset[int] = frozenset()


def tell_cut(areas: Sequence[tuple[Area, Sequence[Strip]]], texts: Texts, reader: CutReader | None = None) -> Told:
    """What can be told of a page's cut characters. ``areas``: its cells and lines with their strips; ``texts``: what
    the recogniser made of these; ``reader``: reads parts of characters, None where there is none."""
    read = [(area, [(strip, texts[id(strip)]) for strip in strips if id(strip) in texts]) for area, strips in areas]
    slivers = [half for _, strips in read for half in _half_lines(strips)][:_MOST]
    sides = [(area, strip, text) for area, strips in read for strip, text in strips if _is_cut_aside(strip)]
    if not slivers and not sides:
        return Told({}, {})
    own = page_glyphs(each for _, strips in read for each in strips)
    halves = {id(half.strip): half_line(half, own, reader) for half in slivers}
    lines = {id(strip): LineText(with_own_ends(strip, text.glyphs, area, own, reader)) for area, strip, text in sides}
    if reader is not None:
        untold = [half.strip for half in slivers if halves[id(half.strip)] is None and not _is_half(half.strip)]
        lines |= {id(one): as_parts(one, lines.get(id(one), texts[id(one)]), own, reader) for one in untold}
    cut = frozenset(id(strip) for _, strip, text in sides if len(lines[id(strip)].glyphs) != len(text.glyphs))
    return Told({strip: text for strip, text in halves.items() if text is not None}, lines, cut)


def _half_lines(strips: Sequence[tuple[Strip, LineText]]) -> Iterator[HalfLine]:
    for i, (strip, text) in enumerate(strips):
        if _is_half(strip) or _is_misread(strip, text):
            before = strips[i - 1][1].text[-1:] if i else ""
            after = strips[i + 1][1].text[:1] if i + 1 < len(strips) else ""
            yield HalfLine(strip, before, after)


def _is_half(strip: Strip) -> bool:
    return len(strip.lines) == 1 and is_sliver(strip.lines[0], strip.em)


def _is_misread(strip: Strip, text: LineText) -> bool:
    """Whether a cut line of which more is seen is read badly, or so little that a sure reading tells nothing."""
    line, glyphs = strip.lines[0], text.glyphs
    is_part = len(strip.lines) == 1 and (line.cut_above or line.cut_below) and line.height < _MOST_SEEN * strip.em
    if not is_part or all(glyph.char.isascii() for glyph in glyphs):
        return False
    is_sure = sum(glyph.probability for glyph in glyphs) >= _WELL_READ * len(glyphs)
    return not is_sure or line.height < _LEAST_SURE * strip.em


def _is_cut_aside(strip: Strip) -> bool:
    line = strip.lines[0]
    return len(strip.lines) == 1 and (line.cut_left or line.cut_right) and not _is_half(strip)
