"""Which documents a seed gives: producers, modes, families, fonts and oddities in turn; few files cover much."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from samples.content import FAMILIES, Family, Pane, SampleForm
from samples.defects import plantable, planted
from samples.document import Document, arrange
from samples.invent import Case, invent
from samples.layout import Wording
from samples.style import MODES, Align, Border, Mode, PrintStyle

PRODUCERS = ("xlsx", "html", "canvas", "docx")
PDF_FONTS = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")
BORDERS: tuple[Border, ...] = ("thin", "thick", "double", "dashed", "dotted")
ALIGNS: tuple[Align, ...] = ("left", "center", "right")
# What a producer cannot do: Word wraps every cell.
NOT_MADE = {("docx", "cut-columns"), ("docx", "shrunk")}
# reportlab embeds TrueType outlines only; Noto's are CFF.
CANVAS_FONTS = ("WenQuanYi Zen Hei", "AR PL UMing CN", "WenQuanYi Micro Hei", "AR PL UKai CN", "LXGW WenKai")


@dataclass(frozen=True, slots=True)
class Selection:
    """What to make; ``count`` documents for each producer and mode.

    ``defects``: ids of audit defects, one of which each form gets in turn where its family can have it.
    """

    seed: int = 1
    count: int = 3
    producers: Sequence[str] = PRODUCERS
    modes: Sequence[Mode] = MODES
    families: Sequence[Family] = FAMILIES
    fonts: Sequence[str] = PDF_FONTS
    defects: Sequence[str] = ()


def plan(selection: Selection) -> list[Document]:
    """The documents of a selection, in stable order, each with its own seed."""
    made = []
    pairs = [pair for pair in product(selection.producers, selection.modes) if pair not in NOT_MADE]
    for number, ((producer, mode), index) in enumerate(product(pairs, range(selection.count))):
        family = selection.families[(index + number // selection.count) % len(selection.families)]
        made.append(chosen_document(selection, producer, mode, family, number))
    return made


def chosen_document(selection: Selection, producer: str, mode: Mode, family: Family, number: int) -> Document:
    """One document; ``number`` turns font, border and alignment on."""
    seed = selection.seed * 1000 + number
    rng = random.Random(f"{producer}/{mode}/{seed}")
    fonts = [font for font in selection.fonts if producer != "canvas" or font in CANVAS_FONTS]
    style = _style(rng, producer, mode, family, (fonts or CANVAS_FONTS)[number % len(fonts or CANVAS_FONTS)], number)
    wording = Wording(
        short_levels=rng.random() < 0.3,
        half_width=rng.random() < 0.3,
        weights_in_levels=rng.random() < 0.5 and mode != "cut-columns",
        space_before_unit=rng.random() < 0.3,
    )
    forms = [_flawed(form, selection.defects, seed + at) for at, form in enumerate(_forms(rng, mode, family, seed))]
    return arrange(f"{producer}-{mode}-{family}-{seed}", producer, seed, style, forms, wording)


def _flawed(form: SampleForm, defects: Sequence[str], turn: int) -> SampleForm:
    possible = [rule for rule in defects if rule in plantable(form.family)]
    return planted(form, possible[turn % len(possible)]) if possible else form


def _style(rng: random.Random, producer: str, mode: Mode, family: Family, font: str, number: int) -> PrintStyle:
    border = BORDERS[number % len(BORDERS)] if mode not in ("cut-rows", "cut-columns") or number % 2 else "thin"
    style = PrintStyle(
        mode=mode,
        font=font,
        size=rng.choice((10.5, 12.0) if mode == "cut-columns" else (9.0, 10.5)),
        align=ALIGNS[number % 3] if mode == "cut-columns" else rng.choice(("left", "center")),
        valign=rng.choice(("top", "center", "center", "bottom")),
        border=border,
        color=rng.choice(("000000", "000000", "1F4E79", "808080")),
        outer=rng.random() > 0.15,
        landscape=mode != "cut-columns" and (family == "selfeval" or rng.random() < 0.2),
        crop=rng.random() < 0.15,
        header=number % 2 == 0,
        fillers=rng.choice((0, 0, 0, 0, 1, 2)),
    )
    rotate = rng.choice((90, 270)) if rng.random() < 0.15 else 0
    return replace(style, rotate=rotate)


def _forms(rng: random.Random, mode: Mode, family: Family, seed: int) -> list[SampleForm]:
    empty: Pane | None = rng.choice((None, None, "annual", "mid_term"))
    case = Case(
        empty_pane=empty,
        small=mode == "several",
        most=2 if mode == "cut-columns" else 4,
        long_goal=mode != "several" and seed % 3 == 1,
    )
    count = rng.choice((2, 3)) if mode == "several" else 1
    return [invent(family, seed * 10 + index, case) for index in range(count)]
