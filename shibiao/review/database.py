"""The log's SQLite file: where it lies, how it is opened, and what its errors mean.

With a rollback journal and not a write-ahead log: between two transactions the one file is all there is, to be copied,
hashed and kept; and several machines may write to it over a file system that locks. ``synchronous = EXTRA`` syncs the
folder too when the journal goes: what was acknowledged survives the loss of power, as far as disks keep their word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shibiao.exits import ExitCode, Stop
from shibiao.export.folder import REVIEW

NAME = "decisions.sqlite"
_WAIT_SECONDS = 60.0
# Causes that lie outside of the file: its place, its disk, others who hold it.
_OUTSIDE = {
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL),
    *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS),
}


def log_path(out: Path) -> Path:
    """Where the log of an output folder lies: not in ``OUT/.shibiao``, which may be deleted."""
    return out / REVIEW / NAME


def connect(path: Path, make: bool = False) -> sqlite3.Connection:
    """Open the file; one that cannot be written to is opened for reading. Any thread may use it, one at a time.

    Raises: sqlite3.Error.
    """
    mode = "rwc" if make else "rw"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_WAIT_SECONDS, check_same_thread=False)
    db.execute("PRAGMA synchronous = EXTRA")
    return db


def require_there(path: Path) -> None:
    """Raises: Stop (NOTHING_READ) where no decision was ever kept: an empty file is what a killed beginning leaves."""
    try:
        there = path.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        there = False
    if not there:
        raise Stop(ExitCode.NOTHING_READ, "review.no-log", path=path)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error lies in the file's contents, and not in its place, its disk or somebody who holds it."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or code & 0xFF not in _OUTSIDE


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of reading and writing, worded. Raises: Stop (OUTPUT_NOT_WRITABLE or TAMPERED)."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "review.not-writable", path=path, reason=reason) from error
    except sqlite3.ProgrammingError:  # of this program, not of the file
        raise
    except sqlite3.Error as error:
        if is_damage(error):
            raise Stop(ExitCode.TAMPERED, "review.tampered.damaged", number=0) from error
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "review.not-writable", path=path, reason=error) from error
