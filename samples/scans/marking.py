"""Where people put seals, signatures and pencil strokes on a printed page, and whose text lies beneath them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from samples.scans.printed import PrintedCell, PrintedPage
from samples.scans.seal import Seal, stamped
from samples.scans.sheet import Colour, Effect, Mask, Pixels, Quad, Sheet, bounding_box, carried, corners, darkest
from samples.scans.strokes import ringed, signed, ticked, underlined

_INSET_PT = 1.5  # a seal over a cell's rules alone does not lie over its text
_SEAL_ANCHORS = ("盖章", "公章")
_NAME_ANCHORS = ("签字", "负责人", "填表人")


@dataclass(frozen=True, slots=True)
class MarkPlan:
    """What may be put on a page. ``over_text`` is the chance that a seal is put where text stands."""

    seal: float
    signature: float
    strokes: float
    over_text: float
    seals: tuple[Seal, ...]
    pens: tuple[Colour, ...]


def marked(sheet: Sheet, page: PrintedPage, plan: MarkPlan, rng: np.random.Generator) -> tuple[Sheet, list[Mask]]:
    """Put the plan's marks on an unmoved sheet; also, for each new mark, the places it changed."""
    changed = []
    for effect in _effects(sheet, page, plan, rng):
        after = effect(sheet, rng)
        if len(after.marks) > len(sheet.marks):
            changed.append(_differing(after.image, sheet.image))
        sheet = after
    return sheet, changed


def kinds_over(cell: PrintedCell, sheet: Sheet, changed: Sequence[Mask], ink: Mask) -> list[str]:
    """Kinds of the marks that touch the cell's own print; ``ink`` is the bare page's."""
    x0, y0, x1, y1 = bounding_box(carried(sheet.matrix, cell_quad(cell, _INSET_PT)))
    part = np.s_[max(0, round(y0)) : round(y1), max(0, round(x0)) : round(x1)]
    touched = {mark.kind for mark, mask in zip(sheet.marks, changed, strict=True) if (mask[part] * ink[part]).sum() > 3}
    return sorted(touched)


def _differing(after: Pixels, before: Pixels) -> Mask:
    """1 where a mark was drawn."""
    kept = np.asarray(cv2.bitwise_not(cv2.absdiff(after, before)), dtype=np.uint8)
    return np.asarray((darkest(kept) < 243).astype(np.float32))


def cell_quad(cell: PrintedCell, inset: float = 0.0) -> Quad:
    """A cell's corners in points."""
    x0, y0, x1, y1 = cell.box
    return corners(x0 + inset, y0 + inset, x1 - inset, y1 - inset)


def ink_mask(sheet: Sheet) -> Mask:
    """1 where the bare page is dark."""
    return np.asarray((darkest(sheet.image) < 140).astype(np.float32))


def _effects(sheet: Sheet, page: PrintedPage, plan: MarkPlan, rng: np.random.Generator) -> list[Effect]:
    chances = rng.random(3)
    effects: list[Effect] = []
    if chances[0] < plan.signature:
        effects.append(_signature(sheet, page, plan, rng))
    if chances[1] < plan.strokes:
        effects += [_stroke(sheet, page, rng) for _ in range(int(rng.integers(1, 5)))]
    if chances[2] < plan.seal:
        effects.append(_seal(sheet, page, plan, rng))
    return effects


def _anchor(page: PrintedPage, words: Sequence[str]) -> PrintedCell | None:
    return next((cell for cell in page.cells if any(word in cell.text for word in words) and len(cell.text) < 14), None)


def _seal(sheet: Sheet, page: PrintedPage, plan: MarkPlan, rng: np.random.Generator) -> Effect:
    seal = plan.seals[rng.integers(len(plan.seals))]
    reach = sheet.pixels(seal.width_mm) / 2
    over = bool(rng.random() < plan.over_text)
    anchor = _anchor(page, _SEAL_ANCHORS)
    if over and anchor is not None and rng.random() < 0.5:
        place = carried(sheet.matrix, [(anchor.box[2], (anchor.box[1] + anchor.box[3]) / 2)])[0]
        centre = place + rng.uniform((0.0, -0.3), (0.8, 0.8)) * reach
    else:
        centre = _place_by_ink(sheet, reach, over, rng)
    return stamped(seal, (float(centre[0]), float(centre[1])), float(rng.normal(0, 9)))


def _place_by_ink(sheet: Sheet, reach: float, over: bool, rng: np.random.Generator) -> tuple[float, float]:
    """Of some random places the one with the most, or the least, print under a seal."""
    shrink = 16
    small = cv2.resize(ink_mask(sheet), None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    size = max(3, int(2 * reach / shrink))
    under = cv2.boxFilter(small, -1, (size, size), borderType=cv2.BORDER_CONSTANT)
    height, width = small.shape
    edge = min(size // 2, width // 2 - 1, height // 2 - 1)
    places = [(rng.integers(edge, width - edge), rng.integers(edge, height - edge)) for _ in range(4 if over else 60)]
    x, y = sorted(places, key=lambda place: float(under[place[1], place[0]]))[-1 if over else 0]
    return float(x * shrink), float(y * shrink)


def _signature(sheet: Sheet, page: PrintedPage, plan: MarkPlan, rng: np.random.Generator) -> Effect:
    """After the words that ask for it, else in the lower margin."""
    anchor = _anchor(page, _NAME_ANCHORS)
    height = sheet.pixels(float(rng.uniform(6, 9)))
    if anchor is not None:
        x0, y0, x1, y1 = anchor.box
        tight = x0 + page.type_pt * (len(anchor.text) + 1)
        at = carried(sheet.matrix, [(min(x1, tight), (y0 + y1) / 2 - 2)])[0]
    else:
        at = np.array(sheet.size) * (float(rng.uniform(0.55, 0.75)), 0.95)
    pen = plan.pens[rng.integers(len(plan.pens))]
    return signed((float(at[0]), float(at[1])), height, int(rng.integers(2, 4)), pen)


def _stroke(sheet: Sheet, page: PrintedPage, rng: np.random.Generator) -> Effect:
    """A tick at a row's end, a line under a text or a ring around a short one, in pencil or red pen."""
    filled = [cell for cell in page.cells if cell.text] or list(page.cells)
    cell = filled[rng.integers(len(filled))]
    colour = ((90, 90, 95), (70, 70, 80), (190, 40, 50))[rng.integers(3)]
    x0, y0, x1, y1 = bounding_box(carried(sheet.matrix, cell_quad(cell)))
    kind = rng.integers(3)
    if kind == 0:
        return ticked((x1 - sheet.pixels(3), (y0 + y1) / 2), sheet.pixels(4), colour)
    length = min(x1 - x0, sheet.pixels(page.type_pt * 0.353) * len(cell.text) + 4)
    left = (x0 + x1 - length) / 2
    if kind == 1 or len(cell.text) > 8:
        return underlined((left, y1 - sheet.pixels(0.5)), length, sheet.pixels(3), colour)
    return ringed((left - sheet.pixels(1), (y0 + y1) / 2), length + sheet.pixels(2), y1 - y0, colour)
