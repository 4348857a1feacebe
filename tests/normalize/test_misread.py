"""What readers of pictures take for what: mended where nothing else can be printed, else kept, and known when two
readers are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.model import Document, Glyph, Grid, Reading, Source, SourceKind
from shibiao.normalize.misread import agree, mend_document, mended_reading
from tests.normalize.scans import Offers, cell, reading

# What misreadings are made of, in any order, finds more than random characters do.
PIECES = [*"0123456789.%％‰一二三工过之》委《OoＯ〇○lI|丨≥≤=<>—-年月日万元级 \n", "95%", "2022", "12.5", "项目"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
CHANCES = st.floats(0, 1)
OTHERS = st.lists(st.tuples(st.sampled_from([*"≥≤=2二0"]), CHANCES), max_size=3).map(tuple)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading whose glyphs are its characters, now and then with one that was lost or one too many."""
    text = draw(TEXTS)
    glyphs = [Glyph(char, draw(CHANCES), 9.0 * n, draw(OTHERS)) for n, char in enumerate(text) if not char.isspace()]
    if draw(st.booleans()):
        odd = Glyph(draw(st.sampled_from(["", "", "—", "1"])), draw(CHANCES), 0.0, draw(OTHERS))
        glyphs.insert(draw(st.integers(0, len(glyphs))), odd)
    return Reading("rapidocr", text, text, glyphs=tuple(glyphs))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("2020一2022", "2020—2022"),
        ("--级指标", "一级指标"),
        ("级指标", "一级指标"),
        ("•", "-"),
        ("2020年一2022年", "2020年—2022年"),
        ("项目负责人（签字）··", "项目负责人（签字）："),
        ("项目负责人（签字）；", "项目负责人（签字）："),
        ("项目负责人（签字·", "项目负责人（签字）："),
        ("项目责任人（签字", "项目责任人（签字）："),
        ("项目负责人（签字：··", "项目负责人（签字：··"),
        ("单位（盖章···", "单位（盖章）："),
        ("单位（盖章）：··", "单位（盖章）："),
        ("1O0", "100"),
        ("1OO", "100"),
        ("3.O", "3.0"),
        ("9O%", "90%"),
        ("202O年", "2020年"),
        ("2〇22", "2022"),
        ("1l5", "115"),
        ("2.l%", "2.1%"),
        ("201l年", "2011年"),
        ("≥l5", "≥15"),
        ("95%0", "95‰"),
        ("95%o", "95‰"),
        ("q", "9"),
        ("1q.5", "19.5"),
        ("[019|石桥区民政局", "[019]石桥区民政局"),
        ("{045]南屏区城市管理局", "[045]南屏区城市管理局"),
        ("{031|清河县民政局", "[031]清河县民政局"),
        ("q场次", "9场次"),
        ("97.134,117.00", "97,134,117.00"),
        ("47.073.17", "47,073.17"),
        ("8.4.", "8.4"),
        ("0,00", "0.00"),
        ("4122,20", "4122.20"),
        ("1,234,20", "1,234.20"),
        ("2,796.33.", "2,796.33"),
        ("·1,401.85", "1,401.85"),
        ("548元/人.月", "548元/人·月"),
        ("469.6万π", "469.6万元"),
        ("人□数", "人口数"),
    ],
)
def test_what_its_neighbours_make_impossible_is_mended(read: str, printed: str) -> None:
    mended = mended_reading(reading(read))
    assert mended.text == printed
    assert "".join(glyph.char for glyph in mended.glyphs) == printed
    assert mended.printed == read


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("项目负责人（签字）", "项目负责人（签字）："),
        ("项目负责人（签字）9", "项目负责人（签字）："),
        ("项目负责人（", "项目负责人（签字）："),
        ("单位（盖章）", "单位（盖章）："),
    ],
)
def test_the_colon_that_a_stroke_hides_is_put_in_where_one_starts(read: str, printed: str) -> None:
    """Without a stroke the label stands as it was read."""
    assert mended_reading(reading(read)).text == read
    mended = mended_reading(reading(read)._replace(crossed=True))
    assert mended.text == printed
    assert mended.crossed


@pytest.mark.parametrize(("read", "printed"), [("负面輿情事件", "负面舆情事件"), ("網絡輿情", "網絡輿情")])
def test_a_traditional_form_in_a_text_of_simplified_ones_is_misread(read: str, printed: str) -> None:
    assert mended_reading(reading(read)).text == printed


def test_what_a_stroke_leaves_of_a_colon_is_one() -> None:
    """A pen went through its lower dot."""
    assert mended_reading(reading("项目负责人·")._replace(crossed=True)).text == "项目负责人："
    assert mended_reading(reading("项目负责人·", sure=0.9)).text == "项目负责人"


def test_a_sign_above_a_text_is_no_part_of_it() -> None:
    assert mended_reading(reading("。\n指标值")).text.strip() == "指标值"


@pytest.mark.parametrize(("read", "printed"), [("学", "字"), ("章", "章"), ("名", "名")])
def test_what_is_to_be_signed_is_a_signature_where_the_reader_is_unsure(read: str, printed: str) -> None:
    text = f"项目负责人（签{read}）："
    assert mended_reading(reading(text, {7: "字"}, 0.6)).text == f"项目负责人（签{printed}）："
    assert mended_reading(reading(text, {7: "字"}, 0.99)).text == text


def test_what_a_pen_leaves_of_a_colon_is_one_and_doubted() -> None:
    mended = mended_reading(reading("单位（盖章）·"))
    assert mended.text == "单位（盖章）："
    assert mended.crossed
    assert mended_reading(reading("项目负责人（签字）：·······")).text == "项目负责人（签字）："


@pytest.mark.parametrize(
    "text",
    [
        *("一级指标", "二12号文", "第一年", "—", "OA系统", "Office 365", "A1l", "过去5年", "工作3次", "三5"),
        *(
            "2.5.1",
            "2023.12.31",
            "1.234",
            "12.5万元",
            "元/人月",
            "2020—2022",
            "≥95%",
            "100",
            "95‰",
            "20%",
            "二〇二二年",
            "2",
            "委托2次",
            "《5号文》",
            "",
        ),
    ],
)
def test_what_may_be_printed_so_is_left(text: str) -> None:
    given = reading(text)
    assert mended_reading(given) is given


@pytest.mark.parametrize(
    ("read", "offers", "printed"),
    [
        *((f"{sign}95%", {0: "≥"}, "≥95%") for sign in "二三工过之》2"),
        *((f"{sign}95%", {0: "≤"}, "≤95%") for sign in "委《"),
        ("二12", {0: "="}, "=12"),
        ("295.5%", {0: "≥"}, "≥95.5%"),
        ("工5天", {0: "≥"}, "≥5天"),
    ],
)
def test_signs_are_mended_where_the_reader_itself_offers_them(read: str, offers: Offers, printed: str) -> None:
    assert mended_reading(reading(read, offers)).text == printed
    unoffered = reading(read)
    assert mended_reading(unoffered) is unoffered


@pytest.mark.parametrize("read", ["295", "25次", "达到二95%", "295%以上"])
def test_an_offered_sign_is_not_taken_where_the_figure_is_likely(read: str) -> None:
    offers = {place: "≥" for place, char in enumerate(read) if char in "2二" and place}
    assert mended_reading(reading(read, offers)).text == read


def test_a_2_is_a_figure_unless_a_share_follows() -> None:
    assert mended_reading(reading("295", {0: "≥"})).text == "295"
    assert mended_reading(reading("295%", {0: "≥"})).text == "≥95%"


def test_line_breaks_are_no_characters() -> None:
    mended = mended_reading(reading("2020一\n2022年1O月"))
    assert mended.text == "2020一\n2022年10月"  # what a line ends with has no neighbour
    assert mended_reading(reading("投入\n1O0元")).text == "投入\n100元"


def test_glyphs_that_are_not_the_text_are_not_guessed_at() -> None:
    odd = Reading("rapidocr", "1O0", "1O0", glyphs=(Glyph("7", 0.9, 0.0),))
    assert mended_reading(odd) is odd
    lost = (Glyph("1", 0.9, 0.0), Glyph("", 0.8, 5.0, (("0", 0.1),)), Glyph("O", 0.9, 10.0), Glyph("0", 0.9, 20.0))
    mended = mended_reading(Reading("rapidocr", "1O0", "1O0", glyphs=lost))
    assert [glyph.char for glyph in mended.glyphs] == ["1", "", "0", "0"]


def test_a_mended_character_keeps_its_place_and_alternatives() -> None:
    (one, mended, _) = mended_reading(reading("1O0", {1: "0D"}, sure=0.6)).glyphs
    assert (one.char, one.probability) == ("1", 0.6)
    assert (mended.char, mended.x) == ("0", 10.0)
    assert mended.others == (("0", 0.05), ("D", 0.05))
    assert mended.probability > 0.9


@given(readings())
def test_mending_is_done_once_and_loses_nothing(given: Reading) -> None:
    mended = mended_reading(given)
    assert mended_reading(mended) is mended
    assert (mended.printed, mended.reader, mended.cut) == (given.printed, given.reader, given.cut)
    assert len(mended.text) <= len(given.text)
    assert all(0 <= glyph.probability <= 1 for glyph in mended.glyphs)
    if "".join(glyph.char for glyph in given.glyphs) == "".join(given.text.split()):
        assert "".join(glyph.char for glyph in mended.glyphs) == "".join(mended.text.split())


def document(kind: SourceKind, *found: Reading) -> Document:
    return Document(Source("表", "0" * 64, kind), (Grid(1, tuple(cell(one) for one in found)),))


@given(readings())
def test_only_readings_of_pictures_are_mended(given: Reading) -> None:
    digital = document("digital", given)
    assert mend_document(digital) is digital
    born = Reading("pdfium", given.text, given.printed)
    assert mend_document(document("scan", born)) == document("scan", born)
    mended = mend_document(document("scan", given))
    assert mended.grids[0].cells[0].readings == (mended_reading(given),)


def test_the_second_reading_stays_as_it_is() -> None:
    second = reading("1O0", reader="tesseract")
    grid = Grid(1, (cell(reading("1O0"), second),))
    (mended,) = mend_document(Document(Source("表", "0" * 64, "scan"), (grid,))).grids[0].cells
    assert [one.text for one in mended.readings] == ["100", "1O0"]
    assert mended.readings[1] is second


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("≥95%", f"{sign}95%") for sign in ("2", "工", "过", "》", "二", "之", ">", "≧", "")),
        *(("≤3天", f"{sign}3天") for sign in ("委", "《", "二", "<", "")),
        *(("=12", f"{sign}12") for sign in ("二", "一", "")),
        *(("2020—2022", f"2020{dash}2022") for dash in "一-－–~"),
        *(("3-5", f"3{dash}5") for dash in "一—"),
        *(("100", read) for read in ("1O0", "1OO", "lO0", "|00", "１００", "1 0 0")),
        *(("5‰", read) for read in ("5%", "5%0", "5%o")),
        *(("95%", read) for read in ("9596", "95％")),
        ("≥10‰", "过lO%0"),
        ("（万元）", "(万元〉"),
        ("保障河道，改善环境。", "保障河道.改善环境"),
        ("", ""),
        ("", " \n"),
    ],
)
def test_readers_that_differ_by_what_they_confuse_agree(first: str, second: str) -> None:
    assert agree(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(("5%", read) for read in ("50%", "59%", "95%", "6%", "5")),
        *(("≥95%", read) for read in ("≥96%", "≤95%", "5%", "≥95", "2295%")),
        *(("295%", read) for read in ("≥95%", "95%")),
        *(("12.50", read) for read in ("1250", "12.5", "12.60", "")),
        *(("100", read) for read in ("10", "1000", "11O", "OO1")),
        *(("一级", read) for read in ("-级", "级", "二级")),
        ("≥好", "工好"),
        ("—", ""),
        ("", "5"),
        ("数量指标", "质量指标"),
    ],
)
def test_other_differences_are_disagreement(first: str, second: str) -> None:
    assert not agree(first, second)


@given(TEXTS)
def test_a_text_agrees_with_itself_however_wide_and_spaced(text: str) -> None:
    assert agree(text, text)
    assert agree(text, " ".join(text))
    assert agree(text, text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)}))


@given(TEXTS, TEXTS)
def test_figures_that_agree_are_the_same_figures(first: str, second: str) -> None:
    """What the first reader takes for figures stands in the second's text too, or as a letter alike."""
    if agree(first, second):
        seen = "".join(second.split()).translate(str.maketrans("OoＯ〇○lI|丨％", "000001111%"))
        figures = [char for char in first if char in "3456789"]
        rest = iter(seen)
        assert all(figure in rest for figure in figures)


@pytest.mark.parametrize(
    ("chances", "printed"),
    [
        ({">": 0.6, "≥": 0.36}, "≥97%"),  # the network is in two minds, and > is rare
        ({">": 0.95, "≥": 0.05}, "≥97%"),
        ({">": 0.999, "≥": 0.001}, ">97%"),
        ({">": 1.0}, ">97%"),
    ],
)
def test_a_rare_sign_gives_way_to_a_common_one_that_the_reader_offers(chances: dict[str, float], printed: str) -> None:
    plain = reading(">97%")
    others = tuple((char, chance) for char, chance in chances.items() if char != ">")
    first = plain.glyphs[0]._replace(probability=chances[">"], others=others)
    mended = mended_reading(plain._replace(glyphs=(first, *plain.glyphs[1:])))
    assert mended.text == printed
    if printed != ">97%":
        weight = 40 * chances["≥"]
        assert mended.glyphs[0].probability == pytest.approx(min(0.95, weight / (weight + chances[">"])))


@pytest.mark.parametrize(
    ("read", "sure", "printed"),
    [
        ("。校舍维修", 0.999, "校舍维修"),
        ("eの0.00", 0.6, "eの0.00"),
        ("の0.00", 0.99, "0.00"),
        ("绩效指标θ", 0.99, "绩效指标"),
        ("满意度é", 0.6, "满意度"),
        ("a0.00", 0.6, "0.00"),
        ("a0.00", 0.99, "a0.00"),
        ("1990.98p", 0.6, "1990.98"),
        ("。820.82", 0.6, "820.82"),
        ("≥96%C", 0.6, "≥96%"),
        ("6.5%。", 0.6, "6.5%。"),
        ("A类事故", 0.99, "A类事故"),
        ("B2", 0.6, "B2"),
        ("612·86", 0.6, "612.86"),
    ],
)
def test_dirt_at_an_end_is_told_by_what_forms_do_not_print(read: str, sure: float, printed: str) -> None:
    assert mended_reading(reading(read, sure=sure)).text == printed


def test_a_letter_that_is_dropped_leaves_the_cell_doubted() -> None:
    """A tick or a fibre, or a figure that was read as a letter."""
    assert mended_reading(reading("x项目名称", sure=0.6)).crossed
    assert not mended_reading(reading("q场次", sure=0.6)).crossed


@pytest.mark.parametrize("read", ["森林火灾受害•", "•项目名称"])
def test_a_dot_at_an_end_may_be_what_a_seal_leaves_of_a_character(read: str) -> None:
    mended = mended_reading(reading(read))
    assert (mended.text, mended.crossed) == (read.strip("•"), True)


@pytest.mark.parametrize(("read", "kept"), [("≤11元/平方米·", True), ("明显提升·", False), ("96%·", False)])
def test_the_dot_of_a_unit_that_is_cut_behind_it_stays(read: str, kept: bool) -> None:
    assert mended_reading(reading(read, sure=0.9)).text == (read if kept else read[:-1])


def test_the_dot_of_a_unit_is_told_where_a_line_breaks_beside_it() -> None:
    for read, printed in (("元/人.\n天", "元/人·\n天"), ("元/人\n:月", "元/人\n·月"), ("指标·\n完成", "指标\n完成")):
        assert mended_reading(reading(read)).text == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("X", "×"),
        ("O", "○"),
        ("5X8小时", "5×8小时"),
        (".%", "%"),
        ("··‰", "‰"),
        ("..<0.8万元", "<0.8万元"),
        ("指标解释····", "指标解释"),
        ("正向指.标", "正向指，标"),
        ("127,884:80", "127,884.80"),
    ],
)
def test_what_specks_and_letters_that_are_none_leave_is_mended_and_doubted(read: str, printed: str) -> None:
    mended = mended_reading(reading(read))
    assert mended.text == printed
    assert mended.crossed


@pytest.mark.parametrize("text", ["12:30", "2X3", "DN300", "×", "乡镇，街道"])
def test_signs_that_may_be_printed_so_stay(text: str) -> None:
    mended = mended_reading(reading(text))
    assert (mended.text, mended.crossed) == (text, False)
