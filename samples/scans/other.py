"""How scans of each level are made in the held-out dialect. It is for judging: nothing is to be tuned on it."""

from __future__ import annotations

from samples.scans import effects as fx
from samples.scans import geometry as geo
from samples.scans import held_out as ho
from samples.scans.borrowed import augmented, require_augraphy
from samples.scans.levels import Recipe, Setting, toned
from samples.scans.marking import MarkPlan
from samples.scans.seal import Seal
from samples.scans.sheet import Pixels, maybe

GREY_LID, DARK_LID = (205, 206, 208), (52, 50, 48)
PENS = ((20, 40, 120), (60, 80, 200), (40, 40, 45))


def other_recipe(setting: Setting, unit: str, back: Pixels) -> Recipe:
    """The held-out dialect. Raises AugraphyMissing."""
    require_augraphy()
    made = {
        ("office", 1): _clean,
        ("office", 2): _ordinary,
        ("copy", 3): _photocopy,
        ("fax", 4): _fax,
        ("photo", 4): _photo,
    }[setting.capture, setting.level](unit, back)
    return toned(made, setting)


def _marks(unit: str, seal: float, signature: float, strokes: float, over_text: float) -> MarkPlan:
    seals = (
        Seal(unit, font="Noto Sans CJK SC", width_mm=40.0, colour=(226, 62, 48), strength=0.62),
        Seal(unit, "业务专用章", font="AR PL UMing CN", width_mm=42.0, colour=(168, 22, 50), strength=0.72),
        Seal(unit, "审核专用章", shape="oval", font="WenQuanYi Micro Hei", width_mm=45.0, colour=(214, 30, 36)),
        Seal(unit[:2], shape="square", font="AR PL UKai CN", width_mm=22.0, colour=(198, 36, 40), strength=0.66),
    )
    return MarkPlan(seal, signature, strokes, over_text, seals, PENS)


def _clean(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (maybe(0.4, augmented("SubtleNoise", subtle_range=4)),),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.0, over_text=0.7),
        (
            geo.fed_askew(0.3, (249, 250, 251)),
            ho.moved_focus((0.5, 1.3)),
            ho.shot_noise((0.04, 0.11)),
            ho.banding((0.0005, 0.002)),
            ho.hairs((0, 2)),
            maybe(0.5, fx.jpeg((86, 94))),
        ),
    )


def _ordinary(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.3, ho.dropped_toner((0.004, 0.02))),
            maybe(0.25, augmented("InkMottling", ink_mottling_alpha_range=(0.15, 0.25))),
            maybe(0.3, augmented("ColorPaper", hue_range=(15, 32), saturation_range=(6, 18))),
            maybe(0.3, ho.show_through(back, (0.03, 0.07))),
            maybe(0.35, ho.stapled),
        ),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.3, over_text=0.7),
        (
            maybe(0.25, ho.crumpled((0.01, 0.03))),
            geo.fed_askew(2.0, GREY_LID, 3.0),
            maybe(0.5, ho.gutter((0.08, 0.3))),
            ho.moved_focus((1.0, 2.0)),
            ho.shot_noise((0.12, 0.28)),
            ho.banding((0.001, 0.005)),
            ho.hairs((2, 14)),
            fx.jpeg((66, 84)),
        ),
    )


def _photocopy(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.5, augmented("InkBleed", intensity_range=(0.25, 0.5), kernel_size=(3, 3), severity=(0.2, 0.35))),
            maybe(0.4, ho.dropped_toner((0.02, 0.06))),
            maybe(0.3, augmented("LinesDegradation", line_replacement_probability=(0.25, 0.4))),
            maybe(0.5, ho.show_through(back, (0.1, 0.25))),
            ho.ragged((10, 26)),
            maybe(0.3, augmented("LowInkRandomLines", count_range=(3, 8), noise_probability=0.3)),
            maybe(
                0.4,
                augmented(
                    "BadPhotoCopy",
                    noise_type=1,
                    noise_iteration=(1, 1),
                    noise_size=(1, 2),
                    noise_value=(90, 180),
                    noise_sparsity=(0.5, 0.9),
                    noise_concentration=(0.05, 0.2),
                    blur_noise=0,
                    wave_pattern=0,
                    edge_effect=0,
                ),
            ),
            maybe(0.4, ho.gutter((0.4, 0.8))),
        ),
        _marks(unit, seal=0.55, signature=0.4, strokes=0.3, over_text=0.6),
        (
            maybe(0.3, ho.crumpled((0.02, 0.05))),
            geo.fed_askew(4.0, DARK_LID, 6.0),
            ho.moved_focus((1.0, 2.2)),
            ho.shot_noise((0.2, 0.4)),
            ho.banding((0.003, 0.012)),
            ho.hairs((10, 40)),
            fx.jpeg((58, 78)),
        ),
    )


def _fax(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (maybe(0.4, ho.dropped_toner((0.01, 0.04))), maybe(0.3, ho.show_through(back, (0.05, 0.1))), ho.hairs((2, 10))),
        _marks(unit, seal=0.4, signature=0.4, strokes=0.0, over_text=0.0),
        (
            geo.fed_askew(2.5, GREY_LID, 2.0),
            ho.moved_focus((1.0, 1.8)),
            ho.shot_noise((0.5, 1.0)),
            ho.locally_two_toned((22, 38)),
            fx.salt_and_pepper((0.0004, 0.002)),
        ),
    )


def _photo(unit: str, back: Pixels) -> Recipe:
    return Recipe(
        (
            maybe(0.25, ho.dropped_toner((0.004, 0.02))),
            maybe(0.3, augmented("BrightnessTexturize", texturize_range=(0.9, 0.99), deviation=0.03)),
            maybe(0.3, ho.show_through(back, (0.04, 0.09))),
        ),
        _marks(unit, seal=0.6, signature=0.5, strokes=0.3, over_text=0.6),
        (
            maybe(0.6, ho.crumpled((0.02, 0.06))),
            geo.photographed(7.0, 0.03, ho.other_desk),
            ho.vignette((0.25, 0.5), (0.93, 0.97, 1.0)),
            maybe(
                0.6,
                augmented(
                    "ShadowCast",
                    shadow_opacity_range=(0.15, 0.4),
                    shadow_iterations_range=(1, 1),
                    shadow_blur_kernel_range=(201, 401),
                ),
            ),
            maybe(0.3, ho.glare((0.3, 0.65))),
            ho.moved_focus((1.2, 2.6)),
            ho.shot_noise((0.2, 0.45)),
            fx.jpeg((68, 88)),
        ),
    )
