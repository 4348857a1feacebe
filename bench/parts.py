"""Benches of several parts, each in a folder of its own; what is done so far is in the report after every part."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

Work = Callable[[Path], str]


def run_parts(heading: Sequence[str], works: Mapping[str, Work], chosen: Sequence[str], report: Path | None) -> None:
    """Run the chosen parts, all where none is; print each, and write them below the heading to ``report``."""
    parts = list(heading)
    for name in chosen or works:
        with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
            parts += [f"## {name.capitalize()}", works[name](Path(folder))]
        print("\n\n".join(parts[-2:]) + "\n", flush=True)
        if report:
            report.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
