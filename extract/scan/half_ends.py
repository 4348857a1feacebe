"""The first or last character of a line of which a cell's side leaves a part: told by the page's own characters.

Where the recogniser is sure of a part, it is sure of a character that looks so whole: 规 becomes 见, 时 becomes 日. The
same part of another character of the page is likelier where it is much more like what is seen and makes a word, or a
pair that stands elsewhere on the page, with the character beside it. For characters that stand nowhere else on the
page, what the recogniser reads on parts hints at those that make a word.
"""

from __future__ import annotations

import numpy as np

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.halves import may_be
from shibiao.extract.scan.edges import DOUBTFUL, half_width, is_seen_whole
from shibiao.extract.scan.page_glyphs import MARGIN, SIDE, Grey, PageGlyphs, normed, picture_of, scale_of
from shibiao.extract.scan.strips import Strip
from shibiao.extract.scan.word_pairs import is_pair

_LEAST_SEEN, _MOST_SEEN = 0.4, 0.9  # em
_MOST_SEEN_WHOLE = 0.8  # of a character that the recogniser takes for a whole one
_LEAST_FULL = 0.9  # em: narrower characters look like parts of too many
# Parts of other characters were at most 0.84 like, the same parts mostly 0.86 to 0.93.
_LEAST_LIKE, _LEAST_SURE = 0.85, 0.87  # the latter where the recogniser does not doubt
_UNLIKE = 0.7  # the page tells that it is another
_PAIR = 0.06  # more for a known pair
_LEAST_HINT = 0.3
_MORE_LIKE = 0.15  # than what the recogniser says
_SHIFT, _REACH = 3, 4  # pixels up and down, and along the line
_FLAT = 100.0


def with_own_ends(strip: Strip, glyphs: tuple[Glyph, ...], own: PageGlyphs) -> tuple[Glyph, ...]:
    """A line's characters, its cut first and last one as the page's own characters tell them. ``strip``: one line."""
    line = strip.lines[0]
    read = [index for index, glyph in enumerate(glyphs) if glyph.char.strip()]
    if len(read) < 2:
        return glyphs
    told = list(glyphs)
    if line.cut_left:
        told[read[0]] = _told(strip, glyphs[read[0]], glyphs[read[1]], own, right=False)
    if line.cut_right:
        told[read[-1]] = _told(strip, glyphs[read[-1]], glyphs[read[-2]], own, right=True)
    return tuple(told)


def _told(strip: Strip, end: Glyph, beside: Glyph, own: PageGlyphs, right: bool) -> Glyph:
    if end.char.isascii():  # figures and signs are read from parts as surely as whole
        return end
    line = strip.lines[0]
    seen = line.x1 - strip.x0 - end.x if right else end.x - (line.x0 - strip.x0)
    most = _MOST_SEEN_WHOLE if is_seen_whole(end, strip.em, seen) else _MOST_SEEN

    def paired(char: str) -> bool:
        return is_pair(beside.char + char if right else char + beside.char, own.pairs)

    likes = _likenesses(strip, beside, own, right, most)
    char = max(likes, key=lambda each: likes[each] + _PAIR * paired(each), default="")
    doubtful = end.probability < DOUBTFUL
    least = max(_LEAST_LIKE if doubtful else _LEAST_SURE, likes.get(end.char, 0.0) + _MORE_LIKE)
    if likes.get(char, 0.0) >= least and (paired(char) or doubtful):
        return _instead(end, char, likes[char])
    if not likes or paired(end.char):
        return end
    offered = may_be(end, "left" if right else "right").items()
    hints = {other: hint for other, hint in offered if likes.get(other, 1.0) >= _UNLIKE and paired(other)}
    char = max(hints, key=hints.__getitem__, default="")
    return _instead(end, char, hints[char]) if hints.get(char, 0.0) >= _LEAST_HINT else end


def _instead(end: Glyph, char: str, probability: float) -> Glyph:
    return end._replace(char=char, probability=probability, others=((end.char, end.probability), *end.others))


def _likenesses(strip: Strip, beside: Glyph, own: PageGlyphs, right: bool, most: float) -> dict[str, float]:
    """How like the part at the line's end is to the same part of each full character of the page; none where more than
    ``most`` em of it are seen."""
    line, scale = strip.lines[0], scale_of(strip, own.advance)
    picture, top, _ = picture_of(strip, own.advance)
    half = half_width(beside) * strip.em
    start = beside.x + half if right else beside.x - half
    edge = (line.x1 if right else line.x0) - strip.x0
    seen = round(abs(edge - start) * scale)
    if not _LEAST_SEEN * SIDE <= seen <= most * SIDE:
        return {}
    column = round(edge * scale) + MARGIN + SIDE
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
