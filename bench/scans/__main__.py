"""``python -m bench.scans``: held-out scans through the whole product, beside the truth and other readers."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.report import percent, table
from bench.scans.accuracy import ScanScore
from bench.scans.errors import draw_errors, error_table
from bench.scans.peers import PeerScore, score_peers
from bench.scans.reliability import calibration_error, draw_reliability, threshold_table
from bench.scans.scoring import score_level
from bench.scans.specimens import HERE, heldout_scans, scan_specimens
from bench.scans.speed import seal_table, speed_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench; 0 when it ran, whatever it measured."""
    options = _parser().parse_args(arguments)
    folder = options.set or heldout_scans(HERE / "work", options.levels, options.seed)
    scores: dict[int, ScanScore] = {}
    report = _Report(options.report)
    report.add("# Bench of scans", "Made by `python -m bench.scans`. Fonts, seeds and noise: `bench/heldout.yaml`.")
    for level in options.levels:
        scores[level] = score_level(folder, level, options.pages, options.workers)
    judged = [j for score in scores.values() for j in score.judged]
    report.add(_cells(scores), f"Expected calibration error: {calibration_error(judged):.4f}.", threshold_table(judged))
    report.add("## What is wrong", error_table(scores))
    if options.report:
        draw_errors(folder, scores, options.report.parent / "errors-scans.png")
        draw_reliability({level: s.judged for level, s in scores.items()}, options.report.parent / "reliability.svg")
    report.add("## Seals", seal_table(folder, options.pages))
    if options.speed_pages:
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
    parser.add_argument("--seed", type=int, help="a held-out set of another seed, which may have been looked at")
    parser.add_argument("--levels", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--pages", type=int, default=100, metavar="N", help="pages a level at most")
    parser.add_argument("--peer-pages", type=int, default=0, metavar="N", help="pages a level for other readers")
    parser.add_argument(
        "--speed-pages", type=int, default=8, metavar="N", help="pages of level 2 that are timed; 0: none"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that read the scans for accuracy")
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
