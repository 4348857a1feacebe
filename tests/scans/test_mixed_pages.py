"""Files whose pages are not all of one kind, and what the program says of bad ones."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from shibiao.exits import ExitCode
from shibiao.extract.errors import DamagedFile, EncryptedFile, TooLarge
from shibiao.extract.recognise.protocol import LineImage
from shibiao.extract.recognise.tesseract import Tesseract, TimeBound, missing_part
from shibiao.extract.source import ReadSettings, read_document
from tests.app.conftest import Shibiao, shibiao, tree, write_pdf
from tests.scans.drawn import line_of
from tests.scans.pages import SAMPLE, page

__all__ = ["shibiao"]
ONE = ReadSettings(ocr="rapidocr")
PT = 72 / 200
HEAD = (1654, 450)


def head() -> Image.Image:
    return page().crop((0, 0, *HEAD))


def scanned_pdf(path: Path, strip: int = HEAD[1], words: str = "", picture: Image.Image | None = None) -> Path:
    """A picture over a whole page, in strips as some scanners write it, words in ordinary text over it."""
    picture = picture or head()
    width, height = picture.width * PT, picture.height * PT
    paper = Canvas(str(path), pagesize=(width, height), invariant=True)
    for top in range(0, picture.height, strip):
        part = picture.crop((0, top, picture.width, min(picture.height, top + strip)))
        paper.drawImage(ImageReader(part), 0, height - top * PT - part.height * PT, width, part.height * PT)
    paper.drawString(100, 100, words)
    paper.save()
    return path


def joined(path: Path, *files: Path) -> Path:
    whole = pdfium.PdfDocument.new()
    for file in files:
        with pdfium.PdfDocument(file) as one:
            whole.import_pages(one, [0])
    whole.save(str(path))
    return path


def snow() -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).integers(0, 2, (420, 600), dtype=np.uint8) * 255)


def test_a_page_in_strips_is_one_picture(tmp_path: Path) -> None:
    read = read_document(scanned_pdf(tmp_path / "a.pdf", strip=60), ONE)
    assert [scan.reason for scan in read.scans] == ["image"]
    assert any("项目名称" in cell.text for grid in read.grids for cell in grid.cells)


def test_each_page_is_read_as_what_it_is(tmp_path: Path) -> None:
    read = read_document(joined(tmp_path / "a.pdf", SAMPLE, scanned_pdf(tmp_path / "b.pdf")), ONE)
    assert [scan.page for scan in read.scans] == [2]
    readers = [{c.readings[0].reader for c in grid.cells if c.readings} for grid in read.grids]
    assert readers == [{"pdfium"}, {"rapidocr"}]


def test_words_over_a_picture_of_something_else_are_kept(tmp_path: Path) -> None:
    read = read_document(scanned_pdf(tmp_path / "a.pdf", words="Budget 2017", picture=snow()), ONE)
    assert read.notes == ("page-illegible:1",)
    assert [cell.text for cell in read.grids[0].cells] == ["Budget 2017"]


def test_a_page_with_too_large_an_image_costs_itself_only(tmp_path: Path) -> None:
    large = scanned_pdf(tmp_path / "b.pdf")
    few = ReadSettings(ocr="rapidocr", max_pixels=100_000)
    read = read_document(joined(tmp_path / "a.pdf", SAMPLE, large), few)
    assert read.notes == ("page-unreadable:2",)
    with pytest.raises(TooLarge):
        read_document(large, few)


def test_a_plotter_s_page_is_not_painted_point_by_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture over text hides it: to see that it is opaque PDFium would paint 14,400 by 14,400 pixels."""

    def refuse(*_args: object) -> float:
        raise AssertionError("painted")

    monkeypatch.setattr("shibiao.extract.pdfium_calls.opaque_share", refuse)
    paper = Canvas(str(tmp_path / "a.pdf"), pagesize=(14_400, 14_400), invariant=True)
    paper.drawString(100, 100, "hidden")
    paper.drawImage(ImageReader(head()), 0, 0, 14_400, 14_400)
    paper.save()
    from shibiao.extract.pdfium import read_page

    with pdfium.PdfDocument(tmp_path / "a.pdf") as document:
        assert [run.text for run in read_page(document, 0).unseen] == ["hidden"]


@pytest.mark.skipif(missing_part() is not None, reason=f"{missing_part()} is not installed")
def test_tesseract_s_time_for_a_page_is_bounded() -> None:
    lines = [line_of("项目支出绩效目标")] * 400
    started = time.monotonic()
    read = Tesseract(processes=2, bound=TimeBound(page=0.5)).read(lines)
    assert time.monotonic() - started < 5
    assert len(read) == 400
    assert read[-1].timed_out
    assert not Tesseract(processes=1).read([LineImage(lines[0].pixels)])[0].timed_out


def test_a_bad_page_is_named_in_the_user_s_language(shibiao: Shibiao, tmp_path: Path) -> None:
    frames = [head().resize((827, 225)), head().resize((827, 226))]
    file = io.BytesIO()
    frames[0].save(file, "TIFF", save_all=True, append_images=frames[1:], compression="jpeg", dpi=(100, 100))
    data = file.getvalue()
    (tmp_path / "a.tif").write_bytes(data[: data.rindex(b"\xff\xda") + 20] + bytes(2000))
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "c.heic").write_bytes(b"\x00\x00\x00\x18ftypheic")
    done = shibiao("convert", tmp_path, "--out", tmp_path / "out", "--lang", "en", "--ocr", "rapidocr")
    assert done.code == ExitCode.SOME_INPUTS_FAILED, done.err
    assert "page 2 is damaged" in done.err
    assert "b.jpg: The file is damaged" in done.err
    assert "c.heic: This kind of file is not read" in done.err
    assert "Traceback" not in done.err
    assert "第 2 页损坏" in (tmp_path / "out" / "findings.csv").read_text("utf-8")


def test_nothing_is_written_of_what_is_no_form(shibiao: Shibiao, tmp_path: Path) -> None:
    Image.new("L", (1240, 1748), 0).save(tmp_path / "a.png")
    done = shibiao("convert", tmp_path / "a.png", "--out", tmp_path / "out")
    assert done.code == ExitCode.NOTHING_READ
    assert "a.png" in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists() or not tree(tmp_path / "out")


def test_an_earlier_file_does_not_change_what_is_wrong_with_a_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PDFium keeps its last error, and some failures set none."""
    import pypdfium2.raw as raw

    from shibiao.extract.pdfium import open_pdf

    locked = write_pdf(tmp_path / "a.pdf", password="x")
    with pytest.raises(EncryptedFile):
        read_document(locked, ONE)

    def fails_in_silence(*_args: object, **_named: object) -> None:
        raise pdfium.PdfiumError("failed")

    monkeypatch.setattr(pdfium, "PdfDocument", fails_in_silence)
    with pytest.raises(DamagedFile):
        open_pdf(Path("b.pdf"), b"%PDF-1.7", None, 9)
    assert raw.FPDF_GetLastError() == raw.FPDF_ERR_FORMAT
