"""``python -m bench.families``: real contents in the layouts of all families, printed and converted."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.families.corpus import WORK, corpus
from bench.families.forms import ContentsMissing
from bench.families.scanned import scans_of
from bench.report import percent, table
from samples.families.judging import PARTS, FamilyScore, Judge
from samples.office import ProducerMissing
from shibiao.schemas.records import Form


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when it ran, or was skipped with a reason."""
    options = _parser().parse_args(arguments)
    parts = [
        "# Bench of form families",
        f"Made by `python -m bench.families`, seeds {', '.join(map(str, options.seed))}. Of each family the forms, how "
        "many were recognised, left unknown or taken for another, and right of all: fields (with title and year), "
        "amounts, goals, indicators, rows of lists, and their values. What a form does not print and is read "
        "all the same counts as wrong. The last column: values that were wrong though sure.",
    ]
    try:
        for level in [None] * (options.pdf or options.scans is None) + [options.scans] * (options.scans is not None):
            scores = _measured(level, options)
            parts += [f"## {'PDFs' if level is None else f'Scans, level {level}'}", _table(scores)]
            print("\n\n".join(parts[-2:]), flush=True)
            if options.list_errors:
                print("\n".join(line for score in scores.values() for line in score.errors))
    except (ContentsMissing, ProducerMissing) as missing:
        print(f"bench of families skipped: {missing}")
        return 0
    if options.report:
        options.report.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return 0


def _measured(level: int | None, options: argparse.Namespace) -> dict[str, FamilyScore]:
    """The scores of the PDFs, or of their scans, of all seeds."""
    scores: dict[str, FamilyScore] = {}
    for seed in options.seed:
        folder = corpus(seed, options.work, options.again and level is None)
        if level is not None:
            folder = scans_of(folder, level, seed, options.again)
        for path in sorted(folder.glob("*.truth.json")):
            _score(path, scores, options.family)
    return scores


def _score(path: Path, scores: dict[str, FamilyScore], families: Sequence[str] | None) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    if families and not any(form["family"] in families for form in truth["forms"]):
        return
    file = path.with_name(truth["file"])
    Judge(scores, file.name, families).file(truth["forms"], _read(file))


def _read(file: Path) -> list[Form]:
    """The forms of a file; none where it could not be read."""
    from shibiao.extract.errors import UnreadableInput
    from shibiao.pipeline import complete, read_file

    try:
        return complete(read_file(file))
    except UnreadableInput as error:
        print(f"{file.name}: {error}", file=sys.stderr)
        return []


def _table(scores: dict[str, FamilyScore]) -> str:
    head = [
        "family",
        "forms",
        "recognised",
        "unknown",
        "wrong",
        *PARTS,
        "values",
        "share",
        "whole forms",
        "wrong ≥ 0.99",
    ]
    rows = [[name, *_row([score])] for name, score in sorted(scores.items())]
    return table(head, [*rows, ["**all**", *_row(list(scores.values()))]])


def _row(scores: Sequence[FamilyScore]) -> list[str]:
    def of(counts: Iterable[list[int]]) -> str:
        right, whole = (sum(column) for column in zip(*counts, strict=True))
        return f"{right}/{whole}"

    values = [sum(s.values[side] for s in scores) for side in (0, 1)]
    known = [str(sum(s.families[kind] for s in scores)) for kind in ("right", "unknown", "wrong")]
    return [
        str(sum(s.forms for s in scores)),
        *known,
        *(of([s.parts[part] for s in scores]) for part in PARTS),
        f"{values[0]}/{values[1]}",
        percent(values[0], values[1]),
        str(sum(s.whole for s in scores)),
        str(sum(s.certain for s in scores)),
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.families", description="Every family, printed and converted."
    )
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--pdf", action="store_true", help="measure the PDFs (the default)")
    parser.add_argument("--scans", type=int, metavar="LEVEL", help="measure scans of this level, with --pdf both")
    parser.add_argument("--family", nargs="+", metavar="NAME")
    parser.add_argument("--list-errors", action="store_true", help="print every difference with its file")
    parser.add_argument("--report", type=Path, metavar="FILE")
    parser.add_argument("--work", type=Path, default=WORK, metavar="DIR", help="where the printed files are kept")
    parser.add_argument("--again", action="store_true", help="print the files again")
    return parser


if __name__ == "__main__":
    sys.exit(main())
