"""How scans of each level are made in the plain dialect: capture, resolution, and the effects in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from samples.scans import effects as fx
from samples.scans import geometry as geo
from samples.scans import wear
from samples.scans.marking import MarkPlan
from samples.scans.seal import Seal
from samples.scans.sheet import Capture, Effect, Pixels, maybe

LEVELS = (1, 2, 3, 4)
# The em of the smallest type in pixels that a person can still read after the level's damage.
SMALLEST_EM = {"office": 18.0, "copy": 21.0, "fax": 20.0, "photo": 22.0}
DPIS: dict[int, tuple[int, ...]] = {1: (300,), 2: (200, 240, 300, 300), 3: (150, 200, 240, 300)}
COLOURED = {1: 0.85, 2: 0.7, 3: 0.65}
FAX_DPI = 200
PHOTO_DPIS = (170, 190, 220, 260, 300)
WHITE_LID, BLACK_LID = (243, 243, 241), (22, 21, 23)
BLUE, BLACK_PEN = (35, 50, 160), (30, 30, 36)


@dataclass(frozen=True, slots=True)
class Setting:
    """How one document is captured. ``turns`` are clockwise quarter turns of the finished scan."""

    level: int
    capture: Capture
    dpi: int
    turns: int
    colour: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """The stages of one page's way: before anybody marks it, the marks, and all after."""

    before: tuple[Effect, ...]
    marks: MarkPlan
    after: tuple[Effect, ...]


def setting_for(level: int, turn: int, type_pt: float, rng: np.random.Generator) -> Setting | None:
    """The capture of a document, fax and photo in turn at level 4; None where its type is too small for the level."""
    turned = (0, 0, 0, 0, 0, 0, 0, 1, 2, 3) if level > 1 else (0,)
    turns = int(turned[rng.integers(len(turned))])
    if level < 4:
        capture: Capture = "copy" if level == 3 else "office"
        dpi = _dpi(DPIS[level], type_pt, SMALLEST_EM[capture], rng)
        return Setting(level, capture, dpi, turns, bool(rng.random() < COLOURED[level])) if dpi else None
    if (turn + turn // 4) % 2 and type_pt * FAX_DPI / 72 >= SMALLEST_EM["fax"]:
        return Setting(level, "fax", FAX_DPI, turns if rng.random() < 0.5 else 0, False)
    dpi = _dpi(PHOTO_DPIS, type_pt, SMALLEST_EM["photo"], rng)
    return Setting(level, "photo", dpi, turns, True) if dpi else None


def _dpi(choices: tuple[int, ...], type_pt: float, smallest_em: float, rng: np.random.Generator) -> int:
    """One of the resolutions that keep the type legible; 0 when none does."""
    possible = [dpi for dpi in choices if dpi * type_pt / 72 >= smallest_em]
    drawn = rng.integers(2**31)
    return possible[int(drawn) % len(possible)] if possible else 0


def plain_recipe(setting: Setting, unit: str, back: Pixels) -> Recipe:
    """The plain dialect. ``unit`` is the name on the seal, ``back`` the page that shows through."""
    made = {
        ("office", 1): _clean,
        ("office", 2): _ordinary,
        ("copy", 3): _photocopy,
        ("fax", 4): _fax,
        ("photo", 4): _photo,
    }[setting.capture, setting.level](unit, back)
    return toned(made, setting)


def toned(recipe: Recipe, setting: Setting) -> Recipe:
    """The recipe under the setting's tone and turn. A grey seal hides more: it is put over text less often."""
    after = (*recipe.after, geo.quarter_turned(setting.turns))
    if setting.colour or setting.capture == "fax":
        return replace(recipe, after=after)
    marks = replace(recipe.marks, over_text=0.4 * recipe.marks.over_text)
    return Recipe(recipe.before, marks, (fx.grey, *after))


def _marks(unit: str, seal: float, signature: float, strokes: float, over_text: float) -> MarkPlan:
    seals = (
        Seal(unit),
        Seal(unit, "财务专用章", width_mm=38.0, colour=(215, 40, 50), strength=0.6),
        Seal(unit, font="AR PL UKai CN", width_mm=42.0, colour=(190, 25, 60), strength=0.75),
    )
    return MarkPlan(seal, signature, strokes, over_text, seals, (BLUE, BLUE, BLACK_PEN))


def _clean(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (fx.paper_grain(0.8),),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.0, over_text=0.7),
        (
            geo.fed_askew(0.3, WHITE_LID),
            fx.blurred((0.35, 0.55)),
            fx.sensor_noise((0.6, 1.6)),
            fx.specks((0, 6)),
            maybe(0.5, fx.jpeg((88, 95))),
        ),
    )


def _ordinary(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.3, fx.faint_ink((0.1, 0.3))),
            fx.paper_grain(1.8, (4, 5, 9)),
            maybe(0.3, wear.bleed_through(back, (0.03, 0.06))),
            maybe(0.35, wear.punched),
        ),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.3, over_text=0.7),
        (
            maybe(0.3, wear.folded((0.04, 0.1))),
            geo.fed_askew(2.0, WHITE_LID, 3.0),
            fx.uneven_light((0.01, 0.06)),
            fx.blurred((0.5, 0.8)),
            fx.sensor_noise((1.5, 3.5)),
            fx.specks((10, 50)),
            fx.jpeg((70, 85)),
        ),
    )


def _photocopy(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.5, fx.spread_ink((0.3, 0.8))),
            maybe(0.4, fx.faint_ink((0.15, 0.4))),
            maybe(0.5, wear.bleed_through(back, (0.08, 0.2))),
            fx.specks((40, 160), (0.05, 0.3)),
            fx.copied((135, 175), (16, 30)),
            wear.streaked((0, 4), (0.2, 0.7)),
            maybe(0.4, wear.dark_edges((2, 8))),
            maybe(0.4, wear.punched),
        ),
        _marks(unit, seal=0.55, signature=0.4, strokes=0.3, over_text=0.6),
        (
            maybe(0.4, wear.folded((0.08, 0.2))),
            geo.fed_askew(4.0, BLACK_LID, 5.0),
            fx.uneven_light((0.03, 0.12)),
            fx.blurred((0.5, 0.85)),
            fx.sensor_noise((2.5, 5.0)),
            maybe(0.3, fx.salt_and_pepper((0.0002, 0.001))),
            fx.jpeg((62, 80)),
        ),
    )


def _fax(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (maybe(0.4, fx.spread_ink((0.2, 0.5))), fx.specks((20, 80)), fx.paper_grain(6.0)),
        _marks(unit, seal=0.4, signature=0.4, strokes=0.0, over_text=0.0),
        (
            geo.fed_askew(3.0, WHITE_LID, 2.0),
            fx.blurred((0.55, 0.85)),
            fx.sensor_noise((6.0, 12.0)),
            wear.streaked((0, 2), (0.3, 0.9)),
            fx.two_tone((150, 185)),
            fx.salt_and_pepper((0.0002, 0.0015)),
        ),
    )


def _photo(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.3, fx.faint_ink((0.1, 0.25))),
            fx.paper_grain(2.5),
            maybe(0.3, wear.bleed_through(back, (0.03, 0.08))),
        ),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.3, over_text=0.6),
        (
            maybe(0.6, wear.folded((0.06, 0.16))),
            geo.photographed(8.0, 0.025, wear.desk),
            fx.uneven_light((0.2, 0.45), cast=(1.0, 0.97, 0.9)),
            maybe(0.6, fx.soft_shadow((0.1, 0.35))),
            fx.blurred((0.6, 1.15)),
            fx.sensor_noise((2.5, 6.5), colour=0.5),
            fx.jpeg((72, 90)),
        ),
    )
