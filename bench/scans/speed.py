"""Time beside the bare recogniser on the same line images, peak memory, and what lifting seals is worth."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
from rapidfuzz.distance import Levenshtein

from bench.report import percent, table
from bench.scans.accuracy import cell_at
from bench.scans.specimens import ScanSpecimen, scan_specimens
from bench.truth import folded
from shibiao.extract.recognise.protocol import LineImage, LineText, Recogniser
from shibiao.extract.recognise.rapidocr import RapidOcr
from shibiao.extract.recognise.tesseract import Tesseract
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.reader import ScanReader

_ROUNDS = 3
_SEALED = 12  # scans


class _Listening(Recogniser):
    """A recogniser that keeps the line images it was given."""

    def __init__(self, inner: Recogniser) -> None:
        self._inner = inner
        self.name = inner.name
        self.heard: list[LineImage] = []

    def read(self, lines: Sequence[LineImage]) -> list[LineText]:
        self.heard += lines
        return self._inner.read(lines)


def speed_table(specimens: Sequence[ScanSpecimen]) -> str:
    """Seconds a page: the bare recogniser on the page's line images, and whole pages with one reading and with two."""
    pictures = [picture for specimen in specimens for picture in _pictures(specimen.path)]
    cv2.setNumThreads(1)  # one thread each: archives are read by one process a core
    first, second = RapidOcr(threads=1), Tesseract(1)
    listening = _Listening(first)
    for picture in pictures:  # also warms everything up
        ScanReader(listening).read(picture)
    one, two = ScanReader(first), ScanReader(first, second)
    rounds = [
        (
            _seconds(lambda: first.read(listening.heard)),
            _seconds(lambda: [one.read(picture) for picture in pictures]),
            _seconds(lambda: [two.read(picture) for picture in pictures]),
        )
        for _ in range(_ROUNDS)
    ]
    bare, alone, both = (statistics.median(r[i] for r in rounds) / len(pictures) for i in range(3))
    rows = [
        ["bare recogniser", f"{bare:.2f}", "1"],
        ["one reading", f"{alone:.2f}", f"{statistics.median(r[1] / r[0] for r in rounds):.2f}"],
        ["two readings", f"{both:.2f}", f"{statistics.median(r[2] / r[0] for r in rounds):.2f}"],
    ]
    memory = _peak_megabytes(specimens[0].path)
    return (
        f"{len(pictures)} pages, {len(listening.heard)} lines.\n\n"
        + table(["", "seconds a page", "times the bare recogniser"], rows)
        + f"\n\nPeak memory of `shibiao convert` on one file: {memory:,.0f} MB."
    )


def seal_table(folder: Path, most_pages: int) -> str:
    """Characters of cells under red seals on colour scans of levels 1 and 2, with the seals lifted and not."""
    first = RapidOcr()
    readers = {"seals lifted": ScanReader(first), "seals left": ScanReader(first, lift_marks=False)}
    sealed = [s for level in (1, 2) for s in scan_specimens(folder, level, most_pages) if _is_sealed(s)][:_SEALED]
    rows = []
    for name, reader in readers.items():
        right = total = cells = 0
        for specimen in sealed:
            for text, read in _under_seals(specimen, reader):
                cells += 1
                total += len(text)
                right += max(0, len(text) - Levenshtein.distance(text, read))
        rows.append([name, str(cells), percent(right, total)])
    return table(["", "cells under a seal", "characters read"], rows)


def _is_sealed(specimen: ScanSpecimen) -> bool:
    return specimen.path.suffix != ".pdf" and any(
        "seal" in cell.marks for page in specimen.pages for cell in page.cells
    )


def _under_seals(specimen: ScanSpecimen, reader: ScanReader) -> Iterator[tuple[str, str]]:
    """Texts under seals, and what was read in their places."""
    for page, picture in zip(specimen.pages, _pictures(specimen.path), strict=True):
        read = reader.read(picture)
        scale = read.scan.dpi / 72
        cells = [cell for cell in read.grid.cells if cell.text]
        boxes = [tuple(v * scale for v in cell.bbox) for cell in cells]
        for true in page.cells:
            if "seal" in true.marks:
                at = cell_at(true, boxes)
                yield folded(true.printed), "" if at is None else folded(cells[at].text)


def _pictures(path: Path) -> list[Picture]:
    from shibiao.extract.kinds import image_kind
    from shibiao.extract.scan.images import read_pictures

    data = path.read_bytes()
    return list(read_pictures(path, data, 50, 200_000_000)) if image_kind(data) else []


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak_megabytes(path: Path) -> float:
    """Of a process of its own and its children, the largest."""
    code = (
        "import sys, resource\n"
        "from pathlib import Path\n"
        "from shibiao.pipeline import complete, read_file\n"
        "complete(read_file(Path(sys.argv[1])))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(done.stdout), children) / 1024
