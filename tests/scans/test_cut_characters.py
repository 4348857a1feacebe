"""Characters that a cell's edge has cut, told by the rest of the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from shibiao.extract.model import Glyph
from shibiao.extract.recognise.cut_reader import CutReader
from shibiao.extract.recognise.features import Features
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.recognise.rapidocr import RapidOcr
from shibiao.extract.scan.cut_characters import tell_cut
from shibiao.extract.scan.page_glyphs import page_glyphs
from shibiao.extract.scan.reader import ScanReader
from shibiao.extract.scan.strips import Strip, strips_of
from shibiao.extract.scan.textlines import Area, TextLine
from tests.scans.drawn import chinese_font, printed
from tests.scans.tables import XS, YS, blank, picture, ruled

EM = 40
HEIGHT = 80
WHOLE = Area(0, 0, 1000, HEIGHT)


def line(text: str, noise: int, **cut: int) -> tuple[Strip, list[float]]:
    """A line's strip and the middles of its characters in it. Only ``head`` or ``foot`` rows of ink are there, or all
    but ``left`` columns at its end, ``right`` ones at its start. ``noise``: the seed of the paper's grain."""
    pixels, middles = printed(text, EM, HEIGHT)
    grain = np.random.default_rng(noise).normal(0, 6, pixels.shape[:2])
    page = np.clip(pixels[:, :, 0] + grain - 6, 0, 255).astype(np.uint8)
    rows, columns = (np.flatnonzero((pixels[:, :, 0] < 128).any(axis=axis)) for axis in (1, 0))
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    area = [0, 0, page.shape[1], HEIGHT]
    if "head" in cut:
        y1 = area[3] = y0 + cut["head"]
    if "foot" in cut:
        y0 = area[1] = y1 - cut["foot"]
    if "left" in cut:
        x1 = area[2] = x1 - cut["left"]
    if "right" in cut:
        x0 = area[0] = x0 + cut["right"]
    found = TextLine(
        x0,
        y0,
        x1,
        y1,
        cut_right="left" in cut,
        cut_left="right" in cut,
        cut_below="head" in cut,
        cut_above="foot" in cut,
    )
    (strip,) = strips_of(page, [found], float(EM), Area(*area))
    return strip, [x - strip.x0 for x in middles]


def cell_of(strip: Strip) -> Area:
    """The cell that a strip's line is cut by: its borders are where the line ends."""
    only = strip.lines[0]
    return Area(only.x0, only.y0, only.x1, only.y1)


def read_as(text: str, middles: Sequence[float], probability: float = 0.99) -> LineText:
    return LineText(tuple(Glyph(char, probability, x) for char, x in zip(text, middles, strict=True)))


PAGE = ("高血压患者管理人数", "重点人群随访完成率", "提升服务能力，控制在预算以内")


def told(
    part: Strip,
    reading: LineText,
    others: Sequence[str] = PAGE,
    before: str = "",
    reader: CutReader | None = None,
) -> tuple[str | None, str]:
    """The text of a half line (None: not told), and that of a line cut aside, on a page with these whole lines."""
    areas: list[tuple[Area, list[Strip]]] = []
    texts: dict[int, LineText] = {}
    for number, text in enumerate(others):
        strip, middles = line(text, number)
        areas.append((WHOLE, [strip]))
        texts[id(strip)] = read_as(text, middles)
    cell = [part]
    if before:
        strip, middles = line(before, 50)
        texts[id(strip)] = read_as(before, middles)
        cell = [strip, part]
    texts[id(part)] = reading
    found = tell_cut([*areas, (cell_of(part), cell)], texts, reader)
    half = found.halves.get(id(part))
    return half and half.text, found.lines.get(id(part), reading).text


@pytest.mark.parametrize("kept", ["head", "foot"])
@pytest.mark.parametrize("text", ["管理人数", "随访", "服务能力"])
def test_a_half_line_is_told_by_the_pages_own_characters(kept: str, text: str) -> None:
    part, middles = line(text, 99, **{kept: 20})
    assert told(part, read_as("※" * len(text), middles, 0.4))[0] == text


def test_a_line_with_a_character_of_its_own_stays_unread() -> None:
    part, middles = line("管理鹰数", 99, head=20)
    assert told(part, read_as("※" * 4, middles, 0.4))[0] is None


def test_less_than_two_fifths_of_a_line_tell_nothing() -> None:
    part, middles = line("管理人数", 99, head=12)
    assert told(part, read_as("※" * 4, middles, 0.4))[0] is None


@pytest.mark.parametrize("kept", ["head", "foot"])
@pytest.mark.parametrize(("text", "seen"), [("标准提高", 22), ("经济效益", 22), ("粮食安全得到巩固", 24)])
def test_characters_that_stand_nowhere_else_are_read_by_their_parts(kept: str, text: str, seen: int) -> None:
    part, middles = line(text, 99, **{kept: seen})
    reading = read_as("※" * len(text), middles, 0.4)
    assert told(part, reading)[0] is None
    assert told(part, reading, reader=CutReader(Features()))[0] == text


def test_a_line_that_is_read_badly_though_more_is_seen_is_read_by_its_parts() -> None:
    part, middles = line("满意度指标", 99, foot=30)
    reader = CutReader(Features())
    assert told(part, read_as("两总反拍标", middles, 0.8), reader=reader)[0] == "满意度指标"
    assert told(part, read_as("满意度指标", middles, 0.999), reader=reader)[0] is None  # well read: left alone


@pytest.mark.parametrize(("text", "seen"), [("提升服务能力，控制在预算以内", 24), ("管理、服务能力", 28)])
def test_where_a_character_s_room_shows_nothing_a_point_stands(text: str, seen: int) -> None:
    """， stands lower than what is seen; of 、 the head shows."""
    part, middles = line(text, 99, head=seen)
    found = told(part, read_as("※" * len(text), middles, 0.4), reader=CutReader(Features()))[0]
    assert found == text


def test_a_usual_character_is_likelier_than_a_rare_one() -> None:
    """The foot of 下 is that of 卜."""
    part, middles = line("下一年度", 99, foot=27)
    assert told(part, read_as("※" * 4, middles, 0.4), reader=CutReader(Features()))[0] == "下一年度"


def test_figures_of_which_half_is_seen_make_no_number() -> None:
    """The heads of 3 and 2, of 8, 9 and 0 are nearly the same."""
    part, middles = line("完成2983人次", 99, head=20)
    found = told(part, read_as("※" * 8, middles, 0.4), reader=CutReader(Features()))[0]
    assert found is None or found == "完成2983人次"


def test_the_word_may_begin_on_the_line_above() -> None:
    """影 | 响: the second half of the word stands by itself on the half line, before characters of the page."""
    part, middles = line("响人数", 99, head=20)
    reading, reader = read_as("响人数", middles, 0.3), CutReader(Features())
    assert told(part, reading, before="可持续影", reader=reader)[0] == "响人数"


@pytest.mark.parametrize(
    ("text", "kept", "seen", "wrong"), [("人员数", "left", 16, "娄"), ("升服务", "right", 14, "十")]
)
def test_a_character_that_the_side_cuts_is_told_by_the_same_part_of_another(
    text: str, kept: str, seen: int, wrong: str
) -> None:
    part, middles = line(text, 99, **{kept: seen})
    reading = text[:-1] + wrong if kept == "left" else wrong + text[1:]
    glyphs = list(read_as(reading, middles).glyphs)
    end = -1 if kept == "left" else 0
    glyphs[end] = glyphs[end]._replace(probability=0.6)
    assert told(part, LineText(tuple(glyphs)))[1] == text


@pytest.mark.parametrize(
    ("text", "kept", "seen", "wrong"),
    [
        ("生活得到", "left", 10, "至"),
        ("粮食安全", "left", 14, "会"),
        ("标准提高", "right", 12, "示"),
        ("规范管理", "right", 16, "见"),
    ],
)
def test_a_character_that_stands_nowhere_else_is_read_by_its_side(text: str, kept: str, seen: int, wrong: str) -> None:
    part, middles = line(text, 99, **{kept: seen})
    reading = read_as(text[:-1] + wrong if kept == "left" else wrong + text[1:], middles, 0.95)
    assert told(part, reading, reader=CutReader(Features()))[1] == text


@pytest.mark.parametrize(("text", "kept"), [("困难群众基本生活", "left"), ("降低居民医疗费用", "right")])
def test_a_character_of_which_half_is_seen_is_read_though_the_recogniser_reads_nothing(text: str, kept: str) -> None:
    part, middles = line(text, 99, **{kept: 14})
    whole = slice(0, -1) if kept == "left" else slice(1, None)
    found = told(part, read_as(text[whole], middles[whole]), reader=CutReader(Features()))[1]
    assert found == text


@pytest.mark.parametrize(("text", "kept"), [("困难群众基本生活", "left"), ("降低居民医疗费用", "right")])
def test_a_character_of_which_less_than_half_is_seen_is_not_read(text: str, kept: str) -> None:
    part, middles = line(text, 99, **{kept: 28})
    whole = slice(0, -1) if kept == "left" else slice(1, None)
    reading = list(read_as(text, middles, 0.99).glyphs)
    reading[-1 if kept == "left" else 0] = Glyph("！", 0.6, middles[-1 if kept == "left" else 0])
    assert told(part, LineText(tuple(reading)), reader=CutReader(Features()))[1] == text[whole]


def test_a_line_that_the_recogniser_reads_by_its_parts_is_mended_where_it_stays_untold() -> None:
    """政束亘传 are the feet of 政策宣传, and 2026 is too little like itself for the line to be told as a whole."""
    part, middles = line("政策宣传2026", 99, foot=25)
    reading = read_as("政束亘传2026", middles, 0.97)
    assert told(part, reading, reader=CutReader(Features())) == (None, "政策宣传2026")


def test_a_character_that_is_seen_whole_stays_what_was_read() -> None:
    """A line may come up to its cell's side with all of its last character: 已 stands elsewhere, 己 nowhere."""
    part, middles = line("自己", 99, left=2)
    assert told(part, read_as("自己", middles), (*PAGE, "已完成"))[1] == "自己"


def test_figures_at_a_side_are_left_alone() -> None:
    part, middles = line("预算20", 99, left=8)
    assert told(part, read_as("预算20", middles))[1] == "预算20"


def test_only_surely_read_characters_stand_for_others() -> None:
    strip, middles = line("管理人数", 1)
    sure = page_glyphs([(strip, read_as("管理人数", middles))])
    assert {glyph.char for glyphs in sure.by_width.values() for glyph in glyphs} == set("管理人数")
    assert "人数" in sure.pairs
    assert not page_glyphs([(strip, read_as("管理人数", middles, 0.7))]).by_width


def test_a_cell_whose_half_line_is_told_stays_cut() -> None:
    """Its second line goes on below the cell's foot: more may follow there."""
    texts = [
        ["项目", "管理人数", "高血压患者"],
        ["单位", "患者随访", "重点人群管理"],
        ["时间", "完成率", "随访人数"],
        ["备注", "无", "重点管理"],
    ]
    page = Image.fromarray(ruled(blank(noise=3.0), ys=YS[: len(texts) + 1]))
    face = chinese_font(30).face
    for top, row in zip(YS, texts, strict=False):
        for left, text in zip(XS, row, strict=False):
            ImageDraw.Draw(page).text((left + 30, top + 12), text, (25, 25, 25), face)
    below = Image.new("RGB", (400, 40), (252, 252, 252))
    ImageDraw.Draw(below).text((0, 0), "患者人数", (25, 25, 25), face)
    rows = np.flatnonzero((np.asarray(below)[:, :, 0] < 128).any(axis=1))
    page.paste(below.crop((0, rows[0], 200, rows[0] + 15)), (XS[2] + 30, YS[2] - 17))
    grid = ScanReader(RapidOcr(), cut_reader=CutReader(Features())).read(picture(np.asarray(page))).grid
    (cell,) = [cell for cell in grid.cells if (cell.row, cell.col) == (1, 2)]
    assert cell.readings[0].text.replace("\n", "") == "重点人群管理患者人数"
    assert cell.readings[0].cut
    others = {cell.readings[0].text for cell in grid.cells if cell.ruled and cell.readings} - {cell.readings[0].text}
    assert others == {text for row in texts for text in row} - {"重点人群管理"}
