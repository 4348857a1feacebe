"""From pieces of ink to rules: pieces of one line joined, strokes of characters left out, ends brought to the
crossings. All in points of the page."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from shibiao.extract.model import Rule
from shibiao.extract.ruling import touching
from shibiao.extract.tiling import length_of

_JOIN_PT = 9.0  # pieces of one line
_LEVEL_PT = 1.2  # may differ by this much in position
_TOUCH_PT = 2.5  # rules this near meet
_MOST_OF = 0.75  # of the way to the next crossing
_OVERHANG_PT = 8.0  # a table without its outer border goes on at least this far
_LEAST_OPEN = 3  # rules end at an open side of a table
_LEAST_OPENING_PT = 12.0  # a row is at least this high
_LEAST_PARTED = 2  # rules have the same gap, where one table ends and the next begins
_LEAST_COVERED = 0.62  # share of a border that its pieces cover
_FREE_PT = 80.0  # a rule this long needs no other to be one
_HALF_FREE_PT = 40.0  # nor more than one
_LEAST_OF_TABLE = 5  # rules that hang together
_MOSTLY_TABLES = 0.85  # of all the ruling
_SAME_LINE_PT = 4.0
_TOUCHING_PT = 4.0  # lines of one table end so near to each other


def settled(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """Pieces joined, strokes of characters left out, ends brought to the crossings."""
    kept_level, kept_upright = _anchored(_joined(level), _joined(upright))
    kept = (_mended(kept_level, kept_upright), _mended(kept_upright, kept_level))
    around = _around_tables([*kept[0], *kept[1]])
    apart = frozenset(around)
    kept_level, kept_upright = ([rule for rule in rules if rule not in apart] for rules in kept)
    return [*around, *_finished(kept_level, level, kept_upright), *_finished(kept_upright, upright, kept_level)]


def _around_tables(rules: Sequence[Rule]) -> list[Rule]:
    """The few rules that hang together with no table and lie outside all: the edges of the paper, a border about the
    page. A table whose own sides are open does not go on to them.

    Where much of the ruling hangs together with no table, its lines are broken, and none are told to be others'.
    """
    tables: list[list[Rule]] = []
    rest: list[list[Rule]] = []
    for group in touching(rules, _TOUCHING_PT):
        (rest if len(group) < _LEAST_OF_TABLE or _is_frame(group) else tables).append(group)
    inner = [rule for group in tables for rule in group]
    if not inner:
        return []
    x0, y0, x1, y1 = _hull(inner)
    sides = {"v": (x0 - _TOUCHING_PT, x1 + _TOUCHING_PT), "h": (y0 - _TOUCHING_PT, y1 + _TOUCHING_PT)}

    def is_outside(rule: Rule) -> bool:
        low, high = sides[rule.axis]
        return not low <= rule.position <= high

    around: list[Rule] = []
    others: list[Rule] = []
    for group in rest:
        (around if _is_frame(group) and all(map(is_outside, group)) else others).extend(group)
    if _length(inner) >= _MOSTLY_TABLES * _length([*inner, *others]):
        around += filter(is_outside, others)
    return around


def _is_frame(group: Sequence[Rule]) -> bool:
    """Whether rules that hang together draw but four lines: two across and two up and down."""
    lines: dict[str, list[float]] = {"h": [], "v": []}
    for rule in sorted(group, key=lambda r: r.position):
        own = lines[rule.axis]
        if not own or rule.position - own[-1] > _SAME_LINE_PT:
            own.append(rule.position)
    return len(lines["h"]) == len(lines["v"]) == 2


def _length(rules: Sequence[Rule]) -> float:
    return sum(rule.end - rule.start for rule in rules)


def _hull(rules: Sequence[Rule]) -> tuple[float, float, float, float]:
    """The rectangle about rules: x0, y0, x1, y1."""
    along = {"h": [rule for rule in rules if rule.axis == "h"], "v": [rule for rule in rules if rule.axis == "v"]}
    x = [v for r in along["h"] for v in (r.start, r.end)] + [r.position for r in along["v"]]
    y = [v for r in along["v"] for v in (r.start, r.end)] + [r.position for r in along["h"]]
    return min(x), min(y), max(x), max(y)


def _finished(rules: Sequence[Rule], pieces: Sequence[Rule], crossing: Sequence[Rule]) -> Iterator[Rule]:
    for rule in rules:
        yield from _without_openings(_trimmed(rule, crossing, rules), pieces, crossing)


def _without_openings(rule: Rule, pieces: Sequence[Rule], crossing: Sequence[Rule]) -> Iterator[Rule]:
    """A joined rule without the stretches between two crossings that little of its ink covers: there a border
    is left out of a merged cell, and a stroke of a character stands in line with it."""
    own = [(p.start, p.end) for p in pieces if abs(p.position - rule.position) <= 2 * _LEVEL_PT]

    def is_open(low: float, high: float) -> bool:
        return high - low >= _LEAST_OPENING_PT and length_of(own, low, high) < _LEAST_COVERED * (high - low)

    return without_stretches(rule, [side for side in stretches(rule, crossings(rule, crossing)) if is_open(*side)])


def as_inked(rule: Rule, pieces: Sequence[Rule]) -> Rule:
    """A rule no longer than the pieces that it was made of: without what was added for it to reach others."""
    own = [
        piece
        for piece in pieces
        if piece.axis == rule.axis
        and abs(piece.position - rule.position) <= 2 * _LEVEL_PT
        and min(piece.end, rule.end) > max(piece.start, rule.start)
    ]
    if not own:
        return rule
    start, end = min(piece.start for piece in own), max(piece.end for piece in own)
    return rule._replace(start=max(rule.start, start), end=min(rule.end, end))


def stretches(rule: Rule, places: Sequence[float]) -> list[tuple[float, float]]:
    """A rule's way cut at the places where others cross it (in rising order), from start to end."""
    return list(itertools.pairwise([rule.start, *(p for p in places if rule.start < p < rule.end), rule.end]))


def without_stretches(rule: Rule, gone: Iterable[tuple[float, float]]) -> Iterator[Rule]:
    """What is left of a rule without some of its stretches, in rising order."""
    start = rule.start
    for low, high in gone:
        if low > start:
            yield rule._replace(start=start, end=low)
        start = high
    if rule.end > start:
        yield rule._replace(start=start)


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one line made one: they lie on one level and nearly touch."""

    def touch(other: Rule, rule: Rule) -> bool:
        nearly = rule.start - other.end <= _JOIN_PT and rule.end > other.start
        return abs(other.position - rule.position) <= _LEVEL_PT and nearly

    return _made_one(rules, touch)


def _made_one(rules: Sequence[Rule], are_one: Callable[[Rule, Rule], bool]) -> list[Rule]:
    """Rules, each merged, from the first on, into the first one found so far with which it is one."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.start, r.position)):
        before = next((i for i, other in enumerate(found) if are_one(other, rule)), None)
        if before is None:
            found.append(rule)
        else:
            found[before] = _merged(found[before], rule)
    return found


def _merged(one: Rule, other: Rule) -> Rule:
    a, b = one.end - one.start, other.end - other.start
    position = (one.position * a + other.position * b) / (a + b)
    return Rule(
        one.axis, position, min(one.start, other.start), max(one.end, other.end), max(one.thickness, other.thickness)
    )


def _mended(rules: Sequence[Rule], crossing: Sequence[Rule]) -> list[Rule]:
    """Rules of one line made one where no more is missing between them than a copier loses: they come from both of two
    neighbouring crossings and cover most of the way. Where others end and begin with them, one table ends and the next
    begins."""
    return _made_one(rules, lambda other, rule: _is_gap(other, rule, crossing) and not _parts(other, rule, rules))


def _parts(one: Rule, other: Rule, rules: Sequence[Rule]) -> bool:
    """Whether a gap of at least a row's height is in several rules at once, on the same level."""
    ending = sum(abs(rule.end - one.end) <= _TOUCH_PT for rule in rules)
    beginning = sum(abs(rule.start - other.start) <= _TOUCH_PT for rule in rules)
    return other.start - one.end >= _LEAST_OPENING_PT and min(ending, beginning) >= _LEAST_PARTED


def _is_gap(one: Rule, other: Rule, crossing: Sequence[Rule]) -> bool:
    if abs(one.position - other.position) > _LEVEL_PT or other.start <= one.end:
        return False
    whole = _merged(one, other)
    places = crossings(whole, crossing)
    low = max((p for p in places if p <= one.end + _TOUCH_PT), default=None)
    high = min((p for p in places if p >= other.start - _TOUCH_PT), default=None)
    if low is None or high is None or any(low < p < high for p in places):
        return False
    reached = low >= one.start - _TOUCH_PT and high <= other.end + _TOUCH_PT
    return reached and other.start - one.end <= (1 - _LEAST_COVERED) * (high - low)


def _anchored(level: list[Rule], upright: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Without the strokes of characters: a short rule is kept only if both its ends meet others that are kept."""
    while True:
        kept_level = [rule for rule in level if _stands(rule, upright)]
        kept_upright = [rule for rule in upright if _stands(rule, kept_level)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            return level, upright
        level, upright = kept_level, kept_upright


def _stands(rule: Rule, crossing: Sequence[Rule]) -> bool:
    ends = (_meets(rule.start, rule.position, crossing), _meets(rule.end, rule.position, crossing))
    length = rule.end - rule.start
    if all(ends) or length >= _FREE_PT or (any(ends) and length >= _HALF_FREE_PT):
        return True
    return len(crossings(rule, crossing)) >= 2  # past the outermost rule, where the outer border is lost


def crossings(rule: Rule, crossing: Sequence[Rule]) -> list[float]:
    """Where a rule is met by others, in rising order."""
    reached = (rule.start - _TOUCH_PT, rule.end + _TOUCH_PT)
    return sorted(
        other.position
        for other in crossing
        if reached[0] <= other.position <= reached[1]
        and other.start - _TOUCH_PT <= rule.position <= other.end + _TOUCH_PT
    )


def _meets(place: float, position: float, crossing: Sequence[Rule]) -> bool:
    return any(
        abs(other.position - place) <= _TOUCH_PT and other.start - _TOUCH_PT <= position <= other.end + _TOUCH_PT
        for other in crossing
    )


def _trimmed(rule: Rule, crossing: Sequence[Rule], beside: Sequence[Rule]) -> Rule:
    """A rule that ends between two others goes on to the further one or back to the nearer: a stroke of a
    character in line with it has been taken for a part of it, or its last bit is faint. Where it goes on past the last
    one, or ends short of the next, as several ``beside`` it do, the table's outer border is left out, and the others
    are another table's."""
    places = sorted(
        other.position for other in crossing if other.start - _TOUCH_PT <= rule.position <= other.end + _TOUCH_PT
    )
    starts, ends = [other.start for other in beside], [other.end for other in beside]
    rule = rule._replace(start=-_common([-v for v in starts], -rule.start), end=_common(ends, rule.end))
    start, end = -_snapped(-rule.start, [-p for p in reversed(places)]), _snapped(rule.end, places)
    if places and places[0] - _LEAST_OPENING_PT < start < places[0] and _is_alone(starts, start):
        start = places[0]
    if places and places[-1] < end < places[-1] + _LEAST_OPENING_PT and _is_alone(ends, end):
        end = places[-1]
    if abs(start - rule.start) >= _OVERHANG_PT and _ends_there(starts, rule.start) and _is_open(beside, rule.start):
        start = rule.start
    if abs(rule.end - end) >= _OVERHANG_PT and _ends_there(ends, rule.end) and _is_open(beside, rule.end):
        end = rule.end
    return rule._replace(start=start, end=end)


def _common(ends: Sequence[float], place: float) -> float:
    """Where a rule ends of which the last bit, less than a row, goes on alone past the place where others end: a
    stroke of text below the table stands in line with it."""
    before = [end for end in ends if place - _OVERHANG_PT <= end < place - _TOUCH_PT]
    common = float(np.median(before)) if before else place
    return common if _ends_there(before, common) and _is_alone(ends, place) else place


def _is_alone(ends: Sequence[float], place: float) -> bool:
    """Whether no other rule ends where this one does: less than a row past the outermost rule, a stroke of text."""
    return sum(abs(end - place) <= _TOUCH_PT for end in ends) <= 1


def _ends_there(ends: Sequence[float], place: float) -> bool:
    return sum(abs(end - place) <= _TOUCH_PT for end in ends) >= _LEAST_OPEN


def _is_open(rules: Sequence[Rule], place: float) -> bool:
    """Whether no more rules go on past a place than end there: else a text that stands in several rows alike does."""
    end_there = sum(min(abs(rule.start - place), abs(rule.end - place)) <= _TOUCH_PT for rule in rules)
    go_on = sum(rule.start + _OVERHANG_PT < place < rule.end - _OVERHANG_PT for rule in rules)
    return go_on <= end_there


def _snapped(end: float, places: Sequence[float]) -> float:
    """Where a rule ends that seems to end at ``end``, given the crossings along it in rising order."""
    before = [p for p in places if p <= end + _TOUCH_PT]
    after = [p for p in places if p > end + _TOUCH_PT]
    if not before or end - before[-1] <= _TOUCH_PT:
        return end
    if not after:
        return end if end - before[-1] >= _OVERHANG_PT else before[-1]
    return after[0] if end - before[-1] >= _MOST_OF * (after[0] - before[-1]) else before[-1]
