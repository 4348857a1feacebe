"""What a statement about an output folder says, gathered from its files; ``statement`` only writes it down."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from shibiao import __version__
from shibiao.corrections import NAME as CORRECTIONS
from shibiao.export import manifest
from shibiao.export.folder import TABLE_NAMES
from shibiao.review.database import log_path
from shibiao.review.decisions import Entry
from shibiao.review.log import existing_log
from shibiao.review.lot import FORMS, PACKAGE, inputs_of, rows_of_forms
from shibiao.review.result import Result, result_of
from shibiao.review.samples import changed_since, sample_path, samples_of
from shibiao.review.sampling import Sample

_NAMED = 20  # of inputs without forms
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileHashes:
    """A file's size and hashes in hex. ``sm3`` (GB/T 32905) is None where this machine's OpenSSL has none."""

    name: str
    size: int
    sha256: str
    sm3: str | None


@dataclass(frozen=True, slots=True)
class Paper:
    """Where a form stands, for people."""

    path: str
    pages: str
    project: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``outcomes`` counts the inputs by outcome, ``unread`` names some that gave no form. ``forms``: how many were
    read; the lot may be a part of them. ``head``: number and hash of the decision log's last entry. ``apart``: how many
    decisions were made for other purposes. ``changed``: what of the folder is no longer as it was when the sample was
    drawn.
    """

    folder: str
    version: str
    made_at: str
    outcomes: Mapping[str, int]
    forms: int
    unread: tuple[manifest.Entry, ...]
    result: Result
    papers: Mapping[str, Paper]
    others: tuple[Sample, ...]
    changed: tuple[str, ...]
    apart: int
    head: tuple[int, str] | None
    hashes: tuple[FileHashes, ...]

    @property
    def sample(self) -> Sample:
        """The sample that it is about."""
        return self.result.sample


def facts_of(out: Path, sample: Sample) -> Facts:
    """All that the statement about a sample says. Raises: Stop."""
    entries, head = decisions_of(out)
    outcomes: Counter[str] = Counter()
    paths: dict[str, str] = {}
    wanted = frozenset(sample.forms)
    forms: set[str] = set()  # inputs that are alike may name the same
    for one in inputs_of(out):
        outcomes[one.outcome] += 1
        forms.update(one.form_ids)
        paths |= {form_id: one.path for form_id in one.form_ids if form_id in wanted}
    unread = (one for one in inputs_of(out) if not one.form_ids and one.outcome != "duplicate")
    return Facts(
        folder=out.resolve().name,
        version=__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        outcomes=dict(outcomes),
        forms=len(forms),
        unread=tuple(islice(unread, _NAMED)),
        result=result_of(sample, entries),
        papers=_papers(out, paths),
        others=tuple(other for other in samples_of(out) if other.sample_id != sample.sample_id),
        changed=tuple(changed_since(out, sample)),
        apart=sum(1 for entry in entries if entry.decision.purpose != "sample"),
        head=head,
        hashes=tuple(hashes_of(out, sample)),
    )


def decisions_of(out: Path) -> tuple[list[Entry], tuple[int, str] | None]:
    """All decisions of an output folder, and the head of their log; nothing where none was made yet. Raises: Stop."""
    if not log_path(out).exists():
        return [], None
    with existing_log(out) as log, log.held():  # no verdict between the two
        entries, head = log.entries(), log.head()
        return entries, (head.number, head.hash)


def _papers(out: Path, paths: Mapping[str, str]) -> dict[str, Paper]:
    found = {}
    for row in rows_of_forms(out):
        form_id = row["form_id"]
        if form_id in paths:
            name = row.get("project_name") or row.get("title") or ""
            found[form_id] = Paper(paths[form_id], row["pages"].strip("[]"), name)
    return found


def hashes_of(out: Path, sample: Sample) -> list[FileHashes]:
    """Of all files that the statement rests on, those that are there."""
    tables = [f"{name}.csv" for name in TABLE_NAMES]
    kept = sample_path(out, sample.sample_id).relative_to(out).as_posix()
    names: Sequence[str] = [manifest.NAME, PACKAGE, FORMS, *sorted({*tables} - {FORMS}), CORRECTIONS, kept]
    return [file_hashes(out, name) for name in names if (out / name).is_file()]


def file_hashes(out: Path, name: str) -> FileHashes:
    """SHA-256 and SM3 of a file of the folder."""
    digests = [hashlib.sha256(), *([hashlib.new("sm3")] if has_sm3() else [])]
    size = 0
    with (out / name).open("rb") as file:
        while data := file.read(_CHUNK):
            size += len(data)
            for digest in digests:
                digest.update(data)
    sha256, *sm3 = (digest.hexdigest() for digest in digests)
    return FileHashes(name, size, sha256, sm3[0] if sm3 else None)


def has_sm3() -> bool:
    """Whether this Python's OpenSSL knows SM3."""
    try:
        hashlib.new("sm3")
    except ValueError:
        return False
    return True
