"""The second pass over an archive: its forms completed together, part by part, and every table's stretch of each part.

A part holds the contents whose hashes lie in one range: which ones does not depend on workers or on order, and one more
file changes few parts.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from shibiao.batch.places import at_hand
from shibiao.batch.tasks import shown, unpacked, watched_over
from shibiao.export.durable import write_durably
from shibiao.normalize.archive import NOTHING, Found, Key
from shibiao.reading import Failure
from shibiao.schemas.records import Form
from shibiao.summary import Tally

if TYPE_CHECKING:
    from shibiao.normalize.checks import FormFacts

PART_SIZE = 64  # contents, about
_HASH_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Extras:
    """What is written besides JSON and CSV."""

    excel: bool = False
    parquet: bool = False
    pdf: bool = False
    xlsx: bool = False


class Member(NamedTuple):
    """A content of a part: the path it is known by, and where its forms lie as read."""

    sha256: str
    path: bytes
    result: Path
    base: bytes


@dataclass(frozen=True, slots=True)
class PartOrder:
    """A part to complete. JSON and PDFs go to ``staged``, the stretches of the tables to ``stretches``.

    ``evidence``: what its texts are completed with; ``facts``: by key, the facts that its forms are held against.
    """

    number: int
    members: tuple[Member, ...]
    evidence: tuple[tuple[Key, Found], ...]
    staged: Path
    stretches: Path
    extras: Extras
    password: str | None
    language: str
    page_seconds: float
    facts: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Problem(NamedTuple):
    """A searchable PDF that could not be made."""

    path: str
    kind: str
    detail: str
    trace: str


@dataclass(frozen=True, slots=True)
class PartReport:
    """What a part gave. ``lost``: contents whose forms as read are not there any more."""

    number: int
    form_ids: tuple[str, ...] = ()
    pdfs: tuple[str, ...] = ()
    tally: str = ""
    problems: tuple[Problem, ...] = ()
    lost: tuple[str, ...] = ()


def part_count(contents: int) -> int:
    """How many parts an archive has: a power of two, so that the borders stay while it grows."""
    count = 1
    while count * PART_SIZE < contents:
        count *= 2
    return count


def part_range(number: int, count: int) -> tuple[str, str]:
    """The hashes of a part: from the first up to, not including, the second."""
    step = 16**_HASH_DIGITS // count
    high = f"{(number + 1) * step:0{_HASH_DIGITS}x}" if number + 1 < count else "g"
    return f"{number * step:0{_HASH_DIGITS}x}", high


def inputs_hash(order: PartOrder, reader: str) -> str:
    """A hash of all that a part is made from."""
    told = (
        [(m.sha256, os.path.basename(m.path)) for m in order.members],  # noqa: PTH119  # of bytes
        order.evidence,
        order.facts,
        replace(order.extras, xlsx=False),  # made of the stretches of CSV
        *(order.password is not None and order.extras.pdf, reader),
    )
    return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()


def complete_task(order: PartOrder) -> PartReport:
    """Complete a part's forms and write what is made of them, durably.

    Raises: SchemaError, ImportError, OSError of writing.
    """
    members: list[tuple[Member, list[Form]]] = []
    lost: list[str] = []
    for member in order.members:
        try:
            members.append((member, unpacked(member.result, PurePath(shown(member.path)).name)))
        except (OSError, ValueError):
            lost.append(member.sha256)
    if lost:
        return PartReport(order.number, lost=tuple(lost))
    archive, groups = dict(order.evidence), _groups(order)
    done = [(member, _completed(forms, archive, groups)) for member, forms in members]
    forms = [form for _, own in done for form in own]
    _write_forms(forms, order)
    pdfs, problems = _write_pdfs(done, order) if order.extras.pdf else ((), ())
    ids = tuple(form.form_id for form in forms)
    return PartReport(order.number, ids, pdfs, _tally(forms, order.language).dumped(), problems)


def _groups(order: PartOrder) -> dict[str, tuple[FormFacts, ...]]:
    from shibiao.normalize.checks import FormFacts

    return {key: tuple(map(FormFacts.loaded, dumped)) for key, dumped in order.facts}


def _completed(forms: list[Form], archive: dict[Key, Found], groups: Mapping[str, tuple[FormFacts, ...]]) -> list[Form]:
    """The forms of one file, finished. Facts are of forms as read, as the other forms' are."""
    from shibiao.normalize.checks import archive_findings, facts_of, met_by
    from shibiao.pipeline import complete

    done = complete(forms, lambda key: archive.get(key, NOTHING))
    finished = []
    for form, as_read in zip(done, forms, strict=True):
        own = facts_of(as_read)
        found = archive_findings(own, met_by(own, groups)) if own else ()
        finished.append(form.model_copy(update={"findings": (*form.findings, *found)}))
    return finished


def _tally(forms: list[Form], language: str) -> Tally:
    from shibiao.findings import with_worded_findings
    from shibiao.wording import texts

    tally, said = Tally(), texts(language)
    for form in forms:
        tally.add(with_worded_findings(form, said))
    return tally


def _write_forms(forms: list[Form], order: PartOrder) -> None:
    from shibiao.export.contents import tables
    from shibiao.export.csvs import rows_bytes, spreadsheet_rows_bytes
    from shibiao.export.json_form import json_bytes
    from shibiao.export.manifest import is_form_id

    for form in forms:
        if not is_form_id(form.form_id):
            raise ValueError(f"form id {form.form_id!r} cannot be a file name")
        write_durably(order.staged / "forms" / f"{form.form_id}.json", json_bytes(form))
    for table in tables(forms):
        write_durably(stretch_path(order.stretches, order.number, f"{table.name}.csv"), _gzip(rows_bytes(table)))
        if order.extras.excel:
            excel = stretch_path(order.stretches, order.number, f"excel-{table.name}.csv")
            write_durably(excel, _gzip(spreadsheet_rows_bytes(table)))
        if order.extras.parquet:
            from shibiao.export.parquet import parquet_bytes

            write_durably(stretch_path(order.stretches, order.number, f"{table.name}.parquet"), parquet_bytes(table))


def stretch_path(stretches: Path, part: int, name: str) -> Path:
    """Where a part's stretch of a table lies; those of CSV are compressed."""
    return stretches / f"{part:08d}" / (f"{name}.gz" if name.endswith(".csv") else name)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 1, mtime=0)


def _write_pdfs(done: list[tuple[Member, list[Form]]], order: PartOrder) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    names: list[str] = []
    problems: list[Problem] = []
    for pdf in _pdfs(done, order):
        if isinstance(pdf, Problem):
            problems.append(pdf)
        else:
            names.append(pdf)
    return tuple(names), tuple(problems)


def _pdfs(done: list[tuple[Member, list[Form]]], order: PartOrder) -> Iterator[str | Problem]:
    from shibiao.export.manifest import pdf_name
    from shibiao.export.searchable import searchable_pdf
    from shibiao.extract.errors import UnreadableInput
    from shibiao.scans import scanned_pages

    for member, forms in done:
        if not any(scanned_pages(form) for form in forms):
            continue
        path = PurePath(shown(member.path))
        name = pdf_name(path, member.sha256)
        try:
            with watched_over(order.page_seconds), at_hand(member.base, member.path) as place:
                if isinstance(place, Failure):
                    yield Problem(str(path), place.kind, place.detail, "")
                    continue
                data = searchable_pdf(place, forms, order.password)
        except UnreadableInput as error:
            yield Problem(str(path), error.kind, error.detail, traceback.format_exc())
        except OSError as error:
            yield Problem(str(path), "cannot-open", error.strerror or str(error), traceback.format_exc())
        else:
            write_durably(order.staged / name, data)
            yield name
