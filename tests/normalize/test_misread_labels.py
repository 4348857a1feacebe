"""Labels that a picture's reader got nearly right are told; texts that are no labels are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.model import Document, Grid, Reading, Source, SourceKind
from shibiao.normalize.layout.lexicon import lexicon_of
from shibiao.normalize.misread_labels import mend_labels
from shibiao.schemas.families import load_catalogue
from tests.normalize.scans import Offers, cell, reading

LEXICON = lexicon_of(load_catalogue())
LABELS = LEXICON.all_labels


def told(read: Reading, kind: SourceKind = "scan") -> Reading:
    """What becomes of a cell's only reading."""
    grid = Grid(1, (cell(read),))
    found = mend_labels(Document(Source("a.png", "0" * 64, kind), (grid,)), LABELS, LEXICON.level_words)
    (one,) = found.grids[0].cells[0].readings
    return one


def joined(*lines: str) -> Reading:
    """Lines read surely, joined in one text: their characters' places begin anew."""
    glyphs = (glyph for line in lines for glyph in reading(line, sure=0.999).glyphs)
    return reading("".join(lines), sure=0.999)._replace(glyphs=tuple(glyphs))


def mended(
    text: str,
    offers: Offers | None = None,
    sure: float = 0.6,
    kind: SourceKind = "scan",
    cut: bool = False,
    beyond: int = 0,
) -> str:
    found = told(reading(text, offers, sure)._replace(cut=cut, beyond=beyond), kind)
    assert found.printed == text
    return found.text


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("s绩效指标", "绩效指标"),
        ("绩效指标Vσ", "绩效指标"),
        ("产出指标(50分)è", "产出指标(50分)"),
        ("项目负责人（签字）：心", "项目负责人（签字）："),
        ("yr项目负责人（签字）：、", "项目负责人（签字）："),
        ("得分d", "得分"),
        ("经济效益指杆", "经济效益指标"),
        ("项自资金（万元）", "项目资金（万元）"),
        ("页目负责人：", "项目负责人："),
        ("年度主，要任务", "年度主要任务"),
        ("总体目.标", "总体目标"),
    ],
)
def test_a_label_but_for_dirt_or_a_doubtful_character_is_that_label(read: str, printed: str) -> None:
    assert mended(read) == printed


@pytest.mark.parametrize(
    ("lines", "label"),
    [(("绩效", "指标", "一"), "绩效指标"), (("—", "绩效指标"), "绩效指标"), (("绩效指标一",), "绩效指标一")],
)
def test_a_bar_alone_on_its_line_is_a_pens_stroke(lines: tuple[str, ...], label: str) -> None:
    """Beside a label on one line it may be a numeral."""
    assert told(joined(*lines)).text == label


def test_of_two_labels_the_one_is_told_that_the_reader_offers() -> None:
    assert mended("教量指标") == "教量指标"
    assert mended("教量指标", {0: "数"}) == "数量指标"
    assert mended("—级指标", {0: "一"}) == "一级指标"


@pytest.mark.parametrize(
    "text",
    [
        "质量指标",
        "产出指标(50分)",
        "满意度指标(10",  # cut in its bracket: the figure says something
        "全年执行数(B)",
        "其中：当年财政拨款",
        "≥二级",  # a value; 二级 is a label too
        "≤三级",
        "=一级",
        "“二级”",
        "数量多",
        "2023年",
        "-",
        "",
    ],
)
def test_what_is_a_label_or_far_from_any_is_left(text: str) -> None:
    assert mended(text, sure=0.99) == text


def test_a_sign_that_is_one_of_two_is_no_dirt() -> None:
    """The reader is unsure only of which: ≥ or >."""
    assert mended("≥三级", {0: ">"}, sure=0.55) == "≥三级"
    assert mended("≥三级", sure=0.55) == "三级"


def test_a_character_of_which_the_reader_is_sure_is_not_doubted() -> None:
    assert mended("经济效益指杆", sure=0.995) == "经济效益指杆"


@pytest.mark.parametrize("kind", ["pdf", "text"])
def test_only_pictures_are_misread(kind: SourceKind) -> None:
    assert mended("s绩效指标", kind=kind) == "s绩效指标"


@given(st.text(alphabet="绩效指标数质量一二三级项目资金(万元)：:0123456789abσ、 ", max_size=14), st.floats(0, 1))
def test_mending_twice_changes_no_more(text: str, sure: float) -> None:
    once = mended(text, sure=sure)
    assert mended(once, sure=sure) == once or once in ("", text)


@given(st.sampled_from(sorted(LABELS)))
def test_every_label_is_left_as_it_is(label: str) -> None:
    assert mended(label, sure=0.3) == label


@pytest.mark.parametrize(
    ("read", "beyond", "printed"),
    [
        ("经济效益", 2, "经济效益指标"),
        ("满意度", 2, "满意度指标"),
        ("社会效益", 3, "社会效益指标"),
        ("可持续影响", 2, "可持续影响指标"),
    ],
)
def test_a_label_whose_last_line_the_cells_foot_took_is_completed_where_one_fits(
    read: str, beyond: int, printed: str
) -> None:
    assert mended(read, cut=True, beyond=beyond, sure=0.99) == printed


@pytest.mark.parametrize(
    ("read", "beyond"), [("经济效益", 0), ("经济效益", 7), ("购置设备", 2), ("12", 2), ("效", 1), ("三级指标", 2)]
)
def test_a_text_is_not_completed_where_none_or_several_fit(read: str, beyond: int) -> None:
    assert mended(read, cut=True, beyond=beyond, sure=0.99) == read


def test_half_characters_are_the_one_label_that_the_reader_offers_too() -> None:
    assert mended("生心双益相标", {4: "指"}, cut=True) == "生态效益指标"
    assert mended("红卯双血旧标", {3: "益"}, cut=True) == "红卯双血旧标"  # of six characters two: three labels fit
    assert mended("生心双益相标", {4: "指"}) == "生心双益相标"  # whole characters are believed


def test_a_cut_text_is_no_label_of_whose_characters_the_reader_is_sure_that_they_are_others() -> None:
    """资金（万元） is what a pen leaves of 项目资金（万元）, not 金额（万元）."""
    assert mended("资金（万元）", cut=True, sure=0.999) == "资金（万元）"


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("产出指标\n效益指标", True),
        ("总体目标\n绩效指标", True),
        ("社会效益\n指标", False),
        ("产出指标", False),
        ("完成产出指标\n效益指标", False),
        ("受益群众满意度\n总分", True),
        ("灌区受益群众满\n意度", False),
        ("总\n分", False),
        ("实施单位\n项目期", True),
        ("总体\n目标\n绩效\n指标", True),
        ("社会效益指标\n可持续影响", True),
        ("社会效益指标\n很明显的", False),
        ("满意度指标 企业及群众满意度", True),
        ("满意度指标 （10分）", False),
        ("项目负责人： 王立", False),
    ],
)
def test_labels_one_under_the_other_are_several_cells(text: str, several: bool) -> None:
    assert (told(reading(text, sure=0.999)).placed_by == "misplaced") is several


def test_labels_are_several_cells_too_where_their_lines_were_joined() -> None:
    """社会效益指标可持续影响 was shown as certain, where the border between the two was lost."""
    assert told(joined("社会效益指标", "可持续影响")).placed_by == "misplaced"


@pytest.mark.parametrize(
    ("read", "printed"), [("土会效益指", "社会效益指标"), ("三态效益指", "生态效益指标"), ("壬务效益指", "壬务效益指")]
)
def test_a_label_cut_at_both_ends_is_the_one_that_is_left(read: str, printed: str) -> None:
    assert mended(read, cut=True) == printed
    assert mended(read, cut=False) == read


def test_a_sure_character_is_not_taken_for_another_s_half() -> None:
    assert mended("土会效益指", sure=0.999, cut=True) == "土会效益指"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("级指标", True),
        ("项目名", True),
        ("目名称", True),
        ("度总体目", True),
        ("项目名称", False),
        ("桥区", False),
        ("：财政拨款", True),
        ("：", False),
    ],
)
def test_a_part_of_a_label_is_doubted(text: str, part: bool) -> None:
    """A stroke of it was taken for a rule: what stands beside it is not read as a value."""
    assert (told(reading(text, sure=0.999)).placed_by == "misplaced") is part


def test_a_label_with_a_stroke_behind_it_is_not_completed_by_it() -> None:
    """项目期限 has one character more than 项目期: a tick read as 人 is none of it."""
    assert mended("项目期人") == "项目期人"
    assert mended("项目名林", sure=0.6) == "项目名称"


def test_a_hair_on_a_line_below_a_label_is_left_out() -> None:
    """绩效指标值 is a label too; the reader does not offer 值."""
    read = joined("绩效指标", "了")
    hair = read.glyphs[-1]._replace(probability=0.36, others=(("7", 0.17),))
    found = told(read._replace(glyphs=(*read.glyphs[:-1], hair)))
    assert (found.text, found.placed_by) == ("绩效指标", "misplaced")
    offered = hair._replace(others=(("值", 0.17),))
    assert told(read._replace(glyphs=(*read.glyphs[:-1], offered))).text == "绩效指标了"


@pytest.mark.parametrize(("second", "text"), [(27.0, "效益指分"), (143.0, "效益指标")], ids=["two lines", "one"])
def test_a_line_that_says_something_else_is_no_part_of_a_label(second: float, text: str) -> None:
    """Of 效益指标（30 over 分） a false border left the two beginnings."""
    read = reading("效益指分", sure=0.6)
    glyphs = tuple(g._replace(x=x) for g, x in zip(read.glyphs, (27.0, 70.0, 103.0, second), strict=True))
    assert told(read._replace(glyphs=glyphs, cut=True)).text == text


@pytest.mark.parametrize("lines", [("2。", "质量指标"), ("其他资金", "パルス兴"), ("年度总", "体目标", "25")])
def test_a_label_on_its_own_lines_is_told_from_a_pen_s_marks_beside_it(lines: tuple[str, ...]) -> None:
    sure = ("质量指标", "其他资金", "年度总", "体目标")
    glyphs = [glyph for line in lines for glyph in reading(line, sure=0.99 if line in sure else 0.65).glyphs]
    found = told(reading("".join(lines))._replace(glyphs=tuple(glyphs)))
    assert found.text == "".join(line for line in lines if line in sure)
    assert found.crossed
    surely = joined("质量指标", "30分以下")
    assert told(surely).text == surely.text


def test_the_first_character_of_a_label_comes_back_where_a_stroke_was_lifted() -> None:
    read = reading("度目标", sure=0.999)
    assert told(read._replace(crossed=True)).text == "年度目标"
    assert told(read).text == "度目标"
    assert told(reading("级指标", sure=0.999)._replace(crossed=True)).text == "级指标"  # of three labels
