"""``python -m bench.warehouse``: a million rows beside a plain COPY, and loaders that are killed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.warehouse.kills import kills
from bench.warehouse.scale import scale

PARTS = ("kills", "scale")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen parts; 0 when all promises held."""
    options = _parser().parse_args(arguments)
    works: dict[str, Callable[[Path], str]] = {
        "kills": lambda folder: kills(folder, options.kills, options.seed),
        "scale": lambda folder: scale(folder, options.indicators, options.memory),
    }
    parts = ["# Bench of loading", "Made by `python -m bench.warehouse`."]
    for name in options.parts or PARTS:
        with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
            parts += [f"## {name.capitalize()}", works[name](Path(folder))]
        print("\n\n".join(parts[-2:]) + "\n", flush=True)
        if options.report:
            options.report.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.warehouse", description="Promises of loading.")
    parser.add_argument("parts", nargs="*", choices=(*PARTS, []), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--kills", type=int, default=30, help="kills of each destination")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--indicators", type=int, default=1_000_000)
    parser.add_argument("--memory", type=int, default=1024, help="MB that a load may use")
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
