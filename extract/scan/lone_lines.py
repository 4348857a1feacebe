"""A figure or a letter alone on a line above a longer one is a hair or a tick: a text breaks where its cell ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.cut_characters import Texts
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area

_STRAY = re.compile(r"[0-9A-Za-zÀ-ÿ~^'.,*?/\\]")
_LONGER = 2  # characters
_SURE = 0.8  # its characters' mean probability
_ROOM = 2.0  # em: a text goes on where there is so much


def stray_lines(strips: Sequence[Strip], texts: Texts, area: Area) -> frozenset[int]:
    """The strips (by identity) of a cell that hold one such sign, with room for more beside it, above a longer line
    that is surely read: a pen's stroke is not."""
    told = [texts[id(strip)].text.strip() for strip in strips]
    lengths = [len(text) if _is_sure(texts[id(strip)]) else 0 for strip, text in zip(strips, told, strict=True)]
    longest = [max(lengths[n + 1 :], default=0) for n in range(len(told))]
    return frozenset(
        id(strip)
        for strip, text, below in zip(strips, told, longest, strict=True)
        if _STRAY.fullmatch(text) and below >= _LONGER and _has_room(strip, area)
    )


def _is_sure(text: LineText) -> bool:
    sure = [glyph.probability for glyph in text.glyphs if glyph.char.strip()]
    return bool(sure) and sum(sure) >= _SURE * len(sure)


def _has_room(strip: Strip, area: Area) -> bool:
    ink = strip.lines[0]
    return (ink.x0 - area.x0) + (area.x1 - ink.x1) >= _ROOM * strip.em
