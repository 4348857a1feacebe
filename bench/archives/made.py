"""Archives of any size for the bench: text dumps and PDFs that all differ, scans where they are asked for."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SAMPLES = ROOT / "samples" / "forms"
_IN_A_FOLDER = 1000


def texts(folder: Path, count: int, forms: int = 1) -> Path:
    """So many small text dumps, each another: a number of the sample's is changed."""
    whole = max(_dumps(), key=len)
    sample = whole if forms > 1 else "项目支出绩效目标表\n\n" + "\n".join(whole.splitlines()[:12])
    for number in range(count):
        path = folder / f"{number // _IN_A_FOLDER:03d}" / f"{number:06d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{sample}\n编号\t{number}\n", encoding="utf-8")
    return folder


def mixed(folder: Path, count: int) -> Path:
    """So many files of all kinds that are read: PDFs, text dumps, some twice, some that cannot be read."""
    folder.mkdir(parents=True)
    pdfs, dumps = sorted(_SAMPLES.glob("*.pdf")), _dumps()
    for number in range(count):
        place = folder / f"{number % 7}"
        place.mkdir(exist_ok=True)
        match number % 6:
            case 0 | 1:
                _distinct_pdf(pdfs[number // 6 % len(pdfs)], place / f"{number:04d}.pdf", number)
            case 2 | 3:
                text = dumps[number // 6 % len(dumps)]
                (place / f"{number:04d}.txt").write_text(f"{text}\n编号\t{number}\n", encoding="utf-8")
            case 4:
                shutil.copy(pdfs[number // 6 % len(pdfs)], place / f"{number:04d}.pdf")  # many are the same
            case _:
                data = pdfs[number % len(pdfs)].read_bytes()
                (place / f"{number:04d}.pdf").write_bytes(data[: 100 + number * 7])
    return folder


def copies(folder: Path, files: Sequence[Path], count: int) -> Path:
    """So many files of these, in turn, told apart by some bytes behind their end."""
    folder.mkdir(parents=True)
    for number in range(count):
        _distinct_pdf(files[number % len(files)], folder / f"{number:04d}{files[number % len(files)].suffix}", number)
    return folder


def _distinct_pdf(source: Path, target: Path, number: int) -> None:
    """A file with a comment behind its end, which readers of PDFs and images pass over."""
    target.write_bytes(source.read_bytes() + f"\n% {number}\n".encode())


def _dumps() -> list[str]:
    """The sample text dumps that are UTF-8."""
    found = []
    for path in sorted(_SAMPLES.glob("*.txt")):
        with contextlib.suppress(UnicodeDecodeError):
            found.append(path.read_text("utf-8"))
    return found
