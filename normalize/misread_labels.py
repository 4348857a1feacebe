"""Labels that a picture's reader got nearly right: known ones, so that a sign too many or misread is told.

A label has few forms; a text that is one of them but for dirt at its ends, or but for a character of which the reader
was unsure, is that label. Where the cell's edge took a half of a line, its characters are not to be had, but how many
they are may leave one label only. ``printed`` keeps what was read.
"""

from __future__ import annotations

import itertools
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
_MOST_MARKS, _DOUBTFUL_MARKS = 4, 0.7  # on a line of a pen's marks: 0.46 and 0.6 on the mean
_SPECKS = frozenset(".,·•'’‘，。、")
_COLONS = frozenset(":：")
_BARS = frozenset("一—－-_")
_MEANT = frozenset("()（）[]【】<>=≤≥≦≧⩽⩾＜＞＝‹›《》“”±×")
_DOUBTFUL = 0.97  # the same for a character in the label's place
_LEAST_PART = 3  # characters that leave few labels
_LEAST_LENGTH = 4  # shorter labels differ from each other by single characters
_MOST_WRONG = 0.26  # of a label's characters
_MOST_ROWS = 3  # lines of a cell that are perhaps cells
_MOST_TAKEN = 2  # characters that a cell's edge took of a label
_UNOFFERED = 0.002  # how likely a character is that the reader does not offer
_LEAST_SEEN = 0.5  # of the characters of a label whose line is cut through
_CLEARLY = math.log(50)  # by how much such a label must be likelier than the next


def mend_labels(document: Document, labels: frozenset[str], levels: frozenset[str]) -> Document:
    """The document with the labels mended that were read from pictures; all else as it was.

    ``labels``: those that are known, as ``label_form`` gives them. ``levels``: those of them that are a level's own
    word; where a cut label could be several, these are meant.
    """
    return mend_readings(document, _known(labels, levels).mended)


@lru_cache(maxsize=4)
def _known(labels: frozenset[str], levels: frozenset[str]) -> _Known:
    return _Known(labels, levels)


class _Known:
    """All labels, in the form in which they are compared."""

    def __init__(self, forms: frozenset[str], levels: frozenset[str]) -> None:
        self._forms = forms
        self._levels = levels
        self._by_length: dict[int, list[str]] = {}
        for form in sorted(forms):
            self._by_length.setdefault(len(form), []).append(form)
        self._longest = max(map(len, forms), default=0)

    def mended(self, reading: Reading) -> Reading:
        """The reading as the label that it must be; the same object where it is one, or none."""
        glyphs = [glyph for glyph in reading.glyphs if glyph.char.strip()]
        text = "".join(glyph.char for glyph in glyphs)
        if reading.beyond:
            return self._completed(reading, text)
        if text[:1] in _COLONS and len(text) > 1:  # what stood before it was not read: 其中
            return reading._replace(placed_by="misplaced")
        lines = reading.text.split("\n")
        rows = [_text(row) for row in _rows(glyphs)]
        several = (
            any(map(self._are_labels, (lines, rows))) or self._ends_in_label(lines) or self._begins_with_label(lines)
        )
        if several and not self._is_label(text):
            return reading._replace(placed_by="misplaced")
        if squeeze(text) != squeeze(reading.text) or len(text) > self._longest + 2 * _MOST_DIRT or self._is_label(text):
            return reading
        signs = self._without_dirt(glyphs, lambda glyph: not is_cjk(glyph.char) and _may_be_dirt(glyph))
        found = signs or self._without_specks(glyphs) or self._without_lone_bar(glyphs)
        if found is None and (found := self._with_characters(glyphs)) and self._is_shorter_one(glyphs, found):
            is_hair = len(_rows(glyphs)[-1]) == 1 and not _may_be_told(glyphs[-1], found[-1].char)
            return (_without_last(reading) if is_hair else reading)._replace(placed_by="misplaced")
        found = found or self._without_dirt(glyphs, _may_be_dirt)
        if found is None and reading.cut:
            found = self._cut_through(glyphs) or self._cut_at_both_ends(glyphs)
        if found is None and (own := self._alone(glyphs)):
            return reading._replace(text=_text(own), glyphs=tuple(own), crossed=True)
        if found is None and reading.crossed:
            found = self._with_first(glyphs)
        if found is None and not reading.cut and self._is_part(text):
            return reading._replace(placed_by="misplaced")
        if found is None:
            return reading
        if _replaces_a_line(glyphs, found, 1.0 if reading.cut else _UNOFFERED):
            return reading._replace(placed_by="misplaced")
        return reading._replace(text=_text(found), glyphs=tuple(found))

    def _alone(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """A label on lines of its own without lines of which the reader is unsure: a pen's marks."""
        rows = _rows(glyphs)
        for first, end in itertools.combinations(range(len(rows) + 1), 2) if 1 < len(rows) <= _MOST_ROWS else ():
            own = [glyph for row in rows[first:end] for glyph in row]
            others = (*rows[:first], *rows[end:])
            if others and len(own) >= _LEAST_LENGTH and self._is_label(_text(own)) and all(map(_are_marks, others)):
                return own
        return None

    def _with_first(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """The one label of which a stroke's lifting took the first character: 度目标."""
        form = label_form(_text(glyphs))
        labels = [one for one in self._by_length.get(len(form) + 1, ()) if one.endswith(form)]
        if len(form) < _LEAST_PART or len(labels) != 1:
            return None
        return [_told(glyphs[0], labels[0][0]), *glyphs]

    def _is_part(self, text: str) -> bool:
        """Whether a label would be whole with a character or two more before or behind it, or one on either side: a
        stroke of it was taken for a rule, or a border where none is, or a low cell cut it at both ends (度总体目)."""
        form = label_form(text)
        lengths = range(len(form) + 1, len(form) + 1 + _MOST_TAKEN) if len(form) >= _LEAST_PART else ()
        return any(form in label for n in lengths for label in self._by_length.get(n, ()))

    def _completed(self, reading: Reading, text: str) -> Reading:
        """The reading with the rest of the one label that begins so and is about as long as what the edge left."""
        start = label_form(text)
        if start in self._forms:  # 三级指标 before 三级指标名称: what is below it may be a pen's stroke
            return reading
        lengths = [len(start) + more for more in range(max(1, reading.beyond - 1), reading.beyond + 2)] if start else []
        labels = [form for length in lengths for form in self._by_length.get(length, ()) if form.startswith(start)]
        if len(labels) > 1:
            labels = [form for form in labels if form in self._levels]
        if len(labels) != 1:
            return reading
        rest = [_told(reading.glyphs[0], char) for char in labels[0][len(start) :]]
        return reading._replace(text=labels[0], glyphs=(*reading.glyphs, *rest))

    def _cut_through(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """The one label that half characters can be: most of them are it, or the reader offers it, and of none is it
        sure that it is another."""
        ranked: list[tuple[float, str]] = []
        for label in self._by_length.get(len(glyphs), ()) if len(glyphs) >= _LEAST_LENGTH else ():
            chances = [_chance(glyph, char) for glyph, char in zip(glyphs, label, strict=True)]
            seen = sum(chance > _UNOFFERED for chance in chances)
            if seen > _LEAST_SEEN * len(label) and all(_may_be(g, c) for g, c in _differing(glyphs, label)):
                ranked.append((sum(map(math.log, chances)), label))
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY):
            return None
        return [_told(glyph, char) for glyph, char in zip(glyphs, ranked[0][1], strict=True)]

    def _cut_at_both_ends(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """The one label of which the cell's edges took the left of the first character and the last one or two."""
        rest = label_form(_text(glyphs[1:]))
        if len(rest) + 1 != len(glyphs) or len(glyphs) < _LEAST_LENGTH:
            return None
        lengths = range(len(glyphs) + 1, len(glyphs) + 1 + _MOST_TAKEN)
        fits = [label for n in lengths for label in self._by_length.get(n, ()) if label.startswith(rest, 1)]
        if len(fits) > 1:
            fits = [label for label in fits if label in self._levels]
        if len(fits) != 1 or not _may_be(glyphs[0], fits[0][0]):
            return None
        ends = [_told(glyphs[0], char) for char in fits[0][len(glyphs) :]]
        return [_told(glyphs[0], fits[0][0]), *glyphs[1:], *ends]

    def _is_label(self, text: str) -> bool:
        return label_form(text) in self._forms or split_weight(text)[0] in self._forms

    def _are_labels(self, lines: Sequence[str]) -> bool:
        """Whether two lines at least are a label each, or nearly, or some lines are one and the others another: they
        stand in cells of their own."""
        long = [line for line in lines if len(line) >= _LEAST_LENGTH]
        own = sum(map(self._is_label, long))
        if own > 1 or (own and any(self._is_part(line) for line in long if not self._is_label(line))):
            return True
        parts = (("".join(lines[:n]), "".join(lines[n:])) for n in range(1, len(lines)))
        return any(all(len(part) >= _LEAST_PART and self._is_label(part) for part in both) for both in parts)

    def _ends_in_label(self, lines: Sequence[str]) -> bool:
        """Whether the last line of two or three is a short label of its own: a last row's (总分) whose border was lost.
        Longer ones end many texts."""
        is_last = 1 < len(label_form(lines[-1])) < _LEAST_LENGTH and self._is_label(lines[-1])
        return 2 <= len(lines) <= _MOST_ROWS and is_last and not self._is_label(lines[0])

    def _begins_with_label(self, lines: Sequence[str]) -> bool:
        """Whether a line is a label, a blank, and another text: two cells whose border was lost."""
        label, blank, text = lines[0].strip().partition(" ")
        is_own = len(label) >= _LEAST_LENGTH and label[-1] not in _COLONS and self._is_label(label)
        return bool(blank) and is_own and is_cjk(text.strip()[:1] or " ")

    def _without_dirt(self, glyphs: Sequence[Glyph], may_be: Callable[[Glyph], bool]) -> list[Glyph] | None:
        """A label without what stands before and after it."""
        for count in range(1, min(_MOST_DIRT, len(glyphs) - 2) + 1):
            for before in range(count + 1):
                kept = glyphs[before : len(glyphs) - (count - before)]
                dirt = [*glyphs[:before], *glyphs[len(glyphs) - (count - before) :]]
                if all(map(may_be, dirt)) and self._is_label(_text(kept)):
                    return list(kept)
        return None

    def _without_specks(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """A label without the small signs in it, which no label has: specks."""
        kept = [glyph for glyph in glyphs if glyph.char not in _SPECKS]
        return kept if 0 < len(glyphs) - len(kept) <= _MOST_DIRT and self._is_label(_text(kept)) else None

    def _without_lone_bar(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """A label without a bar that is all there is on its first or last line: a pen's stroke, read as 一."""
        rows = _rows(glyphs)
        for at, rest in ((-1, rows[:-1]), (0, rows[1:])):
            kept = [glyph for row in rest for glyph in row]
            if kept and len(rows[at]) == 1 and rows[at][0].char in _BARS and self._is_label(_text(kept)):
                return kept
        return None

    def _with_characters(self, glyphs: Sequence[Glyph]) -> list[Glyph] | None:
        """The one label that these are but for a character or two of which the reader was unsure."""
        body = list(glyphs)
        while body and body[-1].char in _COLONS:
            body.pop()
        ranked = sorted(self._fits(body), reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] <= ranked[1][0]):
            return None
        label = ranked[0][1]
        fitted = [g if squeeze(g.char) == c else _told(g, c) for g, c in zip(body, label, strict=True)]
        return [*fitted, *glyphs[len(body) :]]

    def _is_shorter_one(self, glyphs: Sequence[Glyph], found: Sequence[Glyph]) -> bool:
        """Whether what a label tells is its last character only, and without it another label (项目期, 项目期限) stands
        there: the last one may be a pen's stroke."""
        return glyphs[-1].char != found[-1].char and self._is_label(_text(glyphs[:-1]))

    def _fits(self, body: Sequence[Glyph]) -> Iterator[tuple[float, str]]:
        """Labels of this length that differ in a few doubtful characters, with how likely they are."""
        if len(body) < _LEAST_LENGTH:
            return
        for label in self._by_length.get(len(body), ()):
            wrong = _differing(body, label)
            if len(wrong) <= _MOST_WRONG * len(label) and all(_may_be(g, c) for g, c in wrong):
                yield sum(math.log(dict(g.others).get(c, _UNOFFERED)) for g, c in wrong), label


def _replaces_a_line(glyphs: Sequence[Glyph], found: Sequence[Glyph], unlike: float) -> bool:
    """Whether one of several lines has no character that a label of the same length has in its place, nor one for which
    the reader offers it with more than a chance: it says something else, 效益指 over 分 is not 效益指标."""
    if len(found) != len(glyphs):
        return False
    pairs = [(glyph, squeeze(other.char)) for glyph, other in zip(glyphs, found, strict=True)]
    same = [squeeze(glyph.char) == char or _chance(glyph, char) > unlike for glyph, char in pairs]
    begins = [0, *itertools.accumulate(map(len, _rows(glyphs)))]
    return len(begins) > 2 and not all(any(same[first:end]) for first, end in itertools.pairwise(begins))


def _rows(glyphs: Sequence[Glyph]) -> list[Sequence[Glyph]]:
    """The lines of a text, those too that are joined in it."""
    begins = [0, *(n for n in range(1, len(glyphs)) if glyphs[n].x < glyphs[n - 1].x), len(glyphs)]
    return [glyphs[first:end] for first, end in itertools.pairwise(begins)]


def _may_be_dirt(glyph: Glyph) -> bool:
    """A bracket, a figure or a sign beside a label says something: a unit, a weight, ≥ of ≥二级, which is a value."""
    if _is_meant(glyph.char):  # be the reader unsure of which: ≥ or >
        return glyph.probability + sum(chance for char, chance in glyph.others if _is_meant(char)) < _DOUBTFUL_FIGURE
    return glyph.probability < _DOUBTFUL_DIRT or not is_cjk(glyph.char)


def _is_meant(char: str) -> bool:
    return char in _MEANT or char.isdigit()


def _are_marks(row: Sequence[Glyph]) -> bool:
    """Whether a line is short and its reader was unsure of what is on it."""
    return len(row) <= _MOST_MARKS and sum(glyph.probability for glyph in row) < _DOUBTFUL_MARKS * len(row)


def _may_be_told(glyph: Glyph, char: str) -> bool:
    """Whether a glyph may be this character, or is read too surely to be dirt."""
    return _chance(glyph, char) > _UNOFFERED or not _may_be_dirt(glyph)


def _without_last(reading: Reading) -> Reading:
    """A reading without its last glyph that is a character."""
    last = max(n for n, glyph in enumerate(reading.glyphs) if glyph.char.strip())
    return reading._replace(text=reading.text.rstrip()[:-1].rstrip(), glyphs=reading.glyphs[:last])


def _differing(glyphs: Sequence[Glyph], label: str) -> list[tuple[Glyph, str]]:
    """The glyphs that are read otherwise than a label of their number, each with the label's character."""
    return [(glyph, char) for glyph, char in zip(glyphs, label, strict=True) if squeeze(glyph.char) != char]


def _may_be(glyph: Glyph, char: str) -> bool:
    return any(other == char for other, _ in glyph.others) or glyph.probability < _DOUBTFUL


def _chance(glyph: Glyph, char: str) -> float:
    """How likely a glyph is this character, by its reader."""
    if squeeze(glyph.char) == char:
        return glyph.probability
    return max(_UNOFFERED, dict(glyph.others).get(char, 0.0))


def _told(glyph: Glyph, char: str) -> Glyph:
    return glyph._replace(char=char, probability=_SURE)


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)
