"""What is fuzzed: each target reads bytes, and says which exceptions it may raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import changes, seeds
from tests.fuzz.changes import Change

MOST_BYTES = 100_000

Check = Callable[[bytes], None]
"""Reads an input. Raises only what is a finding."""

Allowed = tuple[type[BaseException], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """``start`` loads what reads (so that it can be instrumented) and gives the check, which may write to a folder;
    ``change`` is what is done to inputs besides what the fuzzer does."""

    name: str
    what: str
    start: Callable[[Path], Check]
    seeds: Callable[[], Iterable[bytes]]
    change: Change
    most_bytes: int = MOST_BYTES


def _of_file(name: str, load: Callable[[], tuple[Callable[[Path], object], Allowed]]) -> Callable[[Path], Check]:
    def start(folder: Path) -> Check:
        read, allowed = load()
        path = folder / name

        def check(data: bytes) -> None:
            path.write_bytes(data)
            with suppress(*allowed):
                read(path)

        return check

    return start


def _document() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.extract.scan.chosen import chosen_reader
    from shibiao.extract.source import ReadSettings, read_document

    settings = ReadSettings(ocr="rapidocr", threads=1)
    chosen_reader(Path(), "rapidocr", 1)  # what is loaded once is no input's doing
    return lambda path: read_document(path, settings), (UnreadableInput, OSError)


def _text() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.extract.source import read_document

    return read_document, (UnreadableInput, OSError)


def _pictures() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.extract.scan.images import read_pictures

    def read(path: Path) -> None:
        with path.open("rb") as file:
            for _ in read_pictures(path, file, 20, 20_000_000, lambda _: None):
                pass

    return read, (UnreadableInput, OSError)


def _forms() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.pipeline import complete, read_file

    return lambda path: complete(read_file(path)), (UnreadableInput, OSError)


def _manifest() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.export.manifest import read_manifest

    return read_manifest, (OSError,)


def _result() -> tuple[Callable[[Path], object], Allowed]:
    from shibiao.batch.tasks import unpacked

    return lambda path: unpacked(path, "name"), (OSError, ValueError)


def _values(_: Path) -> Check:
    from shibiao.normalize.values import parse_amount, parse_span, parse_value, parse_year

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        parse_value(text)
        parse_value(text, year=2024)
        parse_amount(text)
        parse_span(text)
        parse_year(text)

    return check


def _parts(_: Path) -> Check:
    from shibiao.normalize.values import parse_parts

    def check(data: bytes) -> None:
        operator, value, unit, name, year = (data.decode("utf-8", "replace").split("\t", 4) + [""] * 5)[:5]
        at = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
        parse_parts(operator, value, unit, name, year=at)
        parse_parts(operator or None, value, unit or None, name or None, year=None)

    return check


TARGETS = {
    target.name: target
    for target in (
        Target("pdf", "PDFs, as read_document reads them", _of_file("a.pdf", _document), seeds.pdfs, changes.pdf),
        Target("image", "image files, decoded", _of_file("a.png", _pictures), seeds.images, changes.anything),
        Target("scan", "image files, read", _of_file("a.png", _document), seeds.good_images, changes.anything),
        Target("text", "text dumps, into grids", _of_file("a.txt", _text), seeds.texts, changes.text),
        Target("forms", "text dumps, into completed forms", _of_file("a.txt", _forms), seeds.texts, changes.text),
        Target("values", "the grammar of values", _values, seeds.values, changes.text, 1_000),
        Target("long-values", "the same with texts of any length", _values, seeds.long_values, changes.text),
        Target("parts", "values spread over cells", _parts, seeds.parts, changes.text, 2_000),
        Target("xlsx", "workbooks, into completed forms", _of_file("a.xlsx", _forms), seeds.workbooks, changes.package),
        Target("docx", "Word files, into completed forms", _of_file("a.docx", _forms), seeds.words, changes.package),
        Target("csv", "tables of text, into completed forms", _of_file("a.csv", _forms), seeds.csvs, changes.text),
        Target("manifest", "manifest.jsonl", _of_file("m.jsonl", _manifest), seeds.manifests, changes.text),
        Target("result", "forms as read, of the ledger", _of_file("r.gz", _result), seeds.results, changes.packed),
    )
}
