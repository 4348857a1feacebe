"""Command line: ``python -m samples.scans --set DIR --out DIR --level 1 2 3 4``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from samples.scans.borrowed import AugraphyMissing
from samples.scans.levels import LEVELS
from samples.scans.make import make_scans
from samples.scans.sheet import Dialect


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the scans, each level in its own folder.

    0 when they are made, 2 when the set holds no PDF, 5 when augraphy is asked for and missing.
    """
    parser = argparse.ArgumentParser(prog="python -m samples.scans", description="Scan printed samples with truth.")
    parser.add_argument("--set", type=Path, required=True, metavar="DIR", help="PDFs of python -m samples")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder for each level is made in it")
    parser.add_argument("--level", type=int, nargs="+", choices=LEVELS, default=list(LEVELS))
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--dialect", choices=get_args(Dialect), default="plain")
    chosen = parser.parse_args(arguments)
    pdfs = sorted(chosen.set.glob("*.pdf"))
    if not pdfs:
        print(f"no PDF in {chosen.set}", file=sys.stderr)
        return 2
    for level in chosen.level:
        out = chosen.out / str(level)
        try:
            made = make_scans(pdfs, out, level, chosen.seed, chosen.dialect)
        except AugraphyMissing as missing:
            print(missing, file=sys.stderr)
            return 5
        print(f"{len(made)} scans of {len(pdfs)} files in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
