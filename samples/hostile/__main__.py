"""Command line: ``python -m samples.hostile OUT [--seed N] [--count N]``, or ``--table FILE``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from samples.hostile.make import make_hostile
from samples.hostile.markdown import page

COUNT = 600


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the files, or write the table of their kinds; 0 when done, 2 when OUT is not empty."""
    chosen = _parser().parse_args(arguments)
    if chosen.table:
        chosen.table.write_text(page(), encoding="utf-8")
        return 0
    if chosen.out is None:
        _parser().error("OUT or --table is needed")
    if chosen.out.exists() and any(chosen.out.iterdir()):
        print(f"{chosen.out} is not empty", file=sys.stderr)
        return 2
    made = make_hostile(chosen.out, chosen.seed, chosen.count)
    print(f"{len(made)} files in {chosen.out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples.hostile", description="Make hostile files.")
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT", help="an empty folder, or a new one")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--count", type=int, default=COUNT, metavar="N", help=f"files at least; by default {COUNT}")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write the table of kinds instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
