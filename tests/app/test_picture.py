"""What was read, drawn over the page."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from shibiao.drawing import cell_marks, drawn_page, mark_of
from shibiao.exits import ExitCode
from shibiao.extract.errors import DamagedFile, EncryptedFile, UnsupportedFile
from shibiao.extract.model import Quad
from shibiao.extract.render import PageImage, render_page
from shibiao.extract.scan.to_rgb import as_rgb
from shibiao.legend import Entry, legend_font, with_legend
from shibiao.outlines import Outline, outlines
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form
from shibiao.wording import texts
from tests.app.conftest import Shibiao, write_pdf
from tests.app.forms import cell as cell_at
from tests.app.forms import form, value

SAID = texts("zh")
FORMS = Path(__file__).parents[2] / "samples" / "forms"
GREEN, AMBER, RED, GREY = (24, 150, 70), (235, 150, 0), (215, 35, 35), (120, 150, 185)


def pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image)


def colours_on_frame(image: Image.Image, outline: Outline) -> set[tuple[int, ...]]:
    """The colours at the middles of an outline's four sides."""
    corners = [(round(x), round(y)) for x, y in outline]
    found = set()
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        colour = image.getpixel(((ax + bx) // 2, (ay + by) // 2))
        assert isinstance(colour, tuple)
        found.add(colour)
    return found


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        (value("河道"), "plain"),
        (value("经济效益指标", "经济效益", status="variant"), "plain"),
        (value("满意度指标", "满意度指", status="repaired-vocabulary"), "repaired"),
        (value("保障河道通畅", "保障河道", status="clipped-recovered"), "repaired"),
        (value("保障河道通畅", "保障河道", status="repaired-archive", confidence=0.9), "repaired"),
        (value("保障河道通畅", "保障河道", status="repaired-archive", confidence=0.89), "doubtful"),
        (value("河道", confidence=0.989), "unsure"),
        (value("河道", confidence=0.9), "unsure"),
        (value("河道", confidence=0.899), "doubtful"),
        (value("改善", status="clipped-lost", confidence=0.2), "lost"),
        (value(None, "", status="unread", confidence=0.995), "lost"),
    ],
)
def test_marks_of_values(given: object, mark: str) -> None:
    assert mark_of(given) == mark  # type: ignore[arg-type]


def test_a_cell_is_marked_by_the_gravest_value_read_from_it() -> None:
    marks = cell_marks(form())
    assert (marks["p1.r1.c1"], marks["p1.r2.c0"], marks["p1.r3.c1"]) == ("repaired", "repaired", "lost")
    assert marks["p1.r0.c2"] == "plain"
    doubted = value("120.10", cell="p1.r1.c0", confidence=0.6)
    funds = (form().funds[0].model_copy(update={"amount": doubted}), *form().funds[1:])
    assert cell_marks(form().model_copy(update={"funds": funds}))["p1.r1.c0"] == "doubtful"


def test_every_cell_of_a_page_is_framed_in_its_colour() -> None:
    path = FORMS / "html-cut-columns-goal_2pane-1008.pdf"
    forms = complete(read_file(path))
    page = render_page(path, 1)
    drawn = drawn_page(page, forms, 1, SAID)
    colours = {"plain": GREY, "repaired": GREEN, "doubtful": AMBER, "lost": RED}
    seen = set()
    for one in forms:
        marks = cell_marks(one)
        for cell, outline in zip(one.cells, outlines(one.cells, page.points_per_pixel), strict=True):
            found = colours_on_frame(drawn, outline)
            # A graver neighbour's frame lies over a shared side.
            assert found <= set(colours.values()), cell.id
            if marks[cell.id] == "lost":
                assert found == {RED}
            seen.add(marks[cell.id])
    assert seen == set(colours)


def test_ink_stays_as_it_is_inside_unmarked_cells() -> None:
    path = FORMS / "xlsx-full-goal_2pane-1000.pdf"
    (read,) = complete(read_file(path))
    page = render_page(path, 1)
    drawn = drawn_page(page, [read], 1, SAID)
    for cell in read.cells:
        if cell_marks(read)[cell.id] == "plain" and min(cell.bbox[2] - cell.bbox[0], cell.bbox[3] - cell.bbox[1]) > 6:
            x0, y0, x1, y1 = (round(point / page.points_per_pixel) for point in cell.bbox)
            inside = (x0 + 4, y0 + 4, x1 - 4, y1 - 4)
            assert drawn.crop(inside).tobytes() == page.image.crop(inside).tobytes(), cell.id


def slanted_form(degrees: float, middle: tuple[float, float], status: str = "clipped-lost") -> Form:
    """Three cells in a row, rotated clockwise about a point: 60 × 20 points each, the middle one lost."""
    matrix = cv2.getRotationMatrix2D((0, 0), -degrees, 1.0)[:, :2]
    cells = []
    for col in range(3):
        upright = np.array([(-90, -10), (-30, -10), (-30, 10), (-90, 10)]) + np.array((60 * col, 0))
        quad = Quad(*((float(x), float(y)) for x, y in upright @ matrix.T + np.array(middle)))
        text = value("改善", status=status, confidence=0.2) if col == 1 else value("改善")
        cells.append(cell_at(0, col, text).model_copy(update={"bbox": tuple(quad.bbox), "quad": tuple(quad)}))
    return form().model_copy(update={"cells": tuple(cells), "indicators": (), "funds": (), "goals": (), "fields": {}})


@pytest.mark.parametrize("degrees", [-8, 3, 30, 84, 176])
def test_slanted_cells_are_drawn_along_their_own_sides(degrees: float) -> None:
    size = (400, 300)
    read = slanted_form(degrees, (100, 75))
    drawn = drawn_page(PageImage(Image.new("RGB", size, "white"), 0.5), [read], 1, SAID)
    page = pixels(drawn)[: size[1]].astype(int)
    reddish = (page[..., 0] - page[..., 1]) > 10
    corners = np.array(read.cells[1].quad) * 2
    inside = np.zeros(size[::-1], np.uint8)
    cv2.fillConvexPoly(inside, corners.astype(np.int32), 1)
    core = cv2.erode(inside, np.ones((9, 9), np.uint8)).astype(bool)
    near = cv2.dilate(inside, np.ones((9, 9), np.uint8)).astype(bool)
    assert (page[core] == (248, 215, 215)).all()  # the tint
    assert not reddish[~near].any()  # nothing on the neighbours, which the boxes overlap
    assert (np.abs(page - RED).sum(axis=2) < 60).sum() > 2 * (120 + 40)  # the frame, thicker than a pixel


def test_a_line_of_text_that_stands_alone_is_framed_with_room() -> None:
    alone, *table = (cell_at(row, col, value("改善")) for row, col in ((0, 0), (3, 0), (3, 1), (4, 0)))
    found = outlines([alone, *table], 0.5)
    assert found[0] == [(-3, -3), (24, -3), (24, 43), (-3, 43)]
    for one, outline in zip(table, found[1:], strict=True):
        assert outline == [(2 * x, 2 * y) for x, y in one.corners]


def test_no_room_where_slanted_lines_are_close() -> None:
    read = slanted_form(6, (200, 200))
    near, far = read.cells[0], read.cells[2]
    assert outlines([near, far], 1.0)[0] == outlines([near], 1.0)[0] != list(near.corners)  # 60 points apart
    assert outlines(read.cells, 1.0) == [list(one.corners) for one in read.cells]


def test_the_page_stays_whole_above_the_legend() -> None:
    page = PageImage(Image.new("RGB", (800, 500), "white"), 0.5)
    drawn = drawn_page(page, [form()], 1, SAID)
    assert drawn.width == 800
    assert drawn.height > 500
    strip = pixels(drawn)[500:]
    for colour in (GREEN, AMBER, RED, GREY):
        assert (strip == colour).all(axis=2).any(), colour


def test_a_legend_without_a_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shibiao.legend._CJK_FONTS", (("no-such-font.ttc", 0),))
    font = legend_font(24)
    assert not font.chinese
    drawn = drawn_page(PageImage(Image.new("RGB", (800, 500), "white"), 0.5), [form()], 1, SAID)
    strip = pixels(drawn)[500:]
    assert (strip == RED).all(axis=2).any()
    assert (strip.min(axis=2) < 90).any()  # the counts are still written


def test_a_legend_below_a_tiny_picture_is_as_wide_as_its_words() -> None:
    entries = [Entry(RED, "截断缺失或未读出", 3), Entry(GREEN, "已修补", 12)]
    drawn = with_legend(Image.new("RGB", (1, 1)), "扫描件.png 第1页", entries, legend_font(20))
    assert drawn.width > 100
    assert drawn.height > 3 * 20


def test_a_page_of_a_pdf_is_as_large_as_asked(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", pages=2)
    page = render_page(path, 2, dpi=144)
    assert (page.image.size, page.image.mode) == ((800, 400), "RGB")
    assert page.points_per_pixel == pytest.approx(0.5)
    with pytest.raises(DamagedFile):
        render_page(path, 3)
    with pytest.raises(EncryptedFile):
        render_page(write_pdf(tmp_path / "b.pdf", password="x"), 1)
    assert render_page(tmp_path / "b.pdf", 1, password="x").image.width == 834


@pytest.mark.parametrize(
    ("suffix", "mode"), [("png", "RGBA"), ("jpg", "L"), ("tiff", "1"), ("bmp", "P"), ("webp", "RGB"), ("jp2", "RGB")]
)
def test_image_files_of_every_kind(tmp_path: Path, suffix: str, mode: str) -> None:
    path = tmp_path / f"a.{suffix}"
    Image.new("RGB", (2000, 1000), "white").convert(mode).save(path, dpi=(250, 250))
    page = render_page(path, 1, dpi=None)
    assert (page.image.size, page.image.mode) == ((2000, 1000), "RGB")
    assert pixels(page.image).min() > 250
    if suffix not in ("webp", "jp2"):  # these keep no resolution
        assert page.points_per_pixel == pytest.approx(72 / 250, rel=1e-3)
    assert render_page(path, 1, dpi=150, scale=0.24).image.size == (1000, 500)
    assert render_page(path, 1, dpi=150, scale=0.24).points_per_pixel == pytest.approx(0.48)


def test_frames_of_a_tiff_are_its_pages(tmp_path: Path) -> None:
    frames = [Image.new("1", (100, 50 + n), 1) for n in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], compression="group4")
    assert [render_page(tmp_path / "a.tif", n).image.height for n in (1, 2, 3)] == [50, 51, 52]
    with pytest.raises(DamagedFile):
        render_page(tmp_path / "a.tif", 4)


def test_odd_pixels_become_ordinary_ones() -> None:
    deep = Image.fromarray(np.array([[0, 32768, 65535]], dtype=np.uint16))
    assert [pixels(as_rgb(deep))[0, x, 0] for x in range(3)] == [0, 127, 255]
    clear = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
    assert as_rgb(clear).getpixel((0, 0)) == (255, 255, 255)
    assert as_rgb(Image.new("CMYK", (1, 1))).getpixel((0, 0)) == (255, 255, 255)


def test_what_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("text")
    with pytest.raises(UnsupportedFile):
        render_page(tmp_path / "a.png", 1)
    Image.effect_noise((300, 300), 90).save(tmp_path / "whole.jpg")
    (tmp_path / "half.jpg").write_bytes((tmp_path / "whole.jpg").read_bytes()[:9000])
    with pytest.raises(DamagedFile):
        render_page(tmp_path / "half.jpg", 1)
    with pytest.raises(FileNotFoundError):
        render_page(tmp_path / "none.png", 1)


def test_show_writes_a_picture(shibiao: Shibiao, tmp_path: Path) -> None:
    done = shibiao("show", write_pdf(tmp_path / "a.pdf"), "--image", "look.png", cwd=tmp_path)
    assert (done.code, done.out, done.err) == (ExitCode.OK, "图片在 look.png\n", "")
    assert Image.open(tmp_path / "look.png").width == 834
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "look.png"]


def test_several_pages_are_several_pictures(shibiao: Shibiao, tmp_path: Path) -> None:
    done = shibiao("show", write_pdf(tmp_path / "a.pdf", pages=2), "--image", "look.jpg", "--lang", "en", cwd=tmp_path)
    assert done.out == "Picture: look-1.jpg\nPicture: look-2.jpg\n"
    assert Image.open(tmp_path / "look-2.jpg").format == "JPEG"


def test_pictures_that_cannot_be(shibiao: Shibiao, dump: Path, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "a.pdf")
    refused = {
        ("show", dump, "--image", "look.png"): "没有页面可画",
        ("show", tmp_path, "--image", "look.png"): "一次只画一个文件",
        ("show", pdf, "--image", "look.gif"): ".png .jpg",
        ("show", pdf, "--image", "a.pdf"): ".png .jpg",
    }
    for arguments, words in refused.items():
        done = shibiao(*arguments, cwd=tmp_path)
        assert done.code == ExitCode.WRONG_USAGE
        assert words in done.err
    done = shibiao("show", pdf, "--image", tmp_path / "nowhere" / "look.png")
    assert done.code == ExitCode.OUTPUT_NOT_WRITABLE
    assert "nowhere" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", dump.name]


def test_an_input_is_never_drawn_over(shibiao: Shibiao, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf").rename(tmp_path / "a.png")  # a file is what its bytes say
    before = path.read_bytes()
    done = shibiao("show", path, "--image", path)
    assert done.code == ExitCode.WRONG_USAGE
    assert path.read_bytes() == before
