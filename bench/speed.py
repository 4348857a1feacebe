"""Speed as ratios within one run: shibiao, pdfplumber and bare PDFium on the same files, turn by turn."""

from __future__ import annotations

import ctypes as ct
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from bench.readers import pdfplumber_cells


@dataclass(frozen=True, slots=True)
class Speed:
    """Median processor seconds a page of each, and the medians of the ratios taken round by round."""

    pages: int
    shibiao: float
    pdfplumber: float
    bare: float
    pdfplumber_ratio: float
    bare_ratio: float


def measure_speed(paths: Sequence[Path], rounds: int = 5) -> Speed:
    """Time file → form record against pdfplumber's extract_tables and bare PDFium, after a warm-up round."""
    from shibiao.pipeline import complete, read_file

    def ours(path: Path) -> None:
        complete(read_file(path))

    pages = sum(_page_count(path) for path in paths)
    times: list[tuple[float, float, float]] = []
    for number in range(rounds + 1):
        row = _time(ours, paths), _time(pdfplumber_cells, paths), _time(bare_reading, paths)
        if number:
            times.append(row)
    own, plumber, bare = (statistics.median(t[i] for t in times) / pages for i in range(3))
    return Speed(
        pages,
        own,
        plumber,
        bare,
        statistics.median(t[1] / t[0] for t in times),
        statistics.median(t[0] / t[2] for t in times),
    )


def _time(read: Callable[[Path], object], paths: Sequence[Path]) -> float:
    start = time.process_time()  # the processor's time: other programs on the machine do not count
    for path in paths:
        read(path)
    return time.process_time() - start


def _page_count(path: Path) -> int:
    document = pdfium.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def bare_reading(path: Path) -> int:
    """What any reader on PDFium has to do: every character with its box, every path with its points."""
    document = pdfium.PdfDocument(path)
    read = 0
    for page in document:
        text_page = raw.FPDFText_LoadPage(page.raw)
        left, right, bottom, top = ct.c_double(), ct.c_double(), ct.c_double(), ct.c_double()
        for index in range(raw.FPDFText_CountChars(text_page)):
            raw.FPDFText_GetUnicode(text_page, index)
            raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            read += 1
        raw.FPDFText_ClosePage(text_page)
        read += _bare_paths(page)
        page.close()
    document.close()
    return read


def _bare_paths(page: pdfium.PdfPage) -> int:
    x, y = ct.c_float(), ct.c_float()
    read = 0
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        for number in range(raw.FPDFPath_CountSegments(item)):
            segment = raw.FPDFPath_GetPathSegment(item, number)
            raw.FPDFPathSegment_GetType(segment)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            read += 1
    return read
