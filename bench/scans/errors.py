"""What is still read wrong: by the marks on it and by kind, with crops to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from bench.report import table
from bench.scans.accuracy import CERTAIN, Judged, ScanScore
from shibiao.legend import legend_font

_ACROSS, _WIDE, _HIGH, _TEXT = 3, 460, 110, 34
_EXAMPLES = 30


def error_table(scores: Mapping[int, ScanScore]) -> str:
    """How many cells are wrong in each way, a level a column."""
    counts = {level: Counter(_kind(j) for j in s.judged if not j.exact) for level, s in scores.items()}
    kinds = sorted({kind for c in counts.values() for kind in c})
    rows = [[kind, *(str(counts[level][kind]) for level in scores)] for kind in kinds]
    certain = [str(sum(not j.right and j.confidence >= CERTAIN for j in s.judged)) for s in scores.values()]
    return table(["wrong cells", *(f"level {level}" for level in scores)], [*rows, ["shown as certain", *certain]])


def _kind(judged: Judged) -> str:
    if judged.marks:
        return "under a seal, a signature or a stroke"
    if not judged.read:
        return "nothing read"
    if judged.true in judged.read and len(judged.read) >= len(judged.true) + 3:
        return "run together with a neighbour"
    if judged.read in judged.true and len(judged.true) >= len(judged.read) + 3:
        return "a part only"
    return "one character or two" if abs(len(judged.read) - len(judged.true)) <= 2 else "other"


def draw_errors(folder: Path, scores: Mapping[int, ScanScore], path: Path) -> None:
    """A sheet of crops: the cell on the page, and below it what was read, with its confidence."""
    wrong = [(level, j) for level, s in scores.items() for j in s.judged if not j.exact]
    chosen = wrong[:: max(1, len(wrong) // _EXAMPLES)][:_EXAMPLES]
    rows = -(-len(chosen) // _ACROSS)
    sheet = Image.new("RGB", (_ACROSS * _WIDE, max(1, rows) * (_HIGH + _TEXT)), "white")
    draw, font = ImageDraw.Draw(sheet), legend_font(16).face
    for number, (crop, level, judged) in enumerate(_crops(folder, chosen)):
        x, y = number % _ACROSS * _WIDE, number // _ACROSS * (_HIGH + _TEXT)
        crop.thumbnail((_WIDE - 12, _HIGH - 4))
        sheet.paste(crop, (x + 4, y + 2))
        draw.text((x + 4, y + _HIGH), f"{level}: {judged.read[:20]} ({judged.confidence:.2f})", "#9e2a2b", font=font)
    sheet.save(path)


def _crops(folder: Path, wrong: list[tuple[int, Judged]]) -> Iterator[tuple[Image.Image, int, Judged]]:
    for level, judged in wrong:
        yield cell_picture(folder / str(level), judged, 8), level, judged


def cell_picture(folder: Path, judged: Judged, around: int) -> Image.Image:
    """A cell as it stands on its scan in ``folder``, with ``around`` pixels on all sides."""
    x0, y0, x1, y1 = judged.box
    box = (int(x0) - around, int(y0) - around, int(x1) + around, int(y1) + around)
    if judged.file.endswith(".pdf"):
        return _printed_picture(folder / judged.file, judged.page).convert("RGB").crop(box)
    with Image.open(folder / judged.file) as image:
        image.seek(judged.page - 1)
        return image.convert("RGB").crop(box)


def _printed_picture(path: Path, number: int) -> Image.Image:
    """The picture that is a page of a PDF, with its own pixels."""
    with closing(pypdfium2.PdfDocument(path)) as document:
        (picture,) = document[number - 1].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        pixels: Image.Image = picture.get_bitmap().to_pil()
        return pixels
