"""Other readers of scanned tables on the same pages, one after the other."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from bench.scans.specimens import ScanSpecimen, TruePage
from bench.truth import folded

PageReader = Callable[[Path], list[str]]
_TESSERACT_SECONDS = 60


@dataclass(slots=True)
class PeerScore:
    """Cells right and asked for, seconds and pages."""

    right: int = 0
    total: int = 0
    seconds: float = 0.0
    pages: int = 0
    failed: int = 0


def page_images(specimen: ScanSpecimen, folder: Path) -> Iterator[tuple[TruePage, Path]]:
    """The pages of a scan as PNG files, tagged with their true resolution: the peers' best case."""
    for page, image in zip(specimen.pages, _frames(specimen), strict=True):
        path = folder / f"{specimen.path.stem}-{page.number}.png"
        image.save(path, dpi=(specimen.dpi, specimen.dpi))
        yield page, path


def _frames(specimen: ScanSpecimen) -> Iterator[Image.Image]:
    if specimen.path.suffix == ".pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(specimen.path) as document:
            for truth, page in zip(specimen.pages, document, strict=True):
                yield page.render(scale=truth.width / page.get_width()).to_pil().convert("RGB")
        return
    with Image.open(specimen.path) as image:
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            yield image.convert("RGB")


def shibiao_page() -> PageReader:
    """shibiao with its defaults."""
    from shibiao.pipeline import complete, read_file

    def read(path: Path) -> list[str]:
        return [cell.text.value for form in complete(read_file(path)) for cell in form.cells if cell.text.value]

    return read


def img2table_page(ocr: str) -> PageReader:
    """img2table with RapidOCR or tesseract; merged cells count once."""
    from img2table.document import Image as TableImage

    engine = _img2table_engine(ocr)

    def read(path: Path) -> list[str]:
        found = {}
        for number, found_table in enumerate(TableImage(str(path)).extract_tables(ocr=engine)):
            for row in found_table.content.values():
                for cell in row:
                    box = cell.bbox
                    found[number, box.x1, box.y1, box.x2, box.y2] = cell.value or ""
        return [text for text in found.values() if text]

    return read


def _img2table_engine(ocr: str) -> object:
    if ocr == "tesseract":
        from img2table.ocr import TesseractOCR

        return TesseractOCR(n_threads=2, lang="chi_sim")
    from img2table.ocr import RapidOCR

    return RapidOCR()


def rapidocr_page(engine_name: str) -> PageReader:
    """RapidOCR on the whole page, its own detection: on ONNX Runtime as it comes, or on OpenVINO."""
    from rapidocr import RapidOCR
    from rapidocr.utils.typings import EngineType

    kind = EngineType(engine_name)
    engine = RapidOCR(
        params={"Global.log_level": "critical", **{f"{part}.engine_type": kind for part in ("Det", "Cls", "Rec")}}
    )

    def read(path: Path) -> list[str]:
        return list(getattr(engine(str(path)), "txts", None) or ())

    return read


def tesseract_page() -> PageReader:
    """tesseract on the whole page."""
    import pytesseract

    def read(path: Path) -> list[str]:
        text = pytesseract.image_to_string(str(path), lang="chi_sim", timeout=_TESSERACT_SECONDS)
        return [line for line in text.splitlines() if line.strip()]

    return read


def score_peer(read: PageReader, pages: Sequence[tuple[TruePage, Path]]) -> PeerScore:
    """A true cell is right when a text of the reader is just it, each used once."""
    score = PeerScore()
    for page, path in pages:
        start = time.perf_counter()
        try:
            found = Counter(folded(text) for text in read(path))
        except Exception:  # a peer that fails on a page has read none of its cells
            found = Counter()
            score.failed += 1
        score.seconds += time.perf_counter() - start
        score.pages += 1
        for cell in page.cells:
            wanted = next((t for t in (folded(cell.printed), folded(cell.whole)) if found[t] > 0), None)
            if wanted is not None:
                found[wanted] -= 1
                score.right += 1
            score.total += 1
    return score


PEERS: tuple[tuple[str, Callable[[], PageReader]], ...] = (
    ("shibiao", shibiao_page),
    ("img2table + RapidOCR", lambda: img2table_page("rapidocr")),
    ("img2table + tesseract", lambda: img2table_page("tesseract")),
    ("RapidOCR, whole page", lambda: rapidocr_page("onnxruntime")),
    ("RapidOCR, whole page, OpenVINO", lambda: rapidocr_page("openvino")),
    ("tesseract, whole page", tesseract_page),
)


def score_peers(specimens: Sequence[ScanSpecimen], most_pages: int) -> tuple[dict[str, PeerScore], dict[str, str]]:
    """All readers on the same first pages; and why one was left out."""
    scores: dict[str, PeerScore] = {}
    skipped: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        pages = [pair for specimen in specimens for pair in page_images(specimen, Path(folder))][:most_pages]
        for name, load in PEERS:
            try:
                read = load()
                read(_blank(Path(folder)))  # loading is not counted
            except ImportError as error:
                skipped[name] = str(error)
                continue
            except Exception as error:  # of nothing on a page; what it does on pages with tables is what counts
                print(f"{name}: fails on a blank page: {error}", file=sys.stderr)
            scores[name] = score_peer(read, pages)
    return scores, skipped


def _blank(folder: Path) -> Path:
    path = folder / "blank.png"
    Image.fromarray(np.full((400, 300, 3), 255, np.uint8)).save(path)
    return path
