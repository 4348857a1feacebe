"""``python -m bench.archives``: kills, scaling, memory, and a hundred thousand files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.archives.hostile import hostile
from bench.archives.kills import kills
from bench.archives.sizes import memory, rerun, scaling
from bench.parts import Work, run_parts
from bench.scans.specimens import HERE, heldout_scans

PARTS = ("kills", "hostile", "scaling", "memory", "rerun")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen parts; 0 when all promises held."""
    options = _parser().parse_args(arguments)
    works: dict[str, Work] = {
        "kills": lambda folder: kills(folder, options.files, options.kills, options.seed),
        "hostile": lambda folder: hostile(folder, options.bad, options.seed, options.page_seconds),
        "scaling": lambda folder: scaling(folder, options.pdfs, _scans(), options.scans, options.rounds),
        "memory": lambda folder: memory(folder, options.memory_files),
        "rerun": lambda folder: rerun(folder, options.many),
    }
    run_parts(["# Bench of archives", "Made by `python -m bench.archives`."], works, options.parts, options.report)
    return 0


def _scans() -> list[Path]:
    folder = heldout_scans(HERE / "work", (2,)) / "2"
    return sorted(path for path in folder.iterdir() if path.suffix in (".png", ".jpg"))[:12]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.archives", description="Promises of runs over many files.")
    parser.add_argument("parts", nargs="*", choices=(*PARTS, []), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--files", type=int, default=300, help="files of the run that is killed")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=int, default=600, help="hostile files")
    parser.add_argument("--page-seconds", type=int, default=60, help="bound of a page among hostile files")
    parser.add_argument("--pdfs", type=int, default=1500, help="PDFs of the scaling run")
    parser.add_argument("--scans", type=int, default=6, help="scans of the scaling run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-files", type=int, default=5000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
