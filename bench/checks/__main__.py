"""``python -m bench.checks``: one digit wrong at a time, in every figure of clean forms that has an equation."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bench.checks.clean import from_dumps, from_pdfs, invented
from bench.checks.measure import Tally, measure, measure_pairs
from bench.checks.printed import measure_printed
from bench.report import percent, table

_PAIRS = 20  # a form
_ABOUT = """\
A figure is *checkable* when it stands in at least one equation whose other figures are all printed: sources and total
of a pane or of a column of the grid, the two totals of a one-year project, execution rate, weights, scores, the term
and the goal's years. Each digit of it is made another, one at a time, and the form checked again. A change is *not
visible* when all its equations still hold within half a last digit of each rounded figure, or are no equations any more
(a term of 0年): no sum shows it, and it is counted apart. Which changes are visible is worked out by
`bench/checks/oracle.py`, not by the rules measured. *Located*: a finding has a suggestion, one cell and the value that
mends all; *right cell* is the share of these that name the one that was changed. *Listed*: no suggestion, but the
message has the right change among a few: the sources of a single sum cannot be told apart. Every finding names all the
cells that it rests on."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when it ran, whatever it measured."""
    options = _parser().parse_args(arguments)
    started = time.monotonic()
    parts = ["# Bench of checks", f"Made by `python -m bench.checks --seed {options.seed}`.", _ABOUT]
    clean = list(from_dumps(invented(options.seed, options.forms)))
    tally = measure(clean, options.seed)
    parts += [f"## {tally.forms} forms read from text dumps", *_tables(tally)]
    parts += ["## Two figures wrong at once", _pairs(measure_pairs(clean, options.seed, _PAIRS))]
    if options.pdfs:
        tally = measure(from_pdfs(invented(options.seed + 50_000, options.pdfs), options.seed), options.seed)
        parts += [f"## {tally.forms} forms read from PDFs", *_tables(tally)]
        flagged, named, all_ = measure_printed(options.seed + 90_000, options.pdfs)
        parts += [
            "## A wrong digit on paper",
            f"{all_} forms printed as PDFs with one digit of one figure wrong, then read: {flagged} flagged, "
            f"{named} of them with the right cell's value suggested.",
        ]
    report = "\n\n".join(parts) + "\n"
    print(report)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    if options.report:
        options.report.write_text(report, encoding="utf-8")
    return 0


def _pairs(counts: Counter[str]) -> str:
    return (
        f"{counts['pairs']:,} times two figures of a form, a digit in each, at random: {counts['flagged']:,} flagged; "
        f"{counts['suggestions']:,} suggestions, {counts['right']:,} of them the right value of one of the two."
    )


def _tables(tally: Tally) -> list[str]:
    all_: Counter[str] = Counter()
    for counts in tally.seen.values():
        all_.update(counts)
    kinds = sorted(tally.seen)
    rows = [_row(kind, tally.cells[kind], tally.seen[kind]) for kind in kinds]
    rows.append(_row("**all**", sum(tally.cells[kind] for kind in kinds), all_))
    head = [
        "figure",
        "checkable cells",
        "changes",
        "not visible",
        "flagged",
        "located",
        "right cell",
        "right value",
        "listed",
    ]
    apart = ", ".join(
        f"{kind.removeprefix('not checkable: ')} {n}"
        for kind, n in sorted(tally.cells.items())
        if kind.startswith("not")
    )
    parts = [f"Errors and warnings of arithmetic on the clean forms: {len(tally.false_alarms)}.", table(head, rows)]
    parts += [f"Cells in no equation: {apart}."] if apart else []
    for name, lines in (
        ("Right cell, other value", tally.other),
        ("False alarms", tally.false_alarms),
        ("Missed", tally.missed),
        ("Wrong cell", tally.wrong),
    ):
        if lines:
            parts.append(f"{name}:\n" + "\n".join(f"- {line}" for line in lines[:12]))
    return parts


def _row(kind: str, cells: int, counts: Counter[str]) -> list[str]:
    below = counts["not visible"] + counts["not visible, flagged"]
    visible = counts["flagged"] + counts["missed"]
    named = counts["right cell"] + counts["wrong cell"]
    return [
        kind, f"{cells:,}", f"{counts['changes']:,}", f"{below:,}", percent(counts["flagged"], visible),
        percent(named, counts["flagged"]), percent(counts["right cell"], named), percent(counts["right value"], named),
        percent(counts["listed"], counts["flagged"]),
    ]  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.checks", description="One digit wrong at a time.")
    parser.add_argument("--forms", type=int, default=200, metavar="N", help="clean forms from text dumps")
    parser.add_argument("--pdfs", type=int, default=30, metavar="N", help="clean forms from PDFs, and printed wrong")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
