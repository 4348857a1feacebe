"""Misreadings of pictures: what cannot be printed so is mended, and two readings are compared under what their
readers are known to confuse. The reading itself is kept beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from shibiao.extract.model import Cell, Document, Glyph, Grid, Reading
from shibiao.normalize.text import squeeze
from shibiao.schemas.misreadings import Correction, load_misreadings

_MENDED = 0.95  # how sure a mended character is: its neighbours leave no other


def mend_document(document: Document) -> Document:
    """The document with the texts of cells that were read from pictures mended; ``printed`` stays as read."""
    return mend_readings(document, mended_reading)


def mend_readings(document: Document, mend: Callable[[Reading], Reading]) -> Document:
    """The document with the first reading of each cell mended, where it was read from a picture."""
    if document.source.kind != "scan":
        return document
    return replace(document, grids=tuple(_mend_grid(grid, mend) for grid in document.grids))


def _mend_grid(grid: Grid, mend: Callable[[Reading], Reading]) -> Grid:
    return replace(grid, cells=tuple(_mend_cell(cell, mend) for cell in grid.cells))


def _mend_cell(cell: Cell, mend: Callable[[Reading], Reading]) -> Cell:
    first = cell.reading
    if first is None or not first.glyphs:
        return cell
    mended = mend(first)
    return cell if mended is first else cell._replace(readings=(mended, *cell.readings[1:]))


def mended_reading(reading: Reading) -> Reading:
    """The reading with impossible characters replaced; the same object where there are none.

    A mended character can be what makes its neighbour impossible (1OO), so this goes on until nothing is left.
    """
    while (mended := _mended_once(reading)) is not reading:
        reading = mended
    return reading


def _mended_once(reading: Reading) -> Reading:
    text, glyphs, crossed = reading.text, list(reading.glyphs), reading.crossed
    for correction in load_misreadings().corrections:
        if (correction.within and not re.fullmatch(correction.within, text)) or (correction.crossed and not crossed):
            continue
        for start, end in reversed([m.span("read") for m in _compiled(correction).finditer(text)]):
            places = _places(text, glyphs, start, end)
            sure = _MENDED if places is None else _sureness(correction, [glyphs[i] for i in places])
            if places is None or sure is None:
                continue
            crossed = crossed or correction.doubts
            text = text[:start] + correction.printed + text[end:]
            mended = Glyph(correction.printed, sure, glyphs[places[0]].x, glyphs[places[0]].others)
            glyphs[places[0] : places[-1] + 1] = [mended]
    if text == reading.text:
        return reading
    return reading._replace(text=text, glyphs=tuple(glyphs), crossed=crossed)


def _sureness(correction: Correction, read: Sequence[Glyph]) -> float | None:
    """How sure a correction of these glyphs is; None where it does not hold for them."""
    if any(glyph.probability >= correction.below for glyph in read):
        return None
    chance = dict(read[0].others).get(correction.printed, 0.0)
    if correction.odds:
        weight = chance * correction.odds
        return min(_MENDED, weight / (weight + read[0].probability)) if weight > read[0].probability else None
    return None if correction.offered and not chance else _MENDED


@lru_cache(maxsize=256)
def _compiled(correction: Correction) -> re.Pattern[str]:
    after = "^" if correction.after == "^" else f"(?<={correction.after})" if correction.after else ""
    before = f"(?={correction.before})" if correction.before else ""
    return re.compile(f"{after}(?P<read>{correction.read}){before}")


def _places(text: str, glyphs: Sequence[Glyph], start: int, end: int) -> tuple[int, ...] | None:
    """Which glyphs are the characters ``start`` to ``end`` of the text; line breaks in it have no glyph."""
    printed = [i for i, glyph in enumerate(glyphs) if glyph.char]
    count = sum(1 for char in text[:start] if not char.isspace())
    visible = [i for i in printed if not glyphs[i].char.isspace()]
    chosen = tuple(visible[count : count + end - start])
    if len(chosen) != end - start or "".join(glyphs[i].char for i in chosen) != text[start:end]:
        return None
    return chosen


def agree(first: str, second: str) -> bool:
    """Whether two readers' texts tell of the same print: alike but for width, spaces and known confusions."""
    printed, read = squeeze(first), squeeze(second)
    reached = {0}  # how far into the second text the signs of the first so far may lead
    for place, sign in enumerate(printed):
        before_figure = printed[place + 1 : place + 2].isdigit()
        reached = {end for start in reached for end in _ends(sign, before_figure, read, start)}
    return len(read) in reached


def _ends(sign: str, before_figure: bool, read: str, start: int) -> Iterator[int]:
    """Where in the second text a sign may end that begins there at ``start``: as itself, or as what it is taken for."""
    if read.startswith(sign, start):
        yield start + len(sign)
    for misread, at_figure in _alike(sign):
        if read.startswith(misread, start) and (before_figure or not at_figure):
            yield start + len(misread)


@lru_cache(maxsize=1024)
def _alike(sign: str) -> tuple[tuple[str, bool], ...]:
    rows = (row for row in load_misreadings().alike if squeeze(row.printed) == sign)
    return tuple((squeeze(misread), row.at == "figure") for row in rows for misread in row.read)
