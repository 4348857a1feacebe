"""The even dots of a dotted line, told by their distance: all lines of a page have the same, to a hundredth, and
strokes of characters do not. So a border shows where text stands close to it, or is fainter than the page's noise.

Points of the page; darkness in grey levels below what lies around; the page is turned so that a line runs along x.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Rule
from shibiao.extract.scan.connected import connected
from shibiao.extract.scan.contrast import LONG_PT, Seen, turned_for
from shibiao.extract.scan.dot_windows import LEAST_SWING, WINDOW_PT, windows_of
from shibiao.extract.scan.picture import Pixels, transposed
from shibiao.extract.scan.settle import settled
from shibiao.extract.scan.strokes import AXES, Axis, Mask, ranges_of

_MOST_PITCH_PT = 3.0  # further apart are dashes; from here on
_CLOSE_PITCH_PT = 2.3  # characters have strokes as near
_LEAST_PITCH = 2.5  # pixels: less is not told
_LONGEST_PITCH_PT = 20.0  # of dashes
_SAME = 0.012  # of the pitch: so near is the same
_ALIKE = 0.03  # of a page's two pitches
_PEAK = 0.25  # of a row's darkness comes and goes at its pitch
_LEAST_MEAN = 1.0  # grey levels: of a row that has something on it
_LEAST_ROWS, _LEAST_ROWS_MORE = 6, 14  # rows of pixels, in one direction and the other: a line has two or three
_SHORTEST_PT, _HIGHEST_PT, _MOST_LEAN = 26.0, 2.2, 0.01
_THICK_PT = 0.6
_TEXT_BLUR_PT = 1.5  # about a character
_MOST_TEXT = 0.35  # of a line's way goes through characters,
_WITHIN_PT = 5.0  # between whose strokes is that much white
_BESIDE_PT, _ALONE = 1.3, 2.0  # a faint line in paper: so many times what lies so far beside it,
_ALONE_LIKE, _ALONE_SWING = 0.25, 2.5  # is enough with so much of its darkness, and so many grey levels
_LIKE_DOTS, _LIKE_FEW = 0.4, 0.5  # of a window's darkness, and of one of few dots
_WIDE_WINDOW_PT, _LIKE_FAINT = 70.0, 0.22  # faint dots
_UNLIKE_DOTS = 0.2
_LEAST_LIKE_USUAL = 0.35  # of the swing and the share of a page's dotted lines
_LEAST_WINDOWS = 0.6  # share of them that show dots: text hides some


def page_pitches(page: Seen) -> tuple[float, float] | None:
    """The distance from dot to dot of a page's dotted lines along x and along y, which are nearly the same; None where
    it has none. Equal rows of a table come and go too, but across its lines in one direction only. Text does not count.
    """
    around = round(_TEXT_BLUR_PT * page.per_pt) | 1
    text = cv2.dilate(page.characters, np.ones((around, around), np.uint8))
    lack = np.asarray(cv2.subtract(page.lack, text), np.uint8)
    across, down = (_clusters(_pitches(part, page.per_pt)) for part in (lack, transposed(lack)))
    best, most = None, 0
    for (one, first), (other, second) in itertools.product(across, down):
        fewer, more = sorted((first, second))
        if abs(one - other) <= _ALIKE * one and more >= _LEAST_ROWS_MORE and fewer + more > most:
            best, most = (one, other), fewer + more
    return best


def _clusters(pitches: NDArray[np.float64]) -> list[tuple[float, int]]:
    """Distances that several rows of pixels have, and how many."""
    found = []
    for pitch in np.unique(np.round(pitches, 2)):
        same = pitches[np.abs(pitches - pitch) <= _SAME * pitch]
        if len(same) >= _LEAST_ROWS:
            found.append((float(np.median(same)), len(same)))
    return found


def with_dotted(page: Seen, rules: Sequence[Rule]) -> tuple[Seen, list[Rule]]:
    """The page with the distance of its dots, and its rules with the dotted ones that this tells."""
    if page.along.solid and page.across.solid:
        return page, list(rules)
    pitches = page_pitches(page)
    if pitches is None:
        return page, list(rules)
    along, across = (drawn._replace(pitch=p) for drawn, p in zip((page.along, page.across), pitches, strict=True))
    page = page._replace(along=along, across=across)
    dotted = of_one_kind(page, [*dotted_rules(page, "h"), *dotted_rules(page.turned, "v")])
    rules = settled(*([rule for rule in (*rules, *dotted) if rule.axis == axis] for axis in AXES))
    long = [rule for rule in rules if rule.end - rule.start >= LONG_PT]
    swing_along = _usual_swing(page, [rule for rule in long if rule.axis == "h"])
    swing_across = _usual_swing(turned_for("v", page), [rule for rule in long if rule.axis == "v"])
    along, across = along._replace(swing=swing_along), across._replace(swing=swing_across)
    return page._replace(along=along, across=across), rules


def _usual_swing(page: Seen, rules: Sequence[Rule]) -> float:
    """By how many grey levels the darkness of dotted lines along x comes and goes; 0 where there is none."""
    swings = [swing_of_dots(page, rule.position, rule.start, rule.end) for rule in rules]
    found = [swing for swing in swings if swing is not None]
    return float(np.median(found)) if found else 0.0


def _pitches(lack: Pixels, per_pt: float) -> NDArray[np.float64]:
    """The distances (points) at which the darkness of whole rows of pixels comes and goes most, if it does so much."""
    rows = lack.astype(np.float32)
    swing = (rows[:-1] + rows[1:]) / 2
    swing -= swing.mean(axis=1, keepdims=True)
    total = np.abs(swing).sum(axis=1)
    swing = swing[total >= _LEAST_MEAN * swing.shape[1]]
    total = total[total >= _LEAST_MEAN * swing.shape[1]]
    if not len(swing):
        return np.zeros(0)
    swing *= np.hanning(swing.shape[1]).astype(np.float32)
    powers, frequencies = _spectra(swing)
    quick = frequencies >= 1 / (_MOST_PITCH_PT * per_pt)
    slower = ~quick & (frequencies > 1 / (_LONGEST_PITCH_PT * per_pt))
    most = powers[:, slower].max(axis=1)  # dashes come and go more slowly, and in parts of that too
    first, end = int((~quick).sum()), int((frequencies <= 1 / _LEAST_PITCH).sum())
    if first >= end:
        return np.zeros(0)
    powers, frequencies = powers[:, first:end], frequencies[first:end]
    best = powers.argmax(axis=1)
    size = powers[np.arange(len(powers)), best]
    found = (2 * size >= _PEAK * total) & (size >= most)
    return np.asarray(1 / frequencies[best[found]] / per_pt)


def _spectra(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """How much of each row of pixels comes and goes at which frequencies (a pixel; up to a half, which is left out)."""
    count = cv2.getOptimalDFTSize(rows.shape[1] + rows.shape[1] % 2)
    padded = cv2.copyMakeBorder(rows, 0, 0, 0, count - rows.shape[1], cv2.BORDER_CONSTANT)
    packed = cv2.dft(padded, flags=cv2.DFT_ROWS)  # of real rows: the mean, then a real and an imaginary part each
    pairs = packed[:, 1 : 1 + 2 * ((count - 1) // 2)]
    powers = cv2.magnitude(np.ascontiguousarray(pairs[:, ::2]), np.ascontiguousarray(pairs[:, 1::2]))
    return np.asarray(powers, np.float32), np.arange(1, powers.shape[1] + 1) / count


def _shown(page: Seen) -> tuple[NDArray[np.float32], Mask]:
    """For every pixel, half of how much the darkness about it comes and goes at the page's distance (grey levels), and
    whether a dotted line along x shows there by that."""
    per_pt, rows = page.per_pt, page.lack.astype(np.float32)
    rows[:-1] = (rows[:-1] + rows[1:]) / 2
    window = (round(WINDOW_PT * per_pt) | 1, 1)
    swing = rows - cv2.blur(rows, window)
    total = cv2.blur(np.abs(swing), window)
    turns = np.exp(-2j * np.pi * np.arange(rows.shape[1]) / (page.along.pitch * per_pt))
    parts = [cv2.blur(swing * part.astype(np.float32), window) for part in (turns.real, turns.imag)]
    size = cv2.magnitude(*parts)
    away = round(_BESIDE_PT * per_pt)
    beside = np.zeros_like(size)  # in rows of text it is as much
    beside[away:] = size[:-away]
    beside[:-away] = cv2.max(beside[:-away], size[away:])
    alone = (size >= _ALONE_LIKE * total) & (size >= _ALONE * beside) & (2 * size >= _ALONE_SWING)
    shows = alone | ((size >= _LIKE_DOTS * total) & (2 * size >= LEAST_SWING))
    return np.asarray(size, np.float32), shows.astype(np.uint8)


def dotted_rules(page: Seen, axis: Axis) -> Iterator[Rule]:
    """The dotted lines along x of a page ("v" where it is turned)."""
    per_pt = page.per_pt
    size, shows = _shown(page)
    labels, stats, _ = connected(shows)
    for label in range(1, len(stats)):
        x, y, wide, high, _ = stats[label].tolist()
        if wide < _SHORTEST_PT * per_pt or high > max(_HIGHEST_PT * per_pt, _MOST_LEAN * wide):
            continue
        own = (labels[y : y + high, x : x + wide] == label) * size[y : y + high, x : x + wide]
        along, across = own.max(axis=0), own.sum(axis=1)
        dots = np.flatnonzero(along >= np.median(along) / 2)  # where a line ends, half of the window is on it
        first, last = x + int(dots[0]), x + int(dots[-1]) + 1
        middle = float((across * (np.arange(high) + y + 1)).sum() / across.sum())  # rows are means of two
        at = round(middle)
        text = cv2.reduce(page.characters[max(0, at - 1) : at + 2, first:last], 0, cv2.REDUCE_MAX)
        text = cv2.morphologyEx(text, cv2.MORPH_CLOSE, np.ones((1, round(_WITHIN_PT * per_pt)), np.uint8))
        ways = [(0, last - first)]
        if float((text > 0).mean()) > _MOST_TEXT:  # a text that its cell cuts hides the rest
            ways = ranges_of(text[0] == 0)
        for start, end in ways:
            if end - start < _SHORTEST_PT * per_pt:
                continue
            rule = Rule(axis, middle / per_pt, (first + start) / per_pt, (first + end) / per_pt, _THICK_PT)
            if not lacks_dots(page, rule.position, rule.start, rule.end):  # strokes may come and go so in places
                yield rule


def of_one_kind(page: Seen, dotted: Sequence[Rule]) -> list[Rule]:
    """Without what comes and goes far less than a page's dotted lines do, both in grey levels and of its own darkness:
    figures that stand one under the other in small rows do so by chance (6.7 levels and 0.23 beside 38 and 0.76). Where
    dots are as far apart as strokes of characters, grey levels alone tell (16 at most beside 48)."""
    found = [(rule, turned_for(rule.axis, page)) for rule in dotted]
    looks = [windows_of(view, rule.position, rule.start, rule.end) for rule, view in found]
    swings = np.array([_greatest(look.swings) if look else np.nan for look in looks])
    shares = np.array([_greatest(look.shares) if look else np.nan for look in looks])
    if np.isnan(swings).all():
        return list(dotted)
    lengths = np.array([rule.end - rule.start for rule in dotted])  # what is none is short, but may be much
    paler = swings < _LEAST_LIKE_USUAL * _usual(swings, lengths)
    are_wide = page.along.pitch > _CLOSE_PITCH_PT
    other = paler & (are_wide | (shares < _LEAST_LIKE_USUAL * _usual(shares, lengths)))
    return [rule for rule, unlike in zip(dotted, other, strict=True) if not unlike]


def _usual(values: NDArray[np.float64], lengths: NDArray[np.float64]) -> float:
    """The value that half of all lines' length has at most; of those that have one."""
    return float(np.nanquantile(values, 0.5, weights=lengths, method="inverted_cdf"))


def has_dots(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether dots at the page's distance run between two crossings, on one row within ``SEARCH_PT`` of a position.

    Faint ones are told along a longer way, by how much less comes and goes at other distances there.
    """
    windows = windows_of(page, position, start, end)
    if windows is None:
        return False
    least = _LIKE_DOTS if windows.are_long else _LIKE_FEW
    if _show(windows.shares >= least):
        return True
    wide = windows_of(page, position, start, end, _WIDE_WINDOW_PT)
    return wide is not None and _show((wide.shares >= _LIKE_FAINT) & wide.outstanding)


def _show(rows: NDArray[np.bool_]) -> bool:
    """Whether one row of pixels shows dots in enough of its windows."""
    return bool(rows.mean(axis=0).max(initial=0.0) >= _LEAST_WINDOWS)


def lacks_dots(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether what was taken for a dotted line shows no dots at the page's distance between two crossings."""
    windows = windows_of(page, position, start, end)
    return windows is not None and _greatest(windows.shares) <= _UNLIKE_DOTS


def swing_of_dots(page: Seen, position: float, start: float, end: float) -> float | None:
    """By how many grey levels the darkness comes and goes at the page's distance between two crossings; None where the
    way is too short to tell."""
    windows = windows_of(page, position, start, end)
    return None if windows is None else _greatest(windows.swings)


def _greatest(values: NDArray[np.float64]) -> float:
    """What the row of pixels that shows dots best has on an average of its stretches."""
    return float(values.mean(axis=0).max(initial=0.0))
