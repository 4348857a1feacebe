"""Why a form was taken for one of a family, or for one of none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shibiao.extract.source import ReadSettings, read_document
from shibiao.families import family_name
from shibiao.normalize.layout.assemble import recognised_segments
from shibiao.normalize.layout.lexicon import lexicon_of
from shibiao.normalize.layout.recognise import LEAST_MARGIN, LEAST_SCORE, Recognised, Score
from shibiao.normalize.layout.segments import Segment
from shibiao.pipeline import mended
from shibiao.schemas.families import load_catalogue
from shibiao.terminal import table
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_SHOWN = 5
_LEAST_SHOWN = 0.3
_COLUMNS = ("family", "total", "fit", "title", "support", "opposed", "missing")


class Reason(NamedTuple):
    """A sentence: its key below ``why.`` and what it is filled with."""

    key: str
    values: dict[str, str]


def read_segments(path: Path, settings: ReadSettings) -> list[tuple[Segment, Recognised]]:
    """The forms of a file before anything is read in them, each with all families' scores.

    Raises: UnreadableInput, OSError, SchemaError.
    """
    document = mended(read_document(path, settings))
    return recognised_segments(document, lexicon_of(load_catalogue()))


def shown_scores(recognised: Recognised) -> list[Score]:
    """The best five by total that come to anything, and the two between which it was decided."""
    ranked = sorted(recognised.scores, key=lambda s: (-s.total, s.family))
    shown = [s for s in ranked[:_SHOWN] if s.total > _LEAST_SHOWN] or ranked[:1]
    deciding = {recognised.best, recognised.rival}
    return shown + [s for s in ranked if s.family in deciding and s not in shown]


def reasons(recognised: Recognised) -> list[Reason]:
    """What decided, in the order of the thoughts. Families by key."""
    best, rival, margin = recognised.best, recognised.rival, recognised.margin
    least = {"least": _figure(LEAST_MARGIN)}
    if best is None:
        return [_nothing_able(recognised)]
    if rival and margin is not None:
        between = {"best": best, "rival": rival, "margin": _figure(margin), **least}
        found = [Reason("clear" if recognised.family else "too-close", between)]
    else:
        found = [Reason("alone", {"best": best, "least": _figure(LEAST_SCORE)})]
    totals = {s.family: s.total for s in recognised.scores if not s.missing}
    better = max((name for name in totals if totals[name] > totals[best]), key=lambda name: totals[name], default=None)
    if better is not None and recognised.family is not None:
        found.append(Reason("more-special", {"best": best, "other": better}))
    return found


def _nothing_able(recognised: Recognised) -> Reason:
    whole = [s for s in recognised.scores if not s.missing]
    if whole:
        top = max(whole, key=lambda s: s.total)
        return Reason("below", {"best": top.family, "total": _figure(top.total), "least": _figure(LEAST_SCORE)})
    if recognised.scores:
        top = max(recognised.scores, key=lambda s: s.total)
        return Reason("lacking", {"best": top.family, "labels": _groups(top.missing)})
    return Reason("nothing", {})


def show_why(found: Sequence[tuple[Segment, Recognised]], name: str, on: Console, said: Texts) -> None:
    """For each form: what it was taken for, the scores, and what decided."""
    for segment, recognised in found:
        title = segment.title.text if segment.title else said("why.untitled")
        pages = ", ".join(map(str, segment.sheet.pages))
        on.print(f"\n{title}", style="bold")
        on.print(said("why.where", name=name, pages=pages), style="dim")
        if recognised.scores:
            on.print(_grid(recognised, on, said))
        family = recognised.family
        if family is None:
            on.print(said("why.unknown"), style="yellow")
        else:
            said_name = family_name(family.family.family, said)
            on.print(said("why.known", family=family.family.key, name=said_name), style="green")
        for reason in reasons(recognised):
            on.print(f"  {said(f'why.{reason.key}', **reason.values)}")


def _grid(recognised: Recognised, on: Console, said: Texts) -> Table:
    grid = table(on, [said(f"why.{name}") for name in _COLUMNS])
    for score in shown_scores(recognised):
        chosen = recognised.family is not None and score.family == recognised.best
        grid.add_row(
            f"{score.family} ✓" if chosen else score.family,
            _figure(score.total),
            _figure(score.header),
            "✓" if score.title else "",
            " ".join(score.support),
            " ".join(score.opposed),
            _groups(score.missing),
        )
    return grid


def _groups(missing: Sequence[Sequence[str]]) -> str:
    return "；".join("/".join(group) for group in missing)


def _figure(number: float) -> str:
    return f"{number:.2f}"
