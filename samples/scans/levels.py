"""How bad a scan is: four graded levels, each a resolution and a chain of effects.

``plain`` is the dialect that reading is developed against; ``other`` has other figures and other effects, and
is for measuring only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from samples.scans import geometry, marks, noise
from samples.scans.sheet import Effect


class Level(NamedTuple):
    """``dpi`` to choose from; effects in the order in which they befall the page."""

    dpi: Sequence[int]
    effects: Sequence[Effect]
    fax: bool = False


PLAIN: dict[int, tuple[Level, ...]] = {
    1: (
        Level(
            (300,),
            (marks.sealed(0.3), geometry.skewed(0.3), noise.blurred(0.05, 0.12), noise.grained(3)),
        ),
    ),
    2: (
        Level(
            (200, 240, 300),
            (
                noise.inked(0.2, 0.3), marks.sealed(0.35), marks.signed(0.3), noise.tinted(0.1), geometry.skewed(2),
                geometry.turned(0.1), noise.specked(40, 0.8), noise.blurred(0.08, 0.18), noise.shaded(0.08),
                noise.grained(6), noise.compressed(70, 88),
            ),
        ),
    ),
    3: (
        Level(
            (200, 240, 300),
            (
                noise.bled_through(0.12), noise.inked(0.45, 0.8), marks.sealed(0.35), marks.signed(0.3),
                marks.pencilled(0.4), marks.folded(0.4), marks.punched(0.4), geometry.skewed(4),
                geometry.turned(0.15), noise.streaked(5), noise.specked(220, 1.3), noise.blurred(0.12, 0.25),
                noise.contrasted(1.8), noise.grained(10), noise.bordered(14), noise.compressed(45, 75),
            ),
        ),
    ),
    4: (
        Level(
            (200,),
            (
                noise.inked(0.2, 0.5), marks.punched(0.3), geometry.skewed(3), noise.specked(150, 1.0),
                noise.blurred(0.1, 0.2), noise.grained(14), noise.thresholded(50),
            ),
            fax=True,
        ),
        Level(
            (200, 240),
            (
                noise.tinted(0.12), marks.sealed(0.4), marks.signed(0.3), marks.folded(0.4), geometry.photographed(0.07),
                noise.shaded(0.45), noise.blurred(0.15, 0.3), noise.grained(7), noise.compressed(40, 70),
            ),
        ),
    ),
}  # fmt: skip


def levels(dialect: str) -> dict[int, tuple[Level, ...]]:
    """The levels of a dialect. Raises KeyError for an unknown one."""
    if dialect == "plain":
        return PLAIN
    if dialect == "other":
        from samples.scans.heldout import OTHER

        return OTHER
    raise KeyError(dialect)
