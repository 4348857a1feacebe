"""Labels that a picture's reader got nearly right: known ones, so that a sign too many or misread is told.

A label has few forms; a text that is one of them but for dirt at its ends, or but for a character of which the reader
was unsure, is that label. ``printed`` keeps what was read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from shibiao.extract.model import Document, Glyph, Reading
from shibiao.normalize.labels import label_form, split_weight
from shibiao.normalize.misread import mend_readings
from shibiao.normalize.text import is_cjk, squeeze

_SURE = 0.95  # a character that the label tells
_MOST_DIRT = 3  # signs at the ends
_DOUBTFUL_DIRT = 0.8  # a Chinese character at an end is dirt only where the reader is less sure of it
_DOUBTFUL_FIGURE = 0.6  # and a bracket or a figure
_MEANT = frozenset("()（）[]【】")
_DOUBTFUL = 0.97  # the same for a character in the label's place
_LEAST_LENGTH = 4  # shorter labels differ from each other by single characters
_MOST_WRONG = 0.26  # of a label's characters
_UNOFFERED = 0.002  # how likely a character is that the reader does not offer


def mend_labels(document: Document, labels: frozenset[str]) -> Document:
    """The document with the labels mended that were read from pictures; all else as it was.

    ``labels``: those that are known, as ``label_form`` gives them.
    """
    return mend_readings(document, _known(labels).mended)


@lru_cache(maxsize=4)
def _known(labels: frozenset[str]) -> _Known:
    return _Known(labels)


class _Known:
    """All labels, in the form in which they are compared."""

    def __init__(self, forms: frozenset[str]) -> None:
        self._forms = forms
        self._by_length: dict[int, list[str]] = {}
        for form in sorted(forms):
            self._by_length.setdefault(len(form), []).append(form)
        self._longest = max(map(len, forms), default=0)

    def mended(self, reading: Reading) -> Reading:
        """The reading as the label that it must be; the same object where it is one, or none."""
        glyphs = [glyph for glyph in reading.glyphs if glyph.char.strip()]
        text = "".join(glyph.char for glyph in glyphs)
        if squeeze(text) != squeeze(reading.text) or len(text) > self._longest + 2 * _MOST_DIRT or self._is_label(text):
            return reading
        signs = self._without_dirt(glyphs, lambda glyph: not is_cjk(glyph.char) and _may_be_dirt(glyph))
        found = signs or self._with_characters(glyphs) or self._without_dirt(glyphs, _may_be_dirt)
        return reading if found is None else reading._replace(text=_text(found), glyphs=tuple(found))

    def _is_label(self, text: str) -> bool:
        return label_form(text) in self._forms or split_weight(text)[0] in self._forms

    def _without_dirt(self, glyphs: Sequence[Glyph], may_be: Callable[[Glyph], bool]) -> list[Glyph] | None:
        """A label without what stands before and after it."""
        for count in range(1, min(_MOST_DIRT, len(glyphs) - 2) + 1):
            for before in range(count + 1):
                kept = glyphs[before : len(glyphs) - (count - before)]
                dirt = [*glyphs[:before], *glyphs[len(glyphs) - (count - before) :]]
                if all(map(may_be, dirt)) and self._is_label(_text(kept)):
                    return list(kept)
        return None

    def _with_characters(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """The one label that these are but for a character or two of which the reader was unsure."""
        body = list(glyphs)
        while body and body[-1].char in ":：":
            body.pop()
        ranked = sorted(self._fits(body), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] <= ranked[1][0]):
            return None
        label = ranked[0][1]
        fitted = [g if squeeze(g.char) == c else _told(g, c) for g, c in zip(body, label, strict=True)]
        return [*fitted, *glyphs[len(body) :]]

    def _fits(self, body: Sequence[Glyph]) -> Iterator[tuple[float, str]]:
        """Labels of this length that differ in a few doubtful characters, with how likely they are."""
        if len(body) < _LEAST_LENGTH:
            return
        for label in self._by_length.get(len(body), ()):
            wrong = [(g, c) for g, c in zip(body, label, strict=True) if squeeze(g.char) != c]
            if len(wrong) <= _MOST_WRONG * len(label) and all(_may_be(g, c) for g, c in wrong):
                yield sum(math.log(dict(g.others).get(c, _UNOFFERED)) for g, c in wrong), label


def _may_be_dirt(glyph: Glyph) -> bool:
    """A bracket or a figure after a label says something: a unit, a weight."""
    if glyph.char in _MEANT or glyph.char.isdigit():
        return glyph.probability < _DOUBTFUL_FIGURE
    return glyph.probability < _DOUBTFUL_DIRT or not is_cjk(glyph.char)


def _may_be(glyph: Glyph, char: str) -> bool:
    return any(other == char for other, _ in glyph.others) or glyph.probability < _DOUBTFUL


def _told(glyph: Glyph, char: str) -> Glyph:
    return glyph._replace(char=char, probability=_SURE)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)
