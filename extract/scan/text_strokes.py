"""Strokes of text in rows hardly higher than their text: a blurred scan joins them with the rules above and below, and
they look like a column's border. They are darker in the middle than where they meet the rules, and other strokes of
their characters come off them.

Measured on 8 scans with rows of 12 to 13 points (stretches of rules between two crossings): borders are dark by 0.72 of
their usual darkness and more close to their crossings, strokes by 0.7 and less, mostly by nothing. Points of the page;
``Seen`` holds pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.contrast import LONG_PT, MOST_LACK, Seen, turned_for
from shibiao.extract.scan.in_line import END_PT, LONGEST_PT
from shibiao.extract.scan.inked import SEARCH_PT, is_of_characters
from shibiao.extract.scan.settle import crossings, stretches, without_stretches
from shibiao.extract.scan.strokes import AXES, ranges_of

_LOW_PT = 20.0  # a row hardly higher than its one line of text: only there do strokes meet both rules
_CLEAR_PT = 1.6  # from a crossing: there its own blur reaches
_BESIDE_PT = (0.3, 1.1)  # beyond a stroke's edge: what is dark all the way comes off it
_AROUND_PT = 4.0
_AS_EVEN = 0.95
_HALF = 0.5  # of its darkness: a stroke's edge, across
_COMES_OFF = 0.45
_PARALLEL = 0.4  # of the way: what is so long beside a line is the other one of a double line
_DIP = 0.62  # of its darkness, close to a crossing
_FAINTER, _PALER = 0.6, 0.8  # of the darkness of long rules
_MANY, _DEEP, _LIGHTER = 2, 0.5, 0.7  # strokes that come off, a dip and a darkness that a part of a border never has
_ABSENT = 0.1  # of its darkness
_STOPS = 0.4  # the dip of a double line that stops at others; strokes mostly have none of their darkness there
_PLAIN = 0.8  # of a double line's rows at least
_STUB_PT = 3.0
_GOES_ON_PT = 6.0  # on either side of a crossing: of 31 such stretches on bad photocopies all were borders
_APART_PT = 4.0  # the two of a double line, and their ends
_FEW, _SHORT_PT = 2, 90.0  # rows along a short rule; so long is the text of a narrow cell at most
_PRINT = (0.4, 0.6)  # of the darkness of long rules, a quarter and a half of a line of small print are at most
_MOSTLY = 0.5  # of the rows along a longer one
_NOISY = 0.1  # of long rules' stretches that dip: on such a page this tells nothing
_LEAST_LONG = 4  # stretches of long rules


class Stroke(NamedTuple):
    """What is dark between two crossings: how dark, in grey levels; by what share of that it is dark close to the first
    and to the last at least; and how many strokes come off it."""

    usual: float
    ends: tuple[float, float]
    off: int

    @property
    def dip(self) -> float:
        return min(self.ends)


def stroke_of(page: Seen, position: float, start: float, end: float) -> Stroke | None:
    """The stroke along x about a position between two crossings; None where the way is too short or too long, and for
    one line of two."""
    if end - start > LONGEST_PT:
        return None
    per_pt = page.per_pt
    row, around, search = (round(v * per_pt) for v in (position, _AROUND_PT, SEARCH_PT))
    clear, first, last = (
        max(least, round(v * per_pt)) for least, v in ((0, _CLEAR_PT), (1, END_PT[0]), (2, END_PT[1]))
    )
    x0, x1 = round(start * per_pt), round(end * per_pt)
    band = page.deep[max(0, row - around) : row + around + 1, x0:x1].astype(np.float32)
    if len(band) < 2 * around + 1 or band.shape[1] <= 3 * last:
        return None
    middle = around - search + _evenest(band[around - search : around + search + 1])
    line = band[max(0, middle - 1) : middle + 2].max(axis=0)
    usual = max(1.0, float(_middle(line)))
    ends = float(line[first:last].min()) / usual, float(line[-last:-first].min()) / usual
    inner = band[:, clear : band.shape[1] - clear]
    beside = [_lengths_beside(side, usual, per_pt) for side in (inner[middle::-1], inner[middle:])]
    if max(map(max, filter(None, beside)), default=0) > _PARALLEL * inner.shape[1]:
        return None
    return Stroke(usual, ends, sum(map(len, beside)))


def _evenest(rows: NDArray[np.float32]) -> int:
    """Which row is dark along most of the way: a stroke of the text beside a border may be much darker than it is."""
    share = np.minimum(rows, MOST_LACK).mean(axis=1)
    return int(np.where(share >= _AS_EVEN * share.max(), rows.mean(axis=1), -1.0).argmax())


def _lengths_beside(side: NDArray[np.float32], usual: float, per_pt: float) -> list[int]:
    """How long each stroke is, along the line, that comes off it on one side: ``side`` begins with the line's own row
    and goes away from it."""
    across = _middle(side)
    lighter = np.flatnonzero(across < _HALF * usual)
    near, far = (round(v * per_pt) for v in _BESIDE_PT)
    edge = int(lighter[0]) if lighter.size else len(side)
    beside = side[edge + near : edge + far + 1]
    if not beside.size or edge + far >= len(side):
        return []
    return [end - start for start, end in ranges_of(np.asarray(beside.min(axis=0) >= _COMES_OFF * usual))]


def _middle(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The median of each row: of so few numbers NumPy's own takes five times as long."""
    ordered = np.sort(values, axis=-1)
    count = values.shape[-1]
    return np.asarray((ordered[..., (count - 1) // 2] + ordered[..., count // 2]) / 2)


def with_depth(page: Seen, rules: Sequence[Rule]) -> Seen:
    """The page with how dark its solid borders are, as its long rules tell."""
    depths = {}
    for axis in AXES:
        turned = turned_for(axis, page)
        depths[axis] = _depth(turned, [r for r in rules if r.axis == axis], [r for r in rules if r.axis != axis])
    along, across = page.along._replace(depth=depths["h"]), page.across._replace(depth=depths["v"])
    return page._replace(along=along, across=across)


def without_text_strokes(page: Seen, rules: Sequence[Rule]) -> list[Rule]:
    """Rules without those, and without the stretches of others, that are strokes of text."""
    found: list[Rule] = []
    for axis in AXES:
        turned = turned_for(axis, page)
        own = [rule for rule in rules if rule.axis == axis]
        across = [rule for rule in rules if rule.axis != axis]
        for rule in own:
            if not _is_of_feet(turned, rule, own):
                found += without_stretches(rule, _text_of(turned, rule, across)) if turned.along.depth else [rule]
    return found


def _is_of_feet(page: Seen, rule: Rule, rules: Sequence[Rule]) -> bool:
    """Whether a short rule along x is the feet of characters in line, on a page whose lines are solid; not one of two
    that make a double line, whose crossings part it into pieces of characters' size."""
    if not page.along.solid or rule.end - rule.start > _SHORT_PT or any(_is_other_of_two(rule, one) for one in rules):
        return False
    return is_of_characters(page, rule.position, rule.start, rule.end)


def _is_other_of_two(rule: Rule, other: Rule) -> bool:
    """Whether two rules of one direction make a double line."""
    apart = abs(rule.position - other.position), abs(rule.start - other.start), abs(rule.end - other.end)
    return 0 < apart[0] <= _APART_PT and max(apart[1:]) <= _APART_PT


def _text_of(page: Seen, rule: Rule, across: Sequence[Rule]) -> list[tuple[float, float]]:
    """The stretches of one rule along x that are text."""
    depth = page.along.depth
    sides = stretches(rule, crossings(rule, across))
    if len(sides) <= _FEW and any(_is_small_print(page, rule.position, *side, depth) for side in sides):
        return sides
    return list(_text(_ways(page, rule, across), depth))


def _is_small_print(page: Seen, position: float, start: float, end: float, depth: float) -> bool:
    """Whether what is dark between two crossings is a line of small print: its characters flow together, but are
    nowhere as dark as a border for long."""
    row, search, clear = (round(v * page.per_pt) for v in (position, SEARCH_PT, _CLEAR_PT))
    x0, x1 = round(start * page.per_pt) + clear, round(end * page.per_pt) - clear
    band = page.deep[max(0, row - search) : row + search + 1, x0:x1].astype(np.float32)
    if end - start <= _LOW_PT or not band.size:
        return False
    middle = int(band.mean(axis=1).argmax())
    line = band[max(0, middle - 1) : middle + 2].max(axis=0)
    quarter, half = np.percentile(line, (25, 50))
    return bool(quarter < _PRINT[0] * depth and half < _PRINT[1] * depth)


def is_text(page: Seen, position: float, start: float, end: float, pieces: Iterable[tuple[float, float]] = ()) -> bool:
    """Whether what may be a border between two crossings is a stroke of text. ``pieces``: the long straight ink about
    its line; what goes on beyond a crossing and has no strokes beside it is left of a border that dips where it ends.
    """
    stroke = stroke_of(page, position, start, end) if page.along.depth and end - start <= _LOW_PT else None
    if stroke is None or not _is_text(stroke, page.along.depth):
        return False
    return stroke.off > 0 or not any(_goes_on(stroke, piece, start, end) for piece in pieces)


def _goes_on(stroke: Stroke, piece: tuple[float, float], start: float, end: float) -> bool:
    """Whether a piece of a line runs along much of a way and beyond one of its ends, as dark there as elsewhere."""
    first, last = piece
    if min(last, end) - max(first, start) < _GOES_ON_PT:
        return False
    before, behind = (dark >= _DIP for dark in stroke.ends)
    return (before and first <= start - _GOES_ON_PT) or (behind and last >= end + _GOES_ON_PT)


Ways = list[tuple[tuple[float, float], Stroke | None]]


def _ways(page: Seen, rule: Rule, across: Sequence[Rule]) -> Ways:
    return [(side, stroke_of(page, rule.position, *side)) for side in stretches(rule, crossings(rule, across))]


def _depth(page: Seen, rules: Sequence[Rule], across: Sequence[Rule]) -> float:
    """How dark a page's borders along x are, in grey levels; 0 where they dip as text does, or too few are there."""
    if not page.along.solid:
        return 0.0
    strokes: list[Stroke] = []
    for rule in rules:
        own = [stroke for _, stroke in _ways(page, rule, across) if stroke is not None]
        if rule.end - rule.start >= LONG_PT and sum(s.dip < _DIP for s in own) <= _MOSTLY * len(own):
            strokes += own  # a column of one label may make strokes stand in line along all its rows
    usual = float(np.median([stroke.usual for stroke in strokes])) if strokes else 0.0
    drawn = [stroke for stroke in strokes if stroke.usual >= _HALF * usual]
    if len(drawn) < _LEAST_LONG or float(np.mean([stroke.dip < _DIP for stroke in drawn])) > _NOISY:
        return 0.0
    return usual


def _text(way: Ways, depth: float) -> Iterator[tuple[float, float]]:
    """The stretches of one rule that are text, and what is left of it between them that is too short to be a border."""
    strokes = [stroke for _, stroke in way if stroke is not None]
    rows = len(strokes) + sum(end - start > LONGEST_PT for (start, end), _ in way)
    own = float(np.median([stroke.usual for stroke in strokes])) if strokes else depth
    if len(strokes) >= _LEAST_LONG and _is_double(strokes, depth):
        return
    if rows <= _FEW:
        gone = [stroke is not None and _is_lone_text(stroke, depth) for _, stroke in way]
    elif sum(_dips(stroke, depth) for stroke in strokes) > _MOSTLY * rows:
        gone = [stroke is not None and _is_text(stroke, depth) for _, stroke in way]
    else:
        gone = [stroke is not None and _is_other(stroke, own) for _, stroke in way]
    gone = [g and end - start <= _LOW_PT for g, ((start, end), _) in zip(gone, way, strict=True)]
    if any(gone):
        short = [end - start <= _STUB_PT for (start, end), _ in way]
        beside = [any(gone[max(0, i - 1) : i + 2]) for i in range(len(gone))]
        yield from (side for (side, _), g, s, b in zip(way, gone, short, beside, strict=True) if g or (s and b))


def _is_double(strokes: Sequence[Stroke], depth: float) -> bool:
    """Whether these are a double line whose two have run together: it stops at the double lines that it meets, but in
    hardly any row does a stroke come off it (a tick that somebody drew across it), and it is as dark as a border."""
    plain = [stroke.off == 0 and stroke.usual >= _PALER * depth for stroke in strokes]
    stops = float(np.median([stroke.dip for stroke in strokes]))
    return stops >= _STOPS and (all(plain) or (float(np.mean(plain)) >= _PLAIN and stops < _DIP))


def _is_text(stroke: Stroke, depth: float) -> bool:
    return _dips(stroke, depth) or (stroke.off > 0 and stroke.usual < _FAINTER * depth)


def _dips(stroke: Stroke, depth: float) -> bool:
    """Whether it is lighter where it meets the rules: among double rules, whose own darkness is around it, a border is
    so a little."""
    return stroke.dip < (_DIP if stroke.usual < _PALER * depth else _DEEP)


def _is_lone_text(stroke: Stroke, depth: float) -> bool:
    """The same for a stroke that no other row has in its place."""
    if _dips(stroke, depth) or stroke.off >= _MANY or stroke.usual < _HALF * depth:
        return True
    return stroke.off > 0 and stroke.usual < _PALER * depth


def _is_other(stroke: Stroke, own: float) -> bool:
    """Whether a stretch in line with a border is no part of it: paler, or with nothing where it meets the rules."""
    is_text = stroke.off >= _MANY and stroke.dip < _DEEP
    return is_text and (stroke.usual < _LIGHTER * own or stroke.dip <= _ABSENT)
