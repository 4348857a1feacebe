"""Specks told from full stops, colons and the dots of characters by where they stand; fibres and scratches by
their looks and by standing apart.

A dot of print stands close to a character, or follows one on the base line, or is one of a colon's pair; dirt
stands anywhere. Lengths in em, the height of the page's characters.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.strokes import Mask

_DOT = 0.26  # at most this wide and high
_DASH = 2.2  # times as wide as high: no dot but a dash
_LONE_DASH = (1.45, 0.17)  # an area's only ink may be a hyphen: times as wide as high, and at least so wide
_LEADS = (0.12, 1.0)  # a comma that begins a line: at least this large, at most this far before the next character
_NEAR = 0.2  # parts of one character are at most this far apart
_FOLLOWS = 0.6  # a stop follows its character at most this far off
_COLON_FOLLOWS = 1.2  # the full-width colon stands in the middle of its square, after a bracket in the half of its
_BASE = 0.22  # and ends on its level
_LEADING = (0.1, 1.6)  # a full stop that alone begins a new line stands so far below the last one,
_ROOM = 1.7  # which leaves no room for a character and the cell's margins,
_NEXT = (0.8, 0.5)  # so near to the left side, or to the middle,
_STOP, _ROUND = 0.14, 1.5  # and is at least so large and about as wide as high
_STOP_FOLLOWS, _STOP_BASE = 0.9, 0.3  # what looks like one may stand so far from the last character, and off its level
_BRACKET, _BRACKET_BASE = (0.75, 0.46), 0.35  # at least so high, at most so wide; it reaches below the base line
_MIDDLE_SIZE, _MIDDLE_GAP = (0.07, 0.26), (0.1, 0.8)  # · at a line's end: its size, and the white before its neighbour,
_MIDDLE_OFF, _WHOLE = 0.13, 0.6  # it stands so near the middle of a neighbour that is at least so high
_ALONE = 3  # an area with no more than this many dots, and nothing else, is empty
_MOST_PIECES = 2500
_APART, _APART_IN_LINE = 0.3, 1.0  # weak ink this far from print, above or below it or in line with it, is a stray
_LETTER = 0.5  # so high may be a character, or most of one
_CRUMB, _FAR = 0.45, 0.8  # what is no dot but at most so large, and so far from all print, is dirt however dark
_COMPANY = 2

Boxes = NDArray[np.float64]  # n × 4: x0, y0, x1, y1


def without_dirt(part: Mask, weak: Mask, em: float) -> Mask:
    """An area's ink without specks and strays. ``weak``: 255 on ink that is paler and thinner than print."""
    labels, stats, _ = connected(part)
    count = len(stats)
    if count == 1 or count > _MOST_PIECES:
        return part
    boxes = stats[1:, :4].astype(np.float64) / em
    boxes[:, 2:] += boxes[:, :2]
    is_weak = np.zeros(count, bool)
    is_weak[labels[(weak > 0) & (part > 0)]] = True
    width = part.shape[1] / em
    drop = _strays(boxes, is_weak[1:], width)
    drop[~drop] = _specks(boxes[~drop], width)
    return np.asarray(np.where(np.concatenate(([False], drop))[labels], 0, part), np.uint8) if drop.any() else part


def _strays(boxes: Boxes, weak: NDArray[np.bool_], width: float) -> NDArray[np.bool_]:
    """Which pieces are fibres or scratches: weak ones that stand apart from all print, and crumbs far from any.

    Where all is weak, nothing tells print from strays, and all stays.
    """
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    larger = np.maximum(wide, high)
    small = (larger >= _DOT) & (larger <= _CRUMB) & (wide < _DASH * high)
    asked = np.flatnonzero(weak | small)
    stray = np.zeros_like(weak)
    if not asked.size:
        return stray
    across, down = _gap(boxes[asked], boxes, 0), _gap(boxes[asked], boxes, 1)
    apart = np.maximum(across, down)
    near = (apart <= _APART) | ((down <= 0) & (across <= _APART_IN_LINE))  # a bracket or a sign may be thin too
    stray[asked] = weak[asked] & ~near[:, ~weak].any(axis=1)
    _keep_fading(stray, asked, near, weak & (high >= _LETTER))
    if stray.all():
        return np.zeros_like(weak)
    crumb = small & ~stray
    print_ = ~crumb & ~stray
    if crumb.any() and print_.any():
        far = ~(apart[:, print_] <= _FAR).any(axis=1)
        lonely = (apart <= _FAR).sum(axis=1) <= _COMPANY  # itself counted: small print comes in rows
        pieces = boxes[print_]
        stray[asked] |= crumb[asked] & far & lonely & ~_is_wrapped(boxes[asked], pieces, width)
        found = asked[stray[asked]]
        if found.size:
            stray[found] = ~(_is_behind_bracket(boxes[found], pieces) | _leads(boxes[found], pieces, _feet(pieces)))
    return np.asarray(stray)


def _keep_fading(
    stray: NDArray[np.bool_], asked: NDArray[np.intp], near: NDArray[np.bool_], pale: NDArray[np.bool_]
) -> None:
    """Take back, in place, what was taken for strays: a line that fades on its way is weak from some character on, and
    each of these stands near another. ``near``: which of the ``asked`` pieces stand near which of all. ``pale``: the
    weak ones that may be characters."""
    kept = pale & ~stray
    while kept.any():
        found = asked[stray[asked] & near[:, kept].any(axis=1)]
        stray[found] = False
        kept[:] = False
        kept[found] = pale[found]


def _specks(boxes: Boxes, width: float) -> NDArray[np.bool_]:
    """Which pieces are dots that print does not put there, in an area of this width (em)."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    small = (np.maximum(wide, high) < _DOT) & (wide < _DASH * high)
    if small.all():
        is_hyphen = len(boxes) == 1 and wide[0] > _LONE_DASH[0] * high[0] and wide[0] > _LONE_DASH[1]
        # Many dots are print much smaller than the page's.
        return np.zeros_like(small) if len(boxes) > _ALONE or is_hyphen else small
    drop = small.copy()
    if small.any():
        dots, pieces = boxes[small], boxes[~small]
        drop[small] = ~(_is_print(dots, pieces) | _is_wrapped(dots, pieces, width))
    return drop


def _is_print(dots: Boxes, pieces: Boxes) -> NDArray[np.bool_]:
    """For every dot, whether it stands where print puts dots, given the larger pieces of ink."""
    across = _gap(dots, pieces, 0)
    down = _gap(dots, pieces, 1)
    close = ((across <= _NEAR) & (down <= _NEAR)).any(axis=1)
    before = dots[:, None, 0] - pieces[None, :, 2]
    follows = (before > -0.1) & (before <= _FOLLOWS)
    feet = _feet(pieces, dots)
    on_base = (np.abs(dots[:, None, None, 3] - feet) <= _BASE).any(axis=1)
    beside = down <= 0
    after = (before > -0.1) & (before <= _COLON_FOLLOWS)
    paired = ((_gap(dots, dots, 0) <= 0) & (_gap(dots, dots, 1) <= 0.7)).sum(axis=1) == 2
    ending = (follows & on_base).any(axis=1) | _is_stop_behind(dots, pieces, before, feet)
    ending |= _is_behind_bracket(dots, pieces) | _is_middle_dot(dots, pieces)
    return np.asarray(close | _leads(dots, pieces, feet) | ending | (paired & (after & beside).any(axis=1)))


def _leads(dots: Boxes, pieces: Boxes, feet: NDArray[np.float64]) -> NDArray[np.bool_]:
    """For every dot, whether it is a comma that begins its line: 、 that found no room on the line above. ``feet``: as
    of ``_feet``."""
    least, reach = _LEADS
    before, beside = dots[:, None, 0] - pieces[None, :, 2], _gap(dots, pieces, 1) <= 0
    on_base = (np.abs(dots[:, None, None, 3] - feet) <= _BASE).any(axis=1)
    leads = (before < 0) & (pieces[None, :, 0] - dots[:, None, 2] <= reach) & (dots[:, None, 2] <= pieces[None, :, 0])
    large = (dots[:, 2:] - dots[:, :2]).min(axis=1) >= least
    first = large & ~(beside & (pieces[None, :, 0] < dots[:, None, 0])).any(axis=1)
    return np.asarray(first & (leads & on_base).any(axis=1))


def _feet(pieces: Boxes, dots: Boxes | None = None) -> NDArray[np.float64]:
    """Where pieces end, and the characters that they may be of: the last piece of 个 is its roof, and the stem reaches
    the base; so do the ``dots`` of 点."""
    return np.stack([pieces[:, 3], _lowest(pieces, pieces if dots is None else np.vstack((pieces, dots)))])


def _lowest(pieces: Boxes, parts: Boxes) -> NDArray[np.float64]:
    """For every piece of ink, where the character ends below whose upper part it may be. ``parts``: all that may be."""
    over = (pieces[:, None, 0] < parts[None, :, 2]) & (parts[None, :, 0] < pieces[:, None, 2])
    above = over & (_gap(pieces, parts, 1) <= _NEAR)
    return np.asarray(np.where(above, parts[None, :, 3], 0.0).max(axis=1))


def _is_middle_dot(dots: Boxes, pieces: Boxes) -> NDArray[np.bool_]:
    """For every dot, whether it is the · of a unit (元/人·月) that was wrapped beside it: it alone ends or begins its
    line, round, half way up its neighbour."""
    size = dots[:, 2:] - dots[:, :2]
    least, most = _MIDDLE_SIZE
    of_size = (size.min(axis=1) >= least) & (size.max(axis=1) <= most) & (size.max(axis=1) <= _ROUND * size.min(axis=1))
    whole = pieces[pieces[:, 3] - pieces[:, 1] >= _WHOLE]
    if not of_size.any() or not whole.size:
        return np.zeros(len(dots), bool)
    apart = _gap(dots, whole, 0)
    level = np.abs(dots[:, None, [1, 3]].mean(axis=2) - whole[None, :, [1, 3]].mean(axis=2)) <= _MIDDLE_OFF
    near = level & (apart >= _MIDDLE_GAP[0]) & (apart <= _MIDDLE_GAP[1])
    others = np.vstack((pieces, dots))
    beside = _gap(dots, others, 1) <= 0
    first = ~(beside & (others[None, :, 0] < dots[:, None, 0])).any(axis=1)
    last = ~(beside & (others[None, :, 2] > dots[:, None, 2])).any(axis=1)
    return np.asarray(of_size & (first | last) & near.any(axis=1))


def _is_behind_bracket(dots: Boxes, pieces: Boxes) -> NDArray[np.bool_]:
    """For every dot, whether it is a full stop behind a closing bracket, whose square is half white."""
    before = dots[:, None, 0] - pieces[None, :, 2]
    on_base = np.abs(dots[:, None, 3] - pieces[None, :, 3]) <= _BRACKET_BASE
    high, wide = pieces[:, 3] - pieces[:, 1], pieces[:, 2] - pieces[:, 0]
    bracket = (high >= _BRACKET[0]) & (wide <= _BRACKET[1])
    behind = ((before > 0) & (before <= _COLON_FOLLOWS) & on_base & bracket[None, :]).any(axis=1)
    return np.asarray(behind & _is_stop(dots))


def _is_stop_behind(
    dots: Boxes, pieces: Boxes, before: NDArray[np.float64], feet: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """For every dot, whether it is a full stop behind the last character of its line, where texts are spaced out, or
    stop higher than others. ``before``: from each piece to each dot; ``feet``: where pieces, or characters, end."""
    last = ~((_gap(dots, pieces, 1) <= 0) & (pieces[None, :, 2] > dots[:, None, 0])).any(axis=1)
    on_base = (np.abs(dots[:, None, None, 3] - feet) <= _STOP_BASE).any(axis=1)
    behind = ((before > 0) & (before <= _STOP_FOLLOWS) & on_base).any(axis=1)
    return np.asarray(last & behind & _is_stop(dots))


def _is_stop(dots: Boxes) -> NDArray[np.bool_]:
    """Whether dots are as large and as round as a full stop."""
    size = dots[:, 2:] - dots[:, :2]
    return np.asarray((size.min(axis=1) >= _STOP) & (size.max(axis=1) <= _ROUND * size.min(axis=1)))


def _is_wrapped(dots: Boxes, pieces: Boxes, width: float) -> NDArray[np.bool_]:
    """For every dot, whether it is the full stop that alone found no room on the line above: that line is full, and
    the dot stands where the next one begins, at the left or in the middle."""
    below = dots[:, None, 1] - pieces[None, :, 3]
    last = (below >= _LEADING[0]) & (below <= _LEADING[1])
    left = np.where(last, pieces[None, :, 0], np.inf).min(axis=1)
    right = np.where(last, pieces[None, :, 2], -np.inf).max(axis=1)
    full = (left <= _ROOM) & (right >= width - _ROOM)
    alone = ~(_gap(dots, pieces, 1) <= 0).any(axis=1) & ((_gap(dots, dots, 1) <= 0).sum(axis=1) <= 1)
    stop = _is_stop(dots)
    middle = np.abs(dots[:, [0, 2]].mean(axis=1) - width / 2) <= _NEXT[1]
    return np.asarray(full & alone & stop & ((dots[:, 0] <= _NEXT[0]) | middle))


def _gap(one: Boxes, other: Boxes, axis: int) -> NDArray[np.float64]:
    """Distances between boxes along an axis, every one of ``one`` to every one of ``other``; 0 where they overlap."""
    low, high = axis, axis + 2
    apart = np.maximum(one[:, None, low] - other[None, :, high], other[None, :, low] - one[:, None, high])
    return np.asarray(np.maximum(apart, 0.0))
