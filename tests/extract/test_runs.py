"""Text runs of a page: where they stand, what clips them, and which of them are printed."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import black, darkblue, white
from reportlab.pdfgen.canvas import Canvas

from shibiao.extract.model import BBox, Page, Run
from shibiao.extract.pdfium import _character
from tests.extract.paper import HEIGHT, WIDTH, clipped, near, page


def only(found: Page) -> Run:
    (run,) = found.runs
    return run


def test_a_run_has_a_box_for_every_character() -> None:
    run = only(page(lambda p: p.drawString(100, 200, "产出指标")))
    assert run.text == "产出指标"
    assert len(run.boxes) == 4
    assert [round(box.width) for box in run.boxes] == [10] * 4
    assert near((run.bbox.x0, run.bbox.x1), (100, 140))
    assert run.bbox.y0 < HEIGHT - 200 < run.bbox.y1 + 1
    assert (run.clip, run.size, run.visibility) == (None, 10, "visible")


def test_a_clip_path_hides_nothing_from_the_text() -> None:
    def draw(p: Canvas) -> None:
        with clipped(p, 100, 195, 25, 20):
            p.drawString(100, 200, "产出指标")

    run = only(page(draw))
    assert run.text == "产出指标"
    assert run.clip is not None
    assert near(run.clip, (100, HEIGHT - 215, 125, HEIGHT - 195))


def test_nested_clips_leave_what_both_leave() -> None:
    def draw(p: Canvas) -> None:
        with clipped(p, 100, 190, 30, 30), clipped(p, 110, 180, 200, 30):
            p.drawString(100, 200, "产出指标")

    clip = only(page(draw)).clip
    assert clip is not None
    assert near(clip, (110, HEIGHT - 210, 130, HEIGHT - 190))


def test_clips_that_share_nothing_leave_nothing() -> None:
    def draw(p: Canvas) -> None:
        with clipped(p, 100, 190, 30, 30), clipped(p, 200, 190, 30, 30):
            p.drawString(100, 200, "产出指标")

    found = page(draw)
    assert all(run.clip is not None and run.clip.width * run.clip.height == 0 for run in found.runs)


def test_a_form_object_is_moved_and_scaled() -> None:
    def draw(p: Canvas) -> None:
        p.beginForm("stamp")
        p.setFont("STSong-Light", 10)
        with clipped(p, 0, 0, 20, 15):
            p.drawString(0, 0, "盖章处")
        p.setLineWidth(1)
        p.line(0, 0, 50, 0)
        p.endForm()
        p.saveState()
        p.transform(2, 0, 0, 2, 100, 150)
        p.doForm("stamp")
        p.restoreState()

    found = page(draw)
    run = only(found)
    assert (run.text, round(run.size, 3)) == ("盖章处", 20)
    assert near((run.bbox.x0, run.bbox.x1), (100, 160))
    assert run.clip is not None
    assert near(run.clip, (100, HEIGHT - 180, 140, HEIGHT - 150))
    (rule,) = found.rules
    assert near((rule.position, rule.start, rule.end), (HEIGHT - 150, 100, 200), 1.1)


@pytest.mark.parametrize(
    ("rotation", "corner"),
    [
        (0, (100, HEIGHT - 200)),
        (90, (200, 100)),
        (180, (WIDTH - 100, 200)),
        (270, (WIDTH - 200, HEIGHT - 100)),
    ],
)
def test_rotated_pages_are_seen_as_a_reader_sees_them(rotation: int, corner: tuple[float, float]) -> None:
    """reportlab gives the size of the page as turned. ``corner``: where the base line's start comes to lie."""
    found = page(lambda p: p.drawString(100, 200, "产"), rotation=rotation)
    assert near((found.width, found.height), (WIDTH, HEIGHT))
    box = only(found).bbox
    reach = BBox(box.x0 - 3, box.y0 - 3, box.x1 + 3, box.y1 + 3)
    assert reach.holds(*corner)


def test_text_written_for_a_turned_page_reads_from_left_to_right() -> None:
    def draw(p: Canvas) -> None:
        p.translate(200, 50)
        p.rotate(90)
        p.drawString(0, 0, "产出指标")

    run = only(page(draw, rotation=90))
    assert run.text == "产出指标"
    assert [box.x0 for box in run.boxes] == sorted(box.x0 for box in run.boxes)
    assert run.bbox.width > 3 * run.bbox.height


def test_the_crop_box_is_the_page() -> None:
    found = page(lambda p: p.drawString(100, 200, "产"), crop=(60, 40, 360, 280))
    assert near((found.width, found.height), (300, 240))
    assert near((only(found).bbox.x0,), (40,))
    assert abs(only(found).bbox.y1 - 80) < 4


def test_invisible_text_is_not_printed() -> None:
    def draw(p: Canvas) -> None:
        text = p.beginText(100, 200)
        text.setTextRenderMode(3)
        text.textOut("隐形")
        p.drawText(text)

    found = page(draw)
    assert [(run.text, run.visibility) for run in found.unseen] == [("隐形", "invisible")]
    assert found.runs == ()


def test_white_text_shows_on_a_dark_ground_only() -> None:
    def draw(p: Canvas) -> None:
        p.setFillColor(darkblue)
        p.rect(50, 90, 200, 30, stroke=0, fill=1)
        p.setFillColor(white)
        p.drawString(60, 100, "表头")
        p.drawString(60, 200, "看不见")
        p.setFillColor(black)
        p.drawString(60, 250, "正文")

    found = page(draw)
    assert [run.text for run in found.runs] == ["表头", "正文"]
    assert [(run.text, run.visibility) for run in found.unseen] == [("看不见", "same-colour")]


def test_text_beside_the_page_is_not_printed() -> None:
    def draw(p: Canvas) -> None:
        p.drawString(WIDTH + 20, 100, "页外")
        p.drawString(WIDTH - 5, 100, "页边")

    found = page(draw)
    assert [(run.text, run.visibility) for run in found.unseen] == [("页外", "off-page")]
    assert [run.text for run in found.runs] == ["页边"]


@pytest.mark.parametrize("code", [0, -1, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x110000, 0xFFFFFFFF])
def test_what_is_no_character_is_marked(code: int) -> None:
    assert _character(code) == "\ufffd"


def test_a_character_beyond_the_first_plane_is_kept() -> None:
    assert _character(0x20BB7) == "𠮷"
    assert _character(0x4EA7) == "产"
