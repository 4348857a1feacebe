"""Time beside the bare recogniser on the same line images, peak memory, and what lifting seals is worth."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
from rapidfuzz.distance import Levenshtein

from bench.report import percent, table
from bench.scans.accuracy import cell_at
from bench.scans.specimens import ScanSpecimen, scan_specimens
from bench.truth import folded
from shibiao.extract.recognise.cut_reader import CutReader
from shibiao.extract.recognise.features import Features
from shibiao.extract.recognise.protocol import LineImage, LineText, Recogniser
from shibiao.extract.recognise.rapidocr import RapidOcr
from shibiao.extract.recognise.tesseract import Tesseract
from shibiao.extract.scan.picture import Picture, Pixels
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
    """Seconds a page: bare recognisers on the page's line images, and whole pages with one reading and with two.

    RapidOCR's own recogniser runs the same network as ours, as it comes and on OpenVINO.
    """
    pictures = [picture for specimen in specimens for picture in _pictures(specimen.path)]
    cv2.setNumThreads(1)  # one thread each: archives are read by one process a core
    first, second = RapidOcr(threads=1), Tesseract(1)
    listening = _Listening(first)
    for picture in pictures:
        ScanReader(listening).read(picture)
    images = [line.pixels for line in listening.heard]
    cut_reader = CutReader(Features(threads=1))
    one, two = ScanReader(first, cut_reader=cut_reader), ScanReader(first, second, cut_reader)
    works: dict[str, Callable[[], object]] = {
        "RapidOCR's recogniser, ONNX Runtime": _rapidocr_recogniser("onnxruntime", images),
        "RapidOCR's recogniser, OpenVINO": _rapidocr_recogniser("openvino", images),
        "our recogniser": lambda: first.read(listening.heard),
        "shibiao, one reading": lambda: [one.read(picture) for picture in pictures],
        "shibiao, two readings": lambda: [two.read(picture) for picture in pictures],
    }
    for work in works.values():
        work()  # warms everything up
    rounds = [{name: _seconds(work) for name, work in works.items()} for _ in range(_ROUNDS)]
    bases = list(works)[:3]
    rows = []
    for name in works:
        seconds = statistics.median(r[name] for r in rounds) / len(pictures)
        ratios = (statistics.median(r[name] / r[base] for r in rounds) for base in bases)
        rows.append([name, f"{seconds:.2f}", *(f"{ratio:.2f}" for ratio in ratios)])
    memory = max(_peak_megabytes(specimen.path) for specimen in specimens)
    return (
        f"{len(pictures)} pages, {len(images)} lines, one thread.\n\n"
        + table(["", "seconds a page", *(f"times {base}" for base in bases)], rows)
        + f"\n\nPeak memory of reading one of these files: {memory:,.0f} MB."
    )


def _rapidocr_recogniser(engine_name: str, images: Sequence[Pixels]) -> Callable[[], object]:
    """RapidOCR's own class for recognising lines, on one thread."""
    from rapidocr import RapidOCR
    from rapidocr.ch_ppocr_rec.typings import TextRecInput
    from rapidocr.utils.typings import EngineType

    threads = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.openvino.inference_num_threads": 1,
    }
    engine = RapidOCR(params={"Global.log_level": "critical", "Rec.engine_type": EngineType(engine_name), **threads})
    recogniser: Any = engine._load_rec_model()  # type: ignore[no-untyped-call]  # the public call takes single lines
    return lambda: recogniser(TextRecInput(img=[image[:, :, ::-1] for image in images]))


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
    """Of a process of its own. Its ``ru_maxrss`` would begin with what this process has had, by fork."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from shibiao.pipeline import complete, read_file\n"
        "complete(read_file(Path(sys.argv[1])))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(status.split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
