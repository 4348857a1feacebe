"""The samples that were drawn from the folder, so that a list can be theirs and decisions can be made for them."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

# As ``shibiao.review.samples`` keeps them. That module needs SciPy, which takes longer to start than the whole desk.
_FOLDER = Path("review", "samples")


class Samples:
    """The forms of each sample by its id; read again where a file has changed."""

    def __init__(self, out: Path) -> None:
        self._folder = out / _FOLDER
        self._kept: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._lock = threading.Lock()

    def forms(self) -> Mapping[str, tuple[str, ...]]:
        """All samples, the one that was drawn last at the end. A file that is no sample is left out."""
        with self._lock:
            found: dict[str, tuple[int, tuple[str, ...]]] = {}
            for path in self._folder.glob("*.json"):
                try:
                    stamp = path.stat().st_mtime_ns
                    kept = self._kept.get(path.stem)
                    found[path.stem] = kept if kept and kept[0] == stamp else (stamp, _forms_of(path))
                except (OSError, ValueError):
                    continue
            self._kept = dict(sorted(found.items(), key=lambda item: item[1][0]))
            return {name: forms for name, (_, forms) in self._kept.items()}

    def has(self, sample: str, form_id: str) -> bool:
        """Whether a form is in a sample."""
        return form_id in self.forms().get(sample, ())


def _forms_of(path: Path) -> tuple[str, ...]:
    """Raises: OSError, ValueError where it is no sample."""
    told = json.loads(path.read_bytes())
    forms = told.get("forms") if isinstance(told, dict) else None
    if not isinstance(forms, list) or not all(isinstance(form_id, str) for form_id in forms):
        raise ValueError("no sample")
    return tuple(forms)
