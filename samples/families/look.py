"""How a sheet looks on paper: what offices set differently though the form is the same."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FONTS = ("WenQuanYi Zen Hei", "Noto Sans CJK SC", "AR PL UMing CN")


@dataclass(frozen=True, slots=True)
class Look:
    """Type, alignment and extras of one sheet.

    ``roomy`` multiplies the rows' heights; ``outer`` False leaves the table's outer rules out; ``stacked`` writes
    the labels of blocks downwards; ``attachment`` is a line above the title, ``pages`` a page number at the foot.
    """

    font: str
    size: float
    landscape: bool
    values: str = "left"
    vertical: str = "center"
    roomy: float = 1.0
    outer: bool = True
    stacked: bool = False
    attachment: str = ""
    pages: bool = False
    split_rows: bool = False


def draw_look(rng: Random, landscape: bool) -> Look:
    """A look as chance has it; most sheets are plain."""
    return Look(
        font=rng.choice(FONTS),
        size=rng.choice((8, 8, 9) if landscape else (9, 9, 10, 10.5)),
        landscape=landscape,
        values=rng.choice(("left", "left", "center")),
        vertical=rng.choice(("center", "center", "center", "top")),
        roomy=rng.choice((1.0, 1.0, 1.2, 1.5)),
        outer=rng.random() > 0.06,
        stacked=rng.random() < 0.15,
        attachment=rng.choice(("附件2", "附件3：", "附表1-2")) if rng.random() < 0.15 else "",
        pages=rng.random() < 0.15,
        split_rows=rng.random() < 0.3,
    )
