"""The bytes of an input. It may be anything that has a name: a pipe without a writer, a device without an end."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path, PurePath

from shibiao.extract.errors import TooMuch, UnsupportedFile

_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe opens without waiting for a writer


def written_name(path: PurePath) -> str:
    """A file's name as records have it: bytes that are no UTF-8, which no text file can hold, are escaped."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@contextmanager
def opened_file(path: Path) -> Iterator[BufferedReader]:
    """An ordinary file, open for reading.

    Raises:
        UnsupportedFile: a pipe or a device.
        OSError: it cannot be opened, or is a folder.
    """
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _AT_ONCE)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise UnsupportedFile(path, "not-a-file")
        yield file


def whole(path: Path, file: BufferedReader, most: int) -> bytes:
    """All bytes of an open file from the first on.

    Raises: TooMuch when there are more than ``most``.
    """
    size = os.fstat(file.fileno()).st_size
    if size > most:
        raise TooMuch(path, "bytes", size, most)
    file.seek(0)
    return file.read()
