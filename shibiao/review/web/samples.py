"""The samples that were drawn from the folder, so that a list can be theirs and decisions can be made for them."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

# As ``shibiao.review.samples`` keeps them. That module needs SciPy, which takes longer to start than the whole desk.
_FOLDER = Path("review", "samples")


@dataclass(frozen=True, slots=True)
class Brief:
    """A sample as its file says: for lists. Whether the file is sound is found out where its result is."""

    sample_id: str
    drawn_at: str
    plan: Mapping[str, Any]
    forms: tuple[str, ...]

    @property
    def lot(self) -> int:
        """Forms that it was drawn from."""
        return int(self.plan.get("lot", 0))


class _Kept(NamedTuple):
    stamp: int
    brief: Brief
    members: frozenset[str]


class Samples:
    """The samples by their ids; read again where a file has changed."""

    def __init__(self, out: Path) -> None:
        self._folder = out / _FOLDER
        self._kept: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def all(self) -> dict[str, Brief]:
        """All samples, the one that was drawn last at the end. A file that is no sample is left out."""
        return {name: kept.brief for name, kept in self._renewed().items()}

    def _renewed(self) -> dict[str, _Kept]:
        with self._lock:
            found: dict[str, _Kept] = {}
            for path in self._folder.glob("*.json"):
                try:
                    stamp = path.stat().st_mtime_ns
                    kept = self._kept.get(path.stem)
                    if kept is None or kept.stamp != stamp:
                        brief = _brief(path)
                        kept = _Kept(stamp, brief, frozenset(brief.forms))
                    found[path.stem] = kept
                except (OSError, ValueError):
                    continue
            if found != self._kept:
                self._kept = dict(sorted(found.items(), key=lambda item: (item[1].brief.drawn_at, item[0])))
            return self._kept

    def forms(self, sample: str) -> tuple[str, ...]:
        """The forms of a sample in the order of drawing, none where there is no such sample."""
        kept = self._renewed().get(sample)
        return kept.brief.forms if kept else ()

    def has(self, sample: str, form_id: str) -> bool:
        """Whether a form is in a sample."""
        kept = self._renewed().get(sample)
        return kept is not None and form_id in kept.members

    def last_with(self, form_id: str) -> str:
        """The sample drawn last that a form is in, empty where it is in none."""
        kept = self._renewed()
        return next((name for name in reversed(kept) if form_id in kept[name].members), "")


def _brief(path: Path) -> Brief:
    """Raises: OSError, ValueError where it is no sample."""
    told = json.loads(path.read_bytes())
    if not isinstance(told, dict):
        raise ValueError("no sample")
    forms, plan = told.get("forms"), told.get("plan")
    if not isinstance(forms, list) or not all(isinstance(form_id, str) for form_id in forms):
        raise ValueError("no sample")
    if not isinstance(plan, dict) or not isinstance(plan.get("lot"), int) or not isinstance(told.get("drawn_at"), str):
        raise ValueError("no sample")
    return Brief(path.stem, told["drawn_at"], plan, tuple(forms))
