"""How sure a reading of a picture is: the signs that its readers give, and the share of cells right by these."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from shibiao.extract.model import Cell, Glyph
from shibiao.normalize.misread import agree
from shibiao.normalize.text import is_cjk, tidy
from shibiao.schemas.calibration import Fitted, Signs, load_calibration
from shibiao.schemas.words import load_words

_LEAST, _MOST = 1e-4, 1 - 1e-5  # of a probability whose log odds are taken
_PAGE_LEAST, _PAGE_MOST = 0.5, 0.9995
_DASHES = frozenset("-—–－")
_COMPARISONS = frozenset("≥≤≧≦＞＜><=＝")
_DOUBTFUL = 0.8  # characters less likely than this are
_VALUE = re.compile(r"[≥≤≧≦><=＝]?[0-9][0-9.,]*[^0-9\s]{0,3}")
_GAP = 3.2  # times the usual distance of characters
_LEAST_STEPS, _ONE_BETWEEN = 3, 1.7  # the same of Chinese ones; places are told in steps of up to a sixth of one


def confidence(cell: Cell) -> float:
    """The share of cells that are right of those whose reading has such signs. The cell must hold text."""
    return model_for(tidy(cell.readings[0].text)).confidence(signs(cell))


def model_for(text: str) -> Fitted:
    """The fitted model for a text."""
    calibration = load_calibration()
    return calibration.figure if has_figure(text) else calibration.text


def has_figure(text: str) -> bool:
    """Whether a text holds digits, so that a slip of one character is a wrong number."""
    return any(char.isdigit() for char in text)


def signs(cell: Cell) -> Signs:
    """What is known of a cell's reading."""
    first = cell.readings[0]
    chances = [max(glyph.probability, 1e-6) for glyph in first.glyphs if glyph.char.strip()]
    second = cell.readings[1].text if len(cell.readings) > 1 else None
    agreed = None if second is None else agree(tidy(first.text), second)
    return Signs(
        product=_log_odds(math.exp(sum(map(math.log, chances))), _LEAST, _MOST),
        least=_log_odds(min(chances, default=1.0), _LEAST, _MOST),
        agreed=float(agreed is True),
        differs=float(agreed is False),
        legibility=_log_odds(first.legibility, _PAGE_LEAST, _PAGE_MOST),
        length=math.log1p(len(chances)),
        gap=float(has_gap(first.glyphs)),
        mended=float(tidy(first.text) != tidy(first.printed)),
        guessed=float(first.placed_by in ("guess", "alignment", "misplaced")),
    )


def holds_values(text: str) -> bool:
    """Whether a line of its own is but a figure, below another line that had room for it: perhaps two cells."""
    first, *more = text.split("\n")
    return any(_VALUE.fullmatch(line.strip()) for line in more) and not first.endswith((":", "："))


def is_rest(text: str) -> bool:
    """Whether a text is one Chinese character that says nothing by itself: 标 is what a cell leaves of 满意度指标 where
    it cuts the line above."""
    return len(text) == 1 and is_cjk(text) and text not in load_words().single_characters


def _log_odds(chance: float, least: float, most: float) -> float:
    chance = min(max(chance, least), most)
    return math.log(chance / (1 - chance))


def is_doubtful(glyphs: Sequence[Glyph]) -> bool:
    """Whether its reader was not sure of some character. The fitted models have seen few such texts that were not read
    again."""
    return any(glyph.char.strip() and glyph.probability < _DOUBTFUL for glyph in glyphs)


def has_gap(glyphs: Sequence[Glyph]) -> bool:
    """Whether characters of a line stand as far apart as those of two cells."""
    places = [glyph.x for glyph in glyphs if glyph.char.strip()]
    steps = [after - before for before, after in pairwise(places) if after > before]
    return len(steps) >= 2 and max(steps) > _GAP * statistics.median(steps)


def lacks_character(glyphs: Sequence[Glyph]) -> bool:
    """Whether two Chinese characters of a line stand so far apart that one between them was not read, be the others
    read surely: of 3,177 cells of 62 pages three do, and none of them was right (道路清保洁 for 清扫保洁)."""
    printed = [glyph for glyph in glyphs if glyph.char.strip()]
    pairs = [(a, b) for a, b in pairwise(printed) if b.x > a.x and is_cjk(a.char) and is_cjk(b.char)]
    steps = [after.x - before.x for before, after in pairs]
    return len(steps) >= _LEAST_STEPS and max(steps) > _ONE_BETWEEN * statistics.median(steps)


def breaks_figure(glyphs: Sequence[Glyph]) -> bool:
    """Whether one line ends with a digit and the next begins with one, or with a sign before one: two figures may have
    been read as one."""
    printed = [glyph for glyph in glyphs if glyph.char.strip()]
    turns = [(a, b) for a, b in pairwise(printed) if b.x <= a.x]
    return any(
        (a.char.isdigit() and (b.char.isdigit() or b.char in _DASHES)) or b.char in _COMPARISONS for a, b in turns
    )
