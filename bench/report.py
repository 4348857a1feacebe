"""The bench's report, as Markdown for ``bench/report.md`` and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bench.cells import CellScore
from bench.records import RecordScore
from bench.speed import Speed


def percent(part: int, whole: int) -> str:
    """A share in percent with as many digits as the count bears."""
    return f"{100 * part / whole:.2f} %" if whole else "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def cell_tables(scores: Mapping[str, CellScore], skipped: Mapping[str, str]) -> str:
    """Exact cells of every extractor, over all and by mode and producer."""
    names = list(scores)
    head = ["", *names]
    rows: list[list[str]] = [["**all cells**", *(f"**{percent(s.exact, s.total)}**" for s in scores.values())]]
    for kind in ("by_mode", "by_producer"):
        keys = sorted({key for s in scores.values() for key in getattr(s, kind)})
        rows += [[key, *(percent(*getattr(scores[n], kind).get(key, [0, 0])) for n in names)] for key in keys]
    rows.append(["cells with a neighbour's text", *(str(s.foreign) for s in scores.values())])
    rows.append(["files it failed on", *(str(s.failed) for s in scores.values())])
    first = next(iter(scores.values()))
    parts = [f"Cells exact, of {first.total:,} whose glyphs are in the file.", table(head, rows)]
    parts += [f"{name} was left out: {why}" for name, why in skipped.items()]
    return "\n\n".join(parts)


def record_table(score: RecordScore) -> str:
    """shibiao's records against the truth, and the errors spelled out."""
    rows = [[kind, f"{right:,}", f"{all_:,}", percent(right, all_)] for kind, (right, all_) in score.kinds.items()]
    rows.append(["**whole forms**", str(score.forms[0]), str(score.forms[1]), percent(*score.forms)])
    parts = [
        table(["records", "right", "of", ""], rows),
        f"Repairs: {score.repairs[1]}, false: {len(score.false_repairs)}. "
        f"Wrong but shown with confidence ≥ 0.99: {len(score.wrong_but_certain)}. "
        f"Lost text shown as complete at ≥ 0.9: {len(score.lost_unsaid)}.",
    ]
    for name, lines in (
        ("False repairs", score.false_repairs),
        ("Wrong but certain", score.wrong_but_certain),
        ("Lost, not said", score.lost_unsaid),
    ):
        if lines:
            parts.append(f"{name}:\n" + "\n".join(f"- {line}" for line in lines[:20]))
    return "\n\n".join(parts)


def speed_table(speed: Speed) -> str:
    """The three times and the two ratios."""
    rows = [
        ["shibiao, file → form record", f"{1000 * speed.shibiao:.1f}", "1"],
        ["pdfplumber, extract_tables", f"{1000 * speed.pdfplumber:.1f}", f"{speed.pdfplumber_ratio:.1f} × as long"],
        ["bare PDFium: text, boxes, paths", f"{1000 * speed.bare:.1f}", f"shibiao takes {speed.bare_ratio:.2f} ×"],
    ]
    return f"Processor time a page (median over rounds, {speed.pages} pages).\n\n" + table(
        ["", "ms a page", "ratio"], rows
    )
