"""The quantity that a whole text is, with what may stand around it: a total's word, a remark, a repeated unit."""

from __future__ import annotations

import re

from shibiao.normalize.values.lexicon import Lexicon, longest_at
from shibiao.normalize.values.operators import Comparison, comparison_at
from shibiao.normalize.values.quantity import Quantity, quantity_at
from shibiao.normalize.values.units import Unit, divided, per_at, unit_at

_ABOUT_MAGNITUDE = re.compile("(?<=[0-9])([百千万亿]+)([余多])")
_CLOSED_BRACKET = re.compile("[(][^()]*[)]")
_DIGIT = re.compile("[0-9]")
# 覆盖 in 100%覆盖, 乡镇 in 12个乡镇: what is counted, or what becomes of it. 或 and 且 begin a second condition,
# 底 and 前 go with a date.
_NOUN = re.compile("(?![或且和及并至到比每与前后底初末份])[\u4e00-\u9fff]{1,6}")
_CHINESE_FIGURE = re.compile("[零〇一二两三四五六七八九十百千万亿几数]")
_CALENDAR_YEAR = re.compile("(?:19|20)[0-9]{2}")


def read_quantity(text: str, words: Lexicon) -> Quantity | None:
    """The quantity that a whole text is. A remark in brackets (854万(其中…)) or what is counted may follow."""
    text = _ABOUT_MAGNITUDE.sub(r"\2\1", text)  # 5万余人: 5余万人
    if text.startswith("¥"):
        return _in_yuan(text, words)
    per = per_at(text, 0, words)
    # 共5个 and 合计30万元 are 5个 and 30万元
    mark = _mark_at(text, per.end if per else longest_at(text, 0, words.qualities.totals), words)
    quantity = quantity_at(text, mark.end, words, mark, whole=True)
    if quantity is None or _is_a_year(quantity):
        return None
    if per is not None:
        if quantity.unit is None:
            return None
        quantity = quantity._replace(unit=divided(quantity.unit, per, words))
    return _with_rest(text, quantity, words)


def _mark_at(text: str, start: int, words: Lexicon) -> Comparison:
    """The operator at ``start``; one printed twice (≥≥95%, or = and ≥ of a merged sign) is the first."""
    mark = comparison_at(text, start, words)
    again = comparison_at(text, mark.end, words) if mark.operator else None
    if again is None or again.operator is None:
        return mark
    flags = () if again.operator == mark.operator else ("operators-disagree",)
    return Comparison(mark.operator, again.end, (*mark.flags, *again.flags, *flags))


def _is_a_year(quantity: Quantity) -> bool:
    """高于2022年 compares with that year, 2024年左右 is about it; neither is a length of 2022 years."""
    return quantity.unit_name == "年" and _CALENDAR_YEAR.fullmatch(quantity.number) is not None


def _with_rest(text: str, quantity: Quantity, words: Lexicon) -> Quantity | None:
    rest = text[quantity.end :]
    if not rest or (rest == "整" and quantity.value_class == "money"):
        return quantity
    again = unit_at(text, quantity.end, words)
    if again is not None and again.name == quantity.unit_name and again.end == len(text):
        return quantity.flagged("unit-repeated")
    if _CLOSED_BRACKET.fullmatch(rest):
        return quantity.flagged("remark")
    if quantity.unit and quantity.unit.kind == "time" and text[quantity.end - 1] == "内" and not _DIGIT.search(rest):
        return quantity.flagged("remark")
    return quantity.flagged("remark") if _is_counted(text, rest, quantity, words) else None


def _is_counted(text: str, rest: str, quantity: Quantity, words: Lexicon) -> bool:
    """12个乡镇, 100%覆盖, but not 1次性投入, 一户一档, 5个3米."""
    if quantity.unit is None or "unit-unknown" in quantity.flags or not "0" <= text[quantity.start] <= "9":
        return False
    return (
        _NOUN.fullmatch(rest) is not None
        and not rest.startswith(words.qualities.word_parts)
        and _CHINESE_FIGURE.search(rest) is None
    )


def _in_yuan(text: str, words: Lexicon) -> Quantity | None:
    """¥1,200.00, and ¥50万元 too."""
    quantity = quantity_at(text, 1, words)
    if quantity is None or quantity.end != len(text) or quantity.scaled:
        return None
    if quantity.unit is None:
        return quantity._replace(unit=Unit("元", "money", quantity.end))
    return quantity if quantity.unit.kind == "money" else None
