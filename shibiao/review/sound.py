"""What a decision must be to get into the log: what it says can be carried out, whoever reads it later."""

from __future__ import annotations

from typing import get_args

from shibiao.exits import ExitCode, Stop
from shibiao.export.tables import exact
from shibiao.review.decisions import Decision, Place, Purpose, Verdict
from shibiao.schemas.corrections import CORRECTABLE


class Unsound(Stop):
    """A decision that cannot be taken into the log. ``key`` and ``values`` word the reason, as with every Stop."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(ExitCode.WRONG_USAGE, f"review.unsound.{reason}", **values)


def require_sound(decision: Decision) -> None:
    """Raises: Unsound."""
    if not decision.by.strip():
        raise Unsound("who")
    if not all(map(_is_text, _texts(decision))):
        raise Unsound("text")
    words = decision.verdict in get_args(Verdict) and decision.purpose in get_args(Purpose)
    if not words or (decision.verdict == "undo") != (decision.undoes is not None):
        raise Unsound("verdict", verdict=decision.verdict)
    if not _fits(decision.place, decision.verdict):
        raise Unsound("place", verdict=decision.verdict)
    _require_value(decision)


def _require_value(decision: Decision) -> None:
    if decision.verdict != "correct":
        if decision.after is not None:
            raise Unsound("verdict", verdict=decision.verdict)
        return
    if decision.after == decision.before:
        raise Unsound("same")
    place = (decision.place.table, decision.place.column)
    if place == ("funds", "amount") and decision.after is not None and exact(decision.after) is None:
        raise Unsound("amount", value=decision.after)


def _fits(place: Place, verdict: Verdict) -> bool:
    """Whether there is such a place, and such a verdict can be given of it."""
    parts = (place.table, place.row, place.column)
    if not place.form_id or "\0" in "".join(part or "" for part in (place.form_id, *parts)):
        return False
    if parts == (None, None, None):
        return verdict != "correct"
    return bool(place.row) and place.column in CORRECTABLE.get(place.table or "", ()) and verdict != "not-a-form"


def _texts(decision: Decision) -> tuple[str | None, ...]:
    place = decision.place
    said = (decision.by, decision.before, decision.after, decision.reason, decision.sample)
    return (place.form_id, place.table, place.row, place.column, *said)


def _is_text(text: str | None) -> bool:
    """Whether it can be written as UTF-8: half of a surrogate pair cannot."""
    return text is None or not any("\ud800" <= character <= "\udfff" for character in text)
