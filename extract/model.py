"""What stands on the paper: the values that pass between the reading stages.

Coordinates everywhere: points (1/72 inch), origin at the top left of the page as a reader sees it
(page rotation already applied), x to the right, y downwards. A text dump has no paper; there a
point is one character (x) by one line (y). Rows, columns and spans count from 0; pages from 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

SourceKind = Literal["digital", "scan", "text"]
Visibility = Literal["visible", "invisible", "covered", "same-colour", "off-page"]
# guess: by ruling lines that are faint or broken; alignment: by a border that left no ink, told by the text beside it;
# misplaced: in what may be several cells, or a part of one
PlacedBy = Literal["clip", "centre", "field", "guess", "alignment", "misplaced"]
Point = tuple[float, float]


class BBox(NamedTuple):
    """An axis-parallel box in page points, origin top left: ``x0 <= x1`` and ``y0 <= y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def meet(self, other: BBox) -> BBox | None:
        """The common area, or None where the boxes do not overlap."""
        x0, y0 = max(self.x0, other.x0), max(self.y0, other.y0)
        x1, y1 = min(self.x1, other.x1), min(self.y1, other.y1)
        return BBox(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def join(self, other: BBox) -> BBox:
        """The smallest box that holds both."""
        return BBox(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1

    @property
    def corners(self) -> Quad:
        return Quad((self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1))

    def scaled(self, factor: float) -> BBox:
        return BBox(*(value * factor for value in self))


class Quad(NamedTuple):
    """Four corners in page points, clockwise from the top left of what is read: a box that lies askew or turned."""

    top_left: Point
    top_right: Point
    bottom_right: Point
    bottom_left: Point

    @property
    def bbox(self) -> BBox:
        """The axis-parallel box around it, whose four sides it touches."""
        xs, ys = zip(*self, strict=True)
        return BBox(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """The length of its top."""
        return math.dist(self.top_left, self.top_right)

    @property
    def height(self) -> float:
        """The length of its left side."""
        return math.dist(self.top_left, self.bottom_left)

    def scaled(self, factor: float) -> Quad:
        return Quad(*((x * factor, y * factor) for x, y in self))


class Run(NamedTuple):
    """Glyphs that the producing program wrote in one go.

    ``boxes`` has one box per character of ``text`` (advance width by font height). ``clip`` is the
    rectangle outside of which nothing of the run is printed, None where nothing clips it.
    """

    text: str
    boxes: tuple[BBox, ...]
    bbox: BBox
    clip: BBox | None
    size: float
    visibility: Visibility = "visible"


class Rule(NamedTuple):
    """A ruling line: horizontal at ``y = position`` from x ``start`` to ``end``, or vertical likewise."""

    axis: Literal["h", "v"]
    position: float
    start: float
    end: float
    thickness: float


class PlacedImage(NamedTuple):
    """An image on a page: where, and its own size in pixels. Whether it can be seen is not known."""

    bbox: BBox
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader sees it. ``runs`` are printed; ``unseen`` stand in the file but not on paper.

    ``shapes`` counts the painted paths that are more than rules and rectangles.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    unseen: tuple[Run, ...] = ()
    images: tuple[PlacedImage, ...] = ()
    shapes: int = 0


class Glyph(NamedTuple):
    """One recognised character.

    ``x`` is its middle in pixels of the line image, ``probability`` the engine's own figure (0 to 1, not
    calibrated), ``others`` what else it may be, likeliest first. A glyph without a character marks a place
    where one may have been lost.
    """

    char: str
    probability: float
    x: float
    others: tuple[tuple[str, float], ...] = ()


class Reading(NamedTuple):
    """What one reader makes of one cell.

    ``text`` is everything that belongs to the cell, ``printed`` what of it can be seen on paper. They
    differ when the cell clips its text. ``cut`` is set when the text reaches the edge that clips it,
    so that more may have stood there than the file still holds. Readers of pictures give ``glyphs``, the
    characters of ``text`` with their probabilities, and the ``legibility`` of the page (``Scan``);
    ``crossed``: a pen's stroke or a seal's ring went through the cell and was taken off; ``beyond``: about how many
    characters of a last line show that the cell's foot leaves less than half of, and which ``text`` leaves out;
    ``in_part``: a line of it was read by the parts of characters that the cell's foot or head has left.
    ``doubt``: why the text of an office file may not be what its program shows (``no-cached-value``: the text is a
    formula; ``number-format``, ``numbering``), "" where it is.
    """

    reader: Literal["pdfium", "pdfplumber", "text", "office", "rapidocr", "tesseract"]
    text: str
    printed: str
    cut: bool = False
    fills: bool = False
    placed_by: PlacedBy = "centre"
    glyphs: tuple[Glyph, ...] = ()
    legibility: float = 1.0
    crossed: bool = False
    beyond: int = 0
    in_part: bool = False
    doubt: str = ""


class Cell(NamedTuple):
    """One cell of a page's grid. ``ruled`` is False for a line of text outside every table.

    ``upright`` is its box on the page turned upright and flat, where that is not the page itself: on a skewed
    page the boxes of neighbours overlap. ``quad`` is the cell's own outline there, clockwise from its top left on
    the upright page; None where ``bbox`` says it all.
    """

    page: int
    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox
    readings: tuple[Reading, ...] = ()
    ruled: bool = True
    upright: BBox | None = None
    quad: Quad | None = None

    @property
    def id(self) -> str:
        return f"p{self.page}.r{self.row}.c{self.col}"

    @property
    def reading(self) -> Reading | None:
        """The first reader's reading, None for a cell that nobody read anything in."""
        return self.readings[0] if self.readings else None

    @property
    def text(self) -> str:
        return self.readings[0].text if self.readings else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one page in reading order: rows count through the page, tables and lines alike.

    ``tables`` lists the half-open row ranges that belong to one ruled table.
    """

    page: int
    cells: tuple[Cell, ...]
    tables: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The file that was read. ``sha256`` is of its bytes, in lower-case hex.

    ``cuts`` is False for an original of an office program: its cells hold their texts whole, however they print.
    """

    name: str
    sha256: str
    kind: SourceKind
    cuts: bool = True


class Mark(NamedTuple):
    """Coloured ink over the print of a scan, recorded but not read: a seal, a signature, a pen's tick, ring or line.

    Page points.
    """

    page: int
    kind: Literal["seal", "signature", "pen"]
    bbox: BBox


class Scan(NamedTuple):
    """How a page was read as a picture.

    ``width`` and ``height`` are pixels of the original as viewers show it (turned as the file says, uneven pixels
    made square), ``dpi`` the resolution that its points were reckoned
    with (a point is ``dpi / 72`` pixels), ``dpi_from`` whether the file said so or it was estimated. ``turned``
    is the page's clockwise rotation in degrees that was undone, ``skew`` the rest of it. ``reason``: why a page
    of a PDF was read as a picture. ``legibility``: mean probability of its characters, 0 to 1.
    """

    page: int
    width: int
    height: int
    dpi: float
    dpi_from: Literal["file", "estimate"]
    turned: int = 0
    skew: float = 0.0
    reason: str = "image"
    legibility: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: one grid per page, in page order, and what the reader had to say about it.

    ``scans`` lists the pages that were read as pictures, ``marks`` the coloured ink found on them.
    """

    source: Source
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = field(default=())
    scans: tuple[Scan, ...] = ()
    marks: tuple[Mark, ...] = ()
