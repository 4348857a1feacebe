"""``python -m bench.warehouse``: a million rows beside a plain COPY, and loaders that are killed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.parts import Work, run_parts
from bench.warehouse.kills import kills
from bench.warehouse.scale import scale

PARTS = ("kills", "scale")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen parts; 0 when all promises held."""
    options = _parser().parse_args(arguments)
    works: dict[str, Work] = {
        "kills": lambda folder: kills(folder, options.kills, options.seed),
        "scale": lambda folder: scale(folder, options.indicators, options.memory),
    }
    run_parts(["# Bench of loading", "Made by `python -m bench.warehouse`."], works, options.parts, options.report)
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
