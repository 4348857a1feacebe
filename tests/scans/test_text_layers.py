"""A PDF's text layer is believed where it says what stands on the page; else the page is read as an image, and the
record says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shibiao.extract.scan.textlayer import picture_reason
from shibiao.extract.source import ReadSettings, read_document
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form, ScanRecord
from tests.extract.paper import page_of
from tests.scans import layers
from tests.scans.layers import HEIGHT, TEXTS, WIDTH, Claim, Draw

ONE = ReadSettings(ocr="rapidocr")
LONG = "项日名林 何道呆洁专顶经费 青木县水利厂 保持何道清洁"  # on four lines more than a stamp has


def read(path: Path) -> tuple[list[Form], list[ScanRecord]]:
    forms = complete(read_file(path, ONE))
    scans = {scan.page: scan for form in forms for scan in form.source.scans}
    return forms, [scans[page] for page in sorted(scans)]


def texts(forms: list[Form], page: int = 1) -> list[str | None]:
    return [cell.text.value for form in forms for cell in form.cells if cell.page == page]


def reasons(path: Path) -> list[str]:
    """Why the page was read as an image; its cells must hold what is printed, whatever the layer says."""
    forms, scans = read(path)
    assert {form.source.kind for form in forms} == {"scan" if scans else "digital"}
    assert texts(forms) == TEXTS
    return [scan.reason for scan in scans]


def test_a_sound_layer_is_believed(tmp_path: Path) -> None:
    assert reasons(layers.pdf(tmp_path / "a.pdf", layers.form)) == []


@pytest.mark.parametrize("draw", [layers.scan, layers.scan_in_strips])
def test_a_page_that_is_an_image_is_read_as_one(draw: Draw, tmp_path: Path) -> None:
    forms, (scan,) = read(layers.pdf(tmp_path / "a.pdf", draw))
    assert texts(forms) == TEXTS
    assert (scan.reason, scan.dpi_from) == ("image", "file")
    assert scan.dpi == pytest.approx(200, rel=0.02)


def invisible(paper: Canvas) -> None:
    layers.scan(paper)
    layers.read_badly(paper, mode=3)


def under_the_image(paper: Canvas) -> None:
    layers.read_badly(paper, words=LONG)
    layers.scan(paper)


def white(paper: Canvas) -> None:
    layers.scan(paper)
    paper.setFillColorRGB(1, 1, 1)
    layers.read_badly(paper, words=LONG)


@pytest.mark.parametrize("draw", [invisible, under_the_image, white])
def test_what_an_earlier_reader_left_is_not_believed(draw: Draw, tmp_path: Path) -> None:
    assert reasons(layers.pdf(tmp_path / "a.pdf", draw)) == ["invisible-text"]


def test_a_number_stamped_on_a_scan_is_no_text_layer(tmp_path: Path) -> None:
    def stamped(paper: Canvas) -> None:
        layers.scan(paper)
        paper.drawString(300, 280, "2023-0147")

    forms, (scan,) = read(layers.pdf(tmp_path / "a.pdf", stamped))
    assert scan.reason == "image"
    assert set(TEXTS) | {"2023-0147"} == set(texts(forms))


SENTENCE = "依据有关管理办法，现将项目支出绩效目标予以公开，请社会各界监督。"


def veiled(paper: Canvas) -> None:
    """A light image over the whole page that everything shows through."""
    layers.form(paper)
    paper.drawString(40, 40, SENTENCE)
    veil = Image.new("RGBA", (30, 20), (200, 30, 30, 30))
    paper.drawImage(ImageReader(veil), 0, 0, WIDTH, HEIGHT, mask="auto")


def on_a_picture(paper: Canvas) -> None:
    paper.drawImage(ImageReader(Image.new("RGB", (30, 20), (235, 240, 250))), 0, 0, WIDTH, HEIGHT)
    layers.form(paper)
    paper.drawString(40, 40, SENTENCE)


def beside_a_photograph(paper: Canvas) -> None:
    layers.form(paper)
    paper.drawImage(ImageReader(Image.new("RGB", (30, 20), (90, 140, 90))), 300, 20, 100, 80)


@pytest.mark.parametrize("draw", [veiled, on_a_picture, beside_a_photograph])
def test_images_that_hide_nothing_change_nothing(draw: Draw, tmp_path: Path) -> None:
    forms, scans = read(layers.pdf(tmp_path / "a.pdf", draw))
    assert scans == []
    assert texts(forms)[: len(TEXTS)] == TEXTS


CLAIMS: dict[str, tuple[Claim, str]] = {
    "nothing": (lambda char: "", "unmapped"),
    "U+FFFD": (lambda char: "\ufffd", "unmapped"),
    "private use": (lambda char: chr(0xE000 + ord(char) % 4000), "unmapped"),
    "control codes": (lambda char: chr(0x80 + ord(char) % 32), "unmapped"),
    "GBK as Latin": (lambda char: char.encode("gbk").decode("latin-1"), "mojibake"),
    "UTF-8 as GBK": (lambda char: char.encode().decode("gbk", "ignore") or "锟", "mojibake"),
    "GBK as Big5": (lambda char: char.encode("gbk").decode("big5", "ignore") or "嚙", "mojibake"),
    "codes off by one": (lambda char: chr(ord(char) + 1), "mojibake"),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_font_that_tells_nothing_or_lies(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claim, reason = CLAIMS[name]
    path = layers.with_claims(tmp_path / "a.pdf", claim, monkeypatch)
    assert picture_reason(page_of(path.read_bytes())) == reason


@pytest.mark.parametrize("name", ["UTF-8 as GBK", "private use"])
def test_what_a_font_lies_about_is_read_off_the_page(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, reason = CLAIMS[name]
    assert reasons(layers.with_claims(tmp_path / "a.pdf", claim, monkeypatch)) == [reason]


def test_a_font_without_a_map(tmp_path: Path) -> None:
    path = layers.pdf(tmp_path / "a.pdf", layers.form)
    path.write_bytes(path.read_bytes().replace(b"/ToUnicode", b"/NoUnicode"))
    assert reasons(path) == ["unmapped"]


def test_a_bullet_of_a_symbol_font_is_no_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = layers.with_claims(tmp_path / "a.pdf", lambda char: "\uf0b7" if char == "满" else char, monkeypatch)
    forms, scans = read(path)
    assert scans == []
    assert texts(forms)[:4] == TEXTS[:4]


def test_text_drawn_as_curves(tmp_path: Path) -> None:
    def curves(paper: Canvas) -> None:
        layers.form_without_text(paper)
        for number in range(40):
            path = paper.beginPath()
            x, y = 50 + number % 8 * 11, 235 - number // 8 * 30
            path.moveTo(x, y)
            for step in range(1, 10):
                path.lineTo(x + 8 * (step % 2), y + step)
            paper.drawPath(path)

    path = layers.pdf(tmp_path / "a.pdf", curves)
    assert picture_reason(page_of(path.read_bytes())) == "outlines"
    ruled = layers.pdf(tmp_path / "b.pdf", layers.form_without_text)
    assert picture_reason(page_of(ruled.read_bytes())) is None


def test_the_pages_of_a_mixed_file_go_their_own_ways(tmp_path: Path) -> None:
    path = layers.pdf(tmp_path / "a.pdf", layers.form, layers.scan, invisible, layers.form)
    forms, scans = read(path)
    assert [(scan.page, scan.reason) for scan in scans] == [(2, "image"), (3, "invisible-text")]
    assert {form.source.kind for form in forms} == {"scan"}
    assert [texts(forms, page) for page in (1, 2, 3, 4)] == [TEXTS] * 4


def test_a_form_names_only_its_own_scanned_pages(tmp_path: Path) -> None:
    forms, _ = read(layers.pdf(tmp_path / "a.pdf", layers.form, layers.scan))
    for form in forms:
        assert {scan.page for scan in form.source.scans} <= set(form.source.pages)


def test_readers_of_a_mixed_file_are_told_apart(tmp_path: Path) -> None:
    document = read_document(layers.pdf(tmp_path / "a.pdf", layers.form, layers.scan), ONE)
    readers = [{reading.reader for cell in grid.cells for reading in cell.readings} for grid in document.grids]
    assert readers == [{"pdfium"}, {"rapidocr"}]
    digital, read_ = ([cell.bbox for cell in grid.cells] for grid in document.grids)
    apart = [
        max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in zip(digital, read_, strict=True)
    ]
    assert max(apart) < 1.5  # points
