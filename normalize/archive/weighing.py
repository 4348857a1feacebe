"""Which longer text a cut one was: what continues it is weighed by how near it stands.

Nearest is the same form's other pane, then the same project in another form, then the unit's other projects, then the
rest of the archive. The nearest place where anything continues the text decides, if it knows one continuation only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import Literal, NamedTuple

from shibiao.normalize.archive.index import Found
from shibiao.normalize.archive.projects import CUT, Place, same_project
from shibiao.normalize.archive.texts import FIGURE, Spot, Text

How = Literal["same-year", "years-around", "several-years", "next-year", "other-year", "several-units", "same-file"]
_ACCEPTED: dict[str, frozenset[How]] = {  # by slot: where thinner evidence was measured wrong too often
    "name": frozenset(("same-year", "years-around", "several-years", "next-year")),
    "goal": frozenset(("same-year", "years-around")),
    "target": frozenset(("same-year", "years-around", "several-years", "next-year", "other-year", "several-units")),
}
_FIELDS: frozenset[How] = frozenset(("same-year", "years-around", "several-years", "next-year"))
_SAME_NAME = 90.0  # percent (RapidFuzz ratio): indicator names this near are one
_RELATED = 50.0  # and with names this near a target is worth showing to an auditor
_NEAR_MATCH = 85.0  # percent: a text that begins nearly so, but for a misread character, is worth showing
_TELLING = 6  # characters of a cut text that tell something by themselves
_TELLING_NAME = 8  # characters of a cut name by which an indicator is known again


class Nearness(IntEnum):
    """How near to a form another text stands."""

    FORM = 0
    PROJECT = 1
    UNIT = 2
    ELSEWHERE = 3


class Asked(NamedTuple):
    """A text to complete: its form, its place, and the other texts of its form in the same slot and group.
    ``beside``: shapes of those that stand in the same pane, with whether they are whole. ``from_text``: of a dump."""

    spot: Spot
    form_id: str
    place: Place
    own: tuple[Text, ...]
    beside: tuple[tuple[str, bool], ...]
    from_text: bool


class Verdict(NamedTuple):
    """What the archive says.

    ``reading``: the text that this one was, the first of those that say so; None: it cannot be told. ``how``: which
    evidence decided. ``sure``: several texts say so, of the strongest kind, and nothing in the archive begins alike and
    ends otherwise. ``longer``: all that could continue it, the likelier first. ``nearest``: where the nearest of them
    stands. ``stands``: the very text stands whole in another form.
    """

    reading: Text | None
    how: How | None
    sure: bool
    longer: tuple[Text, ...]
    nearest: Nearness | None
    stands: bool


class Placed(NamedTuple):
    """A text and how near it stands."""

    at: Nearness
    text: Text


def weigh(asked: Asked, found: Found) -> Verdict:
    """What the archive knows of a text's end."""
    spot = asked.spot
    near = [Placed(_nearness(asked, text), text) for text in _others(asked, found)]
    longer = [one for one in near if _continues(one.text, spot)]
    stands = any(t.ends and t.shape == spot.shape and t.form_id != asked.form_id for _, t in near)
    ordered = tuple(one.text for one in sorted(longer, key=lambda one: (not one.text.whole, one)))
    whole = [one for one in longer if one.text.ends and _same_name(one.text, spot)]
    nearest = min((one.at for one in longer if one.text.whole and _same_name(one.text, spot)), default=None)
    reading = _only_reading(asked, whole)
    if reading is None or any(_contradicts(one, reading) or _goes_on(one.text, reading) for one in longer):
        told = _of_same_file(asked, longer)
        return Verdict(told, "same-file" if told else None, False, ordered, nearest, stands)
    clear = len(spot.shape) >= _TELLING and not found.crowded and all(one.text.shape == reading for one in whole)
    saying = [one for one in whole if one.text.shape == reading]
    how = _how(asked, saying, clear)
    if how is None:
        return Verdict(None, None, False, ordered, nearest, stands)
    own = {one.text.form_id for one in saying if one.at <= Nearness.PROJECT}
    sure = clear and spot.slot in _ACCEPTED and how in ("same-year", "years-around") and len(own) > 1
    return Verdict(min(saying).text, how, sure, ordered, nearest, stands)


def near_matches(asked: Asked, found: Found) -> tuple[Text, ...]:
    """Texts of the unit that begin nearly as this one does: one of the two may be misread."""
    from rapidfuzz import fuzz

    shape = asked.spot.shape
    others = (t for t in found.near if t.whole and t.form_id != asked.form_id)
    alike = [t for t in others if len(t.shape) > len(shape) and not t.shape.startswith(shape)]
    scored = [(fuzz.ratio(t.shape[: len(shape)], shape), t) for t in alike if _same_name(t, asked.spot)]
    return tuple(t for score, t in sorted(scored, key=lambda p: (-p[0], p[1])) if score >= _NEAR_MATCH)


def _others(asked: Asked, found: Found) -> Iterator[Text]:
    yield from asked.own
    yield from (text for text in found.near if text.form_id != asked.form_id)
    yield from found.elsewhere


def _nearness(asked: Asked, text: Text) -> Nearness:
    if text.form_id == asked.form_id:
        return Nearness.FORM
    if text.unit != asked.place.unit:
        return Nearness.ELSEWHERE
    return Nearness.PROJECT if same_project(Place(text.unit, text.project, text.year), asked.place) else Nearness.UNIT


def _continues(text: Text, spot: Spot) -> bool:
    if len(text.shape) <= len(spot.shape) or not text.shape.startswith(spot.shape):
        return False
    return _likeness(text.name, spot.name) >= _RELATED


def _same_name(text: Text, spot: Spot) -> bool:
    """Whether a target's indicator is the other's too, one of them perhaps cut, or with a misread character."""
    if text.name == spot.name:
        return True
    likeness = _likeness(text.name, spot.name)
    return likeness >= _SAME_NAME and min(len(text.name), len(spot.name)) >= _TELLING_NAME


def _likeness(one: str, other: str) -> float:
    """How alike two indicator names are, in percent; one that the other begins with is the same, cut."""
    if one == other or (one and other and (one.startswith(other) or other.startswith(one))):
        return 100.0
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other)


def _only_reading(asked: Asked, whole: Sequence[Placed]) -> str | None:
    """What the nearest that continue a text make of it, if that is one reading: the project's where it has any, else
    the unit's, else the archive's. None also where figures would have to be filled in."""
    for places in ((Nearness.FORM, Nearness.PROJECT), (Nearness.UNIT,), (Nearness.ELSEWHERE,)):
        readings = {text.shape for at, text in whole if at in places}
        if readings:
            break
    else:
        return None
    reading = min(readings)
    return None if len(readings) > 1 or _unfit(asked, reading) else reading


def _contradicts(one: Placed, reading: str) -> bool:
    """Whether a text of the same project goes on otherwise, before it is cut in its turn."""
    return one.at <= Nearness.PROJECT and not one.text.whole and not reading.startswith(one.text.shape)


def _of_same_file(asked: Asked, longer: Sequence[Placed]) -> Text | None:
    """The one continuation that a dump has, which was exported in one go: of a target, that of an indicator of the same
    name; of a name, that of the same project. Whether it ends where it does, nobody can tell."""
    file = asked.form_id.split("-")[0]
    whole = sorted(one for one in longer if one.text.whole and one.text.name == asked.spot.name)
    here = [one for one in whole if one.text.form_id.split("-")[0] == file]
    if not asked.from_text or not here or len({one.text.shape for one in whole}) > 1:
        return None
    is_near = here[-1].at > Nearness.FORM if asked.spot.slot == "target" else here[0].at <= Nearness.PROJECT
    if not is_near or len(asked.spot.shape) < _TELLING:
        return None
    reading = here[0].text
    if any(not one.text.whole and not reading.shape.startswith(one.text.shape) for one in longer):
        return None
    return None if _unfit(asked, reading.shape) else reading


def _unfit(asked: Asked, reading: str) -> bool:
    """Whether figures would have to be filled in, or another row has a claim to the reading."""
    shape = asked.spot.shape
    return shape.endswith(FIGURE) or FIGURE in reading[len(shape) :] or _claimed(asked, reading)


def _goes_on(text: Text, reading: str) -> bool:
    """Whether a reading goes on elsewhere: it may be cut itself, where nobody could see it."""
    return text.shape != reading and text.shape.startswith(reading)


def _how(asked: Asked, saying: Sequence[Placed], clear: bool) -> How | None:
    """The strongest evidence for a reading; None where it is too thin for this kind of text.

    A wording that was in use before and after was in use between. One that was in use before only may have been given
    up, so nothing else in the archive may begin alike, and a name must be in use outside of the project too.
    """
    own = [text for at, text in saying if at <= Nearness.PROJECT]
    how: How | None = None
    if own:
        how = _by_years(asked, own)
        alone = asked.spot.slot == "name" and all(at <= Nearness.PROJECT for at, _ in saying)
        if how not in ("same-year", "years-around") and (alone or not clear):
            return None
    elif clear and asked.spot.slot == "target" and all(at == Nearness.ELSEWHERE for at, _ in saying):
        units = {text.unit for _, text in saying if text.name == asked.spot.name and not text.unit.startswith(CUT)}
        how = "several-units" if len(units) > 1 else None
    if asked.spot.slot == "goal" and len({text.form_id for text in own}) < 2:
        return None  # a goal's last lines may be left out without a trace
    return how if how in _ACCEPTED.get(asked.spot.slot, _FIELDS) else None


def _by_years(asked: Asked, own: Sequence[Text]) -> How:
    year = asked.place.year
    if any(text.form_id == asked.form_id or (year and text.year == year) for text in own):
        return "same-year"
    years = {int(text.year) for text in own if text.year.isdecimal()}
    at = int(year) if year.isdecimal() else None
    if at is None or not years:
        return "other-year"
    if min(years) < at < max(years):
        return "years-around"
    beside = at - 1 in years or at + 1 in years
    if len(years) > 1:
        return "several-years" if beside else "other-year"
    return "next-year" if beside else "other-year"


def _claimed(asked: Asked, reading: str) -> bool:
    """Whether another row of the same pane is that text already, or a cut one that could be it as well: no pane
    names one indicator twice."""
    if asked.spot.slot != "name":
        return False
    return any(shape == reading or (not whole and reading.startswith(shape)) for shape, whole in asked.beside)
