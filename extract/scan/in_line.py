"""Strokes of text that stand in line with a rule: where rows are as low as their text, a column of characters covers
nearly all of a border's way, but leaves paper before the rules above and below it. Where lines are drawn without gaps,
a border does not.

Points of the page; ``Seen`` holds pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.contrast import LONG_PT, Drawn, Seen, turned_for
from shibiao.extract.scan.dots import lacks_dots, swing_of_dots
from shibiao.extract.scan.inked import SEARCH_PT, is_of_characters
from shibiao.extract.scan.settle import crossings, stretches, without_stretches
from shibiao.extract.scan.strokes import ranges_of

_LEAN_PT = 0.4  # and leans by this much
END_PT = (0.4, 2.0)  # from a crossing: beyond its own ink, as far as the paper between a rule and its text
_GAP = 0.3  # of the usual darkness: as light as this is paper
_LEAST_DARK = 10.0  # grey levels: fainter tells nothing
_STRONG = 30.0  # grey levels
LONGEST_PT = 45.0  # a row of three lines of text
_DENSE = 0.95  # dark share of a line's way
_MOST_BREAKS, _CLEAR_BREAKS = 0.04, 0.1  # lighter places a point: of a solid line at most, of a broken one at least
_LIGHTER = 0.7  # of its usual darkness: between dashes that a scanner's blur has nearly closed
_INKED = 75  # percentile of a line's darkness: its dots', where it is dotted
_LEAST_SWING = 0.3  # of what it usually is along a dotted line
_LEAST_GAPS = 6  # of a line of dots or dashes
_LONGER, _LEAST_LONG_PT = 3.0, 1.4  # times as long as its gaps usually are, and at least so long: white before text
_FEWER, _LARGER = 0.6, 1.3  # of the gaps, and times the pieces, that the line has elsewhere
_ONE_PIECE = 0.95  # of its ink is one run
_NO_GAPS = 0.03  # light share of a stretch that is drawn without gaps,
_MOSTLY = 0.5  # and share of a line's way in such stretches that makes it a solid one
_MOST_LIGHT = 0.25  # of a row of strokes, where it is not known that its line is solid: dashes are lighter
_LEAST_LIGHT = 0.2  # of a row of strokes that comes up to one of the rules


def as_drawn(page: Seen, rules: Sequence[Rule]) -> Seen:
    """The page with how the lines of either direction are drawn, as its long rules tell: whether they are usually dark
    on ``_DENSE`` of their way, and lighter places are rare.

    Dashes whose gaps a scanner's blur has nearly closed are dense: of 180 pages of generated scans, solid lines had up
    to 2.9 lighter places on 100 pt, and dashed ones 5.4 to 66. Where the lines of one direction alone have but a few
    more, since they go through text, or are too short to tell, all lines together tell it.
    """
    long = [rule for rule in rules if rule.end - rule.start >= LONG_PT]
    darks = [(rule.axis, _along(turned_for(rule.axis, page), rule.position, rule.start, rule.end)) for rule in long]
    darks = [(axis, dark) for axis, dark in darks if dark.size]
    both = _of_lines(page, [dark for _, dark in darks])
    if both is None:
        return page._replace(along=Drawn(), across=Drawn())
    found = {}
    for axis in ("h", "v"):
        lines = [dark for one, dark in darks if one == axis]
        own = _of_lines(page, lines) or both
        unclear = own.dense and _MOST_BREAKS < own.breaks <= _CLEAR_BREAKS
        told = both if unclear else own
        found[axis] = Drawn(own.dense, told.dense and told.breaks <= _MOST_BREAKS)
    return page._replace(along=found["h"], across=found["v"])


class _Lines(NamedTuple):
    """Whether lines are usually dark nearly all along, and how many lighter places they have a point."""

    dense: bool
    breaks: float


def _of_lines(page: Seen, darks: Sequence[NDArray[np.float64]]) -> _Lines | None:
    if not darks:
        return None
    dense = float(np.median([(dark >= _LEAST_DARK).mean() for dark in darks])) >= _DENSE
    return _Lines(dense, float(np.median([_breaks(dark) / len(dark) * page.per_pt for dark in darks])))


def _breaks(dark: NDArray[np.float64]) -> int:
    """How often a line (``_along``) becomes clearly lighter than it is."""
    light = _light(dark, _LIGHTER)
    return int(np.count_nonzero(light[1:] & ~light[:-1]))


def ends_short(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether what is dark between two crossings of a line along x leaves paper before both."""
    gaps = _gaps(_along(page, position, start, end), page.per_pt)
    return gaps is not None and end - start <= LONGEST_PT and gaps.are_before_both


def is_strong_in_places(page: Seen, position: float, sides: Sequence[tuple[float, float]]) -> bool:
    """Whether what is dark along a line is as dark as can be between most crossings, but leaves paper before both of
    most, or nothing is there between others. A line so dark is found by itself; one that is looked for is faint."""
    darks = [dark for side in sides if (dark := _along(page, position, *side)).size]
    usual = [float(np.median(dark)) for dark in darks]
    if sum(one >= _STRONG for one in usual) <= len(usual) / 2:
        return False
    gaps = [found for dark in darks if (found := _gaps(dark, page.per_pt))]
    short = sum(one.first and one.last for one in gaps)
    return min(usual) < _LEAST_DARK or (len(gaps) > 1 and short > len(gaps) / 2)


def is_no_border(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether what was taken for a missed border is strokes of text, or shows through from the sheet's back.

    Where lines are solid, a border leaves no paper before the rules it meets, and is no fainter than ``_LEAST_DARK``.
    Where they are dashed, it is not of one piece between paper, as a bracket is; where they are dotted, it has dots.
    """
    if lacks_dots(page, position, start, end):
        return True
    dark = _along(page, position, start, end)
    gaps = _gaps(dark, page.per_pt)
    if gaps is None:
        return page.along.solid and bool(dark.size) and float(np.median(dark)) < _LEAST_DARK
    between_paper = gaps.first and gaps.last and end - start <= LONGEST_PT
    return between_paper and (page.along.solid or _is_of_one_piece(dark, gaps.usual))


def _is_of_one_piece(dark: NDArray[np.float64], usual: float) -> bool:
    """Whether nearly all of a line's ink (``_along``) is one run, the rules that it meets left out."""
    runs = [end - start for start, end in ranges_of(dark >= _GAP * usual) if start > 0 and end < len(dark)]
    return bool(runs) and max(runs) >= _ONE_PIECE * sum(runs)


def without_strokes(page: Seen, rules: Sequence[Rule]) -> list[Rule]:
    """Rules without the stretches between two crossings where only strokes of text stand in line with them."""
    across = {axis: [rule for rule in rules if rule.axis != axis] for axis in ("h", "v")}
    return [part for rule in rules for part in _parts(turned_for(rule.axis, page), rule, across[rule.axis])]


class _Gaps(NamedTuple):
    """Where a line is as light as paper between two crossings: close to the first, to the last, and how much of it.
    ``usual``: how dark it is, in grey levels."""

    first: bool
    last: bool
    share: float
    usual: float

    @property
    def are_before_both(self) -> bool:
        return self.first and self.last and self.share <= _MOST_LIGHT


def _gaps(dark: NDArray[np.float64], per_pt: float, usual: float | None = None) -> _Gaps | None:
    """The gaps of a line (``_along``) that is ``usual`` dark, or as dark as here. None where too little is dark, or the
    way is too short, to tell."""
    first, last = (round(v * per_pt) for v in END_PT)
    if len(dark) <= 3 * last:
        return None
    usual = usual or float(np.median(dark[last:-last]))
    if usual < _LEAST_DARK:
        return None
    light = dark < _GAP * usual
    share = float(light[first : len(light) - first].mean())
    return _Gaps(bool(light[first:last].any()), bool(light[-last:-first].any()), share, usual)


def _parts(page: Seen, rule: Rule, crossing: Sequence[Rule]) -> Iterator[Rule]:
    return _solid_parts(page, rule, crossing) if page.along.solid else _dotted_parts(page, rule, crossing)


def _solid_parts(page: Seen, rule: Rule, crossing: Sequence[Rule]) -> Iterator[Rule]:
    met = crossings(rule, crossing)
    sides = stretches(rule, met)
    darks = [_along(page, rule.position, *side) for side in sides]
    gaps = [_gaps(dark, page.per_pt) for dark in darks]
    drawn = [(side, g.usual) for side, g in zip(sides, gaps, strict=True) if g and g.share <= _NO_GAPS]
    is_solid = sum(high - low for (low, high), _ in drawn) >= _MOSTLY * (rule.end - rule.start)
    if is_solid:  # then a stretch without anything dark is an opening
        usual = float(np.median([usual for _, usual in drawn]))
        gaps = [_gaps(dark, page.per_pt, usual) for dark in darks]
    nowhere_met = any(gaps) and all(found is None or (found.first and found.last) for found in gaps)

    def is_text(low: float, high: float, found: _Gaps | None) -> bool:
        if found is None:
            return False
        if high - low > LONGEST_PT:  # of a line of several characters
            between_paper = is_solid and found.first and found.last
            return between_paper and (found.share >= _LEAST_LIGHT or is_of_characters(page, rule.position, low, high))
        # What goes on beyond the outermost rule is no border where paper parts the two: a stroke of the title.
        apart = bool(met) and ((high <= met[0] and found.last) or (low >= met[-1] and found.first))
        broken = apart or (found.share >= _LEAST_LIGHT and (found.first or found.last))
        return found.are_before_both or nowhere_met or (is_solid and broken)

    text = [side for side, found in zip(sides, gaps, strict=True) if is_text(*side, found)]
    return without_stretches(rule, text)


def _dotted_parts(page: Seen, rule: Rule, crossing: Sequence[Rule]) -> Iterator[Rule]:
    """A line of dots or dashes has even gaps: text stands between two crossings where much longer gaps lie before both,
    or before one with far fewer gaps or longer pieces between, or where nothing comes and goes at the distance of the
    page's dots."""
    sides = stretches(rule, crossings(rule, crossing))
    lights = [_light(_along(page, rule.position, *side)) for side in sides]
    least = _long_gap(lights, page.per_pt)
    near = round(END_PT[1] * page.per_pt)
    pieces = [piece for light in lights for piece in _pieces(light)]
    dash = float(np.median(pieces)) if pieces else math.inf
    often = float(np.median([len(ranges_of(light)) / max(1, len(light)) for light in lights] or [0.0]))

    def is_text(low: float, high: float, light: NDArray[np.bool_]) -> bool:
        gaps = ranges_of(light)
        long = [(start, end) for start, end in gaps if end - start >= least]
        first, last = any(start <= near for start, _ in long), any(end >= len(light) - near for _, end in long)
        unlike = len(gaps) <= _FEWER * often * len(light) or max(_pieces(light), default=0) >= _LARGER * dash
        return len(light) > 3 * near and high - low <= LONGEST_PT and (first or last if unlike else first and last)

    swings = [swing_of_dots(page, rule.position, *side) for side in sides]
    usual = float(np.percentile([s for s in swings if s is not None] or [0.0], _INKED))
    text = [
        side
        for side, light, swing in zip(sides, lights, swings, strict=True)
        if is_text(*side, light)
        or (swing is not None and swing < _LEAST_SWING * usual and lacks_dots(page, rule.position, *side))
    ]
    yield from without_stretches(rule, text)


def _long_gap(lights: Sequence[NDArray[np.bool_]], per_pt: float) -> float:
    """From which length on a light place is much longer than the usual gap of a line; in pixels."""
    gaps = [end - start for light in lights for start, end in ranges_of(light) if start > 0 and end < len(light)]
    if len(gaps) < _LEAST_GAPS:
        return math.inf
    return max(_LONGER * float(np.median(gaps)), _LEAST_LONG_PT * per_pt)


def _pieces(light: NDArray[np.bool_]) -> list[int]:
    """How long the dots or dashes of a stretch are (pixels), what lies on the rules that it meets left out."""
    return [end - start for start, end in ranges_of(~light) if start > 0 and end < len(light)]


def _light(dark: NDArray[np.float64], share: float = _GAP) -> NDArray[np.bool_]:
    """Where a line (``_along``) has but a share of the darkness of its ink: as light as paper."""
    return np.asarray(dark < share * max(_LEAST_DARK, float(np.percentile(dark, _INKED)) if dark.size else 0.0))


def _along(page: Seen, position: float, start: float, end: float) -> NDArray[np.float64]:
    """How dark it is along a line (grey levels below what lies around), looked for where it is darkest."""
    reach, lean, row = (round(v * page.per_pt) for v in (SEARCH_PT, _LEAN_PT, position))
    top = max(0, row - reach)
    band = page.lack[top : row + reach + 1, max(0, round(start * page.per_pt)) : round(end * page.per_pt)]
    if not band.size:
        return np.zeros(0)
    best = int(band.mean(axis=1).argmax())
    return np.asarray(band[max(0, best - lean) : best + lean + 1].max(axis=0), np.float64)
