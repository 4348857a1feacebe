"""Which files a run reads: what the user named, folders walked, in an order that does not depend on the file system."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from shibiao.exits import ExitCode, Stop

FORM_SUFFIXES = frozenset(
    {".pdf", ".txt", ".tsv", ".csv"}
    | {".xlsx", ".xlsm", ".xltx", ".xltm", ".docx", ".docm", ".dotx", ".dotm"}
    | {".xls", ".doc", ".rtf", ".wps", ".et"}  # not read, but they must not pass in silence
)
IMAGE_SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".tif", ".tiff", ".bmp", ".gif", ".webp"}
    | {".jp2", ".jpx", ".j2k", ".j2c"}
    | {".heic", ".heif", ".avif"}  # not read, but they must not pass in silence: they come out as unsupported
)
_PASSED = (".", "~$")  # hidden files, and what office programs keep beside a file while it is open


def find_inputs(named: Sequence[Path]) -> list[Path]:
    """All files to read, sorted by path, each once however often it was named.

    A folder is searched through; hidden files and folders are left out. A file that is named itself
    is taken whatever its suffix: its bytes tell what it is.

    Raises: Stop (WRONG_USAGE) for a path that does not exist, (NOTHING_READ) when folders hold nothing to read.
    """
    found: dict[Path, Path] = {}
    for path in named:
        if path.is_dir():
            for file in _walk(path):
                found.setdefault(file.resolve(), file)
        elif path.exists():
            found.setdefault(path.resolve(), path)
        else:
            raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=path)
    if not found:
        raise Stop(ExitCode.NOTHING_READ, "error.nothing-in-folder", path=", ".join(map(str, named)))
    return sorted(found.values(), key=lambda path: path.as_posix())


def _walk(folder: Path) -> Iterable[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            wanted = path.suffix.lower() in FORM_SUFFIXES | IMAGE_SUFFIXES
            if wanted and not name.startswith(_PASSED) and path.is_file():
                yield path
