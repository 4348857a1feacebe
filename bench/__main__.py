"""``python -m bench``: make the held-out set, measure everything, print and write ``bench/report.md``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from bench.cells import CellScore, score_cells
from bench.readers import readers
from bench.records import score_records
from bench.report import cell_tables, record_table, speed_table
from bench.speed import measure_speed
from bench.truth import Specimen, specimens

HERE = Path(__file__).parent
_SPEED_FILES = 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when it ran, whatever it measured."""
    options = _parser().parse_args(arguments)
    folder = options.set or heldout_set(HERE / "work" / "heldout")
    found = list(specimens(folder))
    _say(f"{len(found)} files, {sum(len(s.present) for s in found):,} cells in the file")
    parts = ["# Bench", "Made by `make bench`. Fonts and seeds of the set: `bench/heldout.yaml`."]
    if "cells" in options.parts:
        parts += ["## Cells", _cells(found)]
    if "records" in options.parts:
        parts += ["## Records", record_table(score_records(found))]
    if "speed" in options.parts:
        parts += [
            "## Speed",
            speed_table(measure_speed([s.path for s in found[:: max(1, len(found) // _SPEED_FILES)]])),
        ]
    text = "\n\n".join(parts) + "\n"
    print(text)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    return 0


def heldout_set(folder: Path) -> Path:
    """The held-out PDFs with their truth, made once from ``heldout.yaml``."""
    from samples.make import make
    from samples.plan import Selection

    chosen = yaml.safe_load((HERE / "heldout.yaml").read_text(encoding="utf-8"))
    for seed in chosen["seeds"]:
        target = folder / str(seed)
        if not (target / ".made").exists():
            _say(f"making {target}")
            make(Selection(seed=seed, count=chosen["count"], fonts=chosen["fonts"]), target)
            (target / ".made").touch()
    return folder


def _cells(found: Sequence[Specimen]) -> str:
    scores: dict[str, CellScore] = {}
    skipped: dict[str, str] = {}
    for name, reader, why in readers():
        if reader is None:
            skipped[name] = why
            continue
        _say(f"reading with {name}")
        scores[name] = score_cells(reader, found)
        for file, text in scores[name].missed[:10] if name == "shibiao" else ():
            _say(f"  missed in {file}: {text}")
    return cell_tables(scores, skipped)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Accuracy and speed beside other extractors.")
    parser.add_argument("--set", type=Path, metavar="DIR", help="measure on these PDFs instead of the held-out set")
    parser.add_argument(
        "--parts", nargs="+", choices=("cells", "records", "speed"), default=["cells", "records", "speed"]
    )
    parser.add_argument("--report", type=Path, default=HERE / "report.md", metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
