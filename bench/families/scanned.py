"""Scans of the printed files: one variant of each form."""

from __future__ import annotations

import shutil
from pathlib import Path


def scans_of(printed: Path, level: int, seed: int, again: bool = False) -> Path:
    """The folder with the scans of a seed's first variants, made once."""
    from samples.scans.make import make_scans

    target = printed.with_name(f"{printed.name}-scans-{level}")
    if again and target.exists():
        shutil.rmtree(target)
    if not (target / ".made").exists():
        make_scans(sorted(printed.glob("*a.pdf")), target, level=level, seed=seed)
        (target / ".made").touch()
    return target
