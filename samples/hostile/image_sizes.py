"""Images of odd sizes that are all there: very large ones in few bytes, very small and very slender ones."""

from __future__ import annotations

from functools import partial

from samples.hostile.deflate import bomb
from samples.hostile.image_syntax import after_directory, png, saved, tiff, tiff_entries
from samples.hostile.kind import Kind, Outcome, content

_LARGE: tuple[Outcome, ...] = ("too-large",)
_NOTHING: tuple[Outcome, ...] = ("no-form",)
_ANY: tuple[Outcome, ...] = ("no-form", "damaged", "too-large")


def _deflated_tiff(side: int) -> bytes:
    packed = bomb(side * side)
    return tiff(tiff_entries(side, side, after_directory(9), len(packed), 8), packed)


def _kind(name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "image", what, how, outcomes, content(suffix, make))


KINDS = (
    _kind(
        "png-400-megapixels",
        ".png",
        "a white PNG of 400 megapixels",
        "all there, packed",
        _LARGE,
        partial(png, 20_000, 20_000, bomb(20_000 * 2_501, b"\x00"), 1),
    ),
    _kind(
        "png-100-megapixels",
        ".png",
        "a black PNG of 100 megapixels",
        "all there, packed",
        _NOTHING,
        partial(png, 10_000, 10_000, bomb(10_000 * 1_251, b"\x00"), 1),
    ),
    _kind(
        "tiff-12000-g4",
        ".tif",
        "a TIFF of 12,000 pixels each way, as a fax",
        "all there, packed",
        ("damaged", "no-form"),
        partial(saved, "TIFF", (12_000, 12_000), "1", compression="group4"),
    ),
    _kind(
        "tiff-144-megapixels",
        ".tif",
        "a grey TIFF of 144 megapixels",
        "all there, packed",
        _ANY,
        partial(_deflated_tiff, 12_000),
    ),
    _kind("png-one-pixel", ".png", "a PNG of one pixel", "Pillow", _NOTHING, partial(saved, "PNG", (1, 1))),
    _kind(
        "png-1-by-100000",
        ".png",
        "a PNG of 1 × 100,000 pixels",
        "Pillow",
        _NOTHING,
        partial(saved, "PNG", (1, 100_000)),
    ),
    _kind(
        "png-100000-by-1",
        ".png",
        "a PNG of 100,000 × 1 pixels",
        "Pillow",
        _NOTHING,
        partial(saved, "PNG", (100_000, 1)),
    ),
    _kind("bmp-one-pixel", ".bmp", "a BMP of one pixel", "Pillow", _NOTHING, partial(saved, "BMP", (1, 1))),
    _kind(
        "tiff-1-by-100000",
        ".tif",
        "a TIFF of 1 × 100,000 pixels",
        "Pillow",
        _NOTHING,
        partial(saved, "TIFF", (1, 100_000)),
    ),
    _kind(
        "jpeg-65500-by-40",
        ".jpg",
        "a JPEG of 65,500 × 40 pixels",
        "Pillow",
        _NOTHING,
        partial(saved, "JPEG", (65_500, 40)),
    ),
)
