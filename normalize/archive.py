"""Completing cut text from the same archive: only where exactly one longer text begins alike in the same place.

The result does not depend on the order of the forms: evidence is collected from all of them first, from
values as read, never from values repaired here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.normalize.cuts import is_figure
from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import fold
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Candidate, Evidence, Form, Value

_LEAST = 4  # characters that must be left of a cut text before anything may be said about it
_SIMILAR = 60.0  # percent (RapidFuzz ratio): names this near are taken for the same indicator
_RELATED = 50.0  # and this near they are worth showing to an auditor
_MOST_CANDIDATES = 8


class Place(NamedTuple):
    """Where a text stands: name or target of an indicator of this level 2."""

    slot: str
    level2: str


class Text(NamedTuple):
    """A text of the archive. ``whole``: nothing says that its own end is missing."""

    folded: str
    value: Value
    name: str
    form_id: str
    whole: bool


def complete_archive(forms: Sequence[Form], confidences: Confidences) -> list[Form]:
    """All forms, each cut name and target completed or given its candidates. As many forms, same order."""
    index: dict[tuple[Place, str], list[Text]] = defaultdict(list)
    for form in forms:
        for place, text in _texts(form):
            if len(text.folded) > _LEAST:
                index[place, text.folded[:_LEAST]].append(text)
    return [_complete(form, index, confidences) for form in forms]


def _texts(form: Form) -> Iterator[tuple[Place, Text]]:
    for indicator in form.indicators:
        level2 = indicator.level2.value if indicator.level2 and indicator.level2.value else ""
        name = fold(indicator.name.value or "")
        for slot, value in (("name", indicator.name), ("target", indicator.target)):
            if value.value and not is_figure(value.value):
                yield Place(slot, level2), Text(fold(value.value), value, name, form.form_id, _is_whole(value))


def _is_whole(value: Value) -> bool:
    return value.status != "clipped-lost" and (value.evidence is None or value.evidence.kind != "cut")


def _complete(form: Form, index: dict[tuple[Place, str], list[Text]], confidences: Confidences) -> Form:
    changes: dict[str, Value] = {}
    for place, text in _texts(form):
        if text.value.cell is None or len(text.folded) < _LEAST or not _may_be_cut(text, form):
            continue
        alike = index.get((place, text.folded[:_LEAST]), ())
        longer = [t for t in alike if _continues(t, text, place)]
        if text.whole:
            longer = _of_same_file(text, longer, alike)
        if longer:
            changes[text.value.cell] = _settled(text, longer, place, form.source.kind == "text", confidences)
    return with_values(form, changes) if changes else form


def _may_be_cut(text: Text, form: Form) -> bool:
    """Text dumps have no edges to see, so there any text that others continue is worth a doubt."""
    return not text.whole or (form.source.kind == "text" and text.value.status == "complete")


def _of_same_file(text: Text, longer: list[Text], alike: Sequence[Text]) -> list[Text]:
    """What may cast doubt on a text that nothing shows as cut: longer ones of its own file, which was exported
    in one go; and none where another form prints the very same text."""
    if any(t.folded == text.folded and t.form_id != text.form_id for t in alike):
        return []
    return [t for t in longer if t.form_id.split("-")[0] == text.form_id.split("-")[0]]


def _continues(longer: Text, text: Text, place: Place) -> bool:
    if len(longer.folded) <= len(text.folded) or not longer.folded.startswith(text.folded):
        return False
    return place.slot == "name" or _likeness(longer.name, text.name) >= _RELATED


def _likeness(one: str, other: str) -> float:
    """How alike two indicator names are, in percent; one that the other begins with is the same, cut."""
    if one == other or (one and other and (one.startswith(other) or other.startswith(one))):
        return 100.0
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _settled(text: Text, longer: list[Text], place: Place, from_text: bool, confidences: Confidences) -> Value:
    value = text.value
    whole = [t for t in longer if t.whole]
    readings = {t.folded for t in whole}
    missing = next(iter(readings))[len(text.folded) :] if len(readings) == 1 else ""
    reasons = value.evidence.reasons if value.evidence else ()
    is_cut = value.status == "clipped-lost" or (from_text and "fills-cell" in reasons)
    alike = place.slot == "name" or all(_likeness(t.name, text.name) >= _SIMILAR for t in whole)
    if is_cut and len(readings) == 1 and alike and not any(c.isdigit() for c in missing):
        agreed = len({t.form_id for t in whole}) > 1
        return value.model_copy(
            update={
                "value": min(whole, key=_order).value.value,
                "status": "repaired-archive",
                "confidence": confidences.repaired_archive_agreed if agreed else confidences.repaired_archive,
                "evidence": Evidence(kind="archive", reasons=reasons, candidates=_candidates(whole)),
            }
        )
    fills = "fills-cell" in reasons
    lost = is_cut or fills
    return value.model_copy(
        update={
            "status": "clipped-lost" if lost else value.status,
            "confidence": confidences.clipped_lost if lost else min(value.confidence, confidences.longer_elsewhere),
            "evidence": Evidence(kind="cut", reasons=(*reasons, "longer-in-archive"), candidates=_candidates(longer)),
        }
    )


def _candidates(texts: list[Text]) -> tuple[Candidate, ...]:
    """Where the longer texts stand: one cell for each different text, the first in order."""
    first: dict[str, Text] = {}
    for text in sorted(texts, key=_order):
        first.setdefault(text.folded, text)
    kept = sorted(first.values(), key=lambda t: (-t.whole, t.folded))[:_MOST_CANDIDATES]
    return tuple(Candidate(text=t.value.value or "", form_id=t.form_id, cell=t.value.cell or "") for t in kept)


def _order(text: Text) -> tuple[str, str, str]:
    return text.form_id, text.value.cell or "", text.folded
