"""Command line: ``python -m samples --out DIR --seed N --count K``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from samples.content import FAMILIES
from samples.defects import DEFECTS
from samples.make import make
from samples.office import ProducerMissing
from samples.plan import PDF_FONTS, PRODUCERS, Selection
from samples.small import make_small
from samples.style import FONTS, MODES

KEPT = Path("samples/forms")
GENERATED = Path("samples/generated")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the samples; 0 when all were made, 5 when a program that prints them is missing."""
    chosen = _parser().parse_args(arguments)
    selection = Selection(
        seed=chosen.seed,
        count=chosen.count,
        producers=chosen.producers,
        modes=chosen.modes,
        families=chosen.families,
        fonts=chosen.fonts,
        defects=chosen.defects,
    )
    out = chosen.out or (KEPT if chosen.small else GENERATED)
    try:
        made = make_small(out) if chosen.small else make(selection, out)
    except ProducerMissing as missing:
        print(missing, file=sys.stderr)
        return 5
    print(f"{len(made)} samples in {out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples", description="Print sample forms with their truth.")
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"else {GENERATED}, or {KEPT} with --small")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--count", type=int, default=3, metavar="K", help="documents for each producer and mode")
    for option, values in (("producers", PRODUCERS), ("modes", MODES), ("families", FAMILIES)):
        parser.add_argument(f"--{option}", nargs="+", choices=values, default=list(values))
    parser.add_argument("--fonts", nargs="+", choices=list(FONTS), default=list(PDF_FONTS))
    parser.add_argument("--defects", nargs="+", choices=list(DEFECTS), default=[], help="audit defects, in turn")
    parser.add_argument("--small", action="store_true", help="the set kept with the project instead")
    return parser


if __name__ == "__main__":
    sys.exit(main())
