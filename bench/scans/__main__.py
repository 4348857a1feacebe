"""``python -m bench.scans``: held-out scans through the whole product, beside the truth and other readers."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.report import percent, table
from bench.scans.accuracy import ScanScore, score_scan
from bench.scans.errors import draw_errors, error_table
from bench.scans.peers import PeerScore, score_peers
from bench.scans.reliability import calibration_error, draw_reliability, threshold_table
from bench.scans.specimens import HERE, ScanSpecimen, heldout_scans, scan_specimens
from bench.scans.speed import seal_table, speed_table
from bench.truth import folded
from shibiao.schemas.records import Form


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when it ran, whatever it measured."""
    options = _parser().parse_args(arguments)
    folder = options.set or heldout_scans(HERE / "work" / "scans", options.levels)
    scores: dict[int, ScanScore] = {}
    report = _Report(options.report)
    report.add("# Bench of scans", "Made by `python -m bench.scans`. Fonts, seeds and noise: `bench/heldout.yaml`.")
    for level in options.levels:
        scores[level] = _score(folder, level, options.pages, options.workers)
    judged = [j for score in scores.values() for j in score.judged]
    report.add(_cells(scores), f"Expected calibration error: {calibration_error(judged):.4f}.", threshold_table(judged))
    report.add("## What is wrong", error_table(scores))
    if options.report:
        draw_errors(folder, scores, options.report.parent / "errors-scans.png")
        draw_reliability({level: s.judged for level, s in scores.items()}, options.report.parent / "reliability.svg")
    report.add("## Seals", seal_table(folder, options.pages))
    report.add("## Time and memory", speed_table(list(scan_specimens(folder, 2, options.speed_pages))))
    if options.peer_pages:
        report.add("## Beside others", *_peers(folder, options.levels, options.peer_pages))
    return 0


class _Report:
    """The report, printed and written part by part: a long bench that stops has said what it found."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._parts: list[str] = []

    def add(self, *parts: str) -> None:
        self._parts += parts
        print("\n\n".join(parts) + "\n", flush=True)
        if self._path:
            self._path.write_text("\n\n".join(self._parts) + "\n", encoding="utf-8")


def _score(folder: Path, level: int, pages: int, workers: int) -> ScanScore:
    labels = known_labels()
    score = ScanScore()
    specimens = list(scan_specimens(folder, level, pages))
    with ProcessPoolExecutor(workers) as pool:
        for specimen, (forms, failure) in zip(specimens, pool.map(_read, specimens), strict=True):
            if failure:
                score.failed.append(failure)
            score_scan(specimen, forms, labels, score)
            print(f"level {level}: {score.pages} pages", file=sys.stderr, flush=True)
    return score


def _read(specimen: ScanSpecimen) -> tuple[list[Form], str]:
    """The forms of a scan, or why there are none."""
    from shibiao.extract.errors import UnreadableInput
    from shibiao.pipeline import complete, read_file

    try:
        return complete(read_file(specimen.path)), ""
    except UnreadableInput as error:
        return [], f"{specimen.path.name}: {error}"


def known_labels() -> frozenset[str]:
    """Folded texts that are labels of the vocabulary: levels, fields, funds."""
    from shibiao.schemas.families import load_catalogue

    catalogue = load_catalogue()
    levels = [*catalogue.levels, *(word for level in catalogue.levels.values() for word in level.children)]
    fields = [label for field in catalogue.fields.values() for label in field.labels]
    funds = [label for item in catalogue.funds.items.values() for label in (*item.labels, *item.mid_term, *item.annual)]
    columns = [label for family in catalogue.families for column in family.columns for label in column.labels]
    return frozenset(folded(label) for label in (*levels, *fields, *funds, *columns))


def _cells(scores: dict[int, ScanScore]) -> str:
    head = [
        "level",
        "pages",
        "cells exact",
        "labels",
        "files whole",
        "figures misread ≥ 0.99",
        "cut unseen ≥ 0.99",
        "box, px",
        "seals found",
        "false",
    ]
    rows = [
        [
            str(level),
            str(s.pages),
            percent(*s.cells),
            percent(*s.labels),
            f"{s.forms[0]} of {s.forms[1]}",
            f"{len(s.wrong_numbers)} of {s.certain_numbers:,}",
            str(len(s.cut_unseen)),
            f"{statistics.median(s.distances):.2f}" if s.distances else "–",
            f"{s.seals[0]} of {s.seals[1]}",
            str(s.false_seals),
        ]
        for level, s in scores.items()
    ]
    return table(head, rows)


def _peers(folder: Path, levels: Sequence[int], pages: int) -> Iterator[str]:
    for level in levels:
        scores, skipped = score_peers(list(scan_specimens(folder, level, pages)), pages)
        yield f"Beside others, level {level}:"
        yield table(["reader", "cell errors", "seconds a page"], [_peer_row(n, s) for n, s in scores.items()])
        yield from (f"{name} was left out: {why}" for name, why in skipped.items())


def _peer_row(name: str, score: PeerScore) -> list[str]:
    errors = f"{score.total - score.right} of {score.total}"
    return [name, errors, f"{score.seconds / max(1, score.pages):.2f}"]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.scans", description="Accuracy and honesty on scans.")
    parser.add_argument("--set", type=Path, metavar="DIR", help="measure on these scans instead of the held-out set")
    parser.add_argument("--levels", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--pages", type=int, default=100, metavar="N", help="pages a level at most")
    parser.add_argument("--peer-pages", type=int, default=0, metavar="N", help="pages a level for other readers")
    parser.add_argument("--speed-pages", type=int, default=8, metavar="N", help="pages of level 2 that are timed")
    parser.add_argument("--workers", type=int, default=2, help="processes that read the scans for accuracy")
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
