"""Command line: ``python -m tests.fuzz [--seconds N] [--target NAME]…``: targets share the time equally."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.finding import FOUND
from tests.fuzz.runs import fuzz
from tests.fuzz.targets import TARGETS


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz; 1 when something was found."""
    chosen = _parser().parse_args(arguments)
    names = chosen.target or list(TARGETS)
    found = 0
    for name in names:
        done = fuzz(TARGETS[name], chosen.seconds / len(names), chosen.found)
        print(f"{name}: {done.runs:,} inputs in {done.seconds:.0f} s, {len(done.new)} new findings", flush=True)
        if done.note:
            print(f"  {done.note}")
        for one in done.known:
            print(f"  known, not mended: {one.what} ({one.path})")
        for one in done.new:
            print(f"  NEW: {one.what}, {one.seconds} s, {one.megabytes} MB: {one.path}")
        found += len(done.new)
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz what reads files and values.")
    parser.add_argument("--seconds", type=float, default=300, metavar="N", help="in all; by default 300")
    parser.add_argument("--target", action="append", choices=TARGETS, help="only this one; may be given several times")
    parser.add_argument("--found", type=Path, default=FOUND, metavar="DIR", help="where inputs of findings are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
