"""A figure or a letter alone on a line above a longer one is a hair or a tick: a text breaks where its cell ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shibiao.extract.scan.cut_characters import Texts
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area

_STRAY = re.compile(r"[0-9A-Za-zÀ-ÿ~^'.,*?/\\]")
_LONGER = 2  # characters
_ROOM = 2.0  # em: a text goes on where there is so much


def stray_lines(strips: Sequence[Strip], texts: Texts, area: Area) -> frozenset[int]:
    """The strips (by identity) of a cell that hold one such sign, with room for more beside it, above a longer line."""
    told = [texts[id(strip)].text.strip() for strip in strips]
    longest = [max(map(len, told[n + 1 :]), default=0) for n in range(len(told))]
    return frozenset(
        id(strip)
        for strip, text, below in zip(strips, told, longest, strict=True)
        if _STRAY.fullmatch(text) and below >= _LONGER and _has_room(strip, area)
    )


def _has_room(strip: Strip, area: Area) -> bool:
    ink = strip.lines[0]
    return (ink.x0 - area.x0) + (area.x1 - ink.x1) >= _ROOM * strip.em
