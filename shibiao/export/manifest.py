"""``manifest.jsonl``: a line per input. It is also how a folder is known to hold an earlier run's results."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from shibiao.reading import InputResult

NAME = "manifest.jsonl"
_KEYS = {"path", "sha256", "outcome", "forms", "form_ids", "seconds", "error"}
# A form id becomes a file name; an edited manifest must not make us delete anything outside of forms/.
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_STEM = 180  # bytes; file systems allow 255 for a name
_FORM_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run left: the form files it wrote, and the inputs they came from (hash and path)."""

    form_ids: frozenset[str]
    sources: frozenset[tuple[str, str]]


def manifest_bytes(results: Iterable[InputResult], describe: dict[Path, str]) -> bytes:
    """One line per input, sorted by path. ``describe`` words the failures."""
    return b"".join(_line(result, describe.get(result.path)) for result in results)


def _line(result: InputResult, said: str | None) -> bytes:
    failure = result.failure
    line = {
        "path": result.path.as_posix(),
        "sha256": result.sha256,
        "outcome": result.outcome,
        "forms": len(result.forms),
        "form_ids": [form.form_id for form in result.forms],
        "seconds": round(result.seconds, 3),
        "error": {"kind": failure.kind, "message": said} if failure else None,
    }
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"


def read_manifest(path: Path) -> Earlier | None:
    """What the run that wrote this manifest left; None when the file is not there or not such a manifest.

    Raises: OSError when it is there and cannot be read.
    """
    try:
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if not lines or not all(isinstance(line, dict) and line.keys() >= _KEYS for line in lines):
        return None
    ids = [form_id for line in lines for form_id in line["form_ids"]]
    if not all(is_form_id(form_id) for form_id in ids):
        return None
    sources = frozenset((line["sha256"], line["path"]) for line in lines if line["form_ids"])
    if not all(_SHA256.fullmatch(str(sha256)) for sha256, _ in sources):
        return None
    return Earlier(frozenset(ids), sources)


def is_form_id(text: object) -> bool:
    """Whether a form id can be a file name."""
    return isinstance(text, str) and _FORM_ID.fullmatch(text) is not None


def pdf_name(source: PurePath, sha256: str) -> str:
    """The name in the output folder of an input's searchable PDF, told apart from others of its name by its hash."""
    stem = os.fsencode(source.stem)[:_LONGEST_STEM].decode("utf-8", "ignore")
    return f"pdf/{stem}-{sha256[:8]}.pdf"
