"""Completing cut text from the same archive: only where exactly one longer text begins alike in the same place.

The result does not depend on the order of the forms: evidence is collected from all of them first, from
values as read, never from values repaired here.

    all forms ──texts_of──▶ evidence by key          each form ──wanted──▶ keys ──complete_form──▶ form
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shibiao.normalize.cuts import is_figure
from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import fold
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Candidate, Evidence, Form, IndicatorRecord, Value

_LEAST = 4  # characters that must be left of a cut text before anything may be said about it
_SIMILAR = 60.0  # percent (RapidFuzz ratio): names this near are taken for the same indicator
_RELATED = 50.0  # and this near they are worth showing to an auditor
_MOST_CANDIDATES = 8


class Key(NamedTuple):
    """Where texts stand that may complete each other: name or target (``slot``) of an indicator of this level 2, and
    how they begin."""

    slot: str
    level2: str
    prefix: str


class Text(NamedTuple):
    """A text of the archive, and where it stands. ``name``: of its indicator, folded. ``whole``: nothing says that its
    own end is missing."""

    folded: str
    text: str
    name: str
    form_id: str
    cell: str
    whole: bool


Index = Mapping[Key, Sequence[Text]]


def complete_archive(forms: Sequence[Form], confidences: Confidences) -> list[Form]:
    """All forms, each cut name and target completed or given its candidates. As many forms, same order."""
    index: defaultdict[Key, list[Text]] = defaultdict(list)
    for form in forms:
        for key, text in texts_of(form):
            index[key].append(text)
    return [complete_form(form, index, confidences) for form in forms]


def texts_of(form: Form) -> Iterator[tuple[Key, Text]]:
    """What a form, as read, gives to the archive."""
    for slot, indicator, value in _values(form):
        folded = fold(value.value or "")
        if len(folded) > _LEAST:
            yield _key(slot, indicator, folded), _text(form, indicator, value)


def wanted(form: Form) -> set[Key]:
    """The keys of the archive that a form, as read, is completed with."""
    cut = [(slot, i, v) for slot, i, v in _values(form) if v.cell is not None and _may_be_cut(v, form)]
    folded = [(slot, indicator, fold(value.value or "")) for slot, indicator, value in cut]
    return {_key(slot, indicator, text) for slot, indicator, text in folded if len(text) >= _LEAST}


def representative(texts: Iterable[Text]) -> list[Text]:
    """Of texts of one key, as many as the result can depend on: of those that are alike, two, of different forms.

    A form is completed alike with these, and its own file's, as with all: two tell that others agree, and the first
    in order is the one that is shown.
    """
    kept: defaultdict[tuple[str, str, bool], list[Text]] = defaultdict(list)
    for text in sorted(set(texts), key=_order):
        same = kept[text.folded, text.name, text.whole]
        if len(same) < 2 and all(text.form_id != other.form_id for other in same):
            same.append(text)
    return [text for same in kept.values() for text in same]


def _values(form: Form) -> Iterator[tuple[str, IndicatorRecord, Value]]:
    for indicator in form.indicators:
        for slot, value in (("name", indicator.name), ("target", indicator.target)):
            if value.value and not is_figure(value.value):
                yield slot, indicator, value


def _key(slot: str, indicator: IndicatorRecord, folded: str) -> Key:
    level2 = indicator.level2.value if indicator.level2 and indicator.level2.value else ""
    return Key(slot, level2, folded[:_LEAST])


def _text(form: Form, indicator: IndicatorRecord, value: Value) -> Text:
    text = value.value or ""
    name = fold(indicator.name.value or "")
    return Text(fold(text), text, name, form.form_id, value.cell or "", _is_whole(value))


def _is_whole(value: Value) -> bool:
    return value.status != "clipped-lost" and (value.evidence is None or value.evidence.kind != "cut")


def complete_form(form: Form, index: Index, confidences: Confidences) -> Form:
    """A form completed from the archive. ``index`` holds at least the ``representative`` texts of its ``wanted`` keys,
    and those of its own file."""
    changes: dict[str, Value] = {}
    for slot, indicator, value in _values(form):
        text = _text(form, indicator, value)
        if value.cell is None or len(text.folded) < _LEAST or not _may_be_cut(value, form):
            continue
        alike = index.get(_key(slot, indicator, text.folded), ())
        longer = [t for t in alike if _continues(t, text, slot)]
        if text.whole:
            longer = _of_same_file(text, longer, alike)
        if longer:
            changes[value.cell] = _settled(value, text, longer, slot, form.source.kind == "text", confidences)
    return with_values(form, changes) if changes else form


def _may_be_cut(value: Value, form: Form) -> bool:
    """Text dumps have no edges to see, so there any text that others continue is worth a doubt."""
    return not _is_whole(value) or (form.source.kind == "text" and value.status == "complete")


def _of_same_file(text: Text, longer: list[Text], alike: Sequence[Text]) -> list[Text]:
    """What may cast doubt on a text that nothing shows as cut: longer ones of its own file, which was exported
    in one go; and none where another form prints the very same text."""
    if any(t.folded == text.folded and t.form_id != text.form_id for t in alike):
        return []
    return [t for t in longer if t.form_id.split("-")[0] == text.form_id.split("-")[0]]


def _continues(longer: Text, text: Text, slot: str) -> bool:
    if len(longer.folded) <= len(text.folded) or not longer.folded.startswith(text.folded):
        return False
    return slot == "name" or _likeness(longer.name, text.name) >= _RELATED


def _likeness(one: str, other: str) -> float:
    """How alike two indicator names are, in percent; one that the other begins with is the same, cut."""
    if one == other or (one and other and (one.startswith(other) or other.startswith(one))):
        return 100.0
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _settled(
    value: Value, text: Text, longer: list[Text], slot: str, from_text: bool, confidences: Confidences
) -> Value:
    whole = [t for t in longer if t.whole]
    readings = {t.folded for t in whole}
    missing = next(iter(readings))[len(text.folded) :] if len(readings) == 1 else ""
    reasons = value.evidence.reasons if value.evidence else ()
    is_cut = value.status == "clipped-lost" or (from_text and "fills-cell" in reasons)
    alike = slot == "name" or all(_likeness(t.name, text.name) >= _SIMILAR for t in whole)
    if is_cut and len(readings) == 1 and alike and not any(c.isdigit() for c in missing):
        agreed = len({t.form_id for t in whole}) > 1
        return value.model_copy(
            update={
                "value": min(whole, key=_order).text,
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
    return tuple(Candidate(text=t.text, form_id=t.form_id, cell=t.cell) for t in kept)


def _order(text: Text) -> tuple[str, str, str]:
    return text.form_id, text.cell, text.folded
