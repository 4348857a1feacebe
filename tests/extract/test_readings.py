"""What a cell says: the text that belongs to it, and what of it is printed."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from shibiao.extract.model import Cell, Reading
from tests.extract.paper import clipped, grid

CELL = (50, 100, 47, 20)  # x, y, width, height of the first of two cells


def first_cell(write: Callable[[Canvas], None], clip: bool = True) -> Reading:
    return cells(write, clip)[0].readings[0]


def cells(write: Callable[[Canvas], None], clip: bool = True) -> tuple[Cell, ...]:
    def draw(p: Canvas) -> None:
        p.grid([50, 97, 300], [100, 120])
        if clip:
            with clipped(p, *CELL):
                write(p)
        else:
            write(p)

    return grid(draw).cells


def test_a_clipped_text_is_read_whole_and_printed_cut() -> None:
    found = cells(lambda p: p.drawString(52, 106, "满意度指标的全部"))
    assert [cell.text for cell in found] == ["满意度指标的全部", ""]
    reading = found[0].readings[0]
    assert (reading.printed, reading.placed_by, reading.cut) == ("满意度指", "clip", False)


def test_a_text_that_ends_on_the_edge_may_go_on() -> None:
    """The program wrote glyphs up to the edge and may have left out those behind it."""
    reading = first_cell(lambda p: p.drawString(52, 106, "满意度指标"))
    assert (reading.text, reading.printed, reading.cut) == ("满意度指标", "满意度指", True)


def test_a_text_with_room_to_spare_is_whole() -> None:
    reading = first_cell(lambda p: p.drawString(52, 106, "数量"))
    assert (reading.text, reading.printed, reading.cut, reading.fills) == ("数量", "数量", False, False)


def test_unclipped_text_goes_by_its_centre() -> None:
    reading = first_cell(lambda p: p.drawString(52, 106, "数量"), clip=False)
    assert (reading.text, reading.placed_by) == ("数量", "centre")


def test_the_wrap_of_a_narrow_cell_leaves_nothing_behind() -> None:
    def write(p: Canvas) -> None:
        p.setFontSize(8)
        p.drawString(52, 111, "社会效益指")
        p.drawString(52, 102, "标")

    assert first_cell(write, clip=False).text == "社会效益指标"


def test_a_line_that_the_writer_broke_stays_broken() -> None:
    def write(p: Canvas) -> None:
        p.setFontSize(8)
        p.drawString(52, 111, "一")
        p.drawString(52, 102, "二")

    assert first_cell(write, clip=False).text == "一\n二"


def test_one_run_over_two_cells_is_divided_where_it_leaps() -> None:
    def write(p: Canvas) -> None:
        text = p.beginText(52, 106)
        text.textOut("数量")
        text.setCharSpace(0)
        text.textOut("        大于九十")
        p.drawText(text)

    found = cells(write, clip=False)
    assert [cell.text.strip() for cell in found] == ["数量", "大于九十"]


def test_hidden_text_is_in_no_cell() -> None:
    def write(p: Canvas) -> None:
        text = p.beginText(52, 106)
        text.setTextRenderMode(3)
        text.textOut("隐形")
        p.drawText(text)

    assert [cell.text for cell in cells(write, clip=False)] == ["", ""]
