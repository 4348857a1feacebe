"""Does confidence mean what it says: reliability curve, expected calibration error, what a threshold lets through."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from bench.report import table
from bench.scans.accuracy import Judged

_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001)
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected calibration error: mean distance of confidence and share right over bins, weighted by cells.

    Source: Naeini, Cooper, Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", 2015.
    """
    return sum(len(b) * abs(_mean(b) - _right(b)) for b in _bins(judged)) / max(1, len(judged))


def threshold_table(judged: Sequence[Judged]) -> str:
    """For every threshold: cells accepted unseen, how many of these are wrong, and how many hold figures."""
    rows = []
    for bound in THRESHOLDS:
        passed = [j for j in judged if j.confidence >= bound]
        wrong = [j for j in passed if not j.right]
        figures = [j for j in passed if j.has_figure]
        wrong_figures = sum(not j.right for j in figures)
        rows.append([f"{bound:g}", f"{len(passed):,}", f"{len(wrong)}", f"{len(figures):,}", f"{wrong_figures}"])
    return table(["at least", "accepted unseen", "of these wrong", "with figures", "of these wrong"], rows)


def draw_reliability(by_level: dict[int, Sequence[Judged]], path: Path) -> None:
    """The reliability curve of every level as SVG: share right over mean confidence."""
    size, margin = 420, 50
    colours = {1: "#2a6f97", 2: "#468faf", 3: "#e09f3e", 4: "#9e2a2b"}

    def at(x: float, y: float) -> str:
        return f"{margin + x * size:.1f},{margin + (1 - y) * size:.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + 2 * margin} {size + 2 * margin}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="100%" height="100%" fill="white"/><rect x="{margin}" y="{margin}" width="{size}" '
        f'height="{size}" fill="none" stroke="#999"/>',
        f'<polyline points="{at(0, 0)} {at(1, 1)}" stroke="#bbb" stroke-dasharray="4 4" fill="none"/>',
        f'<text x="{margin + size / 2}" y="{size + 2 * margin - 12}" text-anchor="middle">confidence shown</text>',
        f'<text x="16" y="{margin + size / 2}" text-anchor="middle" transform="rotate(-90 16 {margin + size / 2})">'
        "share right</text>",
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = at(tick, 0).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{tick:g}</text>')
        x, y = at(0, tick).split(",")
        parts.append(f'<text x="{float(x) - 6}" y="{float(y) + 4}" text-anchor="end">{tick:g}</text>')
    for number, (level, judged) in enumerate(sorted(by_level.items())):
        points = " ".join(at(_mean(b), _right(b)) for b in _bins(judged) if len(b) >= 5)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colours[level]}" stroke-width="2"/>')
        parts.append(
            f'<text x="{margin + 14}" y="{margin + 20 + 18 * number}" fill="{colours[level]}">level {level}</text>'
        )
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _bins(judged: Sequence[Judged]) -> list[list[Judged]]:
    found = [[j for j in judged if low <= j.confidence < high] for low, high in itertools.pairwise(_EDGES)]
    return [b for b in found if b]


def _mean(judged: Sequence[Judged]) -> float:
    return sum(j.confidence for j in judged) / len(judged)


def _right(judged: Sequence[Judged]) -> float:
    return sum(j.right for j in judged) / len(judged)
