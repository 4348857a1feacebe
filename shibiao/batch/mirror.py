"""Results published to a URL: those of a local folder, copied where they differ, the manifest last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shibiao.batch.places import filesystem
from shibiao.exits import ExitCode, Stop
from shibiao.export import manifest
from shibiao.export.durable import write_durably
from shibiao.export.folder import PARTIAL, REVIEW, WORK

_SENT = "sent.json"


def check_mirror(url: str) -> None:
    """Raises: Stop (OUTPUT_NOT_WRITABLE) when the URL holds anything but results of ours."""
    files, root = filesystem(url)
    try:
        there = [name for name in files.find(root) if not name.endswith("/")]
    except FileNotFoundError:
        return
    except Exception as error:
        raise _not_writable(url, error) from error
    if there and f"{root.rstrip('/')}/{manifest.NAME}" not in there:
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-ours", path=url, name=min(there))


def mirror(folder: Path, url: str) -> int:
    """Make the URL hold what the folder holds, and nothing more of ours. Returns how many files were sent.

    What was sent before is known by size and time (``.shibiao/sent.json``) and not sent again.

    Raises: Stop (OUTPUT_NOT_WRITABLE).
    """
    files, root = filesystem(url)
    known = _known(folder, url)
    here = {name: _stamp(folder / name) for name in _results(folder)}
    changed = sorted((n for n, stamp in here.items() if known.get(n) != stamp), key=lambda n: n == manifest.NAME)
    try:
        for name in changed:
            target = f"{root.rstrip('/')}/{name}"
            files.makedirs(target.rpartition("/")[0], exist_ok=True)
            files.put_file(str(folder / name), target)
        for name in sorted(known.keys() - here.keys()):
            _remove(files, f"{root.rstrip('/')}/{name}")
    except Exception as error:  # every store has errors of its own
        raise _not_writable(url, error) from error
    write_durably(folder / WORK / _SENT, json.dumps({"url": url, "files": here}).encode())
    return len(changed)


def _results(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder).as_posix() for path in paths)
    return [name for name in names if name.partition("/")[0] not in (WORK, PARTIAL, REVIEW)]


def _known(folder: Path, url: str) -> dict[str, str]:
    try:
        sent = json.loads((folder / WORK / _SENT).read_text("utf-8"))
        return dict(sent["files"]) if sent["url"] == url else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _stamp(path: Path) -> str:
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns}"


def _remove(files: Any, target: str) -> None:
    if files.exists(target):
        files.rm_file(target)


def _not_writable(url: str, error: Exception) -> Stop:
    return Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=url, reason=f"{type(error).__name__}: {error}")
