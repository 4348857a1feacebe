"""The folder under review: its forms as records, and the files they come from, found again by their hash."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shibiao.exits import ExitCode, Stop
from shibiao.export.manifest import NAME, is_form_id, read_manifest
from shibiao.schemas.records import Form

_FORMS_KEPT = 128
_FRESH_SECONDS = 1.0
_MOST_FORM_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """The file of a form. ``path`` is None where there is none to show: ``missing`` says why (``absent``, ``changed``,
    ``elsewhere`` for a URL)."""

    path: Path | None
    sha256: str
    missing: str | None = None


class ReviewArchive:
    """A finished output folder. Only forms that its manifest names are opened, never a path that somebody asks for."""

    def __init__(self, out: Path, inputs: Sequence[Path] = ()) -> None:
        """Raises: Stop where ``out`` is no finished output folder."""
        if not out.is_dir():
            raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=out)
        self.out = out
        self.form_ids: frozenset[str] = frozenset()
        self.manifest_sha256 = ""
        self._inputs = tuple(inputs)
        self._paths: dict[str, list[str]] = {}
        self._stamp: tuple[int, ...] = ()
        self._looked = float("-inf")
        if not self._read():
            raise Stop(ExitCode.NOTHING_READ, "error.nothing-read")
        self._forms: OrderedDict[str, tuple[tuple[int, int], Form]] = OrderedDict()
        self._checked: dict[tuple[str, int, int, int], bool] = {}
        self._lock = threading.Lock()

    def renewed(self) -> bool:
        """Whether the folder has been converted again; then what it holds is read anew. Looked at once a second."""
        with self._lock:
            if time.monotonic() - self._looked < _FRESH_SECONDS:
                return False
            self._looked, before = time.monotonic(), self.manifest_sha256
            try:
                return self._manifest_stamp() != self._stamp and self._read() and self.manifest_sha256 != before
            except OSError:  # it is being written
                return False

    def _read(self) -> bool:
        """The manifest; False, and all stays as it was, where it is none or names no form."""
        path = self.out / NAME
        earlier = read_manifest(path)
        if earlier is None or not earlier.form_ids:
            return False
        stamp, sha256 = self._manifest_stamp(), hashlib.sha256(path.read_bytes()).hexdigest()
        paths: dict[str, list[str]] = {}
        for source, text in sorted(earlier.sources):
            paths.setdefault(source, []).append(text)
        self.form_ids, self.manifest_sha256, self._paths, self._stamp = earlier.form_ids, sha256, paths, stamp
        return True

    def _manifest_stamp(self) -> tuple[int, ...]:
        status = (self.out / NAME).stat()
        return status.st_mtime_ns, status.st_size, status.st_ino

    def form(self, form_id: str) -> Form | None:
        """A form's record, None where the folder has no such form or its file cannot be read."""
        if form_id not in self.form_ids or not is_form_id(form_id):
            return None
        path = self.out / "forms" / f"{form_id}.json"
        try:
            status = path.stat()
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            kept = self._forms.get(form_id)
            if kept and kept[0] == stamp:
                self._forms.move_to_end(form_id)
                return kept[1]
        form = _read_form(path, status.st_size)
        if form is not None:
            with self._lock:
                self._forms[form_id] = (stamp, form)
                while len(self._forms) > _FORMS_KEPT:
                    self._forms.popitem(last=False)
        return form

    def source(self, form: Form) -> Source:
        """The file that a form was read from: one of the recorded paths whose bytes have the recorded hash."""
        sha256 = form.source.sha256
        paths = self._paths.get(sha256, [])
        seen = False
        for path in self._candidates(paths):
            if path.is_file():
                seen = True
                if self._is(path, sha256):
                    return Source(path, sha256)
        if seen:
            return Source(None, sha256, "changed")
        return Source(None, sha256, "elsewhere" if paths and all("://" in path for path in paths) else "absent")

    def _candidates(self, recorded: Sequence[str]) -> list[Path]:
        """Where a recorded path may be today: as it is, from the working folder, or below one of ``--inputs``."""
        found: list[Path] = []
        for text in recorded:
            if "://" in text or "\0" in text:
                continue
            path = Path(text)
            found.append(path)
            parts = [part for part in path.parts if part not in (path.anchor, "..", ".")]
            for folder in self._inputs:
                found += [folder.joinpath(*parts[n:]) for n in range(len(parts))]
        return found

    def _is(self, path: Path, sha256: str) -> bool:
        """Whether a file has this hash; looked at once as long as it stays as it is."""
        try:
            status = path.stat()
            stamp = (str(path), status.st_size, status.st_mtime_ns, status.st_ino)
            if stamp not in self._checked:
                with path.open("rb") as file:
                    self._checked[stamp] = hashlib.file_digest(file, "sha256").hexdigest() == sha256
            return self._checked[stamp]
        except OSError:
            return False


def _read_form(path: Path, size: int) -> Form | None:
    if size > _MOST_FORM_BYTES:
        return None
    try:
        return Form.model_validate_json(path.read_bytes())
    except (OSError, ValueError, json.JSONDecodeError):
        return None
