"""Rows of a cut line beneath a rule's margin are given back, as far as the rule has not begun."""

from __future__ import annotations

import numpy as np
import pytest

from shibiao.extract.scan.picture import PAPER, Pixels
from shibiao.extract.scan.textlines import Found, TextLine
from shibiao.extract.scan.to_the_rule import Pictures, up_to_the_rule

EM = 32
RULE = slice(40, 44)  # with a row of blur on either side
MARGIN = slice(35, 49)
STROKES = range(20, 600, 12)  # columns, three pixels wide


def page(paper_every: int = 0) -> Pixels:
    """Strokes that run down into a level rule. ``paper_every``: the rule has gaps of half so many columns."""
    grey = np.full((80, 640), PAPER, np.uint8)
    for x in STROKES:
        grey[26 : RULE.start + 2, x : x + 3] = 30
    rule = np.ones(640, bool) if not paper_every else (np.arange(640) // (paper_every // 2)) % 2 == 0
    grey[RULE, rule] = 20
    for row in (RULE.start - 1, RULE.stop):
        grey[row, rule] = np.minimum(grey[row, rule], PAPER - 45)
    return grey


def won(even: Pixels, line: TextLine) -> tuple[TextLine, Pixels]:
    rules = np.zeros(even.shape, np.uint8)
    rules[MARGIN] = 255
    clean = even.copy()
    clean[rules > 0] = PAPER
    (longer,) = up_to_the_rule(Found([line], float(EM)), Pictures(even, clean, rules)).lines
    return longer, clean


BELOW = TextLine(20, 26, 599, MARGIN.start, cut_below=True)
ABOVE = TextLine(20, 80 - MARGIN.start, 599, 80 - 26, cut_above=True)


@pytest.mark.parametrize(("head", "line"), [(True, BELOW), (False, ABOVE)], ids=["head", "foot"])
def test_a_cut_line_goes_up_to_the_rule(head: bool, line: TextLine) -> None:
    longer, clean = won(page() if head else page()[::-1], line)
    assert longer.height == line.height + RULE.start - MARGIN.start
    clean = clean if head else clean[::-1]
    new = clean[MARGIN.start : RULE.start]
    assert (new[:, list(STROKES)] < 60).all()
    assert (new[:, [x + 6 for x in STROKES]] > PAPER - 20).all()  # the rule's blur is taken off
    assert (clean[RULE] == PAPER).all()


@pytest.mark.parametrize("paper_every", [8, 24])
def test_dots_and_dashes_give_nothing_back(paper_every: int) -> None:
    """Half of their way is paper: a dotted rule's rim was taken for strokes, and 覆盖率 read as 覆羊率."""
    longer, clean = won(page(paper_every), BELOW)
    assert longer == BELOW
    assert (clean[MARGIN] == PAPER).all()


def test_a_line_that_touches_a_rule_goes_up_to_it_though_nearly_all_is_seen() -> None:
    whole = BELOW._replace(y0=MARGIN.start - EM + 2, cut_below=False)
    assert won(page(), whole)[0] == whole._replace(y1=RULE.start)


@pytest.mark.parametrize("line", [BELOW._replace(y0=MARGIN.start - 40), BELOW._replace(y1=MARGIN.start - 1)])
def test_a_whole_line_and_one_that_ends_before_the_margin_stay_as_they_are(line: TextLine) -> None:
    assert won(page(), line)[0] == line


def test_a_line_whose_strokes_end_at_the_margin_stays_as_it_is() -> None:
    even = page()
    even[MARGIN.start : RULE.start - 1] = PAPER
    assert won(even, BELOW)[0] == BELOW


def test_where_no_column_is_blank_nothing_tells_the_rule() -> None:
    even = page()
    even[26 : RULE.start] = 30
    assert won(even, BELOW)[0] == BELOW


def test_a_line_at_the_picture_s_edge() -> None:
    even = page()[: MARGIN.start]
    assert won(even, BELOW)[0] == BELOW
