"""A project under two names: one year prints less of the name, or a character otherwise, than another year."""

from __future__ import annotations

from collections import defaultdict

from shibiao.normalize.archive.index import Found
from shibiao.normalize.archive.projects import CUT
from shibiao.normalize.archive.texts import Text
from shibiao.normalize.archive.weighing import Asked

_ONE_NAME = 90.0  # percent (RapidFuzz ratio): names this near may be one
_LEAST = 6  # characters of a name that tell it from others


def named_otherwise(asked: Asked, found: Found) -> tuple[Text, ...]:
    """Other names of the unit that may be this project's in other years: one begins with the other, or they are nearly
    alike, and no year has both. The first text of each name, in order."""
    own = asked.place
    if not own.year or len(own.project) < _LEAST:
        return ()
    years: defaultdict[str, set[str]] = defaultdict(set)
    for text in found.near:
        years[text.project].add(text.year)
    years[own.project].add(own.year)
    one = [t for t in found.near if t.project != own.project and t.year and not years[t.project] & years[own.project]]
    first: dict[str, Text] = {}
    for text in one:
        if _may_be_one(own.project.rstrip(CUT), text.project.rstrip(CUT)):
            first.setdefault(text.project, text)
    return tuple(first.values())


def _may_be_one(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _LEAST:
        return False
    from rapidfuzz import fuzz

    return one.startswith(other) or other.startswith(one) or fuzz.ratio(one, other) >= _ONE_NAME
