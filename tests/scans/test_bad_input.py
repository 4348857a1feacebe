"""Pictures that are no forms, or hardly pictures: each has a clear outcome."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shibiao.extract.errors import DamagedFile, NoText, TooLarge, TooManyPages
from shibiao.extract.source import ReadSettings, read_document
from tests.scans.pages import page

ONE = ReadSettings(ocr="rapidocr")


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def test_a_blank_page_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoText):
        read_document(saved(Image.new("L", (1654, 2339), 250), tmp_path / "a.png"), ONE)


def test_one_pixel_holds_no_text(tmp_path: Path) -> None:
    with pytest.raises(NoText):
        read_document(saved(Image.new("RGB", (1, 1), "black"), tmp_path / "a.png"), ONE)


def test_a_photograph_gives_no_table(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    coarse = Image.fromarray(rng.integers(0, 255, (30, 40, 3), dtype=np.uint8)).resize((1600, 1200))
    path = saved(coarse, tmp_path / "a.jpg")
    try:
        document = read_document(path, ONE)
    except NoText:
        return
    assert not any(cell.readings and cell.text for grid in document.grids for cell in grid.cells if cell.ruled)


def test_a_truncated_jpeg_is_damaged(tmp_path: Path) -> None:
    path = saved(page(), tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(DamagedFile):
        read_document(path, ONE)


def test_more_pixels_than_the_limit_are_refused(tmp_path: Path) -> None:
    path = saved(Image.new("1", (3000, 3000), 1), tmp_path / "a.png")
    with pytest.raises(TooLarge) as caught:
        read_document(path, ReadSettings(ocr="rapidocr", max_pixels=8_000_000))
    assert caught.value.width == 3000


def test_a_hundred_megapixels_are_read_smaller(tmp_path: Path) -> None:
    large = page().convert("L").resize((8400, 11900))
    document = read_document(saved(large, tmp_path / "a.png"), ONE)
    assert (document.scans[0].width, document.scans[0].height) == (8400, 11900)
    assert any("项目名称" in cell.text for grid in document.grids for cell in grid.cells)


def test_too_many_frames_are_refused_before_they_are_read(tmp_path: Path) -> None:
    frames = [Image.new("1", (40, 40), 1) for _ in range(500)]
    path = saved(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    with pytest.raises(TooManyPages):
        read_document(path, ReadSettings(ocr="rapidocr", max_pages=499))


@pytest.mark.parametrize("mode", ["CMYK", "I;16", "L", "P", "RGBA"])
def test_every_kind_of_pixel_is_read(mode: str, tmp_path: Path) -> None:
    part = page().crop((0, 0, 1654, 700))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(part.convert("L")).astype(np.uint16) * 200)
    else:
        image = part.convert(mode)
    path = saved(image, tmp_path / ("a.jpg" if mode == "CMYK" else "a.png"))
    document = read_document(path, ONE)
    assert any("项目名称" in cell.text for grid in document.grids for cell in grid.cells)
