"""What workers do. Each task takes an order and gives a report, both plain values: they may cross to other machines.

Reading and completing are apart: a form is read by itself, but completed with what the whole archive knows.

    path ──hash_task──▶ sha256      content ──read_task──▶ forms as read (durable) + what they give and want
    part of the archive ──complete_task──▶ forms/*.json, and its stretch of every table
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import os
import time
import traceback
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shibiao.batch.known import Held
from shibiao.batch.ledger import Hashed, Settled
from shibiao.batch.limits import peak_kb, reset_peak, unwatch, watch_pages
from shibiao.batch.places import at_hand
from shibiao.export.durable import write_durably
from shibiao.extract import pulse
from shibiao.extract.settings import ReadSettings
from shibiao.reading import Failure, fingerprint, read_forms
from shibiao.schemas.family_files import OWN_FAMILIES
from shibiao.schemas.loader import SchemaError
from shibiao.schemas.records import Form

DOUBTFUL = 0.8  # less is worth a look
_watched = False


@dataclass(frozen=True, slots=True)
class HashOrder:
    """Inputs whose contents are to be known. ``base``: the folder that paths are relative to."""

    paths: tuple[bytes, ...]
    base: bytes


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """A content to read from ``path``; its forms go to ``result``. ``page_seconds`` as in ``Limits``.

    ``families``: the ``own_families_hash`` of the run, which the worker must come to too.
    """

    sha256: str
    path: bytes
    base: bytes
    result: Path
    settings: ReadSettings
    page_seconds: float
    families: str = ""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What became of it. ``trace``: of an error, for ``--debug``; ``repaired``, ``doubtful``: cells that are so."""

    path: str
    settled: Settled
    trace: str = ""
    repaired: int = 0
    doubtful: int = 0


def hash_task(order: HashOrder) -> list[Hashed]:
    """The hashes of files, or why they cannot be opened."""
    found = []
    for path in order.paths:
        with at_hand(order.base, path) as place:
            item = place if isinstance(place, Failure) else fingerprint(place)
        if isinstance(item, Failure):
            found.append(Hashed(path, None, item.kind, item.detail))
        else:
            failure = item.failure
            found.append(Hashed(path, item.sha256, *((failure.kind, failure.detail) if failure else ())))
    return found


def read_task(order: ReadOrder) -> ReadReport:
    """Read a content; when this returns without a failure, its forms are durable.

    Raises: SchemaError, also when the user's families are not those that the run began with; ImportError, OSError of
    writing.
    """
    reset_peak()
    started = time.monotonic()
    with watched_over(order.page_seconds), at_hand(order.base, order.path) as place:
        forms, failure = ((), place) if isinstance(place, Failure) else read_forms(place, order.settings)
    seconds = time.monotonic() - started
    if own_families_hash() != order.families:
        raise SchemaError(Path(os.environ.get(OWN_FAMILIES, "")), 1, "-", "families changed while the run went on")
    if failure is None and forms[0].source.sha256 != order.sha256:
        forms, failure = (), Failure("changed", "")
    try:
        data = packed(forms)
    except ValueError as error:  # a text that is no Unicode: a defect of ours, and this file's cost alone
        failure = Failure("defect", f"{type(error).__name__}: {error}"[:300], error)
    settled = Settled(order.sha256, "failed" if failure else "done", seconds=round(seconds, 4), peak_kb=peak_kb())
    if failure:
        trace = "".join(traceback.format_exception(failure.error)) if failure.error else ""
        return ReadReport(shown(order.path), settled._replace(kind=failure.kind, detail=failure.detail), trace)
    write_durably(order.result, data)
    cells = [cell.text for form in forms for cell in form.cells]
    return ReadReport(
        shown(order.path),
        _giving(settled, forms),
        repaired=sum(text.status.startswith("repaired") for text in cells),
        doubtful=sum(text.confidence < DOUBTFUL for text in cells),
    )


def _giving(settled: Settled, forms: tuple[Form, ...]) -> Settled:
    """With what the forms, as read, are, give to the archive and want of it."""
    from shibiao.normalize.archive import texts_of, wanted
    from shibiao.normalize.checks import facts_of, keys_of, wanted_by

    facts = [known for form in forms if (known := facts_of(form))]
    return settled._replace(
        source=forms[0].source.kind,
        pages=len({page for form in forms for page in form.source.pages}),
        form_ids=tuple(form.form_id for form in forms),
        evidence=tuple(pair for form in forms for pair in texts_of(form)),
        wanted=tuple(sorted({key for form in forms for key in wanted(form)})),
        facts=tuple(Held(key, one.form_id, one.dumped()) for one in facts for key in keys_of(one)),
        facts_wanted=tuple(sorted({key for one in facts for key in wanted_by(one)})),
    )


def shown(path: bytes) -> str:
    """A path for people: what is no UTF-8 in it is shown as bytes."""
    return path.decode("utf-8", "backslashreplace")


@contextmanager
def watched_over(page_seconds: float) -> Iterator[None]:
    """End this process when a page takes longer."""
    global _watched
    if page_seconds <= 0:
        yield
        return
    if not _watched:
        pulse.listen(lambda: watch_pages(page_seconds))
        _watched = True
    watch_pages(page_seconds)
    try:
        yield
    finally:
        unwatch()


def packed(forms: tuple[Form, ...]) -> bytes:
    """Forms as read, a line each, compressed; the same bytes for the same forms."""
    lines = b"".join(form.model_dump_json(by_alias=True).encode("utf-8") + b"\n" for form in forms)
    return gzip.compress(lines, 1, mtime=0)


def unpacked(path: Path, name: str) -> list[Form]:
    """The forms that ``packed`` was given, of a file that goes by this name now.

    Raises: OSError, ValueError when the file is not whole: then the content must be read again.
    """
    try:
        lines = gzip.decompress(path.read_bytes()).splitlines()
    except (EOFError, zlib.error) as error:
        raise ValueError(f"{path}: {error}") from error
    forms = [Form.model_validate_json(line) for line in lines]
    return [form.model_copy(update={"source": form.source.model_copy(update={"name": name})}) for form in forms]


def result_path(work: Path, reader: str, sha256: str) -> Path:
    """Where a content's forms lie as read."""
    return work / "read" / reader / sha256[:2] / f"{sha256}.jsonl.gz"


def reader_key(settings: ReadSettings) -> str:
    """What a reading depends on besides the file: this program and its data, to the letter, and the settings.

    The password does not count, so that it is written nowhere: files that want one are tried again when one is given.
    """
    told = replace(settings, password=None, threads=0)
    return hashlib.sha256(f"{program_hash()}\n{told!r}".encode()).hexdigest()[:16]


def program_hash() -> str:
    """A hash of all that reads: code, families and vocabularies of shibiao as installed, and the user's families."""
    return hashlib.sha256(f"{_installed_hash()}\n{own_families_hash()}".encode()).hexdigest()


def own_families_hash() -> str:
    """A hash of the user's families by their names and contents; "" without any. Where they lie does not count."""
    own = os.environ.get(OWN_FAMILIES)
    if not own:
        return ""
    digest = hashlib.sha256()
    for file in sorted(Path(own).glob("*.yaml")):
        digest.update(f"{file.name}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@functools.cache
def _installed_hash() -> str:
    import shibiao.extract
    import shibiao.normalize
    import shibiao.schemas

    digest = hashlib.sha256()
    packages = (shibiao, shibiao.extract, shibiao.normalize, shibiao.schemas)
    folders = sorted({Path(package.__path__[0]) for package in packages})
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".yaml", ".sql") and file.is_file():
                digest.update(f"{file.relative_to(folder).as_posix()}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
