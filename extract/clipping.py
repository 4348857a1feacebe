"""What a clip box leaves of a run."""

from __future__ import annotations

from shibiao.extract.model import BBox, Run

_HIDDEN = 0.5  # a glyph is printed when more than this share of its width and height is inside the clip


def printed_part(run: Run) -> Run | None:
    """The run's glyphs that can be seen; None where the clip hides all of them."""
    clip = run.clip
    if clip is None:
        return run
    kept = [i for i, box in enumerate(run.boxes) if _is_printed(box, clip)]
    if len(kept) == len(run.boxes):
        return run
    if not kept:
        return None
    boxes = tuple(run.boxes[i] for i in kept)
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    text = "".join(run.text[i] for i in kept)
    return run._replace(text=text, boxes=boxes, bbox=BBox(min(x0), min(y0), max(x1), max(y1)))


def _is_printed(box: BBox, clip: BBox) -> bool:
    wide = min(box.x1, clip.x1) - max(box.x0, clip.x0)
    high = min(box.y1, clip.y1) - max(box.y0, clip.y0)
    return wide > _HIDDEN * box.width and high > _HIDDEN * box.height if box.width > 0 else high > 0
