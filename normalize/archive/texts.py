"""The texts of an archive: what each form gives to the others, and what it wants of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from shibiao.normalize.archive.as_read import is_whole, text_as_read
from shibiao.normalize.archive.projects import Place, place_of
from shibiao.normalize.cuts import is_figure
from shibiao.normalize.text import display_width, fold
from shibiao.schemas.records import Form, Value

LEAST = 4  # characters that must be left of a cut text before anything may be said about it
FIGURE = "#"  # what stands for a figure in a shape
PROJECT = "project_name"
_YEAR_BEFORE = re.compile(rf"^{FIGURE}年度?")
_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_UNITS = ("department", "implementing_unit")


class Key(NamedTuple):
    """What a text is completed with: texts of this ``slot`` and ``group`` that begin with ``shape``, those of ``unit``
    before others.

    ``slot``: ``name`` and ``target`` of indicators (``group``: their level 2), ``goal`` (its kind), ``unit`` (both
    fields that name one), else the key of a field.
    """

    slot: str
    group: str
    unit: str
    shape: str


class Text(NamedTuple):
    """A text of the archive, and where it stands; ordered by what it says.

    ``shape``: as compared. ``name``: of its indicator, as compared; "" but for targets. ``whole``: nothing says
    that its end is missing; ``ends``: it surely ends where it does. ``unit``, ``project``, ``year``: as in ``Place``.
    """

    shape: str
    name: str
    whole: bool
    ends: bool
    form_id: str
    cell: str
    text: str
    unit: str
    project: str
    year: str


class Spot(NamedTuple):
    """A free text of a form. ``name``: of its indicator, as compared. ``pane``: of indicators and goals."""

    slot: str
    group: str
    name: str
    pane: str
    value: Value

    @property
    def text(self) -> str:
        """The text as read."""
        return text_as_read(self.value)

    @property
    def shape(self) -> str:
        """The text as compared; of a project's name without the year before it, which not every form prints."""
        shape = shape_of(self.text)
        return _YEAR_BEFORE.sub("", shape) or shape if self.slot == PROJECT else shape


@lru_cache(maxsize=65536)
def shape_of(text: str) -> str:
    """A text as it is compared: full and half width folded, every figure alike, since figures differ by the year."""
    return _FIGURES.sub(FIGURE, fold(text))


def spots(form: Form) -> Iterator[Spot]:
    """The free texts of a form: names, targets, goals, fields; no figures."""
    for indicator in form.indicators:
        level2 = indicator.level2.value if indicator.level2 and indicator.level2.value else ""
        name = shape_of(text_as_read(indicator.name))
        yield Spot("name", level2, "", indicator.pane, indicator.name)
        yield Spot("target", level2, name, indicator.pane, indicator.target)
    for goal in form.goals:
        yield Spot("goal", goal.kind, "", goal.pane, goal.text)
    for key, value in form.fields.items():
        yield Spot("unit" if key in _UNITS else key, "", "", "", value)


def free_spots(form: Form) -> Iterator[Spot]:
    """Those of ``spots`` that hold a free text."""
    for spot in spots(form):
        if spot.text and not is_figure(spot.text):
            yield spot


def texts_of(form: Form) -> Iterator[tuple[Key, Text]]:
    """What a form, as read, gives to the archive."""
    place = place_of(form)
    found = list(free_spots(form))
    for spot, text in zip(found, placed_texts(form, found, place), strict=True):
        if len(spot.shape) > LEAST:
            yield Key(spot.slot, spot.group, place.unit, spot.shape), text


def placed_texts(form: Form, found: Sequence[Spot], place: Place) -> list[Text]:
    """A form's texts with their place, one for each of its spots."""
    widest: defaultdict[tuple[str, str], int] = defaultdict(int)
    for spot in found:
        width = display_width(spot.text)
        widest[spot.slot, spot.pane] = max(widest[spot.slot, spot.pane], width)
    texts = []
    for spot in found:
        value = spot.value
        ends = is_whole(value) and (form.source.kind != "text" or _ends(spot, widest[spot.slot, spot.pane]))
        where = form.form_id, value.cell or "", spot.text, place.unit, place.project, place.year
        texts.append(Text(spot.shape, spot.name, is_whole(value), ends, *where))
    return texts


def _ends(spot: Spot, widest: int) -> bool:
    """Whether a text of a dump surely ends where it does: with a full stop, or short of its column's longest text,
    which may be as long as the column lets it be. Of other texts nothing tells."""
    if spot.slot in ("name", "target"):
        return display_width(spot.text) < widest - 1
    return spot.slot == "unit" or spot.text.endswith("。")


def wanted(form: Form) -> set[Key]:
    """The keys that a form, as read, is completed with."""
    unit = place_of(form).unit
    return {Key(spot.slot, spot.group, unit, spot.shape) for spot in free_spots(form) if asks(form, spot)}


def asks(form: Form, spot: Spot) -> bool:
    """Whether the archive has a say in a text: it is cut, may be, or is the project's name, which other years print
    too. Text dumps have no edges to see, so there it may say something about any."""
    value = spot.value
    if value.cell is None or len(spot.shape) < LEAST or value.status not in ("complete", "clipped-lost"):
        return False
    return not is_whole(value) or form.source.kind == "text" or spot.slot == PROJECT
