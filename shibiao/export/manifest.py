"""``manifest.jsonl``: a line per input. It is also how a folder is known to hold an earlier run's results."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

NAME = "manifest.jsonl"
_KEYS = {"path", "sha256", "outcome", "forms", "form_ids", "seconds", "error"}
# A form id becomes a file name; an edited manifest must not make us delete anything outside of forms/.
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_STEM = 180  # bytes; file systems allow 255 for a name
_FORM_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class Error(NamedTuple):
    """Why an input gave nothing: a stable kebab-case word, and a sentence for people."""

    kind: str
    message: str


class Entry(NamedTuple):
    """What the manifest says of an input. ``path``: bytes that are no UTF-8 are escaped, as in the records."""

    path: str
    sha256: str | None
    outcome: str
    form_ids: tuple[str, ...]
    seconds: float
    error: Error | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run left: the form files it wrote, and the inputs they came from (hash and path)."""

    form_ids: frozenset[str]
    sources: frozenset[tuple[str, str]]


def line(entry: Entry) -> bytes:
    """The line of an input."""
    said = {
        "path": entry.path if "://" in entry.path else PurePath(entry.path).as_posix(),
        "sha256": entry.sha256,
        "outcome": entry.outcome,
        "forms": len(entry.form_ids),
        "form_ids": entry.form_ids,
        "seconds": round(entry.seconds, 3),
        "error": entry.error._asdict() if entry.error else None,
    }
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def parsed(data: bytes) -> Entry:
    """The entry of a line: what ``line`` wrote.

    Raises: ValueError, KeyError, TypeError where it is no such line.
    """
    said = json.loads(data)
    ids = tuple(said["form_ids"])
    if not all(map(is_form_id, ids)):
        raise ValueError("not form ids")
    error = said["error"]
    failed = Error(str(error["kind"]), str(error["message"])) if error else None
    return Entry(str(said["path"]), said["sha256"], str(said["outcome"]), ids, float(said["seconds"]), failed)


def read_manifest(path: Path) -> Earlier | None:
    """What the run that wrote this manifest left; None when the file is not there or not such a manifest.

    Raises: OSError when it is there and cannot be read.
    """
    try:
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    if not lines or not all(map(_is_line, lines)):
        return None
    ids = [form_id for line in lines for form_id in line["form_ids"]]
    if not all(is_form_id(form_id) for form_id in ids):
        return None
    sources = [(line["sha256"], line["path"]) for line in lines if line["form_ids"]]
    if not all(isinstance(path, str) and _SHA256.fullmatch(str(sha256)) for sha256, path in sources):
        return None
    return Earlier(frozenset(ids), frozenset(sources))


def _is_line(line: object) -> bool:
    return isinstance(line, dict) and line.keys() >= _KEYS and isinstance(line["form_ids"], list)


def is_form_id(text: object) -> bool:
    """Whether a form id can be a file name."""
    return isinstance(text, str) and _FORM_ID.fullmatch(text) is not None


def pdf_name(source: PurePath, sha256: str) -> str:
    """The name in the output folder of an input's searchable PDF, told apart from others of its name by its hash."""
    stem = os.fsencode(source.stem)[:_LONGEST_STEM].decode("utf-8", "ignore")
    return f"pdf/{stem}-{sha256[:8]}.pdf"
