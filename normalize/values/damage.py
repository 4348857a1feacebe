"""Values that a misreading or lost characters have spoilt. What they may have been is given with a flag."""

from __future__ import annotations

import re

from shibiao.normalize.values.dates import Point, point_at
from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue, plain
from shibiao.normalize.values.whole import read_quantity

# ≥ read as 2: a rate above 100 % that begins with 2 and goes on with a rate of two digits or 100.
_RATE_AFTER_TWO = re.compile("2(?P<rate>[1-9][0-9](?:\\.[0-9]+)?|100(?:\\.0+)?)(?:%|百分比)(?:以上)?")
_FIGURES = re.compile("[0-9.,%><=≥≤≧≦^ ]+")
_LIKE_DIGITS = re.compile("[≥≤≧≦<>=]*(?=.*[0-9])(?=.*[OolIQ])[0-9OolIQ.,]+(?:%|元|万元|[\u4e00-\u9fff]{0,2})")
# 10，308，000.00: what separates the thousands is the comma of a list.
_LISTED_GROUPS = re.compile("[0-9]{1,3}(?:(?:、[0-9]{3}){2,4}(?:\\.[0-9]+)?|、[0-9]{3}\\.[0-9]+)(?![0-9.、])")
_DATE_LIKE = re.compile(
    "(?:[0-9]{2,4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{4}年[0-9]{1,2}月|[0-9]{1,2}月(?=[底初末份])"
)
_CRUSHED = re.compile("((?:19|20)[0-9]{2})([0-9]{1,4})")


def read_misread_operator(text: str, words: Lexicon) -> ParsedValue | None:
    """``292%`` for ≥92%, ``工95%`` for ≥95%, ``二100%`` for =100%: the likely reading, class ``damaged``."""
    rate = _RATE_AFTER_TWO.fullmatch(text)
    if rate is not None:
        return ParsedValue(">=", rate["rate"], None, "%", "damaged", ("ocr-operator-suspected",))
    found = words.misread.at(text, 0)
    if found is None or not "0" <= text[found[1] : found[1] + 1] <= "9":
        return None
    quantity = read_quantity(text[found[1] :], words)
    if quantity is None or quantity.operator:
        return None
    return quantity._replace(operator=found[0]).value("damaged", "ocr-operator-suspected")


def read_crushed_dates(text: str) -> ParsedValue | None:
    """``20246-202516``: dates whose 年 月 日 are lost, read only where the digits can be parted in one way."""
    parts = text.split("-")
    if len(parts) != 2 or not all(_CRUSHED.fullmatch(part) for part in parts):
        return None
    if all(point_at(part) for part in parts):
        return None
    first, last = (_parted(part) for part in parts)
    if first is None or last is None:
        return plain("damaged", "date-separators-lost")
    return ParsedValue(None, first.iso(), last.iso(), "date", "damaged", ("date-separators-lost",))


def _parted(digits: str) -> Point | None:
    found = _CRUSHED.fullmatch(digits)
    if found is None:
        return None
    year, rest = found[1], found[2]
    candidates = [point_at(f"{year}年{rest}月")]
    candidates += [point_at(f"{year}年{rest[:cut]}月{rest[cut:]}日") for cut in range(1, len(rest))]
    ends = len(year) + len(rest) + 2
    whole = [p for p in candidates if p is not None and p.month and p.end >= ends]
    return whole[0] if len(whole) == 1 else None


def read_glued(text: str, words: Lexicon) -> ParsedValue | None:
    """Figures run together (``100%100%``, ``12.3.4``) or letters in a number (``1O0``): no number is given.

    ``10，308，000.00`` is one figure with the wrong comma: the likely reading.
    """
    if _LIKE_DIGITS.fullmatch(text):
        return plain("damaged", "ocr-digit-suspected")
    listed = _LISTED_GROUPS.search(text)
    if listed is not None:
        whole = read_quantity(text.replace("、", ","), words)
        return whole.value("damaged", "separator-lookalike") if whole else plain("damaged", "figures-glued")
    has_digit = any("0" <= c <= "9" for c in text)
    return plain("damaged", "figures-glued") if has_digit and _FIGURES.fullmatch(text) else None


def read_impossible_date(text: str) -> ParsedValue | None:
    """``2月30日``, ``2023年13月``: a date that no calendar has."""
    found = _DATE_LIKE.match(text)
    point = point_at(text)
    is_date = point is not None and found is not None and point.end >= found.end()
    return plain("damaged", "impossible-date") if found and not is_date else None
