"""Images that are decoded well and hard to read: very many lines, cells, specks or frames."""

from __future__ import annotations

import io
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from samples.hostile.kind import Kind, Outcome, content

_ANY: tuple[Outcome, ...] = ("converted", "no-form", "too-large", "damaged")
_WIDE, _HIGH = 2480, 3508  # A4 at 300 dpi


def _png(pixels: NDArray[np.bool_]) -> bytes:
    """True is paper."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def _chessboard(field: int) -> bytes:
    rows, cols = np.indices((_HIGH, _WIDE))
    return _png((rows // field + cols // field) % 2 == 0)


def _lattice(step: int) -> bytes:
    page = np.ones((_HIGH, _WIDE), dtype=bool)
    page[::step] = page[:, ::step] = False
    return _png(page)


def _stripes(step: int) -> bytes:
    page = np.ones((_HIGH, _WIDE), dtype=bool)
    page[(np.arange(_HIGH) % step) < step // 2] = False
    return _png(page)


def _specks(share: float) -> bytes:
    return _png(np.random.default_rng(1).random((_HIGH, _WIDE)) > share)


def _frames() -> bytes:
    """Squares within each other."""
    rows, cols = np.indices((_HIGH, _WIDE))
    inside = np.minimum(np.minimum(rows, _HIGH - rows), np.minimum(cols, _WIDE - cols))
    return _png(inside % 12 >= 3)


def _letters() -> bytes:
    """A page full of what might be small letters."""
    rng = np.random.default_rng(2)
    page = np.ones((_HIGH, _WIDE), dtype=bool)
    cell = rng.random((_HIGH // 3, _WIDE // 3)) > 0.45
    small = np.kron(cell, np.ones((3, 3), dtype=bool))
    page[: small.shape[0], : small.shape[1]] = small
    rows = np.arange(_HIGH) % 40
    cols = np.arange(_WIDE) % 36
    page[rows > 28] = True
    page[:, cols > 28] = True
    return _png(page)


def _kind(name: str, what: str, how: str, make: partial[bytes]) -> Kind:
    return Kind(name, "image", what, how, _ANY, content(".png", make))


KINDS = (
    _kind(
        "page-of-fields",
        "a page of 8.7 million black and white fields",
        "a chessboard of pixels",
        partial(_chessboard, 1),
    ),
    _kind("page-of-lattice", "a page of 145 × 206 squares", "rules 17 pixels apart", partial(_lattice, 17)),
    _kind("page-of-stripes", "a page of 438 stripes", "8 pixels apart", partial(_stripes, 8)),
    _kind("page-of-specks", "a page of 500,000 specks", "by chance", partial(_specks, 0.06)),
    _kind("page-of-frames", "a page of 100 frames within each other", "rules 12 pixels apart", partial(_frames)),
    _kind("page-of-letters", "a page of 6,000 pieces like letters", "by chance", partial(_letters)),
)
