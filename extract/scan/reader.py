"""A page picture read into the same grid as a page of a born-digital PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shibiao.extract.lines import Line, join_lines
from shibiao.extract.model import BBox, Cell, Glyph, Grid, Mark, PlacedBy, Reading, Run, Scan
from shibiao.extract.recognise.cut_reader import CutReader
from shibiao.extract.recognise.protocol import Alphabet, LineImage, LineText, ReaderName, Recogniser
from shibiao.extract.scan.cut_characters import Texts, Told, tell_cut
from shibiao.extract.scan.direction import runs_across
from shibiao.extract.scan.edges import (
    DOUBTFUL,
    at_edges,
    ends_in_sliver,
    half_width,
    is_of_one,
    is_unread_at_end,
    met_borders,
    without_half,
)
from shibiao.extract.scan.flatten import Flat, turn
from shibiao.extract.scan.ink import separate_print
from shibiao.extract.scan.legibility import Way, is_illegible, legible, samples_of, sureness, within_bounds
from shibiao.extract.scan.levels import joined, levels_of
from shibiao.extract.scan.lone_lines import stray_lines
from shibiao.extract.scan.negative import positive
from shibiao.extract.scan.pens import crossed_by_pens
from shibiao.extract.scan.picture import Picture
from shibiao.extract.scan.places import Place, place_on_page
from shibiao.extract.scan.room import Cuts, cuts_of, may_go_on
from shibiao.extract.scan.scanner_streaks import flattened
from shibiao.extract.scan.shapes import with_shapes
from shibiao.extract.scan.sheet import FreeArea, Sheet, TableArea, lay_out
from shibiao.extract.scan.strips import Strip, is_sliver

_FIGURES = frozenset("0123456789０１２３４５６７８９≥≤≧≦＝=<>＜＞%％‰〇零")
_PLAIN_FIGURES = frozenset("0123456789.,%-/:")
_LEAST_SIDE = 32  # pixels: nothing can be read on less
_MOST_SLENDER = 250  # times as long as wide: no page, and no end of it
_MUCH_INK = 0.05  # of a page, and no line in it: it shows something else


class _Readings(NamedTuple):
    """Both readers' texts of a page's strips; the second's are there only where it was asked. ``told``: what is told
    of characters that the cells' edges cut; ``cuts``: what the page's cells cut."""

    first: ReaderName
    texts: Texts
    second: ReaderName | None
    second_texts: Texts
    legibility: float
    told: Told = Told({}, {})
    met: frozenset[int] = frozenset()  # strips, as of ``met_borders``
    cuts: Cuts = Cuts()


class ScannedPage(NamedTuple):
    """What a picture gives: its grid in points of the original page, and what was noted on the way.

    ``illegible``: there is ink on it, and it is no text that can be read; the grid has no cells.
    """

    grid: Grid
    scan: Scan
    marks: tuple[Mark, ...]
    illegible: bool = False


class ScanReader:
    """Reads pictures with a first recogniser and, where it pays, a second.

    ``cut_reader`` reads what cells cut; None: the page's own characters alone tell it. ``lift_marks`` False leaves
    seals and signatures in the print, for measuring what lifting them is worth.
    """

    def __init__(
        self,
        first: Recogniser,
        second: Recogniser | None = None,
        cut_reader: CutReader | None = None,
        lift_marks: bool = True,
    ) -> None:
        self._first = first
        self._second = second
        self._cut_reader = cut_reader
        self._lift_marks = lift_marks

    def read(self, picture: Picture, reason: str = "image") -> ScannedPage:
        """One page. Never raises for what is on it: a page without text gives a grid without cells."""
        short, long = sorted(picture.pixels.shape[:2])
        if short < _LEAST_SIDE or long > _MOST_SLENDER * short:
            return ScannedPage(Grid(picture.number, ()), _scan(picture, 0, 0.0, reason), ())
        printed = separate_print(positive(picture), self._lift_marks)
        flat, sheet, quarters, known = self._upright(picture, flattened(printed, picture.dpi / 72))
        strips = list(sheet.strips)
        is_picture = not strips and sheet.inked >= _MUCH_INK
        if is_picture or is_illegible(list(known.values()), self._first.name, of_sample=True):
            return _illegible(picture, list(known.values()), reason)
        unread = [i for i in within_bounds(strips) if i not in known]
        for index, text in zip(unread, self._first.read([LineImage(strips[i].pixels) for i in unread]), strict=True):
            known[index] = text
        read = {id(strip): known[i] for i, strip in enumerate(strips) if i in known and not known[i].timed_out}
        texts = legible(sheet, read, self._first.name)
        if texts is None:
            return _illegible(picture, list(read.values()), reason)
        legibility = sureness(list(texts.values()))
        second = self._second_opinion(sheet, texts)
        marks = tuple(
            Mark(picture.number, mark.kind, BBox(*map(float, mark.box)).scaled(picture.points_per_pixel))
            for mark in printed.marks
        )
        met = met_borders((cell.area, cell.strips) for cell in sheet.cells)
        told = tell_cut([(area.area, area.strips) for area in sheet.areas], texts, self._cut_reader)
        texts |= told.lines
        cuts = cuts_of(sheet.cells)
        grid = _grid(picture, sheet, _Readings(self._first.name, texts, *second, legibility, told, met, cuts))
        grid = crossed_by_pens(grid, [mark.bbox for mark in marks if mark.kind == "pen"])
        scan = _scan(picture, quarters * 90 % 360, flat.skew, reason, legibility)
        return ScannedPage(grid, scan, marks)

    def _second_opinion(self, sheet: Sheet, texts: Texts) -> tuple[ReaderName | None, Texts]:
        """The second reader's texts of the areas where a second opinion pays: those with figures or signs of
        comparison, and those in which some character is doubtful."""
        if self._second is None:
            return None, {}
        chosen = [s for area in sheet.areas if _pays(area, texts) for s in area.strips if id(s) in texts]
        lines = [LineImage(strip.pixels, _alphabet(texts[id(strip)].text)) for strip in chosen]
        return self._second.name, {
            id(s): text for s, text in zip(chosen, self._second.read(lines), strict=True) if not text.timed_out
        }

    def _upright(self, picture: Picture, flat: Flat) -> tuple[Flat, Sheet, int, dict[int, LineText]]:
        """The page the right way up, by reading a few lines each way where the first way reads badly.

        Returns the texts read on the way, by the number of their strip.
        """
        best: tuple[Way, Flat, Sheet, int, dict[int, LineText]] | None = None
        across = runs_across(flat.grey, picture.dpi / 72)
        for quarters in (0, 2, 3, 1) if across else (3, 1, 0, 2):
            turned = turn(flat, quarters)
            sheet = lay_out(picture, turned)
            strips = list(sheet.strips)
            for sample in samples_of(sheet):
                texts = self._first.read([LineImage(strips[i].pixels) for i in sample])
                if not is_illegible(texts, self._first.name, of_sample=True):
                    break
            way = Way.of(texts, [strips[i] for i in sample], strips)
            if best is None or way.is_likelier_than(best[0]):
                best = (way, turned, sheet, quarters, dict(zip(sample, texts, strict=True)))
            if way.is_upright or not strips:
                break
        assert best is not None
        return best[1:]


def _illegible(picture: Picture, texts: Sequence[LineText], reason: str) -> ScannedPage:
    scan = _scan(picture, 0, 0.0, reason, sureness(texts))
    return ScannedPage(Grid(picture.number, ()), scan, (), illegible=True)


def _scan(picture: Picture, turned: int, skew: float, reason: str, legibility: float = 1.0) -> Scan:
    dpi = picture.dpi * picture.scale
    return Scan(
        picture.number, *picture.size, dpi, picture.dpi_from, turned, round(skew, 3), reason, round(legibility, 4)
    )


def _pays(area: TableArea | FreeArea, texts: Texts) -> bool:
    glyphs = [glyph for strip in area.strips if id(strip) in texts for glyph in texts[id(strip)].glyphs]
    return any(glyph.char in _FIGURES or glyph.probability < DOUBTFUL for glyph in glyphs)


def _alphabet(text: str) -> Alphabet:
    """What may stand on a line that the first reader read so: nothing but figures, or anything."""
    return "figure" if text and all(char in _PLAIN_FIGURES for char in text) else "any"


def _grid(picture: Picture, sheet: Sheet, readings: _Readings) -> Grid:
    """Cells of tables and lines between them, rows numbered down the page."""
    blocks: list[tuple[float, int | list[FreeArea]]] = [(frame.bbox.y0, n) for n, frame in enumerate(sheet.frames)]
    for level in levels_of(sheet.free):
        area = level[0].area
        # Beside a table's lost rules a gap parts cells, on a page without tables marks do not.
        line = level if sheet.frames else joined(level, lambda strip: _text_of(strip, readings))
        blocks.append(((area.y0 + area.y1) / 2 / sheet.per_pt, line))
    cells: list[Cell] = []
    ranges: list[tuple[int, int]] = []
    row = 0
    for _, block in sorted(blocks, key=lambda b: b[0]):
        if isinstance(block, int):
            cells += _table_cells(picture, sheet, block, row, readings)
            ranges.append((row, row + len(sheet.frames[block].ys) - 1))
            row = ranges[-1][1]
            continue
        found = (_line_cell(picture, sheet, piece, row, col, readings) for col, piece in enumerate(block))
        cells += [cell for cell in found if cell is not None]
        row += 1
    return Grid(picture.number, tuple(cells), tuple(ranges))


def _text_of(strip: Strip, readings: _Readings) -> str:
    return readings.texts[id(strip)].text.rstrip() if id(strip) in readings.texts else ""


def _table_cells(picture: Picture, sheet: Sheet, table: int, top: int, readings: _Readings) -> Iterator[Cell]:
    for cell in sheet.cells:
        if cell.table == table:
            tile = cell.tile
            found = _both(cell, sheet, readings)
            bbox, quad = _place(picture, sheet, tile.bbox)
            row, number = top + tile.row, picture.number
            yield Cell(number, row, tile.col, tile.rowspan, tile.colspan, bbox, found, True, tile.bbox, quad)


def _line_cell(picture: Picture, sheet: Sheet, line: FreeArea, row: int, col: int, readings: _Readings) -> Cell | None:
    found = tuple(reading._replace(cut=False, fills=False) for reading in _both(line, sheet, readings))
    if not found or not found[0].text:
        return None
    if len(found[0].text.strip()) == 1:  # a page's number, or a mark
        found = tuple(reading._replace(crossed=True) for reading in found)
    ink = [part for strip in line.strips for part in strip.lines]
    box = BBox(
        min(p.x0 for p in ink) / sheet.per_pt,
        min(p.y0 for p in ink) / sheet.per_pt,
        max(p.x1 for p in ink) / sheet.per_pt,
        max(p.y1 for p in ink) / sheet.per_pt,
    )
    bbox, quad = _place(picture, sheet, box)
    return Cell(picture.number, row, col, 1, 1, bbox, found, False, box, quad)


def _both(area: TableArea | FreeArea, sheet: Sheet, readings: _Readings) -> tuple[Reading, ...]:
    if any(id(strip) not in readings.texts for strip in area.strips):
        return ()  # beyond the bound of a page: unread, not empty
    first = _reading(area, sheet, readings, readings.first)._replace(legibility=readings.legibility)
    if readings.second is None or not area.strips or any(id(s) not in readings.second_texts for s in area.strips):
        return (first,)
    return first, _reading(area, sheet, readings, readings.second)


def _reading(area: TableArea | FreeArea, sheet: Sheet, readings: _Readings, reader: ReaderName) -> Reading:
    """An area's text from its strips; a line that the area's edge leaves about half of is not read, unless the page's
    own characters tell what it is."""
    texts = readings.texts if reader == readings.first else readings.second_texts
    lines: list[Line] = []
    glyphs: list[Glyph] = []
    cut = fills = False
    strays = stray_lines(area.strips, texts, area.area) if isinstance(area, TableArea) else frozenset()
    crossed = area.crossed or bool(strays)
    in_part = False
    beyond = 0
    for strip in (strip for strip in area.strips if id(strip) not in strays):
        half = [line for line in strip.lines if line.cut_below or line.cut_above]
        ends = at_edges(strip, texts[id(strip)].glyphs, area.area, id(strip) in readings.met)
        ends = "cut" if id(strip) in readings.told.cut else ends
        cut, fills = cut or bool(half) or ends == "cut", fills or ends == "fills"
        told = readings.told.halves.get(id(strip)) if reader == readings.first else None
        if half and told is None and is_sliver(half[0], strip.em):
            beyond = round((half[0].x1 - half[0].x0) / strip.em) if half[0].cut_below else beyond
            continue
        in_part = in_part or told is not None
        kept = list(told.glyphs if told else with_shapes(texts[id(strip)].glyphs, strip.pixels, strip.em))
        if reader != readings.first:
            kept = without_half(strip, kept)
        crossed = crossed or is_unread_at_end(strip, kept) or is_of_one(strip, kept)
        if isinstance(area, TableArea) and ends_in_sliver(strip, kept, area.area.x1):
            kept, cut = kept[:-1], True
        # Of a stack each character is a line of its own.
        glyphs += kept if len(strip.lines) == 1 else [glyph._replace(x=0.0) for glyph in kept]
        run = _run(strip, [glyph for glyph in kept if glyph.char], sheet)
        if run.text.strip() and lines and isinstance(area, FreeArea):
            lines[0] = Line((*lines[0].runs, run), lines[0].bbox.join(run.bbox))
        elif run.text.strip():
            lines.append(Line((run,), run.bbox))
    right = area.tile.bbox.x1 if isinstance(area, TableArea) else area.area.x1 / sheet.per_pt
    text = join_lines(lines, right) if lines else ""
    placed_by = _placed_by(area, sheet)
    fills = (fills or (isinstance(area, TableArea) and may_go_on(area, text, readings.cuts))) and not cut
    return Reading(
        reader, text, text, cut, fills, placed_by, tuple(glyphs), crossed=crossed, beyond=beyond, in_part=in_part
    )


def _placed_by(area: TableArea | FreeArea, sheet: Sheet) -> PlacedBy:
    if isinstance(area, TableArea) and area.misplaced:
        return "misplaced"
    if isinstance(area, TableArea) and area.guessed:
        return "alignment"
    return "guess" if sheet.guessed else "centre"


def _run(strip: Strip, glyphs: Sequence[Glyph], sheet: Sheet) -> Run:
    """A strip's text as a run, each glyph with a box of its usual width, in points of the sheet."""
    top, bottom = strip.lines[0].y0 / sheet.per_pt, strip.lines[-1].y1 / sheet.per_pt
    boxes = []
    for glyph in glyphs:
        half = strip.em * half_width(glyph)
        x = strip.x0 + glyph.x
        boxes.append(BBox((x - half) / sheet.per_pt, top, (x + half) / sheet.per_pt, bottom))
    left = min(line.x0 for line in strip.lines) / sheet.per_pt
    right = max(line.x1 for line in strip.lines) / sheet.per_pt
    text = "".join(glyph.char for glyph in glyphs)
    return Run(text, tuple(boxes), BBox(left, top, right, bottom), None, strip.em / sheet.per_pt)


def _place(picture: Picture, sheet: Sheet, box: BBox) -> Place:
    return place_on_page(box, sheet.per_pt, sheet.matrix, picture.points_per_pixel)
