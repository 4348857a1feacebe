"""Lines of text found in an area of the page by its rows of ink.

Boxes are in pixels of the upright page. ``em`` is the height of a full character.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from shibiao.extract.scan.dirt import without_dirt
from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.strays import pieces_of, weak_ink
from shibiao.extract.scan.strokes import Mask

_SPECK_PT2 = 0.22  # ink smaller than this is dirt: a full stop of 7-point type has 0.5
_INK_SHARE = 0.3  # of the contrast between the page's paper and its print
_CORE_SHARE = 0.42  # reached somewhere by all print: thin dashes are blurred to this
_FULL_SHARE = 0.9  # reached somewhere by nearly every character
_LEAST_CONTRAST, _MOST_CONTRAST = 11.0, 22.0  # grey levels: less is no ink, however even the paper
_OVER_GRAIN = 5.0  # standard deviations of the paper's grain
_FULL_CONTRAST = 150.0  # paler print is made so dark,
_MOST_GAIN = 4.0  # within reason
_SURROUND_PT = 9.0
_BLOCK_PT = 12.0  # about a character
_CORE_PERCENT = 97  # of a block's pixels are lighter than its strokes' middles
_BLOCKS_AROUND = 5
_PALEST = 0.2  # of the page's darkest print
_REMNANT_PT = 2.2  # thinner than this and along the edge: left over from a rule
_LARGER = 1.3  # em: no character of the page's type is higher
_PEN = 0.42  # em: no pen's stroke is wider
_UNDERLINE = (2.5, 0.45)  # em: at least so wide and at most so high; a dash in a text is two wide
_PEN_FILL = 0.6  # of its box: upright strokes fill theirs
_TOUCH_PT = 0.3  # ink this near a rule goes on beneath it
_RULED = 0.8  # of a line's side: so much of it lies along a rule
_WHOLE = 0.86  # em: a lower line at the edge is part of one
_UPRIGHT = 1.35  # em: no thin upright stroke of a character is higher
_SPAN = 0.9  # of the cell: a thin piece so long is a border that was missed
_MERGE = 1.22  # parts of one line are together at most this high, in em
_SMALLEST = 0.2  # of the page's em
_TEXT_PARTS = 5  # pieces of ink
_GAP = 0.34  # and at most this far apart
_SPLIT = 1.62  # higher than this are two lines that touch
_LEAST_LARGE = 4  # pieces of characters
_NO_DOT = 0.4  # of the run: smaller pieces tell nothing
_LARGE_TYPE = 0.66  # of it: so high are the larger pieces of one line's characters
_LOW = 0.62  # a run of rows lower than this may be part of a line: 一, 二, the dots of ：


class Area(NamedTuple):
    """A rectangle of the page in which text is looked for: the inside of a cell."""

    x0: int
    y0: int
    x1: int
    y1: int


class TextLine(NamedTuple):
    """One line: the box of its ink, and whether an edge of its area goes through it.

    ``crossed``: a pen's stroke or a ring went through the area and was taken off.
    """

    x0: int
    y0: int
    x1: int
    y1: int
    cut_right: bool = False
    cut_left: bool = False
    cut_below: bool = False
    cut_above: bool = False
    crossed: bool = False

    @property
    def height(self) -> int:
        return self.y1 - self.y0

    @property
    def width(self) -> int:
        return self.x1 - self.x0


class Ink(NamedTuple):
    """``mask``: print without rules and specks, 255 where inked. ``usual``: how dark print is around every pixel.
    ``weak``: what of the ink is paler and thinner than the page's print, and may be a fibre or a scratch."""

    mask: Mask
    usual: NDArray[np.float32]
    weak: Mask


def ink_of(grey: Pixels, rules: Mask, per_pt: float) -> Ink:
    """The print of a page, told from paper by the contrast that print has thereabouts."""
    reach = round(_SURROUND_PT * per_pt) | 1
    around = cv2.blur(grey, (reach, reach))
    contrast = cv2.subtract(cv2.max(around, cv2.blur(grey, (reach * 3, reach * 3))), grey)
    contrast[rules > 0] = 0
    least = _least_contrast(cv2.subtract(grey[::3, ::3], around[::3, ::3]))
    usual = _usual_contrast(contrast, least, per_pt)
    ink = cv2.compare(contrast, cv2.max(usual * _INK_SHARE, least).astype(np.uint8), cv2.CMP_GT)
    core = cv2.compare(contrast, cv2.max(usual * _CORE_SHARE, least).astype(np.uint8), cv2.CMP_GT)
    full = cv2.compare(contrast, (usual * _FULL_SHARE).astype(np.uint8), cv2.CMP_GT)
    least_area = _SPECK_PT2 * per_pt * per_pt
    pieces = pieces_of(np.asarray(ink, np.uint8), np.asarray(core, np.uint8), least_area)
    return Ink(pieces.mask, usual, weak_ink(pieces, np.asarray(full, np.uint8), per_pt))


def evenly_dark(grey: Pixels, usual: NDArray[np.float32]) -> Pixels:
    """The page with faint print made as dark as print usually is, for the recogniser."""
    if float(usual.min()) >= _FULL_CONTRAST:
        return grey
    gain = np.clip(_FULL_CONTRAST / np.maximum(usual, 1.0), 1.0, _MOST_GAIN)
    lack = cv2.multiply(cv2.subtract(PAPER, grey), gain.astype(np.float32), dtype=cv2.CV_8U)
    return np.asarray(cv2.subtract(PAPER, lack), np.uint8)


def _least_contrast(lighter: Pixels) -> float:
    """What may be ink, by the paper's grain: that is as often lighter than its surroundings as darker."""
    grain = lighter[lighter > 0]
    noise = 1.4826 * float(np.median(grain)) if grain.size else 0.0
    return min(max(_OVER_GRAIN * noise, _LEAST_CONTRAST), _MOST_CONTRAST)


def _usual_contrast(contrast: Pixels, least: float, per_pt: float) -> NDArray[np.float32]:
    """How dark print is, for every pixel: a copier fades from one side of the page to the other."""
    height, width = contrast.shape
    contrast = contrast[::2, ::2]  # every other pixel tells enough
    block = max(4, round(_BLOCK_PT * per_pt / 2))
    rows, columns = -(-contrast.shape[0] // block), -(-contrast.shape[1] // block)
    framed = np.zeros((rows * block, columns * block), np.uint8)
    framed[: contrast.shape[0], : contrast.shape[1]] = contrast
    darkest = np.percentile(
        framed.reshape(rows, block, columns, block).swapaxes(1, 2).reshape(rows, columns, -1), _CORE_PERCENT, axis=2
    )
    inked = darkest > least
    overall = float(np.percentile(darkest[inked], 90)) if inked.any() else 255.0
    # Of the blocks around, those with print count; where there is none, the page's usual darkness.
    near = (_BLOCKS_AROUND, _BLOCKS_AROUND)
    count = cv2.blur(inked.astype(np.float32), near, borderType=cv2.BORDER_CONSTANT)
    total = cv2.blur(np.where(inked, darkest, 0).astype(np.float32), near, borderType=cv2.BORDER_CONSTANT)
    usual = np.where(count > 0, total / np.maximum(count, 1e-6), overall)
    usual = np.clip(usual, _PALEST * overall, overall).astype(np.float32)
    size = (2 * columns * block, 2 * rows * block)
    return np.asarray(cv2.resize(usual, size, interpolation=cv2.INTER_LINEAR)[:height, :width])


def usual_em(ink: Mask, areas: Iterable[Area], per_pt: float) -> float:
    """The height of the page's characters in pixels: the usual height of rows of ink that are wider than high."""
    heights: list[int] = []
    for area in areas:
        part = ink[area.y0 : area.y1, area.x0 : area.x1]
        for top, bottom in _runs(np.asarray(part.any(axis=1))):
            columns = np.flatnonzero(part[top:bottom].any(axis=0))
            if columns.size and columns[-1] - columns[0] > 1.8 * (bottom - top) and bottom - top > 4 * per_pt:
                heights.append(bottom - top)
    return float(np.median(heights)) if heights else 9.5 * per_pt


def lines_in(
    ink: Mask, weak: Mask, rules: Mask | None, area: Area, em: float, per_pt: float, largest: float = 1.5
) -> tuple[list[TextLine], float]:
    """The lines of text in an area, top to bottom, and the height of its characters.

    ``em`` is the page's usual height; these may be up to ``largest`` times as high. ``weak`` as in ``Ink``.
    ``rules``: 255 where the rules lie that were taken out of ``ink``, for an area that is a cell.
    """
    if area.x1 - area.x0 < 2 or area.y1 - area.y0 < 2:
        return [], em
    part = ink[area.y0 : area.y1, area.x0 : area.x1]
    crossed = False
    if rules is not None:
        part, crossed = _without_remnants(part, em, per_pt)
    part = without_dirt(part, weak[area.y0 : area.y1, area.x0 : area.x1], em)
    if not part.any():
        return [], em
    runs = _runs(np.asarray(part.any(axis=1)))
    own = _own_em(part, runs, em, largest)
    runs = _merged(runs, own)
    runs = [piece for run in runs for piece in _split(part, run, own)]
    edges = np.zeros_like(part) if rules is None else rules[area.y0 : area.y1, area.x0 : area.x1]
    reach = max(1, round(_TOUCH_PT * per_pt))
    lines = (_line(part, top, bottom, area, own) for top, bottom in runs)
    found = (_cut_at(line, edges, area, own, reach) for line in lines if line is not None)
    return [line._replace(crossed=crossed) for line in found], own


def _own_em(part: Mask, runs: Sequence[tuple[int, int]], em: float, largest: float) -> float:
    """The height of this area's characters: its own highest row of ink where that is near the page's.

    Text that was shrunk to fit is much smaller; it is told from a dash by being made of many parts.
    """
    top, bottom = max(runs, key=lambda run: run[1] - run[0])
    highest = bottom - top
    if 0.55 * em <= highest <= largest * em:
        return float(highest)
    if highest < em and highest >= _SMALLEST * em:
        parts = cv2.connectedComponents(part[top:bottom])[0] - 1
        if parts >= _TEXT_PARTS:
            return float(highest)
    return em


def _without_remnants(part: Mask, em: float, per_pt: float) -> tuple[Mask, bool]:
    """An area's ink without thin strips along its edges, which rules leave behind, and without broken rules.

    The second value tells whether a pen's stroke was taken off too.
    """
    edge = max(1, round(_REMNANT_PT * per_pt))
    height, width = part.shape
    if height <= 2 * edge or width <= 2 * edge:
        return part, False
    rim = np.zeros_like(part)
    rim[:edge] = rim[-edge:] = 255
    rim[:, :edge] = rim[:, -edge:] = 255
    count, labels, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    if count == 1:
        return part, False
    spanning = ((stats[:, 2] >= _SPAN * width) & (stats[:, 3] <= edge)) | (
        (stats[:, 3] >= _SPAN * height) & (stats[:, 2] <= edge)
    )
    spanning |= (stats[:, 3] >= _UPRIGHT * em) & (stats[:, 2] <= edge)
    touching = np.unique(labels[(rim > 0) & (part > 0)])
    strokes = (stats[:, 2] >= _UNDERLINE[0] * em) & (stats[:, 3] <= _UNDERLINE[1] * em) & ~spanning
    strokes[touching] |= _is_pen_stroke(stats[touching], em)
    strokes[0] = False
    drop = spanning | strokes
    drop[0] = False
    for label in touching.tolist():
        x, y, w, h, _ = stats[label].tolist()
        inside_rim = y + h <= edge or y >= height - edge or x + w <= edge or x >= width - edge
        drop[label] |= inside_rim and (max(w, h) > 2.5 * min(w, h) or min(w, h) < edge / 2)
    if not drop.any():
        return part, False
    return np.asarray(np.where(drop[labels], 0, part), np.uint8), bool(strokes.any())


def _is_pen_stroke(stats: NDArray[np.int32], em: float) -> NDArray[np.bool_]:
    """Which pieces of ink (rows of x, y, width, height, area) are larger than a character, and but one thin stroke:
    part of a ring or of a pen's line that goes on beyond the cell."""
    wide, high, area = stats[:, 2], stats[:, 3], stats[:, 4]
    length = np.hypot(wide, high)
    return np.asarray((high >= _LARGER * em) & (area <= _PEN * em * length) & (area < _PEN_FILL * wide * high))


def _runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _merged(runs: Sequence[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Parts of one line put together: low ones with the neighbour that is nearer."""
    lines = list(runs)
    while True:
        best: tuple[float, int] | None = None
        for i, ((t0, b0), (t1, b1)) in enumerate(itertools.pairwise(lines)):
            low = min(b0 - t0, b1 - t1) < _LOW * em
            if low and t1 - b0 <= _GAP * em and b1 - t0 <= _MERGE * em and (best is None or t1 - b0 < best[0]):
                best = (t1 - b0, i)
        if best is None:
            return lines
        i = best[1]
        lines[i : i + 2] = [(lines[i][0], lines[i + 1][1])]


def _is_large_type(rows: Mask) -> bool:
    """Whether high rows of ink are one line of larger characters: of two lines that touch, few pieces are as high."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(rows, connectivity=8)
    sizes = stats[1:, 2:4].max(axis=1)
    large = sizes[sizes >= _NO_DOT * len(rows)]
    return len(large) >= _LEAST_LARGE and float(np.median(large)) >= _LARGE_TYPE * len(rows)


def _split(part: Mask, run: tuple[int, int], em: float) -> Iterator[tuple[int, int]]:
    """Lines that touch, cut where the least ink lies between them; one line of larger type stays."""
    top, bottom = run
    if bottom - top <= _SPLIT * em or _is_large_type(part[top:bottom]):
        yield run
        return
    profile = (part > 0).sum(axis=1)
    count = max(2, round((bottom - top + 0.3 * em) / (1.3 * em)))
    pitch = (bottom - top) / count
    cuts = [top]
    for index in range(1, count):
        low, high = round(top + (index - 0.3) * pitch), round(top + (index + 0.3) * pitch)
        cuts.append(low + int(np.argmin(profile[low:high])))
    cuts.append(bottom)
    yield from itertools.pairwise(cuts)


def _line(part: Mask, top: int, bottom: int, area: Area, em: float) -> TextLine | None:
    columns = np.flatnonzero(part[top:bottom].any(axis=0))
    if not columns.size:
        return None
    left, right = int(columns[0]), int(columns[-1]) + 1
    if right - left < 0.2 * em and bottom - top < 0.2 * em:  # a dot is no text, a dash is
        return None
    return TextLine(area.x0 + left, area.y0 + top, area.x0 + right, area.y0 + bottom)


def _cut_at(line: TextLine, edges: Mask, area: Area, em: float, reach: int) -> TextLine:
    """A line with its cut ends told: its ink goes right up to the area's edge or the rule along it.

    ``edges``: the area's rules. A full line that fills its cell from top to bottom is not cut there.
    """
    height, width = edges.shape
    left, right = line.x0 - area.x0, line.x1 - area.x0
    top, bottom = line.y0 - area.y0, line.y1 - area.y0
    low = line.height < _WHOLE * em

    def ruled(band: Mask, axis: int) -> bool:
        return bool(band.size) and float((band > 0).any(axis=axis).mean()) >= _RULED

    return line._replace(
        cut_right=right >= width - 1 or ruled(edges[top:bottom, right : right + reach], 1),
        cut_left=left <= 0 or ruled(edges[top:bottom, max(0, left - reach) : left], 1),
        cut_below=low and (bottom >= height - 1 or ruled(edges[bottom : bottom + reach, left:right], 0)),
        cut_above=low and (top <= 0 or ruled(edges[max(0, top - reach) : top, left:right], 0)),
    )
