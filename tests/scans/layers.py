"""PDFs of one form whose text layers are sound, missing, hidden or wrong, while their pages all look the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from samples.style import FONTS

WIDTH, HEIGHT = 420.0, 300.0
ROWS = (
    ("项目名称", "河道保洁专项经费"),
    ("实施单位", "青禾县水利局"),
    ("总体目标", "保持河道清洁，改善沿河环境"),
    ("满意度指标", "沿河居民满意度达到九成以上"),
)
TEXTS = [text for row in ROWS for text in row]
_TOP, _ROW, _COLUMNS = 260.0, 30.0, (40.0, 130.0, 380.0)

Draw = Callable[[Canvas], None]
Claim = Callable[[str], str]  # what a font says that its glyph of a character stands for; "" for nothing


def pdf(path: Path, *pages: Draw) -> Path:
    """A PDF of pages of 420 x 300 points."""
    paper = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True, pageCompression=0)
    for draw in pages:
        draw(paper)
        paper.showPage()
    paper.save()
    return path


def form(paper: Canvas) -> None:
    """The form as an office program prints it."""
    _ruled(paper)
    _written(paper)


def form_without_text(paper: Canvas) -> None:
    _ruled(paper)


def _ruled(paper: Canvas) -> None:
    paper.grid(_COLUMNS, [_TOP - n * _ROW for n in range(len(ROWS) + 1)])


def _written(paper: Canvas) -> None:
    paper.setFont(_font(), 12)
    for number, row in enumerate(ROWS, start=1):
        for x, text in zip(_COLUMNS, row, strict=False):
            paper.drawString(x + 6, _TOP - number * _ROW + 10, text)


@cache
def _font() -> str:
    """A TrueType font with Chinese, embedded with a character map. Skips the test where there is none."""
    for name, (path, index) in FONTS.items():
        try:
            pdfmetrics.registerFont(ttfonts.TTFont(name, path, subfontIndex=index))
        except ttfonts.TTFError:  # not installed, or with outlines that reportlab does not embed
            continue
        return name
    pytest.skip("no TrueType font with Chinese is installed")


@cache
def picture() -> Image.Image:
    """The form as a scanner sees it, 200 dpi."""
    buffer = io.BytesIO()
    paper = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    form(paper)
    paper.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        image: Image.Image = document[0].render(scale=200 / 72).to_pil()
    return image.convert("RGB")


def scan(paper: Canvas) -> None:
    """The page as an image."""
    paper.drawImage(ImageReader(picture()), 0, 0, WIDTH, HEIGHT)


def scan_in_strips(paper: Canvas) -> None:
    """The page as many images, one below the other, as some scanners write it."""
    image, count = picture(), 5
    for number in range(count):
        part = image.crop((0, number * image.height // count, image.width, (number + 1) * image.height // count))
        height = HEIGHT * part.height / image.height
        top = HEIGHT * (number * image.height // count) / image.height
        paper.drawImage(ImageReader(part), 0, HEIGHT - top - height, WIDTH, height)


def read_badly(paper: Canvas, mode: int = 0, words: str = "项日名林 何道呆洁专顶经费") -> None:
    """What an earlier, worse reader made of the page."""
    paper.setFont(_font(), 12)
    for number in range(len(ROWS)):
        line = paper.beginText(40, _TOP - number * _ROW - 20)
        line.setTextRenderMode(mode)
        line.textOut(words)
        paper.drawText(line)


def with_claims(path: Path, claim: Claim, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The form in a font that says of its glyphs what ``claim`` makes of them."""

    def cmap(name: str, subset: list[int]) -> str:
        says = [(code, claim(chr(char)).encode("utf-16-be").hex()) for code, char in enumerate(subset) if char > 127]
        entries = [f"<{code:02X}> <{units}>" for code, units in says if units]
        return _CMAP.format(name=name, count=len(entries), entries="\n".join(entries))

    monkeypatch.setattr(ttfonts, "makeToUnicodeCMap", cmap)
    return pdf(path, form)


_CMAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{count} beginbfchar
{entries}
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
