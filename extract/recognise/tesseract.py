"""Second recogniser: tesseract's LSTM for simplified Chinese, through pytesseract.

One process reads a whole list of line images: starting it and loading its data takes longer than reading twenty
lines. It is bounded in time, since it has been seen to work for minutes on a noisy picture.

Measured on 200 clean lines of printed samples: text 32 pixels high 177 exact, 40: 176, 48: 173; page segmentation
mode 7 (a line) 177, mode 13 (a raw line) 161; about 14 ms a line on one core. On 478 lines of nine scans, read as
RapidOCR reads them: as wide as they are 331, squeezed to 0.85 with less paper around 337, in 93 % of the time; to 0.7
280.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.protocol import LineImage, LineText, Pixels, ReaderName, RecogniserMissing

_LANGUAGE = "chi_sim"
_HEIGHT = 34  # pixels of a whole line image
_MARGIN = 6
_SQUEEZE = 0.85  # of their width: spares time
_MODES = "--psm 7 --oem 1"
_FIGURES = "0123456789.,%-+<>=≥≤~/:()年月日万元"
_CHUNK, _CHUNK_ALONE = 40, 80  # lines a process; where none runs beside it, starting one more costs more than it brings


class TimeBound(NamedTuple):
    """How long a process may take, in seconds: twenty times what a clean line takes for each of its lines.

    ``page``: how long all lines of one call may take; what is not read by then stays unread.
    """

    least: float = 5.0
    a_line: float = 0.3
    page: float = 30.0

    def seconds(self, lines: int) -> float:
        return max(self.least, self.a_line * lines)


_BOUND = TimeBound()


class Tesseract:
    """Recogniser by tesseract. ``processes``: how many run side by side, each on one core, within ``bound``.

    Raises: RecogniserMissing, where the program or its data for ``chi_sim`` is not installed.
    """

    name: ReaderName = "tesseract"

    def __init__(self, processes: int = 2, bound: TimeBound = _BOUND) -> None:
        missing = missing_part()
        if missing:
            raise RecogniserMissing(missing)
        self._processes = processes
        self._bound = bound

    def read(self, lines: Sequence[LineImage]) -> list[LineText]:
        """One text a line. Lines that allow figures only are read with a whitelist."""
        found: list[LineText] = [LineText(())] * len(lines)
        chunks = list(_chunks(lines, _CHUNK if self._processes > 1 else _CHUNK_ALONE))
        if not chunks:
            return found
        deadline = time.monotonic() + self._bound.page
        with ThreadPoolExecutor(self._processes) as pool:
            texts = pool.map(lambda chunk: _read_bounded([lines[i] for i in chunk], self._bound, deadline), chunks)
            for chunk, read in zip(chunks, texts, strict=True):
                for index, text in zip(chunk, read, strict=True):
                    found[index] = text
        return found


@lru_cache(maxsize=1)
def missing_part() -> str | None:
    """What is missing: ``tesseract``, ``tesseract-chi_sim``, ``pytesseract``, or None when all is there."""
    try:
        import pytesseract
    except ImportError:
        return "pytesseract"
    try:
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, OSError):
        return "tesseract"
    return None if _LANGUAGE in languages else f"tesseract-{_LANGUAGE}"


def _chunks(lines: Sequence[LineImage], most: int) -> Iterator[list[int]]:
    for alphabet in ("any", "figure"):
        chosen = [i for i, line in enumerate(lines) if line.alphabet == alphabet and _is_inked(line.pixels)]
        for start in range(0, len(chosen), most):
            yield chosen[start : start + most]


def _is_inked(pixels: Pixels) -> bool:
    """Whether there is anything on a line: on bare paper it makes up characters."""
    return bool(pixels.size) and int(pixels.min()) < int(pixels.max())


def _read_bounded(lines: Sequence[LineImage], bound: TimeBound, deadline: float) -> list[LineText]:
    """Read lines in one process; where it takes too long, halve them, down to the line that it chokes on."""
    import pytesseract

    seconds = min(bound.seconds(len(lines)), deadline - time.monotonic())
    if seconds <= 0:
        return [LineText((), timed_out=True)] * len(lines)
    try:
        return _read(lines, seconds)
    except pytesseract.TesseractError:
        return [LineText(())] * len(lines)
    except RuntimeError:  # pytesseract's way to say that the time was up
        if len(lines) == 1:
            return [LineText((), timed_out=True)]
        middle = len(lines) // 2
        halves = lines[:middle], lines[middle:]
        return [text for half in halves for text in _read_bounded(half, bound, deadline)]


def _read(lines: Sequence[LineImage], seconds: float) -> list[LineText]:
    import cv2
    import pytesseract

    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # its threads cost more than they bring on lines
    with TemporaryDirectory(prefix="shibiao-") as folder:
        paths = [Path(folder, f"{number}.pgm") for number in range(len(lines))]
        for path, line in zip(paths, lines, strict=True):
            cv2.imwrite(str(path), _fitted(line.pixels))
        listing = Path(folder, "lines.txt")
        listing.write_text("\n".join(map(str, paths)) + "\n", encoding="utf-8")
        table: dict[str, list[Any]] = pytesseract.image_to_data(
            str(listing),
            lang=_LANGUAGE,
            config=_config(lines[0].alphabet == "figure"),
            output_type=pytesseract.Output.DICT,
            timeout=seconds,
        )
    words: list[list[Glyph]] = [[] for _ in lines]
    for page, text, sure, left, width in zip(
        table["page_num"], table["text"], table["conf"], table["left"], table["width"], strict=True
    ):
        if str(text).strip():
            scale = lines[int(page) - 1].pixels.shape[0] / _HEIGHT / _SQUEEZE
            words[int(page) - 1] += _glyphs(str(text).strip(), float(sure), int(left) - _MARGIN, int(width), scale)
    return [LineText(tuple(glyphs)) for glyphs in words]


def _config(figures: bool) -> str:
    return f"{_MODES} -c tessedit_char_whitelist={_FIGURES}" if figures else _MODES


def _glyphs(word: str, sure: float, left: int, width: int, scale: float) -> Iterator[Glyph]:
    """A word's characters, evenly spread over its box: tesseract tells places and sureness by the word."""
    pitch = width / len(word)
    for index, char in enumerate(word):
        yield Glyph(char, max(0.0, min(1.0, sure / 100)), (left + (index + 0.5) * pitch) * scale)


def _fitted(pixels: Pixels) -> Pixels:
    import cv2
    import numpy as np

    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = _HEIGHT / grey.shape[0]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(grey.shape[1] * scale * _SQUEEZE)), _HEIGHT)
    fitted = cv2.resize(grey, size, interpolation=way)
    framed = cv2.copyMakeBorder(fitted, *(_MARGIN,) * 4, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(framed, np.uint8)
