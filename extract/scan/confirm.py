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
    is_inked,
    is_of_characters,
    is_partly_inked,
    print_on_one_side,
)
from shibiao.extract.scan.strokes import AXES, Axis
from shibiao.extract.scan.stubs import has_stubs
from shibiao.extract.scan.text_strokes import is_text
from shibiao.extract.scan.traces import is_clearly_left, is_left_in_part

_LEAST_WINDOWS = 3
_LEAST_WINDOWS_ALL, _LEAST_WINDOWS_SIDE = 20, 9  # along a whole table, between two of its lines
_SHOWS_ALL, _SHOWS_TOGETHER, _SHOWS_SIDE = 0.6, 0.64, 0.8
_TOGETHER = 3  # rows, or columns, which low ones are looked at together
_USUAL = 0.5  # of a line is drawn: for the rest, less evidence is enough
_FAINT = 10.0  # grey levels
_LIKE_USUAL = 0.5  # of a line's usual darkness
_SHOWS_PARTLY, _SHOWS_MOSTLY = 0.45, 0.59
_SAMPLE = 6  # sides tell how a line looks
_SOLID = 0.85  # of its way: a line that shows along so much of it has no gaps
_SHOWS = 0.74  # share of the stretches in which it shows, of those in which that can be told,
_LEAST_TOLD = 0.4  # which must be this share of all
_PAPER_BESIDE = 5.0
_END_PT = (1.0, 2.2)  # from a crossing line: beyond its own blurred edge, before the print of a cell
_LEAST_AT_CROSSINGS = 0.35
_MOSTLY_TOLD = 0.55  # where print hides more of it, its absence proves nothing


def missed_borders(level: Seen, frames: list[Frame], pieces: Sequence[Rule] = ()) -> list[Rule]:
    """Rules for the borders of these tables that are inked but not yet covered by a rule. ``pieces``: the page's
    straight long ink: a line that much of it makes is broken, also where no piece reaches from crossing to crossing.
    """
    upright = level.turned
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
    rows = np.flatnonzero((shares >= least) & (contrast.told >= _MOSTLY_TOLD))
    chosen = contrast._replace(excess=contrast.excess[rows], either=contrast.either[rows], struck=contrast.struck[rows])
    found = np.zeros_like(shares)
    found[rows] = np.where(_has_paper_beside(chosen) & chosen.reached, shares[rows], 0.0)
    return found


def _has_paper_beside(contrast: Contrast) -> NDArray[np.bool_]:
    """Feet of characters look like a line that has print on one side all the way."""
    return np.asarray(contrast.beside <= _PAPER_BESIDE)


def _on_axis(page: Seen, axis: Axis, lines: dict[float, _Line], marks: tuple[float, ...]) -> Iterator[Rule]:
    broken_page = are_broken([line.broken for line in lines.values()], marks)
    for position, line in lines.items():
        sides = list(itertools.pairwise(marks))
        found = {s: covers(line.shown, *s) or _is_drawn(page, position, line.pieces, *s) for s in sides}
        known = [side for side in sides if found[side]]
        least = _USUAL * (marks[-1] - marks[0])
        broken = is_broken(line.broken, marks)
        drawn = line.whole or broken or sum(end - start for start, end in known) >= least
        for side in sides if drawn else ():
            if not found[side] and is_mostly_left(line.broken, *side):
                found[side] = not is_of_characters(page, position, *side)
            if not found[side] and line.buried and (around := _around(page, position, *side)):
                found[side] = is_buried_border(apart_from_print(page, around, [side]), line.buried, page.per_pt)
        if drawn and len(known) < len(sides):
            usual = _usual(page, position, known)
            for side in sides:
                if not found[side]:
                    found[side] = _as_elsewhere(page, position, *side, usual)
        for side in sides:
            if covers(line.pieces, *side):
                continue
            is_border = found[side] and not is_no_border(page, position, *side)
            is_border = is_border or (drawn and is_partly_inked(page, position, *side))
            is_border = is_border or (drawn and has_stubs(page, position, *side))
            is_border = is_border or is_clearly_left(page, position, *side)
            is_border = is_border or (broken_page and is_left_in_part(page, position, *side))
            if is_border and page.along.solid:
                is_border = not is_of_characters(page, position, *side)
            if is_border and not is_text(page, position, *side):
                yield Rule(axis, position, *side, 0.5)


class _Usual(NamedTuple):
    """How a line looks where it was found: by how much it is darker than what lies beside it (grey levels), and along
    which share of its way, which for dashes far apart is well under 1."""

    strength: float
    share: float


def _usual(page: Seen, position: float, sides: list[tuple[float, float]]) -> _Usual:
    sample = sides[:: max(1, len(sides) // _SAMPLE)]
    found = [around for side in sample if (around := _around(page, position, *side)) is not None]
    if not found:
        return _Usual(0.0, 1.0)
    strength = float(np.median([float(np.median(contrast.excess, axis=1).max()) for contrast in found]))
    shares = [float(((c.excess >= _LIKE_USUAL * strength) & c.clear).mean(axis=1).max()) for c in found]
    return _Usual(strength, float(np.median(shares)))


def _as_elsewhere(page: Seen, position: float, start: float, end: float, usual: _Usual) -> bool:
    """Whether a line that is drawn along most of the table may be taken to be there between two crossings too.

    A faint one, where print on one side hides it. A plain one, where it shows in part and up to one end at least:
    of a dashed line there may be one dash. A solid one that shows along most of the way must reach both ends, since
    a bracket may stand in line with it.
    """
    found = _around(page, position, start, end)
    if found is None:
        return False
    if usual.strength < _FAINT:
        is_hidden = float(found.told[len(found.told) // 2]) <= _MOSTLY_TOLD
        return is_hidden and print_on_one_side(page, position, start, end)
    shows = (found.excess >= _LIKE_USUAL * usual.strength) & found.clear
    share = shows.mean(axis=1)
    first, last = shows[:, 0], shows[:, -1]
    if usual.share >= _SOLID:
        return bool((first & last & ~found.struck & (share >= _SHOWS_MOSTLY)).any())
    return bool(((first | last) & ~found.struck & (share >= _SHOWS_PARTLY)).any())


def _is_drawn(page: Seen, position: float, covered: Pieces, start: float, end: float) -> bool:
    """Whether a border is drawn between two crossings."""
    if covers(covered, start, end) or has_dots(page, position, start, end):
        return True
    if is_dotted_border(page, position, start, end) or is_dashed_border(page, position, start, end):
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


def _around(page: Seen, position: float, start: float, end: float) -> Contrast | None:
    """The rows in which a line may lie that runs about here."""
    way = way_of(page, position - SEARCH_PT, position + SEARCH_PT, start, end)
    return None if way is None else contrast_along([way])


def _shows(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether a border too broken or too faint for single pixels is darker than either side along its way."""
    found = _around(page, position, start, end)
    if found is None or found.excess.shape[1] < _LEAST_WINDOWS:
        return False
    return float(found.shares[found.reached & (found.told >= _LEAST_TOLD)].max(initial=0.0)) >= _SHOWS
