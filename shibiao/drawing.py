"""A page with what was read drawn over it: every cell's box, repaired, doubtful and lost ones in colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from shibiao.legend import Colour, Entry, legend_font, with_legend
from shibiao.wording import Texts

if TYPE_CHECKING:
    from PIL.Image import Image

    from shibiao.extract.render import PageImage
    from shibiao.schemas.records import CellRecord, Form, Value

Mark = Literal["plain", "repaired", "doubtful", "lost"]
Box = tuple[int, int, int, int]

_GRAVITY: tuple[Mark, ...] = ("plain", "repaired", "doubtful", "lost")
SURE_FROM = 0.99  # a confidence below is drawn as doubt
_COLOURS: dict[Mark, Colour] = {
    "plain": (120, 150, 185),
    "repaired": (24, 150, 70),
    "doubtful": (235, 150, 0),
    "lost": (215, 35, 35),
}
_TINT = 0.18  # how much of its colour a marked cell's paper takes on
_REPAIRED = frozenset({"clipped-recovered", "repaired-vocabulary", "repaired-archive"})
_LOST = frozenset({"clipped-lost", "unread"})
_WHITE: Colour = (255, 255, 255)


class Scale(NamedTuple):
    """Pixels of the picture: of a thin line, of a mark's line, of the legend's letters."""

    thin: int
    thick: int
    letters: int


def mark_of(value: Value) -> Mark:
    """How a cell is drawn. What is lost counts before doubt, doubt before repair."""
    if value.status in _LOST:
        return "lost"
    if value.confidence < SURE_FROM:
        return "doubtful"
    return "repaired" if value.status in _REPAIRED else "plain"


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
    boxes = [
        (_pixels(cell, page), marks[cell.id])
        for form in forms
        for marks in [cell_marks(form)]
        for cell in form.cells
        if cell.page == number
    ]
    scale = _scale(page.image.size)
    drawn = _with_boxes(page.image, boxes, scale)
    name = forms[0].source.name if forms else ""
    title = said("picture.title", name=name, page=number)
    return with_legend(drawn, title, _entries([mark for _, mark in boxes], said), legend_font(scale.letters))


def _scale(size: tuple[int, int]) -> Scale:
    """The same look on a picture of any size: an A4 page at 150 dpi is 1240 pixels wide."""
    unit = max(min(size), 1) / 1240
    return Scale(max(round(unit), 1), max(round(3 * unit), 2), max(round(24 * unit), 11))


def _with_boxes(image: Image, boxes: Sequence[tuple[Box, Mark]], scale: Scale) -> Image:
    from PIL import Image, ImageChops, ImageDraw

    marked = sorted((box for box in boxes if box[1] != "plain"), key=lambda box: _GRAVITY.index(box[1]))
    tint = Image.new("RGB", image.size, _WHITE)
    draw = ImageDraw.Draw(tint)
    for box, mark in marked:
        draw.rectangle(box, fill=_tint(_COLOURS[mark]))
    drawn = ImageChops.multiply(image, tint)  # ink stays as dark as it is, paper takes the tint
    draw = ImageDraw.Draw(drawn)
    for box, _ in boxes:
        draw.rectangle(box, outline=_COLOURS["plain"], width=scale.thin)
    for box, mark in marked:
        draw.rectangle(box, outline=_COLOURS[mark], width=scale.thick)
    return drawn


def _pixels(cell: CellRecord, page: PageImage) -> Box:
    """The cell's box in the picture's pixels, at least a pixel large."""
    x0, y0, x1, y1 = (round(point / page.points_per_pixel) for point in cell.bbox)
    return x0, y0, max(x0, x1), max(y0, y1)


def _tint(colour: Colour) -> Colour:
    r, g, b = (round(255 - (255 - channel) * _TINT) for channel in colour)
    return r, g, b


def _entries(marks: Sequence[Mark], said: Texts) -> list[Entry]:
    counts = Counter(marks)
    return [
        Entry(colour, said(f"picture.{mark}"), counts[mark], _WHITE if mark == "plain" else _tint(colour))
        for mark, colour in _COLOURS.items()
    ]
