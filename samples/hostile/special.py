"""What stands in a folder and is no file, or none that can be opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from random import Random

from samples.hostile.kind import Kind, Outcome, Place

_SPARSE = 3 << 30
_NO_FILE: tuple[Outcome, ...] = ("unsupported", "cannot-open")
_CLOSED: tuple[Outcome, ...] = ("cannot-open",)


def _made(suffix: str, make: Callable[[Path], None]) -> Place:
    """What ``make`` makes, None where the file system does not let it."""

    def place(stem: Path, rng: Random) -> Path | None:
        path = stem.with_name(stem.name + suffix)
        try:
            make(path)
        except OSError:
            return None
        return path

    return place


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _two_links(path: Path) -> None:
    other = path.with_name(f"{path.name}.other")
    other.symlink_to(path.name)
    path.symlink_to(other.name)


def _sparse(head: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(_SPARSE)

    return make


def _closed(path: Path) -> None:
    path.write_text("项目名称\t河道保洁经费\n", encoding="utf-8")
    path.chmod(0)


def _writer_of_nothing(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    os.mknod(path, stat.S_IFSOCK | 0o600)


def _kind(
    name: str, what: str, how: str, outcomes: tuple[Outcome, ...], suffix: str, make: Callable[[Path], None]
) -> Kind:
    return Kind(name, "special", what, how, outcomes, _made(suffix, make))


KINDS = (
    _kind("symlink-loop", "a link to itself", "symlink", _CLOSED, ".pdf", _loop),
    _kind("symlink-ring", "two links to each other", "symlink", _CLOSED, ".pdf", _two_links),
    _kind(
        "symlink-nowhere", "a link to nothing", "symlink", _CLOSED, ".pdf", lambda path: path.symlink_to("nowhere.pdf")
    ),
    _kind(
        "symlink-folder",
        "a link to the folder it is in",
        "symlink",
        _NO_FILE,
        ".pdf",
        lambda path: path.symlink_to("."),
    ),
    _kind(
        "symlink-endless",
        "a link to a device that never ends",
        "/dev/zero",
        _NO_FILE,
        ".pdf",
        lambda path: path.symlink_to("/dev/zero"),
    ),
    _kind(
        "symlink-terminal",
        "a link to the terminal",
        "/dev/tty",
        _NO_FILE,
        ".txt",
        lambda path: path.symlink_to("/dev/tty"),
    ),
    _kind(
        "symlink-process",
        "a link to the memory of the reading process",
        "/proc/self/mem",
        ("unsupported", "cannot-open", "empty-file"),
        ".txt",
        lambda path: path.symlink_to("/proc/self/mem"),
    ),
    _kind("fifo", "a pipe that nobody writes to", "mkfifo", _NO_FILE, ".pdf", _writer_of_nothing),
    _kind("fifo-txt", "a pipe named .txt", "mkfifo", _NO_FILE, ".txt", _writer_of_nothing),
    _kind("socket", "a socket", "mknod", _NO_FILE, ".pdf", _socket),
    _kind("folder-as-pdf", "a folder named .pdf", "mkdir", _NO_FILE, ".pdf", lambda path: path.mkdir()),
    _kind("folder-as-png", "a folder named .png", "mkdir", _NO_FILE, ".png", lambda path: path.mkdir()),
    _kind(
        "unreadable", "a file that may not be read (root may)", "chmod 0", ("cannot-open", "converted"), ".txt", _closed
    ),
    _kind("empty-pdf", "an empty file", "0 bytes", ("empty-file",), ".pdf", lambda path: path.touch()),
    _kind("empty-txt", "an empty file named .txt", "0 bytes", ("empty-file",), ".txt", lambda path: path.touch()),
    _kind("empty-png", "an empty file named .png", "0 bytes", ("empty-file",), ".png", lambda path: path.touch()),
    _kind("one-byte-pdf", "a file of one byte", "%", ("damaged",), ".pdf", lambda path: _write(path, b"%")),
    _kind(
        "one-byte-png",
        "a file of one byte named .png",
        "89",
        ("unsupported", "damaged"),
        ".png",
        lambda path: _write(path, b"\x89"),
    ),
    _kind("one-byte-txt", "a file of one line end", "0A", ("empty-file",), ".txt", lambda path: _write(path, b"\n")),
    _kind(
        "sparse-pdf",
        "a PDF of 3 GiB that takes no room",
        "truncate",
        ("too-much", "damaged"),
        ".pdf",
        _sparse(b"%PDF-1.7\n"),
    ),
    _kind(
        "sparse-txt",
        "a text of 3 GiB that takes no room",
        "truncate",
        ("too-much", "unsupported"),
        ".txt",
        _sparse(b"a\tb\n"),
    ),
    _kind(
        "sparse-tiff",
        "a TIFF of 3 GiB that takes no room",
        "truncate",
        ("damaged", "too-large"),
        ".tif",
        _sparse(b"II*\x00\x08\x00\x00\x00"),
    ),
    _kind(
        "sparse-bmp",
        "a BMP of 3 GiB that takes no room",
        "truncate",
        ("damaged", "too-large"),
        ".bmp",
        _sparse(b"BM\x00\x00\x00\x00"),
    ),
)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
