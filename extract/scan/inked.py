"""A border between two crossings by its ink, pixel by pixel. Points; the page is turned so that it runs along x."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.contrast import BESIDE_PT, CORNER_PT, Seen
from shibiao.extract.scan.strokes import Mask, is_dotted, ranges_of

SEARCH_PT = 1.3  # a border lies this near its line's position
_LEAST_INK = 0.86  # share of its length that is inked, bridged over the gaps of dots
_BRIDGE_PT = 2.2
_LEAST_PAPER = 0.8  # share of its length along which paper lies on one side,
_LEAST_PAPER_BOTH = 1.2  # and on both sides added up
_TWO_APART_PT = (1.2, 4.0)  # the two of a double line
_AS_DARK = 0.6  # of the darkness of the page's borders
PART_PT = 13.0  # longer than the longest stroke of a 10-point character
_LEAST_PART_PT, _LONGER = 9.0, 1.2  # and of small characters: times their size
_MUCH_LONGER, _CLEAR_PT = 2.5, 0.8  # times their size, with paper so far around: no piece of a character
_DOTS_PITCH_PT = 2.0  # from dot to dot at most: strokes of characters may be as even, but stand further apart,
_WIDE_PITCH_PT, _MANY_DOTS, _ALL_EVEN = 3.0, 16, 0.9  # and never so evenly along so many of them
_DASH_PT, _DASHES_APART_PT = 4.5, 5.0  # a long dash, and what lies between two
_LEAST_DASHES, _LEAST_DASHED = 3, 0.55  # share of the way
_LEAST_PAPER_DOTS = 0.9  # share of their length along which there is paper on one side
_PARTS = 8  # of a dotted line's way
_NEAR_PT = (0.7, 4.0)  # where print may stand beside a line
_NO_PRINT = 0.01
_HALF_PT, _OF_CHARACTERS = 0.6, 0.73  # a line's ink lies this near its middle; share of it


def is_inked(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether straight ink spans the way, bridged over the gaps of dots, with paper beside it, or beside it and another
    like it: a double line."""
    dark, per_pt = page.dark, page.per_pt
    x0, x1 = round((start + CORNER_PT) * per_pt), round((end - CORNER_PT) * per_pt)
    if x1 - x0 < 3:
        return False
    offset = _straightest(dark, position, x0, x1, per_pt)
    if offset is None:
        return False
    return has_paper_beside(page, position + offset, x0, x1) or _is_one_of_two(page, position + offset, x0, x1)


def _is_one_of_two(page: Seen, position: float, x0: int, x1: int) -> bool:
    """Whether other straight ink runs along a border close to it, from one column of pixels to another, with paper
    beyond each of the two."""
    for outwards in (-1, 1):
        if _paper_beside(page.dark, position, x0, x1, page.per_pt)[outwards > 0] < _LEAST_PAPER:
            continue
        near, far = (round((position - outwards * apart) * page.per_pt) for apart in _TWO_APART_PT)
        for row in range(near, far - outwards, -outwards):
            inked = (page.dark[row - 1 : row + 1, x0:x1] > 0).any(axis=0)
            if inked.size and float(inked.mean()) >= _LEAST_INK:
                beyond = _paper_beside(page.dark, row / page.per_pt, x0, x1, page.per_pt)[outwards < 0]
                if beyond >= _LEAST_PAPER:
                    return True
    return False


def has_paper_beside(page: Seen, position: float, x0: int, x1: int) -> bool:
    """Whether paper lies beside a line from one column of pixels to another, mostly on both sides."""
    shares = sorted(_paper_beside(page.dark, position, x0, x1, page.per_pt))
    return shares[1] >= _LEAST_PAPER and sum(shares) >= _LEAST_PAPER_BOTH


def is_partly_inked(page: Seen, position: float, start: float, end: float, least_pt: float = PART_PT) -> bool:
    """Whether a part of a border is left, straight and longer than any stroke of a character, with paper beside it, and
    as dark as the page's borders, where that is known: characters' feet stand in line too."""
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    return any(
        has_paper_beside(page, place, *ends) and _darkness(page, place, *ends) >= _AS_DARK * page.along.depth
        for place, ends in _pieces(page, position, x0, x1, least_pt)
    )


def _pieces(page: Seen, position: float, x0: int, x1: int, least_pt: float) -> Iterator[tuple[float, tuple[int, int]]]:
    """The straight ink about a line's position that is at least so long, on every two rows of pixels: their place
    (points), and the columns where it begins and ends."""
    least = least_pt * page.per_pt
    if _columns(page, position, x0, x1).sum() < least:
        return
    for place, inked in rows_about(page, position, x0, x1):
        yield from ((place, (x0 + a, x0 + b)) for a, b in ranges_of(inked) if b - a >= least)


def is_in_part(page: Seen, position: float, start: float, end: float) -> bool:
    """The same where the page's characters are small, for what is longer than these, and no stroke of theirs."""
    least = max(_LEAST_PART_PT, _LONGER * page.character)
    if not page.character or least >= PART_PT or is_of_characters(page, position, start, end):
        return False
    return is_partly_inked(page, position, start, end, least)


def _darkness(page: Seen, place: float, x0: int, x1: int) -> float:
    """How dark two rows of pixels are on average, in grey levels; at every place the darker counts."""
    row = round(place * page.per_pt) - 1
    return float(page.deep[row : row + 2, x0:x1].max(axis=0).mean())


def is_dotted_border(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether even dots or dashes run from one crossing to the other, be there print close beside them on one side."""
    x0, x1 = round(start * page.per_pt), round(end * page.per_pt)
    if not _spans(_columns(page, position, x0, x1)):
        return False
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    rows = range(max(0, row - reach), min(len(page.dark), row + reach + 1))
    dotted = [y for y in rows if _spans(inked := page.dark[y, x0:x1] > 0) and _are_dots(inked, page.per_pt)]
    return any(max(_paper_beside(page.dark, y / page.per_pt, x0, x1, page.per_pt)) >= _LEAST_PAPER_DOTS for y in dotted)


def _are_dots(inked: NDArray[np.bool_], per_pt: float) -> bool:
    """Whether a row of pixels is one of dots."""
    close, wide = _DOTS_PITCH_PT * per_pt, _WIDE_PITCH_PT * per_pt
    return is_dotted(inked, close) or (len(ranges_of(inked)) >= _MANY_DOTS and is_dotted(inked, wide, _ALL_EVEN))


def is_dashed_border(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether long dashes with short gaps run from one crossing to the other on one row of pixels, or two, be there
    print close beside them on one side: strokes of characters are shorter, or further apart."""
    x0, x1 = round(start * page.per_pt), round(end * page.per_pt)
    if _columns(page, position, x0, x1).sum() < _LEAST_DASHED * (x1 - x0):
        return False
    for place, inked in rows_about(page, position, x0, x1):
        dashes = [(a, b) for a, b in ranges_of(inked) if b - a >= _DASH_PT * page.per_pt]
        if len(dashes) < _LEAST_DASHES or sum(b - a for a, b in dashes) < _LEAST_DASHED * inked.size:
            continue
        gaps = np.diff([0, *(place for dash in dashes for place in dash), inked.size])[::2]
        paper = max(_paper_beside(page.dark, place, x0, x1, page.per_pt))
        if max(gaps) <= _DASHES_APART_PT * page.per_pt and paper >= _LEAST_PAPER_DOTS:
            return True
    return False


def rows_about(page: Seen, position: float, x0: int, x1: int) -> Iterator[tuple[float, NDArray[np.bool_]]]:
    """Every two rows of pixels about a line's position: their place (points), and where one of them is inked."""
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    for y in range(max(0, row - reach), min(len(page.dark) - 1, row + reach + 1)):
        yield (y + 1) / page.per_pt, (page.dark[y, x0:x1] > 0) | (page.dark[y + 1, x0:x1] > 0)


def _columns(page: Seen, position: float, x0: int, x1: int) -> NDArray[np.bool_]:
    """Which columns of pixels hold ink about a line's position: what no row of them can have is soon told by it."""
    reach, row = round(SEARCH_PT * page.per_pt), round(position * page.per_pt)
    return np.asarray((page.dark[max(0, row - reach) : row + reach + 2, x0:x1] > 0).any(axis=0))


def print_on_one_side(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether print stands beside a line only on one side: print of a merged cell would stand across it."""
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    near, far = _NEAR_PT
    bounds = ((position - far, position - near), (position + near, position + far))
    sides = [_band(page.dark, low, high, x0, x1, page.per_pt) for low, high in bounds]
    inked = [float((band > 0).mean()) if band.size else 0.0 for band in sides]
    return min(inked) <= _NO_PRINT


def is_of_characters(page: Seen, position: float, start: float, end: float) -> bool:
    """Whether most ink on a line's way is that of characters: of a merged cell's text, which stands there. Of solid
    lines' ink on 40 scans it was 0.3 at most, and 0.71 where little of them is left in dirt; of feet of characters
    that looked like them it was 0.75 to 0.85. A piece of a thick line is of characters' size too, but longer."""
    x0, x1 = round((start + CORNER_PT) * page.per_pt), round((end - CORNER_PT) * page.per_pt)
    if share_of_characters(page.dark, page.characters, position, x0, x1, page.per_pt) < _OF_CHARACTERS:
        return False
    return not _has_long_piece(page, position, x0, x1)


def _has_long_piece(page: Seen, position: float, x0: int, x1: int) -> bool:
    """Whether straight ink much longer than the page's characters lies about a line's position, with paper on both
    sides of it, be it as thick as it is."""
    least = _MUCH_LONGER * page.character
    long = list(_pieces(page, position, x0, x1, least)) if least else []
    if not long:
        return False
    reach, (first, last) = max(1, round(_CLEAR_PT * page.per_pt)), max((e for _, e in long), key=lambda e: e[1] - e[0])
    top, bottom = round(long[0][0] * page.per_pt) - 1, round(long[-1][0] * page.per_pt) + 1  # each is two rows
    beside = page.dark[max(0, top - reach) : top, first:last], page.dark[bottom : bottom + reach, first:last]
    return all(band.size and float((band == 0).all(axis=0).mean()) >= _LEAST_PAPER for band in beside)


def share_of_characters(dark: Mask, characters: Mask, position: float, x0: int, x1: int, per_pt: float) -> float:
    """The share of a line's ink, from one column of pixels to another, that is that of characters; 0 where none is."""
    ink, own = (
        np.asarray((_band(mask, position - _HALF_PT, position + _HALF_PT, x0, x1, per_pt) > 0).any(axis=0))
        for mask in (dark, characters)
    )
    return float(own[ink].mean()) if ink.any() else 0.0


def _spans(inked: NDArray[np.bool_]) -> bool:
    """Whether ink comes up to both ends, and in all parts of the way."""
    size, longer = divmod(inked.size, _PARTS)
    if not size:
        return False
    starts = np.arange(_PARTS) * size + np.minimum(np.arange(_PARTS), longer)
    return bool(np.logical_or.reduceat(inked, starts).all())


def _paper_beside(dark: Mask, position: float, x0: int, x1: int, per_pt: float) -> tuple[float, float]:
    """The shares of a line's way along which paper lies above it and below it."""
    inner, outer = BESIDE_PT
    above = _band(dark, position - outer, position - inner, x0, x1, per_pt)
    below = _band(dark, position + inner, position + outer, x0, x1, per_pt)
    first, second = (float((band == 0).all(axis=0).mean()) if band.size else 1.0 for band in (above, below))
    return first, second


def _straightest(dark: Mask, position: float, x0: int, x1: int, per_pt: float) -> float | None:
    """How far from its line's position a border's ink runs (points); None where no straight ink spans it."""
    bridge = np.ones((1, round(_BRIDGE_PT * per_pt) | 1), np.uint8)
    reach = round(SEARCH_PT * per_pt)
    middle = round(position * per_pt)
    band = dark[max(0, middle - reach - 1) : middle + reach + 2, max(0, x0) : x1]
    if band.shape[0] < 3:
        return None
    bridged = cv2.morphologyEx(band, cv2.MORPH_CLOSE, bridge) > 0
    pairs = bridged[:-1] | bridged[1:]  # two pixels high: a border may lean a little
    share = pairs.mean(axis=1)
    best = int(np.argmax(share))
    if share[best] < _LEAST_INK or not (pairs[best, :3].any() and pairs[best, -3:].any()):
        return None
    return (max(0, middle - reach - 1) + best + 1) / per_pt - position


def _band(dark: Mask, low: float, high: float, x0: int, x1: int, per_pt: float) -> Mask:
    return dark[max(0, round(low * per_pt)) : max(0, round(high * per_pt)) + 1, max(0, x0) : x1]
