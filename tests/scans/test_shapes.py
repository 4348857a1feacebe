"""Signs that the network takes for each other, told apart by their shape in print."""

from __future__ import annotations

import base64
import zlib

import cv2
import numpy as np
import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.scan.comparisons import lone_comparison
from shibiao.extract.scan.shapes import _bars, _rings_in_line, with_shapes
from shibiao.extract.scan.strokes import ranges_of
from tests.scans.drawn import printed as printed_line

EM = 40  # type size
INK = 37  # how high its characters are: the em of a page


def settled(printed: str, read: str, sure: float = 0.99) -> str:
    """What becomes of ``read``, a character for each of ``printed``, on a clean line in a real font."""
    pixels, middles = printed_line(printed, EM, 64)
    glyphs = [Glyph(char, sure, x) for char, x in zip(read, middles, strict=True)]
    return "".join(glyph.char for glyph in with_shapes(glyphs, pixels, INK))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("0.46‰", "0.46%"),
        ("97%", "97%"),
        ("97%。", "97%。"),
        ("隐患；改善", "隐患：改善"),
        ("隐患：改善", "隐患；改善"),
        ("隐患；改善", "隐患；改善"),
        ("≧98%", "≥98%"),
        ("≥98%", "≥98%"),
        ("2023年—2025年", "2023年-2025年"),
        ("2023-2025", "2023—2025"),
        ("实施，下一年度", "实施，下-年度"),
        ("石桥—南屏公路", "石桥—南屏公路"),
        ("2023-2025", "2023-2025"),
        ("-", "一"),
        ("-", "1"),
        ("—", "一"),
        ("——", "一 "),
        ("=", "二"),
        ("=", "三"),
        ("二", "二"),
        ("≤", "<"),
        ("7", "7"),
        ("≥98%", ">98%"),
        ("≤98%", "<98%"),
        (">98%", ">98%"),
        ("<98%", "<98%"),
        ("/", "1"),
        ("/", "l"),
        ("1", "1"),
    ],
)
def test_signs_are_what_is_printed(printed: str, read: str) -> None:
    assert settled(printed, read) == printed


@pytest.mark.parametrize(
    ("printed", "at", "read"),
    [
        ("2023年—2025年", 5, "--"),
        ("2023年—2025年", 5, "-一"),
        ("2023年-2025年", 5, "--"),
        ("实施，下一年度", 4, "--"),
        ("一级指标", 0, "---"),
        ("2023年——2025年", 5, "----"),
        ("2023年--2025年", 5, "--"),
    ],
)
def test_one_bar_is_one_sign(printed: str, at: int, read: str) -> None:
    pixels, middles = printed_line(printed, EM, 64)
    bars = 1 if printed[at + 1] not in "-—" else 2
    of_bar = np.linspace(middles[at] - 0.3 * EM, middles[at + bars - 1] + 0.3 * EM, len(read))
    around = list(zip(printed, middles, strict=True))
    signs = [*around[:at], *zip(read, of_bar, strict=True), *around[at + bars :]]
    found = with_shapes([Glyph(char, 0.99, x) for char, x in signs], pixels, INK)
    assert "".join(glyph.char for glyph in found) == (printed if bars == 1 else printed.replace("——", "----"))


def test_a_bar_broken_by_the_copier_is_one() -> None:
    pixels, middles = printed_line("一级指标", EM, 64)
    pixels = pixels.copy()
    pixels[:, round(middles[0] - 0.1 * EM) : round(middles[0] - 0.02 * EM)] = 255
    signs = [("-", middles[0] - 0.3 * EM), ("-", middles[0] + 0.2 * EM), *zip("级指标", middles[1:], strict=True)]
    found = with_shapes([Glyph(char, 0.99, x) for char, x in signs], pixels, INK)
    assert [(glyph.char, glyph.probability < 0.9) for glyph in found[:2]] == [("一", True), ("级", False)]


@pytest.mark.parametrize(("printed", "read"), [("≥", "V"), ("≥", ">"), ("≧", "m"), ("≤", "s"), ("<", "く")])
def test_a_sign_alone_that_the_reader_is_unsure_of_is_told_by_its_strokes(printed: str, read: str) -> None:
    assert settled(printed, read, 0.7) == printed


def test_a_page_of_two_greys_has_ink() -> None:
    """Otsu's threshold is then the grey of the ink itself."""
    pixels, middles = printed_line("—", EM, 64)
    glyph = Glyph("一", 0.99, middles[0])
    assert [g.char for g in with_shapes([glyph], np.where(pixels < 128, 0, 250).astype(np.uint8), INK)] == ["—"]


def test_the_last_ring_of_a_per_mille_sign_is_no_full_stop() -> None:
    for printed, whole in (("0.9‰", "0.9‰"), ("0.9%。", "0.9%。")):
        pixels, middles = printed_line(printed, EM, 64)
        end = [middles[-1] - 0.2 * EM, middles[-1] + 0.35 * EM] if printed.endswith("‰") else middles[-2:]
        glyphs = [Glyph(char, 0.99, x) for char, x in zip("0.9%。", [*middles[:3], *end], strict=True)]
        assert "".join(glyph.char for glyph in with_shapes(glyphs, pixels, INK)) == whole


@pytest.mark.parametrize(("printed", "read"), [("≧98%", "≥98%"), ("≥98%", "≥98%")])
def test_the_bars_of_a_sign_beside_figures_are_told_in_small_print_too(printed: str, read: str) -> None:
    """A line of figures is lower than its type: 16 pixels where characters are 22."""
    pixels, middles = printed_line(printed, 24, 40)
    glyphs = [Glyph(char, 0.99, x) for char, x in zip(read, middles, strict=True)]
    assert "".join(glyph.char for glyph in with_shapes(glyphs, pixels, 16)) == printed


def test_the_rule_that_a_line_touches_is_no_bar_of_its_sign() -> None:
    """≥94百分比 stood on its cell's foot, and was read as ≧94百分比."""
    sign = np.zeros((120, 116), np.uint8)
    for start, end in (((14, 8), (100, 62)), ((100, 62), (14, 88)), ((100, 86), (14, 112))):
        cv2.line(sign, start, end, 1, 8)
    sign[112:118] = 1
    assert _bars(sign.astype(bool), "≥") == 1


def test_a_bar_that_leans_along_the_lower_arm_is_one() -> None:
    """⩾ in small print: ≥95% was read as ≧95%."""
    for level, bars in ((False, 1), (True, 2)):
        sign = np.zeros((120, 96), np.uint8)
        strokes = [((4, 8), (90, 62)), ((90, 62), (4, 88)), ((90, 112 if level else 86), (4, 112))]
        for start, end in [*strokes, ((4, 98), (90, 98))] if level else strokes:
            cv2.line(sign, start, end, 1, 8)
        assert _bars(sign.astype(bool), "≥") == bars


@pytest.mark.parametrize("late", [0.0, 0.3, 0.6])
def test_a_full_stop_behind_a_percent_is_none_of_its_rings_be_it_told_late(late: float) -> None:
    """≥97.00%。 was read as ≥97.00‰。: the network saw the stop behind its ring."""
    pixels, middles = printed_line("0.9%。", EM, 64)
    glyphs = [Glyph(c, 0.99, x) for c, x in zip("0.9%。", [*middles[:-1], middles[-1] + late * EM], strict=True)]
    assert "".join(glyph.char for glyph in with_shapes(glyphs, pixels, INK)) == "0.9%。"


def test_a_per_mille_sign_with_an_open_ring_is_not_surely_a_percent() -> None:
    """A poor copy opens its last ring below, and the network reads %; a whole % stays sure."""
    for printed, opened in (("0.9‰", True), ("0.9%", False)):
        drawn, middles = printed_line(printed, EM, 64)
        pixels = drawn.copy()
        if opened:
            rows, columns = np.nonzero(pixels[:, :, 0] < 128)
            foot, end = int(rows.max()), int(columns.max())
            pixels[foot - 4 : foot + 1, end - 9 : end - 1] = 255
        glyphs = [Glyph(char, 0.99, x) for char, x in zip("0.9%", middles, strict=True)]
        sign = with_shapes(glyphs, pixels, EM)[-1]
        assert (sign.char, sign.probability <= 0.5) == ("%", opened)


def test_the_tail_of_a_semicolon_may_be_paler_than_its_dots() -> None:
    pixels, middles = printed_line("隐患；改善", EM, 64)
    pixels = pixels.copy()
    columns = np.s_[:, round(middles[2]) - EM // 3 : round(middles[2]) + EM // 3]
    (top, foot), (lower, _) = ranges_of(np.asarray((pixels[columns][:, :, 0] < 128).any(axis=1)))
    tail = pixels[columns][lower + foot - top :]
    tail[:] = 250 - (250 - tail.astype(int)) * 35 // 100
    glyphs = [Glyph(char, 0.9, x) for char, x in zip("隐患；改善", middles, strict=True)]
    assert with_shapes(glyphs, pixels, INK)[2].char == "；"


@pytest.mark.parametrize(("printed", "read"), [("·年", "·年"), (".5年", ".5年"), ("3.5", "3.5"), ("元·", "元·")])
def test_a_point_half_way_up_its_line_is_a_middle_dot(printed: str, read: str) -> None:
    pixels, middles = printed_line(printed, EM, 64)
    glyphs = [Glyph(char.replace("·", "."), 0.9, x) for char, x in zip(printed, middles, strict=True)]
    assert "".join(glyph.char for glyph in with_shapes(glyphs, pixels, INK)) == read


@pytest.mark.parametrize(("printed", "read"), [("：", "；"), ("；", "：")])
def test_colon_and_semicolon_of_small_print_are_told_by_their_lower_mark(printed: str, read: str) -> None:
    """Of 20 pixels an em, as the network takes one for the other."""
    pixels, middles = printed_line(f"隐患{printed}改善", EM, 64)
    small = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    glyphs = [Glyph(char, 0.9, x / 2) for char, x in zip(f"隐患{read}改善", middles, strict=True)]
    assert with_shapes(glyphs, np.asarray(small, np.uint8), INK / 2)[2].char == printed


def test_a_colon_with_a_pale_upper_dot_is_a_colon() -> None:
    pixels, middles = printed_line("总额：", EM, 64)
    pixels = pixels.copy()
    columns = np.s_[:, round(middles[2]) - EM // 3 : round(middles[2]) + EM // 3]
    (top, foot), _ = ranges_of(np.asarray((pixels[columns][:, :, 0] < 128).any(axis=1)))
    dot = pixels[columns][top - 2 : foot + 2]
    dot[:] = 255 - (255 - dot.astype(int)) * 55 // 100
    glyphs = [Glyph(char, 0.95, x) for char, x in zip("总额：", middles, strict=True)]
    assert with_shapes(glyphs, pixels, INK)[2].char == "："


def test_a_bracket_that_is_wrapped_alone_is_no_sign_of_comparison() -> None:
    """Read as （ by 0.87 and as ( by 0.12."""
    pixels, (middle,) = printed_line("（", EM, 2 * EM)
    blurred = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1), np.uint8)
    assert lone_comparison(blurred[:, :, 0], 128.0) == "<"
    (glyph,) = with_shapes([Glyph("（", 0.87, middle)], blurred, INK)
    assert glyph.char == "（"


@pytest.mark.parametrize(("second", "found"), [("）", "）"), ("", ""), (" ", "")])
def test_a_line_that_is_hardly_read_as_nothing_is_its_next_guess(second: str, found: str) -> None:
    """A bracket that is wrapped alone: nothing 0.52, ） 0.44."""
    pixels, (middle,) = printed_line("）", EM, 64)
    others = ((second, 0.44),) if second else ()
    (glyph,) = with_shapes([Glyph("", 0.52, middle, others)], pixels, INK)
    assert glyph.char.strip() == found
    assert glyph.probability <= 0.52


@pytest.mark.parametrize(
    ("holes", "rings"),
    [
        ([(11, 41, 14, 16), (15, 71, 12, 12), (50, 79, 13, 19)], 2),
        ([(31, 24, 10, 24), (59, 58, 9, 24), (90, 58, 10, 24)], 3),
        ([], 0),
    ],
    ids=["%", "‰", "nothing"],
)
def test_a_hole_between_a_ring_and_the_slash_is_no_ring_of_per_mille(
    holes: list[tuple[int, int, int, int]], rings: int
) -> None:
    """A seal's stroke closed one below the upper ring of %."""
    ink = np.ones((132, 110), bool)
    for x, y, wide, high in holes:
        ink[y : y + high, x : x + wide] = False
    assert _rings_in_line(ink) == rings


@pytest.mark.parametrize(("bar", "read"), [(2, "≥"), (0, ">")], ids=["with a bar", "without"])
def test_a_bar_that_has_run_together_with_the_lower_arm_makes_it_thicker(bar: int, read: str) -> None:
    """⩾ of small print on a copy: 213人 had a sure > before it."""
    pixels = np.full((34, 60, 3), 255, np.uint8)
    for start, end in (((10, 6), (28, 14)), ((28, 14), (10, 22)), ((28, 14 + bar), (10, 22 + bar))):
        cv2.line(pixels, start, end, (0, 0, 0), 2)
    cv2.line(pixels, (45, 6), (45, 28), (0, 0, 0), 3)
    glyphs = [Glyph(">", 0.995, 19), Glyph("1", 1.0, 45)]
    assert with_shapes(glyphs, pixels, 22)[0].char == read


# "⩾99%" in type of 6 points as a copier left it, 22 rows of 64 pixels.
LEANING = """
eNqlVH9MFEcUxn/aRKNJ01TTGiTGaFoJ1WCqObA11KiBC1jKD3sSIGoKB1SSAzlbCRgxxJwNEmmEUgXiESB6EYKUaxCRIL3DO6pUsOBB5Xq35a67
ZHezO5mZzPzVt0fatOmf3WQ3M7PfvPe+b+Z7nP+/h3LOGHw4M17jwxn9a05p7BfniChEByyjGqWqpjJRg0UVEBpnWjQsIsAzYwp4nXMNxkJE8C1j
VeWIssX5B94JQeYyJ4HxUa/AMZtbZbHAnEXHu7r9MqIw5ggSQljCccCelZN9+qZIuMJetdRXX6r7zotFvlhXaPu8awELVx5rRpWEcrH3TN4Fpz+s
Ik4IZDNq4VN5hy6771Rmta8wLtSnlDnvNhbUzuvkaoL5QtJht+iqcKuA5gRz/enNmgKzrcMTYkxXCGVAdMW+vkzmdNT8kVsnnUmmXlX3n/24LSKZ
45p8h15rGrN3ARpTAvk5FrwdtZZTpY1jwVWdx5R4nLjtNooQ1baxdmk5f3O9QDBx7bNMBz6Mcy7mx1nqbbNQqg77oVaiKdHQUNPJ9DONdwMaMODM
tfH9MQJCfLM1++mz99Z3akhhzz84MPK88G3HvU+3ZtpcIicyNvgzijCIrgdH286mHflqnuqI454t+70UoeXuPameZzs2dYmMkcCBnX3zrvzaxrSM
wouLlINQHBO6xkElVFloS9uR6SFI43p3YqoX0kuutxJHpk0J7QImKGDa0rqw4u5vaXNUTikMVkApqJ8hHUigJXfzqVTzRT8IqmOfxdQcZPzVldcT
hpbK3imaU1eFoZ0brgeJIi6Otw8rlGFGMcdQPiaMRmfvXbFacvNOn/sJYxAgdC216JE8de1oXPyo1JOR3Dw+4ax6Y1OrpCmK2NkwPOJ5FiJcB/oY
YV14cqsqJ6ek2pqdW/mCqRAZzdzIzziWU52xbvtgRBgoLqmw11XEx3fKCEnD509mpWdU9IlcB/KIoZlvK058UmQtLzr+mWNC4YQRnWrLU3MzYal6
3dFHohqZHL7T86Bld7JL4covly2mPbai3cV+ghmAudBjzT1dVW7JLb8x9qsEzMBHxPdwCa/IM+kb7Et0dsgfluVgw65Cn6SHhxsKtqf2tWxOHjTM
Auf3x1CdtbT4hLVlMqJhMAEGOX8uOVg/z3jPu3vvStL19AveVfzg2O7miI49Dod911H3QNL+QXAZwZjJ/eUnSs7d+lGA62jYFakET2a/mTspf5++
9+sVPHt+m6lj5nHNvlMTGgm1XhpwHjbfa0/JHsWMaCD+784vavtno4hSw++GycG8nUdMxZWZB+vnMF/9oTjF2lhxvPS+RCXPtd7QdIPtas3Z7jD0
B44xVV94XqK1vgH7WayLEPmJs/HL6w+XZbgk8tRtR0NDh08kTHw6MovUGffA/fEgbIacBp793Y6MYSwGJUpwKYINgzIq/7bw4mUEAT0kRhXMSTQk
6VClYdX/7GdGTDAGia3S2IzHSFHDWRTpiBDj2uNYizOw/wqw5kmjlfyjJiPe2mUHxyDNOCRDa6r/CX/yR6E=
"""


def test_a_leaning_bar_that_comes_apart_in_darker_ink_is_one_still() -> None:
    grey = np.frombuffer(zlib.decompress(base64.b64decode(LEANING)), np.uint8).reshape(22, 64)
    read = zip("≥99%", (12.2, 31.7, 41.4, 56.1), strict=True)
    found = with_shapes([Glyph(char, 0.9, x) for char, x in read], np.repeat(grey[:, :, None], 3, axis=2), 16)
    assert found[0].char == "≥"
