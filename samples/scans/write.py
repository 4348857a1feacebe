"""Scan files as devices write them: PNG, JPEG, TIFF of several pages, PDF of images; tags may lie."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image

from samples.scans.sheet import Pixels

Container = Literal["png", "jpeg", "tiff", "pdf"]
SINGLE: tuple[Container, ...] = ("png", "jpeg", "tiff", "pdf")
SEVERAL: tuple[Container, ...] = ("tiff", "pdf")
SUFFIX: dict[Container, str] = {"png": ".png", "jpeg": ".jpg", "tiff": ".tif", "pdf": ".pdf"}
_TIFF_COMPRESSION = {"1": "group4", "L": "tiff_lzw", "RGB": "jpeg"}
_SCANNED = time.struct_time((2024, 3, 5, 9, 30, 0, 1, 65, 0))


def write_scan(
    images: Sequence[Pixels], stem: Path, container: Container, dpi: float, tag: int | None, quality: int
) -> Path:
    """Write the pages into one file beside ``stem``; returns its path.

    Pages without colour are written grey, those of two tones as bits (TIFF and PDF: G4). ``tag`` is the
    resolution the file claims, None for none; a PDF lays its pages out by it, else by ``dpi``.
    """
    pages = [_plainest(image) for image in images]
    path = stem.with_name(stem.name + SUFFIX[container])
    first, rest = pages[0], pages[1:]
    options: dict[str, Any] = {} if tag is None else {"dpi": (tag, tag)}
    if container == "png":
        first.save(path, compress_level=2, **options)
    elif container == "jpeg":
        first.convert("L" if first.mode == "1" else first.mode).save(path, quality=quality, **options)
    elif container == "tiff":
        options |= {"compression": _TIFF_COMPRESSION[first.mode]}
        options |= {"quality": quality} if first.mode == "RGB" else {}
        first.save(path, save_all=True, append_images=rest, **options)
    else:
        options = {"creationDate": _SCANNED, "modDate": _SCANNED} | ({} if first.mode == "1" else {"quality": quality})
        first.save(path, save_all=True, append_images=rest, resolution=tag or dpi, **options)
    return path


def _plainest(image: Pixels) -> Image.Image:
    """The picture in the least mode that holds it."""
    if not (np.array_equal(image[..., 0], image[..., 1]) and np.array_equal(image[..., 0], image[..., 2])):
        return Image.fromarray(image)
    grey = Image.fromarray(np.ascontiguousarray(image[..., 0]))
    return grey.convert("1", dither=Image.Dither.NONE) if set(np.unique(image)) <= {0, 255} else grey
