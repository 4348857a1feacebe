"""The output folder: whose it is, and how results get into it all at once.

Everything is first written and synced in ``OUT/.shibiao-partial``, then moved into place file by file,
the manifest last. A run that dies leaves either the earlier results or, beside them, the partial folder,
which the next run recognises and clears away. Files that shibiao did not write are never touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.manifest import Earlier

PARTIAL = ".shibiao-partial"
TABLE_NAMES = ("forms", "funds", "goals", "indicators", "cells", "repairs", "findings")
_FIXED = (
    *(f"{name}.csv" for name in TABLE_NAMES),
    *(f"{name}.parquet" for name in TABLE_NAMES),
    *(f"excel/{name}.csv" for name in TABLE_NAMES),
    "datapackage.json",
    manifest.NAME,
)


@contextlib.contextmanager
def output_folder(out: Path, inputs: Mapping[str, Path], overwrite: bool) -> Iterator[OutputFolder]:
    """Claim ``out`` for a run over ``inputs`` (hash → path). Nothing in it changes before ``publish``.

    An earlier run's results are replaced when every input that gave them forms is among ``inputs`` again
    (by content), or with ``overwrite``.

    Raises: Stop (OUTPUT_NOT_WRITABLE) when it cannot be written, holds anything else, or another run is writing.
    """
    with _writing(out):
        missing = [folder for folder in (out, *out.parents) if not folder.exists()]
        out.mkdir(parents=True, exist_ok=True)
    try:
        with _locked(out):
            with _writing(out):
                folder = OutputFolder(out, _earlier(out, inputs, overwrite))
            try:
                yield folder
            finally:
                folder.clear_partial()
    finally:
        with contextlib.suppress(OSError):  # not empty: results, or something else that stays
            for made in missing:
                made.rmdir()


class OutputFolder:
    """A claimed output folder: ``stage`` every file, then ``publish`` them together."""

    def __init__(self, out: Path, earlier: Earlier | None) -> None:
        self._out = out
        self._old = _files_of(earlier) if earlier else frozenset[str]()
        self._partial = out / PARTIAL
        self._keep_partial = False
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir()
        self._staged: list[str] = []

    def stage(self, name: str, data: bytes) -> None:
        """Write and sync a file (``name`` relative to the folder) without showing it yet."""
        path = self._partial / name
        with _writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, data)
        self._staged.append(name)

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def publish(self) -> None:
        """Move all staged files into place, the manifest last, and remove what an earlier run left besides."""
        with _writing(self._out), _uninterrupted():
            self._keep_partial = True  # from here on it tells the next run which files are ours
            for name in sorted(self._staged, key=lambda name: name == manifest.NAME):
                if name == manifest.NAME:
                    self._remove_stale()
                target = self._out / name
                target.parent.mkdir(exist_ok=True)
                (self._partial / name).replace(target)
            for folder in {(self._out / name).parent for name in self._staged}:
                _sync(folder)
            self._keep_partial = False

    def clear_partial(self) -> None:
        """Remove the staging folder, unless a move failed half-way."""
        if not self._keep_partial:
            shutil.rmtree(self._partial, ignore_errors=True)

    def _remove_stale(self) -> None:
        for name in sorted(self._old - set(self._staged)):
            (self._out / name).unlink(missing_ok=True)
        for folder in ("forms", "excel", "pdf"):
            with contextlib.suppress(OSError):  # not empty or not there
                (self._out / folder).rmdir()


def _earlier(out: Path, inputs: Mapping[str, Path], overwrite: bool) -> Earlier | None:
    """What shibiao left in the folder, None in an empty one. Raises Stop for a folder that must not be touched."""
    found = [e for e in (manifest.read_manifest(out / n) for n in (manifest.NAME, f"{PARTIAL}/{manifest.NAME}")) if e]
    if not found:
        strangers = sorted(path.name for path in out.iterdir() if path.name != PARTIAL)
        if strangers:
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-ours", path=out, name=strangers[0])
        return None
    lost = sorted(path for sha256, path in found[0].sources if sha256 not in inputs)
    if lost and not overwrite:
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.other-run", path=out, count=len(lost), first=lost[0])
    return Earlier(frozenset().union(*(e.form_ids for e in found)), found[0].sources)


def _files_of(earlier: Earlier) -> frozenset[str]:
    forms = (f"forms/{form_id}.json" for form_id in earlier.form_ids)
    pdfs = (manifest.pdf_name(PurePath(path), sha256) for sha256, path in earlier.sources)
    return frozenset({*_FIXED, *forms, *pdfs})


@contextlib.contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Hold the folder against a second run. Without effect on Windows, which has no lock on folders."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with _writing(out):
        descriptor = os.open(out, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
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


def _sync(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Say of any failure to write what could not be written and why."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=reason) from error
