"""Which family a form is of: by the headers of its indicator table and the labels around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shibiao.normalize.layout.header import Band, Header, find_headers, header_bands
from shibiao.normalize.layout.lexicon import FamilyLexicon, Lexicon
from shibiao.normalize.layout.presence import Presence
from shibiao.normalize.layout.row_tables import table_fit
from shibiao.normalize.layout.running import running_fit
from shibiao.normalize.layout.segments import Segment
from shibiao.normalize.layout.transposed import transposed_fit
from shibiao.schemas.family import Family

LEAST_SCORE = 0.75
LEAST_MARGIN = 0.2
_TITLE = 0.15
_SUPPORT = 0.25
_OPPOSED = 0.4


class Score(NamedTuple):
    """How well a family (or a variant) fits: the header (up to 1), and what title and labels add or take away.

    ``missing``: groups of labels that the family requires and none of which is there; it is then out of the question.
    """

    family: str
    total: float
    header: float
    title: bool
    support: tuple[str, ...]
    opposed: tuple[str, ...]
    missing: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """The family that a segment is of, its header rows, every family's score, best first, and the deciding margin:
    between ``best`` and ``rival``, the best of those that are not related to it."""

    family: FamilyLexicon | None
    headers: tuple[Header, ...]
    scores: tuple[Score, ...]
    margin: float | None = None
    best: str | None = None
    rival: str | None = None


def recognise(segment: Segment, lexicon: Lexicon) -> Recognised:
    """Score every family against a segment; the best one counts only with a clear margin.

    A family that extends another is meant where both fit and no label speaks against it; between them no margin is
    asked for.
    """
    presence = Presence(segment, lexicon.all_labels)
    headers: dict[str, tuple[Header, ...]] = {}
    scores: list[Score] = []
    candidates = header_bands(segment.sheet, lexicon)
    for name, family in lexicon.families.items():
        found, fit = _anchor(segment, candidates, family, lexicon)
        if fit > 0:
            headers[name] = found
            scores.append(_score(family.family, fit, presence))
    scores.sort(key=lambda s: (bool(s.missing), -s.total, s.family))
    able = [s for s in scores if not s.missing and s.total >= LEAST_SCORE]
    if not able:
        return Recognised(None, (), tuple(scores))
    best = _most_special(able, lexicon)
    rival = next((s for s in able if not _related(s.family, best.family, lexicon)), None)
    margin = best.total - rival.total if rival else None
    between = (margin, best.family, rival.family if rival else None)
    if margin is not None and margin < LEAST_MARGIN:
        return Recognised(None, (), tuple(scores), *between)
    return Recognised(lexicon.families[best.family], headers[best.family], tuple(scores), *between)


def _anchor(
    segment: Segment, candidates: Sequence[Band], family: FamilyLexicon, lexicon: Lexicon
) -> tuple[tuple[Header, ...], float]:
    """The family's headers and how well they fit, up to 1; by what else it has where it has no indicator columns."""
    layout = family.family.layout
    if layout == "transposed":
        return (), transposed_fit(segment.sheet, lexicon)
    if layout == "lines":
        return (), running_fit(segment.sheet, lexicon)
    if family.family.columns:
        return find_headers(candidates, family)
    if family.family.tables:
        return (), table_fit(segment.sheet, family)
    return (), family.share_of_fields(segment.sheet)


def _score(family: Family, fit: float, presence: Presence) -> Score:
    signals = family.signals
    title = presence.has_title(family.titles)
    support = tuple(label for label in signals.support if presence.has(label))
    opposed = tuple(label for label in signals.oppose if presence.has(label))
    missing = tuple(group for group in signals.require if not any(presence.has(label) for label in group))
    total = fit + _TITLE * title + (_SUPPORT * len(support) / len(signals.support) if signals.support else 0.0)
    total -= _OPPOSED if opposed else 0.0
    return Score(family.key, round(total, 4), round(fit, 4), title, support, opposed, missing)


def _most_special(able: Sequence[Score], lexicon: Lexicon) -> Score:
    """The best one, or the best of those that extend it, and so on."""
    best = able[0]
    while True:
        closer = [s for s in able if not s.opposed and best.family in lexicon.ancestors[s.family]]
        if not closer:
            return best
        best = closer[0]


def _related(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether one extends the other, or both are variants of one family: the same record comes of either."""
    same = lexicon.families[one].family.family == lexicon.families[other].family.family
    return same or one in lexicon.ancestors[other] or other in lexicon.ancestors[one]
