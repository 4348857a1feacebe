"""Pictures stored in unusual ways, and the page that each of them is: sizes, boxes and drawings refer to that."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from shibiao.export.image_pdf import image_pdf
from shibiao.extract.model import Document
from shibiao.extract.render import render_page
from shibiao.extract.scan.images import read_pictures
from shibiao.extract.scan.negative import is_negative
from shibiao.extract.scan.picture import Picture, resolution, squared
from shibiao.extract.source import ReadSettings, read_document
from tests.scans.pages import SAMPLE, page

ONE = ReadSettings(ocr="rapidocr")
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def part() -> Image.Image:
    """The head of the sample's first page."""
    return page().crop((0, 0, 1654, 450))


def small() -> Image.Image:
    return page().crop((0, 0, 1654, 450)).resize((413, 112)).convert("L")


def pictures(data: bytes) -> list[Picture]:
    return list(read_pictures(Path("a"), data, 99, 10**8))


def save_as(kind: str, image: Image.Image, orientation: int) -> bytes:
    file = io.BytesIO()
    if kind == "TIFF":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[274] = orientation
        image.save(file, kind, tiffinfo=tags)
    else:
        exif = Image.Exif()
        exif[274] = orientation
        image.save(file, kind, exif=exif, **({"lossless": True} if kind == "WEBP" else {}))
    return file.getvalue()


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def box_of(document: Document, text: str) -> tuple[float, ...]:
    return next(tuple(cell.bbox) for grid in document.grids for cell in grid.cells if text in cell.text)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", STORED)
def test_the_page_is_turned_as_viewers_turn_it(orientation: int, kind: str, tmp_path: Path) -> None:
    """In what is read, in what is drawn on, and in the searchable PDF, whose JPEG stays as it is."""
    upright = small()
    way = STORED[orientation]
    data = save_as(kind, upright if way is None else upright.transpose(way), orientation)
    (picture,) = pictures(data)
    assert picture.size == upright.size
    assert apart(picture.pixels[:, :, 0], np.asarray(upright)) < 3
    (tmp_path / "a").write_bytes(data)
    drawn = render_page(tmp_path / "a", 1, dpi=None).image.convert("L")
    assert apart(np.asarray(drawn), np.asarray(upright)) < 3
    shown = pdfium.PdfDocument(image_pdf(tmp_path / "a", {1: 1.0}))[0].render().to_pil().convert("L")
    assert shown.size == upright.size
    assert apart(np.asarray(shown), np.asarray(upright)) < 3


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_boxes_are_places_on_the_page_so_turned(orientation: int, tmp_path: Path) -> None:
    way = STORED[orientation]
    assert way is not None
    (tmp_path / "a.jpg").write_bytes(save_as("JPEG", part().transpose(way), orientation))
    read = read_document(tmp_path / "a.jpg", ONE)
    (scan,) = read.scans
    assert (scan.width, scan.height, scan.turned) == (1654, 450, 0)
    points = 72 / scan.dpi
    x0, y0, _, _ = (value / points * 72 / 200 for value in box_of(read, "项目名称"))
    digital = box_of(read_document(SAMPLE), "项目名称")
    assert max(abs(x0 - digital[0]), abs(y0 - digital[1])) < 1.5


@pytest.mark.parametrize("lines", [98, 196])
def test_a_fax_is_as_high_as_its_paper(lines: int) -> None:
    file = io.BytesIO()
    fax = page(300).convert("L").resize((1728, round(297 / 25.4 * lines))).point(lambda level: 255 * (level > 150))
    fax.convert("1").save(file, "TIFF", compression="group3", dpi=(204, lines))
    (picture,) = pictures(file.getvalue())
    assert picture.size == (1728, pytest.approx(297 / 25.4 * 204, abs=3))
    assert (picture.dpi, picture.dpi_from) == (204, "file")


def test_a_page_of_uneven_resolution_has_its_boxes_in_points(tmp_path: Path) -> None:
    stored = part().resize((1654, 225), Image.Resampling.BOX)
    stored.save(tmp_path / "a.png", dpi=(200, 100))
    read = read_document(tmp_path / "a.png", ONE)
    digital = box_of(read_document(SAMPLE), "项目名称")
    assert (read.scans[0].width, read.scans[0].height) == (1654, 450)
    assert max(abs(a - b) for a, b in zip(box_of(read, "项目名称"), digital, strict=True)) < 1.5


@pytest.mark.parametrize(
    ("size", "tagged", "expected"),
    [
        ((1728, 1146), (204, 98), ((1728, 2386), 204)),
        ((1654, 2339), (200, 201), ((1654, 2339), 200)),
        ((2480, 3508), (300, 150), ((2480, 3508), None)),  # the shape of paper as it is: the tag lies
        ((1000, 1400), (300, 1), ((1000, 1400), None)),
        ((1000, 1400), (10, 5), ((1000, 1400), None)),  # a page of 25 feet
        ((1000, 1400), None, ((1000, 1400), None)),
    ],
)
def test_uneven_resolutions(
    size: tuple[int, int], tagged: tuple[float, float] | None, expected: tuple[tuple[int, int], float | None]
) -> None:
    assert squared(*size, tagged) == expected


@pytest.mark.parametrize("dpi", [0, 1, 10_000])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_a_resolution_that_cannot_be_is_estimated(dpi: int, kind: str) -> None:
    file = io.BytesIO()
    page().save(file, kind, dpi=(dpi, dpi))
    (picture,) = pictures(file.getvalue())
    assert (picture.dpi, picture.dpi_from) == (200, "estimate")


def test_strips_and_long_screenshots_are_no_pages_of_a4() -> None:
    assert resolution(20_000, 100, None) == (300, "estimate")
    assert resolution(1075, 14_000, None) == (pytest.approx(130, abs=1), "estimate")
    assert resolution(100, 20_000, None) == (100, "estimate")


def test_a_negative_is_read(tmp_path: Path) -> None:
    Image.fromarray(255 - np.asarray(part())).save(tmp_path / "a.png", dpi=(200, 200))
    assert box_of(read_document(tmp_path / "a.png", ONE), "项目名称")


def test_what_is_dark_is_not_always_a_negative() -> None:
    whole = page()
    desk = Image.new("RGB", (3000, 3500), (25, 25, 28))
    desk.paste(whole, (600, 500))
    for image, expected in (
        (whole, False),
        (Image.fromarray(255 - np.asarray(whole)), True),
        (desk, False),
        (Image.new("RGB", (1654, 2339), "black"), False),
    ):
        assert is_negative(Picture(1, np.asarray(image), 200.0, "file", 1.0, image.size)) is expected


@pytest.mark.parametrize("photometric", [0, 1])
def test_one_bit_pages_of_either_polarity(photometric: int) -> None:
    file, tags = io.BytesIO(), TiffImagePlugin.ImageFileDirectory_v2()
    tags[262] = photometric
    small().convert("1").save(file, "TIFF", compression="group4", tiffinfo=tags)
    (picture,) = pictures(file.getvalue())
    assert np.median(picture.pixels) == 255


def deep(kind: str) -> Image.Image:
    levels = np.asarray(small())
    if kind == "16 bits":
        return Image.fromarray(levels.astype(np.uint16) * 257)
    if kind == "12 bits in 16":
        return Image.fromarray(levels.astype(np.uint16) * 16)
    if kind == "32 bits":
        return Image.fromarray(levels.astype(np.int32) * 1000)
    light = levels.astype(np.float32) / 255
    light[3, 3:6] = {"float": 1.0, "holes": np.nan, "sparks": 1e30}[kind]
    return Image.fromarray(light)


@pytest.mark.parametrize("kind", ["16 bits", "12 bits in 16", "32 bits", "float", "holes", "sparks"])
def test_deep_grey_is_scaled_by_its_paper(kind: str, tmp_path: Path) -> None:
    deep(kind).save(tmp_path / "a.tif")
    (picture,) = pictures((tmp_path / "a.tif").read_bytes())
    assert apart(picture.pixels[:, :, 0], np.asarray(small())) < 1
    assert apart(np.asarray(render_page(tmp_path / "a.tif", 1, None).image.convert("L")), np.asarray(small())) < 1


def test_deep_noise_is_not_stretched_to_print() -> None:
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).normal(60_000, 300, (300, 300)).astype(np.uint16)).save(file, "PNG")
    assert pictures(file.getvalue())[0].pixels.min() > 245


@pytest.mark.parametrize("kind", ["LA", "RGBA", "P", "P, a colour"])
def test_what_is_transparent_lies_on_white_paper(kind: str) -> None:
    file, ink = io.BytesIO(), small()
    black = Image.new("L", ink.size, 0)
    clear = ink.point(lambda level: 255 - level)
    if kind == "LA":
        Image.merge("LA", (black, clear)).save(file, "PNG")
    elif kind == "RGBA":
        Image.merge("RGBA", (black, black, black, clear)).save(file, "PNG")
    else:
        paper = Image.fromarray((np.asarray(ink) > 128).astype(np.uint8))
        paper.putpalette([0, 0, 0, 0, 0, 0])
        paper.save(file, "PNG", transparency=1 if "colour" in kind else bytes([255, 0]))
    assert np.median(pictures(file.getvalue())[0].pixels) == 255


def test_large_pages_are_made_ready_in_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    page().convert("LA").save(file, "PNG", dpi=(600, 600), compress_level=1)
    (whole,) = pictures(file.getvalue())
    monkeypatch.setattr("shibiao.extract.scan.to_rgb._BAND_PIXELS", 300_000)
    (banded,) = pictures(file.getvalue())
    assert banded.pixels.shape == whole.pixels.shape == (1170, 827, 3)
    assert int(np.abs(banded.pixels.astype(int) - whole.pixels).max()) <= 1


@pytest.mark.parametrize(("kind", "suffix"), [("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png"), ("MPO", "jpg")])
def test_an_animation_or_a_double_picture_is_one_page(kind: str, suffix: str, tmp_path: Path) -> None:
    frames = [small().convert("RGB"), *(Image.new("RGB", small().size, (60, 90, 20 * n)) for n in range(3))]
    path = tmp_path / f"a.{suffix}"
    frames[0].save(path, kind, save_all=True, append_images=frames[1:])
    assert len(pictures(path.read_bytes())) == 1
    assert len(pdfium.PdfDocument(image_pdf(path, {}))) == 1


@pytest.mark.parametrize("suffix", ["png", "pdf", "txt", "xyz"])
def test_bytes_tell_what_a_file_is(suffix: str, tmp_path: Path) -> None:
    part().crop((0, 0, 1654, 300)).save(tmp_path / f"a.{suffix}", "JPEG", dpi=(200, 200))
    assert read_document(tmp_path / f"a.{suffix}", ONE).source.kind == "scan"
