"""How often something happens, time first: 一年两次 is 2 次/年, 每3年1次 is 1 次/3年."""

from __future__ import annotations

from shibiao.normalize.values.lexicon import Lexicon
from shibiao.normalize.values.model import ParsedValue
from shibiao.normalize.values.numbers import number_at
from shibiao.normalize.values.numerals import chinese_number_at
from shibiao.normalize.values.operators import comparison_at
from shibiao.normalize.values.quantity import quantity_at

# 3月1次 names March as likely as three months, 一季度 the first quarter: these need 每 or 个 before them.
_ALSO_DATES = frozenset({"月", "季度"})


def read_interval(text: str, words: Lexicon) -> ParsedValue | None:
    """A number of times in a number of years, months or days, and nothing else."""
    each = text.startswith("每")
    time = _time_at(text, int(each), words)
    if time is None:
        return None
    per, end = time
    mark = comparison_at(text, end, words)
    times = quantity_at(text, mark.end, words, mark)
    if times is None or times.end != len(text) or times.unit is None or times.unit.kind != "event":
        return None
    return times.value("frequency")._replace(unit=f"{times.unit_name}/{per}")


def _time_at(text: str, start: int, words: Lexicon) -> tuple[str, int] | None:
    """The stretch of time that begins at ``start``, as the denominator of a rate, and the index behind it."""
    if text.startswith("半年", start):
        return "半年", start + 2
    length = number_at(text, start) or chinese_number_at(text, start)
    if length is None or not length.digits.isdecimal():
        return None
    time = words.units.at(text, length.end)
    if time is None or words.kinds[time[0]] != "time":
        return None
    if time[0] in _ALSO_DATES and not start and text[length.end] != "个":
        return None
    return time[0] if length.digits == "1" else f"{length.digits}{time[0]}", time[1]
