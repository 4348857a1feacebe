"""What a cell's edge leaves of the characters at a line's ends: whole ones, halves and slivers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from shibiao.extract.model import Glyph
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.textlines import Area, TextLine
from shibiao.extract.scan.word_pairs import is_chinese

_NARROW = 0.55  # width of a figure or Latin letter in em
DOUBTFUL = 0.9  # a character the first reader is less sure of is doubted
_LEAST_SEEN = 0.75  # of a character's half: its ink does not fill its square
_POINTS = frozenset(".,，'’`·")
_ROOM_OF_ONE = 1.2  # em: two take nearly two
_SLIVER = 0.4  # em: so near to the edge, padding counted
_HALF_GLYPH = 0.5  # em: less of a character than this is not read
_CLOSING, _BRACKET = frozenset("）)》】〉]"), 0.2  # em: these stand at their square's left
_SAME_BORDER = 2  # pixels
_UNREAD = 0.75  # em: places of glyphs are told to a third of one
_ROOM, _ROOM_TEXT = 1.0, 2.6  # em of free paper: no indent of a figure, or of a text, is so wide
_FIGURE = frozenset("0123456789.,%-")


def at_edges(strip: Strip, glyphs: Sequence[Glyph], area: Area, met: bool = False) -> Literal["cut", "fills", "free"]:
    """Whether an edge of its area goes through a line's first or last character, or just stops there: both are
    whole. ``met``: as of ``met_borders``."""
    read = [glyph for glyph in glyphs if glyph.char.strip()]
    line, last = strip.lines[0], strip.lines[-1]
    if not (line.cut_left or last.cut_right) or (not met and _is_set_right(strip, read, area)):
        return "free"
    if not read or len(strip.lines) > 1:
        return "cut"
    left = not line.cut_left or is_seen_whole(read[0], strip.em, read[0].x - (line.x0 - strip.x0))
    right = not last.cut_right or is_seen_whole(read[-1], strip.em, last.x1 - strip.x0 - read[-1].x)
    return "fills" if left and right else "cut"


def met_borders(cells: Iterable[tuple[Area, Sequence[Strip]]]) -> frozenset[int]:
    """The ids of the strips that come up to a border which a line beside them comes up to from its other side: there
    one text may have been divided by strokes taken for a border."""
    ends: dict[bool, list[tuple[int, TextLine, Strip]]] = {True: [], False: []}
    for area, strips in cells:
        for strip in strips:
            if strip.lines[-1].cut_right:
                ends[True].append((area.x1, strip.lines[-1], strip))
            if strip.lines[0].cut_left:
                ends[False].append((area.x0, strip.lines[0], strip))
    found: set[int] = set()
    for x1, left, before in ends[True]:
        for x0, right, behind in ends[False]:
            if abs(x1 - x0) <= _SAME_BORDER and min(left.y1, right.y1) > max(left.y0, right.y0):
                found |= {id(before), id(behind)}
    return frozenset(found)


def _is_set_right(strip: Strip, read: Sequence[Glyph], area: Area) -> bool:
    """Whether a line that comes close to its right border leaves room at the left: it is set to that side. Where it
    were too long for its cell, it would fill the cell to the other side as well. The table's own edge, beyond which
    the page ends, is no border: there the ink goes up to the area's last pixel."""
    line = strip.lines[0]
    if len(strip.lines) > 1 or not read or line.cut_left or area.x1 - line.x1 <= 1:
        return False
    room = _ROOM if all(glyph.char in _FIGURE for glyph in read) else _ROOM_TEXT
    return line.x0 - area.x0 >= room * strip.em


def is_seen_whole(glyph: Glyph, em: float, seen: float) -> bool:
    """Whether all of a character is seen, of which ``seen`` pixels lie between its middle and the edge."""
    return glyph.probability >= DOUBTFUL and seen >= _LEAST_SEEN * half_width(glyph) * em


def without_half(strip: Strip, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Without a last character of which the edge leaves less than half: what is read of it is a guess."""
    kept, em = list(glyphs), strip.em
    read = [glyph for glyph in kept if glyph.char]
    if len(strip.lines) == 1 and strip.lines[0].cut_right and len(read) >= 2 and not _in_figure(read):
        seen = strip.lines[0].x1 - strip.x0 - (read[-2].x + half_width(read[-2]) * em)
        if seen < (_BRACKET if read[-1].char in _CLOSING else _HALF_GLYPH) * em:
            kept.remove(read[-1])
    return kept


def is_unread_at_end(strip: Strip, glyphs: Sequence[Glyph]) -> bool:
    """Whether a line's ink goes on for nearly a character beyond what was read of it, before or behind."""
    read = [glyph for glyph in glyphs if glyph.char.strip()]
    if len(strip.lines) > 1 or not read:
        return False
    start, end = strip.lines[0].x0 - strip.x0, strip.lines[0].x1 - strip.x0
    before = read[0].x - half_width(read[0]) * strip.em - start
    behind = end - read[-1].x - half_width(read[-1]) * strip.em
    return max(before, behind) > _UNREAD * strip.em


def is_of_one(strip: Strip, glyphs: Sequence[Glyph]) -> bool:
    """Whether two Chinese characters were read where there is room for one: 盖口 for 善."""
    read = [glyph.char for glyph in glyphs if glyph.char.strip()]
    wide = len(read) == 2 and all(map(is_chinese, read))
    return wide and len(strip.lines) == 1 and strip.lines[0].width < _ROOM_OF_ONE * strip.em


def half_width(glyph: Glyph) -> float:
    """Half of what a character usually takes of its line, in em."""
    return (_NARROW if glyph.char.isascii() else 1.0) / 2


def ends_in_sliver(strip: Strip, glyphs: Sequence[Glyph], right: int) -> bool:
    """Whether a point that ends a line at the cell's edge is what the edge leaves of a character: a full stop has
    paper behind it."""
    if len(glyphs) < 2 or glyphs[-1].char not in _POINTS:
        return False
    return right - strip.lines[-1].x1 <= _SLIVER * strip.em


def _in_figure(glyphs: Sequence[Glyph]) -> bool:
    """Whether the last glyph goes on a figure: digits are narrow, and never dropped."""
    return glyphs[-1].char.isascii() and glyphs[-2].char.isascii()
