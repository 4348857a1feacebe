"""Inputs and results named by URL (``s3://…`` and whatever fsspec knows); local paths stay plain."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from shibiao.exits import ExitCode, Stop
from shibiao.inputs import FORM_SUFFIXES, IMAGE_SUFFIXES
from shibiao.reading import Failure

if TYPE_CHECKING:
    from shibiao.batch.ledger import Found

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_CHUNK = 1 << 20


def is_url(path: str | bytes) -> bool:
    """Whether a place is named by URL."""
    return _URL.match(os.fsdecode(path)) is not None


@contextmanager
def at_hand(base: bytes, path: bytes) -> Iterator[Path | Failure]:
    """The local file of an input: itself, or a copy for as long as it is needed; or why it cannot be had."""
    if not is_url(path):
        yield Path(os.fsdecode(os.path.join(base, path)))  # noqa: PTH118  # of bytes
        return
    with tempfile.TemporaryDirectory(prefix="shibiao-") as folder:
        url = os.fsdecode(path)
        copy = Path(folder, PurePosixPath(url).name)
        try:
            with _opened(url) as source, copy.open("wb") as target:
                while data := source.read(_CHUNK):
                    target.write(data)
        except Stop:
            raise
        except Exception as error:  # every store has errors of its own
            yield Failure("cannot-open", f"{type(error).__name__}: {error}"[:300], error)
            return
        yield copy


def found_at_url(url: str) -> Iterator[Found]:
    """What lies at or below a URL and may hold forms, with what tells that it has changed.

    Raises: Stop (WRONG_USAGE) when nothing is there or the store cannot be reached, (MISSING_DEPENDENCY) where
        fsspec is not installed.
    """
    from shibiao.batch.ledger import Found

    files, root = filesystem(url)
    try:
        details: dict[str, dict[str, Any]] = files.find(root, detail=True)
    except Exception as error:
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=f"{url} ({type(error).__name__})") from error
    if not details:
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=url)
    for name, detail in details.items():
        hidden = any(part.startswith((".", "~$")) for part in PurePosixPath(name[len(root) :]).parts)
        suffix = PurePosixPath(name).suffix.lower()
        if name == root or (not hidden and suffix in FORM_SUFFIXES | IMAGE_SUFFIXES):
            told = (detail.get(key) for key in ("size", "ETag", "LastModified", "mtime", "created"))
            yield Found(os.fsencode(files.unstrip_protocol(name)), " ".join(map(str, told)))


def filesystem(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and its path there.

    Raises: Stop (MISSING_DEPENDENCY) when fsspec, or what it needs for this kind of URL, is not installed.
    """
    try:
        import fsspec

        files, root = fsspec.core.url_to_fs(url)
    except ImportError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-fsspec", scheme=url.partition(":")[0]) from error
    except ValueError as error:
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=url) from error
    return files, str(root)


def _opened(url: str) -> Any:
    files, root = filesystem(url)
    return files.open(root, "rb")
