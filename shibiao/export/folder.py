"""The output folder: whose it is, and how results get into it all at once.

Everything is first written and synced in ``OUT/.shibiao-partial``, then moved into place file by file,
the manifest last. A run that dies leaves either the earlier results or, beside them, the partial folder,
which the next run recognises. What a run needs to be taken up again lies in ``OUT/.shibiao`` (``shibiao.batch``).
Files that shibiao did not write are never touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import BinaryIO

from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.durable import sync_folder
from shibiao.export.manifest import Earlier
from shibiao.export.parquet import is_partition, parquet_folder
from shibiao.schemas.tables import table_model

PARTIAL = ".shibiao-partial"
WORK = ".shibiao"
REVIEW = "review"  # what auditors decided: no result of a run, which leaves it alone
WORKBOOK = "shibiao.xlsx"
TABLE_NAMES = tuple(table.name for table in table_model().in_files)
_FIXED = (
    *(f"{name}.csv" for name in TABLE_NAMES),
    *(f"excel/{name}.csv" for name in TABLE_NAMES),
    WORKBOOK,
    "datapackage.json",
    manifest.NAME,
)


@contextlib.contextmanager
def output_folder(out: Path) -> Iterator[OutputFolder]:
    """Claim ``out`` for a run. No result in it changes before ``publish``.

    Raises: Stop (OUTPUT_NOT_WRITABLE) when it cannot be written, holds anything else, or another run is writing.
    """
    with _writing(out):
        missing = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
    try:
        with locked(out):
            with _writing(out):
                folder = OutputFolder(out, _earlier(out))
            yield folder
    finally:
        with contextlib.suppress(OSError):  # not empty: results, or something else that stays
            for made in missing:
                made.rmdir()


class OutputFolder:
    """A claimed output folder: ``stage`` every file, then ``publish`` them together.

    ``work`` is what a run keeps for the next; ``staged`` is where files wait to be published, which workers may
    write to themselves (``expect``).
    """

    def __init__(self, out: Path, earlier: Earlier | None) -> None:
        self._out = out
        self.earlier = earlier
        self.work = out.absolute() / WORK  # workers may be elsewhere
        self.staged = out.absolute() / PARTIAL
        self._names: set[str] = set()

    def forget(self) -> None:
        """Throw away all that is no result: nothing of this run is worth to be taken up."""
        shutil.rmtree(self.staged, ignore_errors=True)
        shutil.rmtree(self.work, ignore_errors=True)

    def stage(self, name: str, data: bytes) -> None:
        """Write and sync a file (``name`` relative to the folder) without showing it yet."""
        with self.staging(name) as file:
            file.write(data)

    @contextlib.contextmanager
    def staging(self, name: str) -> Iterator[BinaryIO]:
        """The same, piece by piece."""
        path = self.staged / name
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
        self._names.add(name)

    def expect(self, names: Iterable[str]) -> None:
        """Files of this run that lie among the staged ones or, from an earlier run, in the folder already."""
        self._names.update(names)

    def has(self, name: str) -> bool:
        """Whether a file of the result lies among the staged ones or in the folder."""
        return (self.staged / name).is_file() or (self._out / name).is_file()

    def is_whole(self, names: Collection[str]) -> bool:
        """Whether all these files lie in the folder."""
        folders = {PurePath(name).parent.as_posix() for name in names}
        there: set[str] = set()
        for folder in folders:
            with contextlib.suppress(OSError), os.scandir(self._out / folder) as entries:
                there.update(PurePath(folder, entry.name).as_posix() for entry in entries)
        return there.issuperset(names)

    def publish(self) -> None:
        """Move all staged files into place, the manifest last, and remove what an earlier run left besides."""
        with _writing(self._out), _uninterrupted():
            for name in sorted(self._names, key=lambda name: name == manifest.NAME):
                if name == manifest.NAME:
                    self._remove_stale()
                staged, target = self.staged / name, self._out / name
                if staged.is_file():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    staged.replace(target)
            for folder in {(self._out / name).parent for name in self._names}:
                sync_folder(folder)
        shutil.rmtree(self.staged, ignore_errors=True)

    def _remove_stale(self) -> None:
        old = _files_of(self.earlier) | _partitions(self._out) if self.earlier else frozenset[str]()
        for name in sorted(old - self._names):
            (self._out / name).unlink(missing_ok=True)
        folders = {parent.as_posix() for name in old for parent in PurePath(name).parents} - {"."}
        for folder in sorted({"forms", "excel", "pdf"} | folders, reverse=True):
            with contextlib.suppress(OSError):  # not empty or not there
                (self._out / folder).rmdir()


def check_earlier(out: Path, lost: Sequence[str], overwrite: bool) -> None:
    """An earlier run's results are replaced when every input that gave them forms is there again (by content), or with
    ``overwrite``; ``lost`` are the names of those that are not.

    Raises: Stop (OUTPUT_NOT_WRITABLE).
    """
    if lost and not overwrite:
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.other-run", path=out, count=len(lost), first=min(lost))


def _earlier(out: Path) -> Earlier | None:
    """What shibiao left in the folder, None in an empty one. Raises Stop for a folder that must not be touched."""
    found = [e for e in (manifest.read_manifest(out / n) for n in (manifest.NAME, f"{PARTIAL}/{manifest.NAME}")) if e]
    if not found:
        strangers = sorted(path.name for path in out.iterdir() if path.name not in (PARTIAL, WORK))
        if strangers and not (out / WORK).is_dir():
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-ours", path=out, name=strangers[0])
        return None
    return Earlier(frozenset().union(*(e.form_ids for e in found)), found[0].sources)


def _files_of(earlier: Earlier) -> frozenset[str]:
    forms = (f"forms/{form_id}.json" for form_id in earlier.form_ids)
    pdfs = (manifest.pdf_name(PurePath(path), sha256) for sha256, path in earlier.sources)
    return frozenset({*_FIXED, *forms, *pdfs})


def _partitions(out: Path) -> frozenset[str]:
    """The files of Parquet tables in the folder."""
    found = (path for name in TABLE_NAMES for path in (out / parquet_folder(name)).glob("*/*"))
    return frozenset(path.relative_to(out).as_posix() for path in found if is_partition(path))


@contextlib.contextmanager
def locked(out: Path, shared: bool = False) -> Iterator[None]:
    """Hold the folder against a second run, ``shared`` with others that only read it.

    Without effect on Windows, which has no lock on folders.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _writing(out):
        descriptor = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.busy", path=out) from error
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Finish in spite of Ctrl-C: it takes a moment, and after it the run is complete."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say of any failure to write what could not be written and why."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=reason) from error
