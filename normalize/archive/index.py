"""Texts by how they begin: sorted, so that all that continue a text lie side by side.

What is found is bounded, whatever the archive's size, and depends on the set of its texts only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from shibiao.normalize.archive.texts import LEAST, Key, Text, texts_of
from shibiao.schemas.records import Form

MOST_NEAR = 1_000  # kinds of texts of the unit
MOST_ELSEWHERE = 100  # kinds of texts elsewhere: where more begin alike, their beginning tells nothing
_KEPT = 2  # texts of a kind
_PASSED = 16  # needless texts of a kind that are read before the rest of them is passed over
_LAST = "\U0010ffff"


class Found(NamedTuple):
    """What the archive has for a key.

    ``near``: of its unit, all that have the first characters in common. ``elsewhere``: of other units, those that begin
    with the whole shape. Of texts alike, two of different forms (``near``) or units (``elsewhere``). ``crowded``: more
    begin alike than are worth looking at; then those are left out.
    """

    near: tuple[Text, ...] = ()
    elsewhere: tuple[Text, ...] = ()
    crowded: bool = False


NOTHING = Found()
Index = Callable[[Key], Found]
Alike = tuple[str, str, bool, bool]


class Texts(Protocol):
    """The texts of an archive, in order."""

    def __call__(
        self, key: Key, low: str, high: str, unit: str | None, after: Alike | None = None, /
    ) -> Iterator[Text]:
        """Those of the key's slot and group, with a shape from ``low`` up to, not including, ``high``: of one unit, or
        (None) of all. With ``after``: only those that come after all that are alike so."""


class SortedTexts:
    """The texts of an archive that fits into memory. Called with a key, it gives what was found."""

    def __init__(self, forms: Iterable[Form]) -> None:
        by_group: defaultdict[tuple[str, str], list[Text]] = defaultdict(list)
        by_unit: defaultdict[tuple[str, str, str], list[Text]] = defaultdict(list)
        for form in forms:
            for key, text in texts_of(form):
                by_group[key.slot, key.group].append(text)
                by_unit[key.slot, key.group, key.unit].append(text)
        for texts in (*by_group.values(), *by_unit.values()):
            texts.sort()
        self._by_group, self._by_unit = by_group, by_unit

    def __call__(self, key: Key) -> Found:
        """What the archive has for a key."""
        return look_up(key, self._texts)

    def _texts(self, key: Key, low: str, high: str, unit: str | None, after: Alike | None = None) -> Iterator[Text]:
        if unit is None:
            texts: Sequence[Text] = self._by_group.get((key.slot, key.group), ())
        else:
            texts = self._by_unit.get((key.slot, key.group, unit), ())
        first = bisect_right(texts, after, key=alike) if after else bisect_left(texts, low, key=_shape)
        for at in range(first, len(texts)):
            if texts[at].shape >= high:
                return
            yield texts[at]


def look_up(key: Key, texts: Texts) -> Found:
    """What is kept of an archive's ``texts`` for a key. Reads no further than it must."""
    begin = key.shape[:LEAST]
    near = _near(texts(key, begin, begin + _LAST, key.unit))
    elsewhere = _elsewhere(key, texts)
    return Found(tuple(near or ()), tuple(elsewhere or ()), near is None or elsewhere is None)


def alike(text: Text) -> Alike:
    """What two texts have in common that say the same, in the order of texts."""
    return text.shape, text.name, text.whole, text.ends


def _near(texts: Iterable[Text]) -> list[Text] | None:
    """Of texts alike, of one project and year, two of different forms; None where there are too many kinds."""
    kept: defaultdict[tuple[object, ...], list[Text]] = defaultdict(list)
    for text in texts:
        same = kept[(*alike(text), text.project, text.year)]
        _keep(same, text, bool(same) and same[0].form_id != text.form_id)
        if len(kept) > MOST_NEAR:
            return None
    return [text for same in kept.values() for text in same]


def _elsewhere(key: Key, texts: Texts) -> list[Text] | None:
    """Of texts alike, two of different units, not the key's own; None where there are too many kinds. Where many
    are alike, those that cannot matter are passed over."""
    kept: defaultdict[Alike, list[Text]] = defaultdict(list)
    after: Alike | None = None
    while True:
        needless = 0
        for text in texts(key, key.shape, key.shape + _LAST, None, after):
            if text.unit == key.unit:
                continue
            kind = alike(text)
            same = kept[kind]
            if len(same) == _KEPT and (needless := needless + 1) > _PASSED:
                after = kind
                break
            _keep(same, text, bool(same) and same[0].unit != text.unit)
            if len(kept) > MOST_ELSEWHERE:
                return None
        else:
            return [text for same in kept.values() for text in same]


def _keep(same: list[Text], text: Text, is_other: bool) -> None:
    """Keep a text if it is the first of its kind, or the second and of another source."""
    if not same or (len(same) < _KEPT and is_other):
        same.append(text)


def _shape(text: Text) -> str:
    return text.shape
