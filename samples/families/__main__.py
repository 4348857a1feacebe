"""Command line: ``python -m samples.families [NAME …]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from samples.families.contents import load_contents
from samples.families.make import PRINTED, make_families
from samples.office import ProducerMissing


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the samples; 0 when all were printed, 5 when LibreOffice is missing."""
    known = load_contents()
    parser = argparse.ArgumentParser(prog="python -m samples.families", description="Print a sample of every family.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="samples to print, else all")
    parser.add_argument("--out", type=Path, default=PRINTED, metavar="DIR")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.names) - {one.name for one in known})
    if unknown:
        parser.error(f"no contents of {', '.join(unknown)}")
    try:
        made = make_families([one for one in known if not chosen.names or one.name in chosen.names], chosen.out)
    except ProducerMissing as missing:
        print(missing, file=sys.stderr)
        return 5
    print(f"{len(made)} samples in {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
