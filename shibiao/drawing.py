"""A page with what was read drawn over it: every cell's outline, repaired, doubtful and lost ones in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from shibiao.legend import Colour, Entry, legend_font, with_legend
from shibiao.marking import DOUBTFUL_BELOW
from shibiao.outlines import Outline, fineness, mask, outlines
from shibiao.wording import Texts

if TYPE_CHECKING:
    from PIL.Image import Image

    from shibiao.extract.render import PageImage
    from shibiao.schemas.records import Form, Value

Mark = Literal["plain", "unsure", "repaired", "doubtful", "lost"]

_GRAVITY: tuple[Mark, ...] = ("plain", "unsure", "repaired", "doubtful", "lost")
SURE_FROM = 0.99  # nearly every cell of a scan is below, which is worth a frame, not a colour over the whole page
_COLOURS: dict[Mark, Colour] = {
    "plain": (120, 150, 185),
    "unsure": (235, 150, 0),
    "repaired": (24, 150, 70),
    "doubtful": (235, 150, 0),
    "lost": (215, 35, 35),
}
_TINTED = frozenset({"repaired", "doubtful", "lost"})
_TINT = 0.18  # how much of its colour a marked cell's paper takes on
_REPAIRED = frozenset({"clipped-recovered", "repaired-vocabulary", "repaired-archive"})
_LOST = frozenset({"clipped-lost", "unread"})
_WHITE: Colour = (255, 255, 255)


class Scale(NamedTuple):
    """Pixels of the picture: of an undoubted cell's frame, of a hardly doubted one's, of a mark's, of letters."""

    thin: int
    middle: int
    thick: int
    letters: int


def mark_of(value: Value) -> Mark:
    """How a cell is drawn. What is lost counts before doubt, doubt before repair, repair before a slight doubt."""
    if value.status in _LOST:
        return "lost"
    if value.confidence < DOUBTFUL_BELOW:
        return "doubtful"
    if value.status in _REPAIRED:
        return "repaired"
    return "unsure" if value.confidence < SURE_FROM else "plain"


def cell_marks(form: Form) -> dict[str, Mark]:
    """The mark of every cell by its id: the gravest of its own text's and of the values read from it."""
    from shibiao.export.provenance import placed_values

    marks = {cell.id: mark_of(cell.text) for cell in form.cells}
    for _, value in placed_values(form):
        if value.cell in marks:
            marks[value.cell] = max(marks[value.cell], mark_of(value), key=_GRAVITY.index)
    return marks


def drawn_page(page: PageImage, forms: Sequence[Form], number: int, said: Texts) -> Image:
    """The page with the cells of ``forms`` that stand on page ``number``, a legend below it. A new RGB image."""
    marks = [mark for form in forms for mark in _marks_on(form, number)]
    cells = [cell for form in forms for cell in form.cells if cell.page == number]
    drawn: dict[Mark, list[Outline]] = {mark: [] for mark in _GRAVITY}
    for mark, outline in zip(marks, outlines(cells, page.points_per_pixel), strict=True):
        drawn[mark].append(outline)
    scale = _scale(page.image.size)
    picture = _with_outlines(page.image, drawn, scale)
    name = forms[0].source.name if forms else ""
    title = said("picture.title", name=name, page=number)
    return with_legend(picture, title, _entries(drawn, said), legend_font(scale.letters))


def _marks_on(form: Form, number: int) -> list[Mark]:
    """The marks of the form's cells on a page, in their order."""
    marks = cell_marks(form)
    return [marks[cell.id] for cell in form.cells if cell.page == number]


def _scale(size: tuple[int, int]) -> Scale:
    """The same look on a picture of any size: an A4 page at 150 dpi is 1240 pixels wide."""
    unit = max(min(size), 1) / 1240
    return Scale(max(round(unit), 1), max(round(2 * unit), 1), max(round(3 * unit), 2), max(round(24 * unit), 11))


def _with_outlines(image: Image, drawn: Mapping[Mark, Sequence[Outline]], scale: Scale) -> Image:
    """Tints first, then frames, the graver over the lighter. Ink stays as dark as it is, paper takes the tint."""
    from PIL import Image, ImageChops

    fine = fineness(image.size, chain.from_iterable(drawn.values()))
    widths = {"plain": scale.thin, "unsure": scale.middle}
    picture = image.copy()
    for mark in _GRAVITY:
        if drawn[mark] and mark in _TINTED:
            tinted = ImageChops.multiply(image, Image.new("RGB", image.size, _tint(_COLOURS[mark])))
            picture.paste(tinted, mask=mask(image.size, drawn[mark], fine))
    for mark in _GRAVITY:
        if drawn[mark]:
            frames = mask(image.size, drawn[mark], fine, widths.get(mark, scale.thick))
            picture.paste(_COLOURS[mark], mask=frames)
    return picture


def _tint(colour: Colour) -> Colour:
    r, g, b = (round(255 - (255 - channel) * _TINT) for channel in colour)
    return r, g, b


def _entries(drawn: Mapping[Mark, Sequence[Outline]], said: Texts) -> list[Entry]:
    return [
        Entry(colour, said(f"picture.{mark}"), len(drawn[mark]), _tint(colour) if mark in _TINTED else _WHITE)
        for mark, colour in _COLOURS.items()
    ]
