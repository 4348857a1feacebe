"""What fuzzing begins with: the sample forms, and small files of the hostile kinds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from samples.hostile import (
    image_pages,
    image_tiffs,
    office_packages,
    office_sheets,
    office_words,
    pdf_active,
    pdf_boxes,
    pdf_broken,
    pdf_filters,
    pdf_fonts,
)
from samples.hostile.good import FORMS, good_files
from samples.hostile.kind import Kind
from samples.hostile.make import make_kinds

_MOST = 20_000  # bytes: what is changed should be most of it
_PDFS = (*pdf_active.KINDS, *pdf_boxes.KINDS, *pdf_broken.KINDS, *pdf_filters.KINDS, *pdf_fonts.KINDS)
_IMAGES = (*image_pages.KINDS, *image_tiffs.KINDS)
_OFFICE = (*office_packages.KINDS, *office_sheets.KINDS, *office_words.KINDS)
_CASES = Path(__file__).parents[1] / "values" / "cases.tsv"


def pdfs() -> Iterator[bytes]:
    """PDFs of every syntax."""
    yield from _small(_PDFS)
    yield from (data for _, data in good_files("pdf") if len(data) < 70_000)


def images() -> Iterator[bytes]:
    """Image files of every kind."""
    yield from good_images()
    yield from _small(_IMAGES)


def good_images() -> Iterator[bytes]:
    """A small page in every kind of image file."""
    yield from (data for _, data in good_files("image") if len(data) < 100_000)


def texts() -> Iterator[bytes]:
    """The dumps among the sample forms, in every encoding; parts of them."""
    for _, data in good_files("text"):
        yield data
        yield data[:600]
        for encoding in ("gb18030", "utf-16"):
            yield data.decode("utf-8", "replace").encode(encoding, "replace")


def values() -> Iterator[bytes]:
    """The values of the table of cases."""
    lines = _CASES.read_text(encoding="utf-8").splitlines()[1:]
    yield from (line.split("\t")[0].encode() for line in lines)


def parts() -> Iterator[bytes]:
    """The values of the tables of cases, spread over cells: sign, value, unit, name and year between tabs."""
    for table in ("parts.tsv", "signed.tsv"):
        lines = _CASES.with_name(table).read_text(encoding="utf-8").splitlines()[1:]
        yield from ("\t".join(line.split("\t")[:5]).encode() for line in lines)
    yield from (b"\t" + value + b"\t\t\t2024" for value in values())


def workbooks() -> Iterator[bytes]:
    """Workbooks, good and odd."""
    yield from _office(".xlsx")


def words() -> Iterator[bytes]:
    """Word files, good and odd."""
    yield from _office(".docx")


def csvs() -> Iterator[bytes]:
    """Tables of text, with every separator and encoding, and odd ones."""
    yield from _office(".csv")
    (good,) = (data.decode() for suffix, data in good_files("office") if suffix == ".csv")
    for separator in (";", "\t", "|"):
        yield good.replace(",", separator).encode()
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        yield good.encode(encoding)


def _office(suffix: str) -> Iterator[bytes]:
    yield from (data for own, data in good_files("office") if own == suffix)
    yield from _small(_OFFICE, suffix)


def long_values() -> Iterator[bytes]:
    """Pieces repeated beyond all measure, and values in one text."""
    for piece in ("9", "十", "百分之", "2024年", "1,", "1-", "（", "≥", " ", "a", "每年", "1人/", "1月、", "."):
        yield (piece * 30_000).encode()[:90_000]
    yield b"\n".join(values())


def manifests() -> Iterator[bytes]:
    """Manifests of runs good and bad."""
    from shibiao.export.manifest import Entry, Error, line

    good = line(Entry("a/甲.pdf", "0" * 64, "converted", ("甲-1",), 0.5, None))
    good += line(Entry("b.pdf", "1" * 64, "converted", ("b-1", "b-2"), 0.5, None))
    yield good
    yield good + line(Entry("c.pdf", None, "failed", (), 0.1, Error("damaged", "…")))
    yield b"[" * 20_000
    odds: tuple[object, ...] = (0, None, "", {}, [[]], [{}], 1e300)
    for odd in odds:
        for key in ("form_ids", "path", "sha256"):
            yield json.dumps(json.loads(good.splitlines()[1]) | {key: odd}).encode()


def results() -> Iterator[bytes]:
    """Forms as workers leave them."""
    from shibiao.batch.tasks import packed
    from shibiao.pipeline import read_file

    for path in sorted(FORMS.glob("*.txt"))[:2]:
        forms = read_file(path)
        yield packed(tuple(forms))
        yield packed(tuple(form.model_copy(update={"cells": form.cells[:2]}) for form in forms[:1]))


def _small(kinds: tuple[Kind, ...], suffix: str | None = None) -> Iterator[bytes]:
    """A file of each kind, if it is a small one; with ``suffix`` only those of that name."""
    with TemporaryDirectory() as folder:
        for file in make_kinds(kinds, Path(folder), 1):
            is_wanted = suffix is None or file.path.suffix == suffix
            if is_wanted and file.path.is_file() and file.path.stat().st_size < _MOST:
                yield file.path.read_bytes()
