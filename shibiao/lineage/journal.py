"""A file of JSON lines that whole lines are appended to, durably, by however many runs at a time.

OpenLineage's own FileTransport is not used: it writes through a buffer, so that lines of two runs may mix and a full
disk leaves half a line, it syncs nothing, and it takes a path with ``://`` for a URL to open.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from shibiao.exits import ExitCode, Stop

_BEGINNING = b'{"event'  # of every event, ours or another program's


def append_line(path: Path, line: bytes) -> None:
    """Append a line (given without its end) whole, or not at all.

    Raises: Stop (OUTPUT_NOT_WRITABLE) when it cannot be written, or when the file holds anything but events.
    """
    try:
        with _opened(path) as descriptor:
            size = os.fstat(descriptor).st_size
            if size and _read(descriptor, len(_BEGINNING), 0) != _BEGINNING:
                raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.lineage-not-ours", path=path)
            torn = size and _read(descriptor, 1, size - 1) != b"\n"  # by a machine that died
            _append(descriptor, (b"\n" if torn else b"") + line + b"\n", size)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.lineage-not-writable", path=path, reason=reason) from error


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file, held against other runs. Without that effect on Windows."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _read(descriptor: int, count: int, at: int) -> bytes:
    os.lseek(descriptor, at, os.SEEK_SET)
    return os.read(descriptor, count)


def _append(descriptor: int, data: bytes, size: int) -> None:
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise
