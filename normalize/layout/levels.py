"""Decoding all level labels of an indicator table together.

Each printed label may be several words (经济 is 经济效益指标 or 经济成本指标), each word has a place in the tree,
and the tree has an order. The cheapest path through the rows settles all of them at once (Viterbi, 1967).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shibiao.normalize.layout.level_words import Fit, How, LevelTree
from shibiao.normalize.text import display_width

_NOT_IN_TREE = 6.0
_CHANGED_UNPRINTED = 2.0  # level 1 changes although its cell spans on
_CHANGED_BLANK = 0.5  # level 1 changes at a cell that was left (or printed) blank
_BACKWARD = 0.3
_REPEATED = 0.2


class RowLabels(NamedTuple):
    """What a row prints at the two levels: None where no cell begins, "" where an empty one does."""

    level1: str | None
    level2: str | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """A row's levels: the words, how each was come by in this row, and whether other words fitted too."""

    level1: str | None
    level2: str | None
    how1: How | None
    how2: How | None
    ambiguous1: bool = False
    ambiguous2: bool = False


class _State(NamedTuple):
    level1: Fit
    level2: Fit


class _Step(NamedTuple):
    cost: float
    state: _State
    before: _Step | None


_NOTHING = Fit(None, 0.0, "implied")


def decode(rows: Sequence[RowLabels], tree: LevelTree) -> list[Decoded]:
    """The words of every row, given what the rows print. As many results as rows."""
    steps: list[_Step] = [_Step(0.0, _State(_NOTHING, _NOTHING), None)]
    for row in rows:
        if not row.level1 and not row.level2:
            steps = [_Step(s.cost, _State(_held(s.state.level1), _held(s.state.level2)), s) for s in steps]
            continue
        best: dict[tuple[str | None, str | None], _Step] = {}
        for before in steps:
            for state, cost in _moves(row, before.state, tree):
                total = before.cost + cost
                key = (state.level1.word, state.level2.word)
                if key not in best or total < best[key].cost:
                    best[key] = _Step(total, state, before)
        steps = list(best.values())
    path: list[_State] = []
    step: _Step | None = min(steps, key=lambda s: s.cost)
    while step is not None and step.before is not None:
        path.append(step.state)
        step = step.before
    return [_decoded(state, row, tree) for state, row in zip(reversed(path), rows, strict=True)]


def _held(fit: Fit) -> Fit:
    return fit._replace(how="implied")


def _moves(row: RowLabels, before: _State, tree: LevelTree) -> list[tuple[_State, float]]:
    """The states that a row can be in after another, each with its cost."""
    twos = tree.level2.fits(row.level2) if row.level2 else None
    ones = tree.level1.fits(row.level1) if row.level1 else None
    moves = []
    for two in twos or (_held(before.level2), _NOTHING):
        for one in ones or _parents(two, before, tree):
            if not twos and (two is _NOTHING) == (one.word == before.level1.word):
                continue  # only a new level 1 ends the level 2 before it
            cost = (one.cost if ones else 0.0) + (two.cost if twos else 0.0)
            cost += _change_cost(row, one, two, before, tree)
            moves.append((_State(one, two), cost))
    return moves


def _parents(two: Fit, before: _State, tree: LevelTree) -> list[Fit]:
    """Without a printed level 1: the one before, or another that this level 2 stands under."""
    words = [before.level1.word, *(p for p in tree.parents.get(two.word or "", ()) if p != before.level1.word)]
    return [Fit(word, 0.0, "implied") for word in words]


def _change_cost(row: RowLabels, one: Fit, two: Fit, before: _State, tree: LevelTree) -> float:
    cost = 0.0
    old, new = before.level1.word, one.word
    if two.word in tree.parents and (new is None or new in tree.order1) and not tree.is_pair(new, two.word):
        cost += _NOT_IN_TREE  # under a level 1 that nobody knows anything may stand
    if new == old:
        cost += _REPEATED if row.level1 else 0.0
        if row.level2 and old is not None:
            was, now = tree.order2.get((old, before.level2.word or ""), -1), tree.order2.get((old, two.word or ""), -1)
            cost += _REPEATED if was == now else _BACKWARD if now < was else 0.0
        return cost
    if not row.level1:
        cost += _CHANGED_BLANK if row.level1 == "" or old is None else _CHANGED_UNPRINTED
    if tree.order1.get(new or "", 99) < tree.order1.get(old or "", -1):
        cost += _BACKWARD
    return cost


def _decoded(state: _State, row: RowLabels, tree: LevelTree) -> Decoded:
    one, two = state
    return Decoded(
        one.word,
        two.word,
        one.how if row.level1 else None,
        two.how if row.level2 else None,
        bool(row.level1) and len(tree.level1.fits(row.level1 or "")) > 1 and one.how not in ("exact", "variant"),
        bool(row.level2) and len(tree.level2.fits(row.level2 or "")) > 1 and two.how not in ("exact", "variant"),
    )


def cut_widths(texts: Sequence[str], hows: Sequence[How | None]) -> frozenset[int]:
    """Display widths at which two or more labels of a column were cut: the column's edge shows itself."""
    widths = Counter(display_width(t) for t, how in zip(texts, hows, strict=True) if how in ("prefix", "suffix"))
    return frozenset(width for width, count in widths.items() if count >= 2)
