"""Searchable PDFs of scans: looks unchanged, the text read back where its cell is."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pdfplumber
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from shibiao.batch.complete import Extras, Member, PartOrder, PartReport, complete_task
from shibiao.batch.tasks import packed
from shibiao.exits import ExitCode
from shibiao.export.image_pdf import image_pdf
from shibiao.export.manifest import pdf_name, read_manifest
from shibiao.export.searchable import searchable_pdf
from shibiao.export.text_layer import Parallelogram, PlacedText, add_text_layer, em_width, saved
from shibiao.export.text_places import placed_texts
from shibiao.extract.model import BBox
from shibiao.extract.render import render_page
from shibiao.extract.scan.printed_lines import PrintedLine
from shibiao.extract.scan.to_rgb import as_rgb
from shibiao.pipeline import complete, read_file
from shibiao.reading import InputResult, Run
from shibiao.schemas.records import CellRecord, Form
from tests.app.conftest import Shibiao, write_pdf
from tests.app.forms import cell, form, value

FORMS = Path(__file__).parents[2] / "samples" / "forms"
DPI = 200
SCALE = 72 / DPI
SHA = "c" * 64


def scan_of(path: Path, to: Path, page: int = 1) -> list[Form]:
    """A page of a born-digital PDF as an image file, and its forms as if read from it."""
    picture = render_page(path, page, DPI).image
    picture.save(to, dpi=(DPI, DPI), quality=80)
    return [as_scan(one) for one in complete(read_file(path)) if page in one.source.pages]


def as_scan(one: Form) -> Form:
    return one.model_copy(update={"source": one.source.model_copy(update={"kind": "scan", "pages": (1,)})})


def words(text: str | None) -> str:
    return "".join((text or "").split())


def text_in(chars: Sequence[dict[str, object]], box: Sequence[float], slack: float = 0.5) -> str:
    """The characters whose middles lie in a box, in the order of the file."""
    found = ""
    for char in chars:
        x0, x1, top, bottom = (float(str(char[name])) for name in ("x0", "x1", "top", "bottom"))
        if box[0] - slack <= (x0 + x1) / 2 <= box[2] + slack and box[1] - slack <= (top + bottom) / 2 <= box[3] + slack:
            found += str(char["text"])
    return words(found)


def read_back(data: bytes, page: int = 0) -> list[dict[str, object]]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return list(document.pages[page].chars)


@pytest.mark.parametrize("name", sorted(path.stem for path in FORMS.glob("*.pdf")))
def test_every_cell_s_text_stands_in_its_cell(name: str, tmp_path: Path) -> None:
    forms = scan_of(FORMS / f"{name}.pdf", tmp_path / "scan.png")
    chars = read_back(searchable_pdf(tmp_path / "scan.png", forms))
    cells = [one for read in forms for one in read.cells if one.page == 1]
    assert sum(bool(one.text.value) for one in cells) > 20
    assert {one.id: text_in(chars, one.bbox) for one in cells} == {one.id: words(one.text.value) for one in cells}


def test_a_selection_covers_the_print(tmp_path: Path) -> None:
    """Every character of the layer lies on ink, and what is printed between rules lies under the layer."""
    forms = scan_of(FORMS / "xlsx-full-goal_2pane-1000.pdf", tmp_path / "scan.png")
    ink = np.asarray(Image.open(tmp_path / "scan.png").convert("L")) < 128
    under = np.zeros_like(ink)
    bare = 0
    chars = read_back(searchable_pdf(tmp_path / "scan.png", forms))
    for char in chars:
        x0, x1, top, bottom = (float(str(char[name])) / SCALE for name in ("x0", "x1", "top", "bottom"))
        area = (slice(round(top) - 2, round(bottom) + 2), slice(round(x0) - 2, round(x1) + 2))
        under[area] = True
        bare += not ink[area].any() and bool(words(str(char["text"])))
    assert bare <= 0.01 * len(chars)
    inside = np.zeros_like(ink)
    for read in forms:
        for one in read.cells:
            if one.bbox[3] - one.bbox[1] > 13:  # higher than its print: a ruled cell
                x0, y0, x1, y1 = (round(point / SCALE) for point in one.bbox)
                inside[y0 + 5 : y1 - 4, x0 + 5 : x1 - 4] = True
    assert (ink & inside & under).sum() > 0.99 * (ink & inside).sum()


def test_repaired_text_is_found_and_the_cut_one_is_not(tmp_path: Path) -> None:
    forms = scan_of(FORMS / "html-cut-columns-goal_2pane-1008.pdf", tmp_path / "scan.png")
    repaired = [c for read in forms for c in read.cells if c.text.status == "repaired-vocabulary"]
    assert repaired
    chars = read_back(searchable_pdf(tmp_path / "scan.png", forms))
    for one in repaired:
        assert one.text.raw != one.text.value
        assert text_in(chars, one.bbox) == words(one.text.value)


@pytest.mark.parametrize("suffix", ["jpg", "jp2"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_bytes_of_a_jpeg_are_kept(suffix: str, mode: str, tmp_path: Path) -> None:
    path = tmp_path / f"scan.{suffix}"
    Image.effect_noise((600, 400), 80).convert(mode).save(path, dpi=(DPI, DPI))
    made = searchable_pdf(path, [as_scan(form())])
    assert path.read_bytes() in made
    (image,) = pdfplumber.open(io.BytesIO(made)).pages[0].images
    assert image["srcsize"] == (600, 400)
    assert image["stream"].rawdata == path.read_bytes()


@pytest.mark.parametrize(
    ("suffix", "mode"),
    [
        *(("png", mode) for mode in ("1", "L", "RGB", "P", "LA", "RGBA")),
        *(("tif", mode) for mode in ("1", "L", "RGB", "CMYK")),
        *(("bmp", "RGB"), ("webp", "RGB")),
    ],
)
def test_every_pixel_of_other_kinds_is_kept(suffix: str, mode: str, tmp_path: Path) -> None:
    path = tmp_path / f"scan.{suffix}"
    Image.effect_noise((301, 203), 80).convert("RGB").convert(mode).save(path)
    made = pdfium.PdfDocument(searchable_pdf(path, [as_scan(form())]))
    (image,) = (item for item in made[0].get_objects() if item.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE)
    with Image.open(path) as original:
        assert image.get_bitmap().to_pil().convert("RGB").tobytes() == as_rgb(original).tobytes()


def test_a_four_colour_jpeg_is_not_a_negative(tmp_path: Path) -> None:
    light = Image.new("RGB", (300, 300), (250, 240, 230))
    light.convert("CMYK").save(tmp_path / "scan.jpg", quality=95)
    shown = pdfium.PdfDocument(image_pdf(tmp_path / "scan.jpg", {}))[0].render().to_pil().convert("RGB")
    assert np.abs(np.asarray(shown).astype(int) - (250, 240, 230)).max() < 25


def test_frames_become_pages_and_only_read_ones_have_text(tmp_path: Path) -> None:
    frames = [Image.new("1", (400, 300 + n), 1) for n in range(3)]
    frames[0].save(tmp_path / "fax.tif", save_all=True, append_images=frames[1:], compression="group4", dpi=(100, 100))
    made = searchable_pdf(tmp_path / "fax.tif", [as_scan(form())])
    with pdfplumber.open(io.BytesIO(made)) as document:
        assert [round(page.height / page.width * 400) for page in document.pages] == [300, 301, 302]
        assert [bool(page.chars) for page in document.pages] == [True, False, False]


def image_only_pdf(path: Path, picture: Image.Image, size: tuple[float, float], rotate: int = 0) -> Path:
    """A scanner's PDF: a picture over the whole page, the graphics state left changed as many scanners do."""
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    paper = canvas.Canvas(str(path), pagesize=size, invariant=True)
    paper.setPageRotation(rotate)
    paper.transform(size[0], 0, 0, size[1], 0, 0)
    paper.drawImage(ImageReader(data), 0, 0, 1, 1)
    paper.save()
    return path


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pages_of_a_pdf_keep_their_looks_and_their_picture(rotate: int, tmp_path: Path) -> None:
    name = "canvas-cut-rows-selfeval-1010.pdf"
    forms = scan_of(FORMS / name, tmp_path / "scan.png")
    upright = Image.open(tmp_path / "scan.png")
    width, height = upright.width * SCALE, upright.height * SCALE
    size = (height, width) if rotate % 180 else (width, height)
    path = image_only_pdf(tmp_path / "scan.pdf", upright.rotate(rotate, expand=True), size, rotate)
    made = searchable_pdf(path, forms)
    (tmp_path / "made.pdf").write_bytes(made)
    before, after = (render_page(tmp_path / file, 1).image for file in ("scan.pdf", "made.pdf"))
    assert before.tobytes() == after.tobytes()
    pictures = [pdfplumber.open(tmp_path / file).pages[0].images[0]["stream"] for file in ("scan.pdf", "made.pdf")]
    assert pictures[0].get_data() == pictures[1].get_data()
    chars = read_back(made)
    for one in forms[0].cells:
        assert text_in(chars, one.bbox) == words(one.text.value), one.id


def test_an_earlier_reader_s_invisible_text_is_replaced(tmp_path: Path) -> None:
    forms = scan_of(FORMS / "canvas-cut-rows-selfeval-1010.pdf", tmp_path / "scan.png")
    picture = Image.open(tmp_path / "scan.png")
    size = (picture.width * SCALE, picture.height * SCALE)
    paper = canvas.Canvas(str(tmp_path / "ocr.pdf"), pagesize=size, invariant=True)
    paper.drawImage(ImageReader(picture.convert("RGB")), 0, 0, *size)
    paper.saveState()
    text = paper.beginText(100, 200)
    text.setTextRenderMode(3)
    text.textOut("misread")
    paper.drawText(text)
    paper.restoreState()
    paper.drawString(20, 20, "copy")
    paper.save()
    made = searchable_pdf(tmp_path / "ocr.pdf", forms)
    (tmp_path / "made.pdf").write_bytes(made)
    before, after = (render_page(tmp_path / file, 1).image for file in ("ocr.pdf", "made.pdf"))
    assert before.tobytes() == after.tobytes()
    found = "".join(str(char["text"]) for char in read_back(made))
    assert "misread" not in found
    assert "copy" in found
    assert "项目支出绩效自评表" in found


def test_an_encrypted_scan_comes_out_open(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "locked.pdf", password="x")
    made = searchable_pdf(path, [as_scan(form())], "x")
    assert "河道保洁" in pdfium.PdfDocument(made)[0].get_textpage().get_text_range()


def test_the_same_bytes_every_time(tmp_path: Path) -> None:
    forms = scan_of(FORMS / "html-cut-columns-goal_2pane-1008.pdf", tmp_path / "scan.jpg")
    assert searchable_pdf(tmp_path / "scan.jpg", forms) == searchable_pdf(tmp_path / "scan.jpg", forms)
    path = write_pdf(tmp_path / "a.pdf")
    assert searchable_pdf(path, [as_scan(form())]) == searchable_pdf(path, [as_scan(form())])


def test_rare_characters_are_kept_and_lines_fill_their_places() -> None:
    document = pdfium.PdfDocument.new()
    document.new_page(300, 200)
    line = PlacedText("𬭎县≥95% ㎡", Parallelogram((20, 30), (120, 30), (20, 42)))
    upright = PlacedText("盖章", Parallelogram((200, 100), (200, 40), (212, 100)))  # read from below
    add_text_layer(document, {1: [line, upright]}, 1.0)
    chars = read_back(saved(document))
    assert "".join(str(char["text"]) for char in chars) == "𬭎县≥95% ㎡盖章"
    first, last = chars[0], chars[len(line.text) - 1]
    assert [first["x0"], first["top"], last["x1"], last["bottom"]] == pytest.approx([20, 30, 120, 42], abs=0.1)
    assert [chars[-2]["x0"], chars[-2]["bottom"]] == pytest.approx([200, 100], abs=0.1)
    assert [chars[-1]["x1"], chars[-1]["top"]] == pytest.approx([212, 40], abs=0.1)
    assert em_width("县≥9% ") == 3.5


def long_line(y: float, length: float) -> PrintedLine:
    return PrintedLine((10, y), (10 + length, y), (10, y + 9), 10)


def test_text_is_broken_as_it_is_printed() -> None:
    wide = cell(0, 0, value("保障河道通畅和沿河居民用水安全"))
    placed = placed_texts([wide], [[long_line(0, 100), long_line(12, 50)]])
    assert [line.text for line in placed] == ["保障河道通畅和沿河居", "民用水安全"]
    own = cell(0, 0, value("保障河道\n通畅"))
    assert [line.text for line in placed_texts([own], [[long_line(0, 100), long_line(12, 90)]])] == ["保障河道", "通畅"]
    stacked = cell(0, 0, value("绩效指标"))
    assert [line.text for line in placed_texts([stacked], [[long_line(12 * n, 9) for n in range(4)]])] == [*"绩效指标"]


def test_the_ink_of_a_dash_is_as_high_as_type() -> None:
    dash = PrintedLine((10, 20), (15, 20), (10, 21), 10)
    ((_, place),) = placed_texts([cell(0, 0, value("-"))], [[dash]])
    assert (place.top_left[1], place.bottom_left[1]) == (15.5, 25.5)


@pytest.mark.parametrize("box", [(0, 0, 200, 15), (0, 0, 20, 300), (0, 0, 30, 12), (0, 0, 3, 2)])
def test_without_ink_the_text_fits_into_its_cell(box: tuple[float, float, float, float]) -> None:
    text = "保障河道通畅和沿河居民用水安全"
    unseen = CellRecord(id="p1.r0.c0", page=1, bbox=box, row=0, col=0, rowspan=1, colspan=1, text=value(text))
    placed = placed_texts([unseen])
    assert "".join(line.text for line in placed) == text
    frame = BBox(*box)
    for line in placed:
        for x, y in line.place:
            assert frame.x0 <= x <= frame.x1 + 0.01 and frame.y0 <= y <= frame.y1 + 0.01


def test_without_ink_the_text_lies_along_a_slanted_cell() -> None:
    quad = ((10, 60), (90, 0), (105, 20), (25, 80))  # 100 × 25, read upwards
    unseen = cell(0, 0, value("保障河道通畅")).model_copy(update={"bbox": (10, 0, 105, 80), "quad": quad})
    (line,) = placed_texts([unseen])
    (x0, y0), (x1, y1), (x2, y2) = line.place
    assert (x1 - x0) / (y1 - y0) == pytest.approx(80 / -60)
    assert (x2 - x0) / (y2 - y0) == pytest.approx(15 / 20)
    middle = ((x1 + x2) / 2, (y1 + y2) / 2)
    for (ax, ay), (bx, by) in zip(quad, (*quad[1:], quad[0]), strict=True):
        assert (bx - ax) * (middle[1] - ay) - (by - ay) * (middle[0] - ax) > 0  # inside


def scanned_run(path: Path) -> Run:
    forms = (as_scan(form()),)
    born = form("b" * 16 + "-0001")
    results = (
        InputResult(path, SHA, "converted", forms),
        InputResult(Path("表.pdf"), "b" * 64, "converted", (born,)),
        InputResult(Path("坏.pdf"), None, "failed"),
    )
    return Run(results, (*forms, born))


def made_of(folder: Path, path: Path, forms: tuple[Form, ...]) -> PartReport:
    """What the second pass makes of a file whose forms these are."""
    result = folder / "read.jsonl.gz"
    result.write_bytes(packed(forms))
    members = (Member(forms[0].source.sha256, os.fsencode(path), result, b""),)
    order = PartOrder(0, members, (), folder / "staged", folder / "stretches", Extras(pdf=True), None, "zh", 0.0)
    return complete_task(order)


def test_only_scans_get_one(tmp_path: Path) -> None:
    path = tmp_path / "扫描件.png"
    Image.new("RGB", (300, 200), "white").save(path)
    scanned, born = scanned_run(path).inputs[:2]
    assert made_of(tmp_path, path, scanned.forms).pdfs == (f"pdf/扫描件-{scanned.forms[0].source.sha256[:8]}.pdf",)
    assert (tmp_path / "staged" / "pdf").is_dir()
    assert made_of(tmp_path, path, born.forms).pdfs == ()


def test_a_scan_that_is_gone_costs_its_pdf_only(tmp_path: Path) -> None:
    forms = scanned_run(tmp_path / "gone.png").inputs[0].forms
    report = made_of(tmp_path, tmp_path / "gone.png", forms)
    assert len(report.form_ids) == len(forms) and report.pdfs == ()
    assert [problem.kind for problem in report.problems] == ["cannot-open"]
    (tmp_path / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n1234")
    report = made_of(tmp_path, tmp_path / "half.png", forms)
    assert [problem.kind for problem in report.problems] == ["damaged"]


def test_names_are_safe(tmp_path: Path) -> None:
    assert pdf_name(Path("dir/申报表.v2.tif"), "0123456789abcdef") == "pdf/申报表.v2-01234567.pdf"
    long = pdf_name(Path("项" * 80 + ".png"), SHA)
    assert len(long.encode()) < 220
    line = {"path": "a.png", "sha256": SHA, "outcome": "converted", "forms": 1, "form_ids": ["a"], "seconds": 0}
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text(json.dumps(line | {"error": None}))
    assert read_manifest(manifest) is not None
    manifest.write_text(json.dumps(line | {"error": None, "sha256": "../../.."}))
    assert read_manifest(manifest) is None


def test_born_digital_files_get_none(shibiao: Shibiao, tmp_path: Path) -> None:
    done = shibiao("convert", write_pdf(tmp_path / "a.pdf"), "--out", tmp_path / "out", "--pdf")
    assert done.code == ExitCode.OK
    assert "没有扫描件" in done.err
    assert not (tmp_path / "out" / "pdf").exists()
    done = shibiao("convert", tmp_path / "a.pdf", "--out", "-", "--pdf")
    assert done.code == ExitCode.WRONG_USAGE
    assert "--pdf" in done.err
