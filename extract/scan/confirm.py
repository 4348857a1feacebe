"""A second look for borders: where rules found elsewhere say that one may run, fainter evidence is enough.

Short pieces (the sides of a narrow filler column), badly broken and faint ones are missed by ``rules``. Once most of
the table's rows and columns are known, the others are looked for along the whole table, and every border between
two crossings is looked at by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.ruling import Frame
from shibiao.extract.scan.as_elsewhere import MOSTLY_TOLD, as_elsewhere, rows_around, usual_of
from shibiao.extract.scan.broken import APART_PT, Pieces, are_broken, broken_lines, covers, is_broken, is_mostly_left
from shibiao.extract.scan.buried_lines import Buried, Known, buried_lines, is_buried_border, least_strength, strength
from shibiao.extract.scan.contrast import (
    DOUBLE,
    SINGLE,
    Contrast,
    Look,
    Seen,
    Way,
    apart_from_print,
    contrast_along,
    way_of,
)
from shibiao.extract.scan.dots import has_dots
from shibiao.extract.scan.in_line import ends_short, is_no_border, is_strong_in_places
from shibiao.extract.scan.inked import (
    SEARCH_PT,
    is_dashed_border,
    is_dotted_border,
    is_in_part,
    is_inked,
    is_of_characters,
    is_partly_inked,
)
from shibiao.extract.scan.strokes import AXES, Axis
from shibiao.extract.scan.stubs import has_stubs
from shibiao.extract.scan.text_strokes import is_text
from shibiao.extract.scan.traces import is_left

_LEAST_WINDOWS = 3
_LEAST_WINDOWS_ALL, _LEAST_WINDOWS_SIDE = 20, 9  # along a whole table, between two of its lines
_SHOWS_ALL, _SHOWS_TOGETHER, _SHOWS_SIDE = 0.6, 0.64, 0.8
_TOGETHER = 3  # rows, or columns, which low ones are looked at together
_USUAL = 0.5  # of a line is drawn: for the rest, less evidence is enough
_PARTLY = 0.2  # is sure of one of which a piece longer than a character is enough
_SHOWS = 0.74  # share of the stretches in which it shows, of those in which that can be told,
_LEAST_TOLD = 0.4  # which must be this share of all
_PAPER_BESIDE = 5.0
_END_PT = (1.0, 2.2)  # from a crossing line: beyond its own blurred edge, before the print of a cell
_LEAST_AT_CROSSINGS = 0.35


def missed_borders(level: Seen, upright: Seen, frames: list[Frame], pieces: Sequence[Rule] = ()) -> list[Rule]:
    """Rules for the borders of these tables that are inked but not yet covered by a rule. ``upright``: the page with x
    and y changed. ``pieces``: the page's straight long ink: a line that much of it makes is broken, also where no piece
    reaches from crossing to crossing.
    """
    level_pieces, upright_pieces = ([piece for piece in pieces if piece.axis == axis] for axis in AXES)
    found: list[Rule] = []
    for frame in frames:
        ys = _with_missed(level, frame.ys, frame.xs, frame.horizontal)
        xs = _with_missed(upright, frame.xs, frame.ys, frame.vertical)
        found += _on_axis(level, "h", _with_broken(ys, tuple(xs), level_pieces), tuple(xs))
        found += _on_axis(upright, "v", _with_broken(xs, tuple(ys), upright_pieces), tuple(ys))
    return found


class _Line(NamedTuple):
    """A line of a table: the pieces found so far, and the stretches along which it shows all the way.

    ``whole``: it is known to run along most of the table. ``broken``: long straight ink about it. ``buried``: how it
    looks, where it is told by that.
    """

    pieces: Pieces
    whole: bool = False
    shown: Pieces = ()
    broken: Pieces = ()
    buried: Buried | None = None


def _with_broken(lines: dict[float, _Line], marks: tuple[float, ...], pieces: Sequence[Rule]) -> dict[float, _Line]:
    """A table's lines along x with the long straight ink about them, and those of which only such ink is left."""
    broken = broken_lines(list(lines), marks, pieces)
    return {position: lines.get(position, _Line(()))._replace(broken=own) for position, own in broken.items()}


def _with_missed(
    page: Seen, positions: tuple[float, ...], across: tuple[float, ...], pieces: tuple[Pieces, ...]
) -> dict[float, _Line]:
    """A table's lines along x by position, in rising order, with those that were missed.

    ``across``: where the lines of the other direction run. A missed line shows, however faintly, nearly all along
    the table, or all the way between two lines that it meets: neighbours, or some rows apart.
    """
    lines = {position: _Line(own) for position, own in zip(positions, pieces, strict=True)}
    inside = (positions[0] + APART_PT, positions[-1] - APART_PT)
    sides = [(side, way_of(page, *inside, *side, DOUBLE)) for side in itertools.pairwise(across)]
    seen = [(side, way) for side, way in sides if way is not None]
    for chosen, together, look in _stretches(seen):
        start, end = chosen[0][0][0], chosen[-1][0][1]
        whole = len(chosen) == len(seen)
        contrast = contrast_along([way for _, way in chosen], look)
        if contrast.excess.shape[1] < (_LEAST_WINDOWS_ALL if whole else _LEAST_WINDOWS_SIDE):
            continue
        least = _SHOWS_ALL if whole else _SHOWS_TOGETHER if together else _SHOWS_SIDE
        shares = _shares_all_along(contrast) if whole else _shares_between(contrast, least)
        while shares.max(initial=0.0) >= least:
            best = int(shares.argmax())
            position = contrast.top + (best + 0.5) / page.per_pt
            nearest = min(lines, key=lambda other: abs(position - other))
            if abs(position - nearest) >= APART_PT and _meets_crossings(page, position, [side for side, _ in chosen]):
                lines[position] = _Line((), whole, () if whole else ((start, end),))
            elif lines[nearest].shown and abs(position - nearest) <= SEARCH_PT:
                lines[nearest] = lines[nearest]._replace(shown=(*lines[nearest].shown, (start, end)))
            near = round(APART_PT * page.per_pt)
            shares[max(0, best - near) : best + near + 1] = 0.0
        if whole and look is SINGLE:
            lines = _of_this_sheet(page, _with_buried(page, lines, contrast, seen), contrast)
    return dict(sorted(lines.items()))


def _of_this_sheet(page: Seen, lines: dict[float, _Line], along: Contrast) -> dict[float, _Line]:
    """A table's lines without those of a table on the sheet's back. ``along``: the contrast along the table."""
    known = [place for place in sorted(lines)[1:-1] if lines[place].pieces]  # the outermost were not looked at
    least = least_strength(along, known, page.per_pt)
    return {p: line for p, line in lines.items() if line.pieces or strength(along, p, page.per_pt) >= least}


def _with_buried(page: Seen, lines: dict[float, _Line], along: Contrast, seen: Sequence[_Side]) -> dict[float, _Line]:
    """A table's lines along x with those that are fainter than the page's noise. ``along``: the contrast along it."""
    known = [Known(place, [covers(line.pieces, *side) for side, _ in seen]) for place, line in lines.items()]
    hidden = apart_from_print(page, along, [side for side, _ in seen])
    found = dict(lines)
    for buried in buried_lines(hidden, [way for _, way in seen], known):
        nearest = min(lines, key=lambda other: abs(buried.position - other))
        place = nearest if abs(buried.position - nearest) < APART_PT else buried.position
        found[place] = found.get(place, _Line(()))._replace(whole=True, buried=buried)
    return found


def _meets_crossings(page: Seen, position: float, sides: Sequence[tuple[float, float]]) -> bool:
    """Whether a line shows close to the lines that it crosses as it does elsewhere. The strokes of a text that
    stands in many rows alike come nearly as dark, but end before the borders of their cells."""
    row, inner, outer = (round(v * page.per_pt) for v in (position, *_END_PT))
    band = page.lack[max(0, row - 1) : row + 2].max(axis=0)
    parts = [band[round(start * page.per_pt) : round(end * page.per_pt)] for start, end in sides]
    parts = [part for part in parts if len(part) > 3 * outer]
    if not parts:
        return True
    if page.along.dense and any(ends_short(page, position, *side) for side in sides):
        return False
    if is_strong_in_places(page, position, sides):
        return False
    first = float(np.mean([part[inner:outer].mean() for part in parts]))
    last = float(np.mean([part[-outer:-inner].mean() for part in parts]))
    return min(first, last) >= _LEAST_AT_CROSSINGS * float(np.mean([part[outer:-outer].mean() for part in parts]))


_Side = tuple[tuple[float, float], Way]  # from where to where, and what is seen there


def _stretches(sides: Sequence[_Side]) -> Iterator[tuple[Sequence[_Side], bool, Look]]:
    """Along which ways a missed line is looked for, whether these are several rows together, and how."""
    if not sides:
        return
    yield sides, True, SINGLE
    for first in range(len(sides) - _TOGETHER + 1 if len(sides) > _TOGETHER else 0):
        yield sides[first : first + _TOGETHER], True, SINGLE
        yield sides[first : first + _TOGETHER], True, DOUBLE
    if len(sides) > 1:
        yield from (([side], False, SINGLE) for side in sides)


def _shares_all_along(contrast: Contrast) -> NDArray[np.float64]:
    """For every row, how much of a line along the whole table shows; it may lean by a pixel."""
    leaning = contrast._replace(excess=np.asarray(cv2.dilate(contrast.excess, np.ones((3, 1), np.uint8))))
    return np.where(_has_paper_beside(leaning) & (leaning.told >= _LEAST_TOLD), leaning.shares, 0.0)


def _shares_between(contrast: Contrast, least: float) -> NDArray[np.float64]:
    """For every row, how much of a line between two others shows, if that is enough; it must reach both."""
    shares = contrast.shares
    rows = np.flatnonzero((shares >= least) & (contrast.told >= MOSTLY_TOLD))
    chosen = contrast._replace(excess=contrast.excess[rows], either=contrast.either[rows], struck=contrast.struck[rows])
    found = np.zeros_like(shares)
    found[rows] = np.where(_has_paper_beside(chosen) & chosen.reached, shares[rows], 0.0)
    return found


def _has_paper_beside(contrast: Contrast) -> NDArray[np.bool_]:
    """Feet of characters look like a line that has print on one side all the way."""
    return np.asarray(contrast.beside <= _PAPER_BESIDE)


def _on_axis(page: Seen, axis: Axis, lines: dict[float, _Line], marks: tuple[float, ...]) -> Iterator[Rule]:
    on_broken_page = are_broken([line.broken for line in lines.values()], marks)
    for position, line in lines.items():
        sides = list(itertools.pairwise(marks))
        covered = [side for side in sides if covers(line.pieces, *side)]
        found = {s: s in covered or covers(line.shown, *s) or _is_drawn(page, position, *s) for s in sides}
        known = [side for side in sides if found[side]]
        way = marks[-1] - marks[0]
        broken = is_broken(line.broken, marks)
        drawn = line.whole or broken or sum(end - start for start, end in known) >= _USUAL * way
        partly_drawn = sum(end - start for start, end in covered) >= _PARTLY * way
        for side in sides if drawn else ():
            if not found[side] and is_mostly_left(line.broken, *side):
                found[side] = not is_of_characters(page, position, *side)
            if not found[side] and line.buried and (rows := rows_around(page, position, *side)):
                found[side] = is_buried_border(apart_from_print(page, rows, [side]), line.buried, page.per_pt)
        if drawn and len(known) < len(sides):
            usual = usual_of(page, position, known)
            for side in sides:
                if not found[side]:
                    found[side] = as_elsewhere(page, position, *side, usual)
        for number, side in enumerate(sides):
            if side in covered:
                continue
            is_border = found[side] and not is_no_border(page, position, *side)
            is_border = is_border or (drawn and is_partly_inked(page, position, *side))
            is_border = is_border or (drawn and has_stubs(page, position, *side))
            is_border = is_border or (partly_drawn and is_in_part(page, position, *side))
            goes_on = any(found[other] for other in sides[max(0, number - 1) : number + 2] if other != side)
            is_border = is_border or is_left(page, position, *side, on_broken_page, goes_on)
            if is_border and page.along.solid:
                is_border = not is_of_characters(page, position, *side)
            if is_border and not is_text(page, position, *side, line.broken):
                yield Rule(axis, position, *side, 0.5)


def _is_drawn(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether a border is drawn between two crossings of which no rule tells."""
    if has_dots(page, position, start, end) or is_dotted_border(page, position, start, end):
        return True
    if is_dashed_border(page, position, start, end):
        return True
    if not _meets_crossings(page, _darkest(page, position, start, end), [(start, end)]):
        return False
    return is_inked(page, position, start, end) or _shows(page, position, start, end)


def _darkest(page: Seen, position: float, start: float, end: float) -> float:
    """Where about a line's position it is darkest between two crossings (points)."""
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    top = max(0, row - reach)
    band = page.lack[top : row + reach + 1, round(start * page.per_pt) : round(end * page.per_pt)]
    return (top + int(band.mean(axis=1).argmax())) / page.per_pt if band.size else position


def _shows(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether a border too broken or too faint for single pixels is darker than either side along its way."""
    found = rows_around(page, position, start, end)
    if found is None or found.excess.shape[1] < _LEAST_WINDOWS:
        return False
    return float(found.shares[found.reached & (found.told >= _LEAST_TOLD)].max(initial=0.0)) >= _SHOWS
