"""Completing the cut texts of a form with what the archive knows.

The result does not depend on the order of the forms: evidence is collected from all of them first, from
values as read, never from values repaired here.

    all forms ──texts_of──▶ evidence by key          each form ──wanted──▶ keys ──complete_form──▶ form
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shibiao.normalize.archive.as_read import LONGER, NEAR, OTHER_YEARS, WHOLE, is_whole, reasons_as_read
from shibiao.normalize.archive.index import Found, Index, SortedTexts
from shibiao.normalize.archive.naming import named_otherwise
from shibiao.normalize.archive.projects import Place, place_of
from shibiao.normalize.archive.texts import PROJECT, Key, Spot, Text, asks, free_spots, placed_texts
from shibiao.normalize.archive.weighing import Asked, Nearness, Verdict, near_matches, weigh
from shibiao.normalize.rewrite import with_values
from shibiao.normalize.text import fold
from shibiao.schemas.families import Confidences
from shibiao.schemas.records import Candidate, Evidence, Form, Value

_MOST_CANDIDATES = 8
_FILLS = frozenset(("fills-cell", "column-cut-width"))


def complete_archive(forms: Sequence[Form], confidences: Confidences) -> list[Form]:
    """All forms, each cut text completed or given its candidates. As many forms, same order."""
    index = SortedTexts(forms)
    return [complete_form(form, index, confidences) for form in forms]


def complete_form(form: Form, index: Index, confidences: Confidences) -> Form:
    """A form completed from the archive. ``index`` knows at least the form's ``wanted`` keys."""
    place = place_of(form)
    spots = list(free_spots(form))
    texts = placed_texts(form, spots, place)
    cells = {cell.id: cell.text for cell in form.cells}
    changes: dict[str, Value] = {}
    for spot in spots:
        cell = cells.get(spot.value.cell or "")
        if cell is None or (cell.value, cell.raw) != (spot.value.value, spot.value.raw) or not asks(form, spot):
            continue  # of a text that is but a part of its cell nothing is known about the end
        asked = _asked(spot, form, place, spots, texts)
        found = index(Key(spot.slot, spot.group, place.unit, spot.shape))
        changed = _told(asked, found, confidences)
        if changed is not None and spot.value.cell:
            changes[spot.value.cell] = changed
    return with_values(form, changes) if changes else form


def _told(asked: Asked, found: Found, confidences: Confidences) -> Value | None:
    """The text with what the archive says of it; None where it says nothing."""
    value = asked.spot.value
    changed = _settled(asked, weigh(asked, found), confidences)
    if changed is None and not is_whole(value):
        changed = _noted(value, NEAR, near_matches(asked, found))
    if changed is None and asked.spot.slot == PROJECT:
        changed = _noted(value, OTHER_YEARS, named_otherwise(asked, found))
    return changed


def _asked(spot: Spot, form: Form, place: Place, spots: Sequence[Spot], texts: Sequence[Text]) -> Asked:
    alike = [
        (other, text)
        for other, text in zip(spots, texts, strict=True)
        if (other.slot, other.group) == (spot.slot, spot.group) and other.value.cell != spot.value.cell
    ]
    beside = tuple((text.shape, text.whole) for other, text in alike if other.pane == spot.pane)
    own = tuple(text for other, text in alike if other.pane != spot.pane or spot.slot not in ("name", "target"))
    return Asked(spot, form.form_id, place, own, beside, form.source.kind == "text")


def _settled(asked: Asked, verdict: Verdict, confidences: Confidences) -> Value | None:
    """The text repaired, doubted for the longer ones, or its doubt lessened; None where the archive says nothing."""
    value = asked.spot.value
    lost = _is_cut(value, verdict, asked.from_text)
    if verdict.reading and lost:
        return _repaired(asked.spot, verdict.reading, verdict, confidences)
    if not verdict.longer:
        return _relieved(value, confidences) if verdict.stands else None
    if is_whole(value) and not _casts_doubt(asked, verdict):
        return None
    doubt = confidences.clipped_lost if lost else confidences.longer_elsewhere
    evidence = _evidence(value, "cut", LONGER, verdict.longer)
    status = "clipped-lost" if lost else value.status
    return value.model_copy(update={"status": status, "confidence": min(value.confidence, doubt), "evidence": evidence})


def _repaired(spot: Spot, reading: Text, verdict: Verdict, confidences: Confidences) -> Value:
    agreeing = [text for text in verdict.longer if text.whole and text.shape == reading.shape]
    return spot.value.model_copy(
        update={
            "value": _completed(spot, reading),
            "status": "repaired-archive",
            "confidence": _confidence(verdict, confidences),
            "evidence": _evidence(spot.value, "archive", verdict.how or "", agreeing),
        }
    )


def _relieved(value: Value, confidences: Confidences) -> Value | None:
    """A text that fills its cell, and stands whole in another form: it is whole here too, as good as surely."""
    if value.status != "complete" or set(reasons_as_read(value)) - _FILLS or not reasons_as_read(value):
        return None
    evidence = _evidence(value, "cut", WHOLE, ())
    sure = max(value.confidence, confidences.whole_elsewhere)
    return value.model_copy(update={"confidence": sure, "evidence": evidence})


def _is_cut(value: Value, verdict: Verdict, from_text: bool) -> bool:
    """Whether a text is to be taken for cut: that it fills its cell is not enough where it stands whole elsewhere, and
    on paper only where its own project has the longer one."""
    if value.status == "clipped-lost":
        return True
    if is_whole(value) or verdict.stands or verdict.nearest is None:
        return False
    return "fills-cell" in reasons_as_read(value) and (from_text or verdict.nearest <= Nearness.PROJECT)


def _casts_doubt(asked: Asked, verdict: Verdict) -> bool:
    """Whether longer texts cast doubt on one that nothing shows as cut: those of its own project or file, which was
    exported in one go; and not where another form prints the very same text, nor where the pane has both."""
    if verdict.stands or asked.spot.slot == PROJECT:
        return False
    file = asked.form_id.split("-")[0]
    here = {shape for shape, _ in asked.beside}
    return any(
        text.shape not in here
        and (_same_file(text, file) or (text.unit, text.project) == (asked.place.unit, asked.place.project))
        for text in verdict.longer
    )


def _same_file(text: Text, file: str) -> bool:
    """Whether a text is of a file."""
    return text.form_id.split("-")[0] == file


def _noted(value: Value, reason: str, texts: Sequence[Text]) -> Value | None:
    """The value as it is, with texts that an auditor should see beside it."""
    if not texts or (value.evidence is not None and value.evidence.kind not in ("cut", "other-years")):
        return None
    evidence = _evidence(value, "cut" if reasons_as_read(value) else "other-years", reason, texts)
    return value.model_copy(update={"evidence": evidence})


def _evidence(value: Value, kind: str, reason: str, texts: Iterable[Text]) -> Evidence:
    """What the archive says, after what was said of the text before."""
    readings = value.evidence.readings if value.evidence else ()
    reasons = (*reasons_as_read(value), reason)
    return Evidence(kind=kind, reasons=reasons, candidates=_candidates(texts), readings=readings)


def _completed(spot: Spot, reading: Text) -> str:
    """The text as printed, and what it lacks as the other prints it. What it lacks has no figure."""
    missing = reading.shape[len(spot.shape) :]
    folded = fold(reading.text)
    at = folded.rfind(missing)
    literal = reading.text[at : at + len(missing)] if at >= 0 and len(folded) == len(reading.text) else missing
    return (spot.value.value or "") + literal


def _confidence(verdict: Verdict, confidences: Confidences) -> float:
    if verdict.sure:
        return confidences.repaired_archive_sure
    if verdict.how in ("same-year", "years-around"):
        return confidences.repaired_archive_project
    if verdict.how == "same-file":
        return confidences.repaired_archive_file
    return confidences.repaired_archive_agreed if verdict.how == "several-years" else confidences.repaired_archive


def _candidates(texts: Iterable[Text]) -> tuple[Candidate, ...]:
    """Where the longer texts stand: one cell for each different text, in the order given."""
    first: dict[str, Text] = {}
    for text in texts:
        first.setdefault(text.shape, text)
    kept = list(first.values())[:_MOST_CANDIDATES]
    return tuple(Candidate(text=text.text, form_id=text.form_id, cell=text.cell) for text in kept)
