"""``python -m bench.repairs``: text cut on purpose from an invented archive, and what is repaired of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.parts import Work, run_parts
from bench.repairs.growing import Cost, cost
from bench.repairs.inventing import REWORDED, invent
from bench.repairs.measuring import CUT_OUTCOMES, WHOLE_OUTCOMES, Score, measure
from bench.repairs.printing import print_all
from bench.report import percent, table
from shibiao.normalize.archive import complete_archive
from shibiao.normalize.cuts import mark_cuts
from shibiao.schemas.families import load_catalogue

HELD_OUT = 20260101  # never looked at while the rules were made; 1 to 6 were
_SLOTS = {"name": "names", "target": "targets", "goal": "goals", "field": "fields"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen parts; 0 when all promises held."""
    options = _parser().parse_args(arguments)
    scored = partial(_score, options.forms, options.seed)
    works: dict[str, Work] = {
        "repairs": lambda _: repairs(scored(REWORDED)),
        "rewording": lambda _: rewording({share: scored(share) for share in (0.0, REWORDED, 2 * REWORDED)}),
        "growth": lambda _: growth([cost(options.forms * factor, options.seed) for factor in (1, 2)]),
    }
    heading = [
        "# Bench of repairs",
        f"Made by `python -m bench.repairs`: {options.forms:,} invented forms, seed {options.seed} (rules were made"
        " on the seeds 1 to 6), half of the ways to print too narrow for some column.",
    ]
    run_parts(heading, works, options.parts, options.report)
    return 0


def _score(forms: int, seed: int, reworded: float) -> Score:
    sure = load_catalogue().confidence
    printed = print_all(invent(forms, seed, reworded), seed, sure)
    return measure(printed, complete_archive([mark_cuts(one.form, sure) for one in printed], sure))


def repairs(score: Score) -> str:
    """All figures of one archive. Raises: AssertionError when a promise is broken."""
    right, wrong = score.total("right"), score.total("wrong")
    thought_cut = sum(counts["thought cut"] for counts in score.whole.values())
    assert right >= 0.995 * (right + wrong), "of cuts marked repaired, too many are wrong"
    assert thought_cut < 0.005 * score.wholes, "too many whole texts are thought cut"
    assert not score.wrong_but_sure, "a wrong repair is shown as certain"
    first = score.total("first candidate")
    listed = first + score.total("candidate")
    parts = [
        f"- Of texts marked repaired, right: **{percent(right, right + wrong)}** ({right:,} of {right + wrong:,});"
        f" wrong with a confidence of 0.99 or more: **{score.wrong_but_sure}**.",
        f"- Of {score.cuts:,} cut texts, repaired: **{percent(right + wrong, score.cuts)}**; left doubtful with the"
        f" right text among the candidates: **{percent(listed, score.cuts)}**, as the first of them in"
        f" {percent(first, listed)}. Of those whose whole text the archive was found to hold, repaired:"
        f" {percent(right, right + listed)}.",
        f"- Of {score.wholes:,} whole texts, thought cut: **{percent(thought_cut, score.wholes)}**; doubted:"
        f" {percent(sum(counts['doubted'] for counts in score.whole.values()), score.wholes)}.",
        "What became of cut texts:",
        _outcomes(score.cut, CUT_OUTCOMES),
        "“No candidate”: no form of the archive has the whole text where it would be looked for; often a column is cut"
        " alike in all years. “Not seen”: lines left out without a trace, and dumps where nothing shows an edge.",
        "What became of whole texts:",
        _outcomes(score.whole, WHOLE_OUTCOMES),
        "Repairs by their evidence (`reasons`), nearest first:",
        _evidence(score),
    ]
    if score.wrong:
        shown = [f"- {line}" for line in dict.fromkeys(score.wrong)]
        parts.append("Wrong repairs, printed → believed [whole]:\n\n" + "\n".join(shown[:12]))
    return "\n\n".join(parts)


def _outcomes(counts: dict[str, dict[str, int]] | object, outcomes: Sequence[str]) -> str:
    assert isinstance(counts, dict)
    rows = [
        [_SLOTS[slot], *(f"{counts[slot][one]:,}" for one in outcomes), f"{sum(counts[slot].values()):,}"]
        for slot in _SLOTS
        if slot in counts
    ]
    return table(["", *outcomes, "in all"], rows)


def _evidence(score: Score) -> str:
    order = ("same-year", "years-around", "several-years", "next-year", "other-year", "several-units", "same-file")
    rows = []
    for how in order:
        right, wrong, sure = score.by_evidence.get(how, (0, 0, 0.0))
        count = int(right + wrong)
        if count:
            rows.append([how, f"{count:,}", str(int(wrong)), percent(int(right), count), f"{sure / count:.3f}"])
    return table(["evidence", "repairs", "wrong", "right", "mean confidence"], rows)


def rewording(scores: dict[float, Score]) -> str:
    """How much hangs on the one thing that no archive tells: how often a name is reworded between two years."""
    rows = []
    for share, score in scores.items():
        right, wrong = score.total("right"), score.total("wrong")
        rows.append(
            [
                *(percent(int(1000 * share), 1000), f"{right + wrong:,}", str(wrong), percent(right, right + wrong)),
                *(percent(right + wrong, score.cuts), str(score.wrong_but_sure)),
            ]
        )
    said = "Indicators said in other words from one year to the next, three in ten of them changed at the end only:"
    head = ["reworded a year", "repairs", "wrong", "right", "of cuts repaired", "wrong at ≥ 0.99"]
    return f"{said}\n\n{table(head, rows)}"


def growth(costs: Sequence[Cost]) -> str:
    """Time and memory by the number of forms."""
    rows = [
        [
            *(f"{c.forms:,}", f"{c.texts:,}", f"{c.asked:,}", f"{c.index_seconds:.1f}", f"{c.index_mb:.0f}"),
            *(f"{c.complete_seconds:.1f}", f"{c.write_seconds:.1f}", f"{c.look_up_seconds:.1f}"),
            *(f"{c.ledger_mb:.0f}", f"{c.most_found:,}"),
        ]
        for c in costs
    ]
    head = ["forms", "texts", "texts asked for", "index, s", "index, MB", "complete, s"]
    head += ["ledger: write, s", "look up, s", "MB", "most texts found at once"]
    said = "In memory (`complete_archive`), and as batches do it, from the ledger on disk:"
    return f"{said}\n\n{table(head, rows)}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.repairs", description="Text cut on purpose, and repaired.")
    parts = ("repairs", "rewording", "growth")
    parser.add_argument("parts", nargs="*", choices=(*parts, []), metavar="PART", help=", ".join(parts))
    parser.add_argument("--forms", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=HELD_OUT)
    parser.add_argument("--report", type=Path, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
