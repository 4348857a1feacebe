"""``python -m bench.values``: agreement with signed values, and speed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.values.agreement import PARTS, Agreement, tables
from bench.values.speed import Speed, long_texts, measure

_PROMISED = 20_000
_NAMES = {
    "collected": "collected from published forms, where they are at hand",
    "cases": "`tests/values/cases.tsv`: every class and flag",
    "signed": "`tests/values/signed.tsv`: truths written before the grammar was asked",
    "parts": "`tests/values/parts.tsv`: sign, value and unit in cells of their own",
    "afresh": "every value different, no cache",
    "parts-speed": "the same from three cells",
    "repeats": "each value twenty times, as `parse_value` remembers them",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 when a value is read otherwise than signed without a reason on file, or too slowly."""
    parser = argparse.ArgumentParser(prog="python -m bench.values", description=__doc__)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report there too")
    parser.add_argument("--values", type=int, default=100_000, metavar="N", help="values read for the speeds")
    options = parser.parse_args(arguments)
    found = list(tables())
    speeds = measure(
        [row.raw for table in found if table.name != "parts" for row in table.rows if row.raw], options.values
    )
    parts = ["# Values", "Made by `python -m bench.values --report bench/report-values.md`."]
    parts += [
        "## Agreement",
        _agreement(found),
        "## Speed",
        _speeds(speeds),
        "## Long texts",
        _long(long_texts(1_000_000)),
    ]
    text = "\n\n".join(parts) + "\n"
    print(text)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    wrong = [row for table in found for row in table.unexplained]
    for row in wrong:
        print(f"{row.raw!r}: signed {row.truth}, read {row.read}", file=sys.stderr)
    return 1 if wrong or speeds[0].a_second < _PROMISED else 0


def _agreement(found: Sequence[Agreement]) -> str:
    lines = [
        f"| values | rows | {' | '.join(PARTS)} | whole rows | dissent |",
        f"|---|---|{'---|' * len(PARTS)}---|---|",
    ]
    for table in found:
        each = " | ".join(f"{table.right(part)}" for part in PARTS)
        lines.append(
            f"| {_NAMES[table.name]} | {len(table.rows)} | {each} | {table.wholly_right} | {len(table.dissent)} |"
        )
    note = "Numbers are rows that agree. Dissent: rows whose signed reading the printed text does not carry, each with"
    return (
        "\n".join(lines)
        + f"\n\n{note} its reason in `tests/values/dissent.yaml`; every other row agrees wholly or the command fails."
    )


def _speeds(speeds: Sequence[Speed]) -> str:
    lines = ["| values | read | values a second |", "|---|---|---|"]
    for speed in speeds:
        name = _NAMES["parts-speed" if speed.name == "parts" else speed.name]
        lines.append(f"| {name} | {speed.values:,} | {speed.a_second:,.0f} |")
    return "\n".join(lines) + f"\n\nOne process; the best of three rounds. Promised: {_PROMISED:,} a second afresh."


def _long(speeds: Sequence[Speed]) -> str:
    slowest = max(speeds, key=lambda speed: speed.seconds)
    return (
        f"{len(speeds)} texts of {slowest.values:,} characters, each one piece of the grammar over and over:"
        f" the slowest, of `{slowest.name.encode('unicode_escape').decode()}`, took {slowest.seconds:.1f} s."
    )


if __name__ == "__main__":
    raise SystemExit(main())
