"""What a workbook's number format shows of a number (ECMA-376 part 1, 18.8.30 and 18.8.31).

A format that is not known in all its parts shows the number itself, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from shibiao.extract.office.format_tokens import Section, sections_of
from shibiao.extract.office.shown_dates import shown_date

_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP, Emax=999, Emin=-999)  # what office programs show of a double
_WIDEST = 11  # characters of a number without a format
_BEYOND = Decimal(10) ** 60
_NUMBER = re.compile(r"[-+]?(\d{1,400}\.?\d{0,400}|\.\d{1,400})([eE][-+]?\d{1,3})?")

# The formats that a file names by number alone; 14 to 22, 27 to 36 and 50 to 58 as programs in Chinese show them.
BUILT_IN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;"¥"-#,##0;"¥-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class Shown(NamedTuple):
    """What a cell shows. ``sure``: the format is known in all its parts."""

    text: str
    sure: bool = True


def number_of(stored: str) -> Decimal | None:
    """The number that a file stores, in the digits that programs show of it; None where it is none."""
    stored = stored.strip()
    if not _NUMBER.fullmatch(stored):
        return None
    return _DIGITS.plus(Decimal(stored))


def shown_number(value: Decimal, code: str, from_1904: bool = False) -> Shown:
    """A number as a format shows it; date serials count from 1900, or from 1904."""
    sections = _sections(code)
    chosen = None if sections is None else _chosen(value, sections)
    if sections is None or chosen is None:
        return Shown(general(value), False)
    section, signed = chosen
    if not section.known:
        return Shown(general(value), False)
    if section.is_date:
        date = shown_date(value, section, from_1904)
        return Shown(date) if date is not None else Shown(general(value), False)
    if abs(value) >= _BEYOND:
        return Shown(general(value), False)
    if any(token.kind in ("general", "text") for token in section.tokens):
        number = general(abs(value))
        text = "".join(number if t.kind in ("general", "text") else t.text for t in section.tokens)
        return Shown("-" + text if signed and value < 0 else text, Decimal(number) == abs(value))
    text = _filled(abs(value), section)
    return Shown("-" + text if signed and value < 0 and any(char in "123456789" for char in text) else text)


def shown_text(text: str, code: str) -> str:
    """A text as a format shows it: its fourth section may add to it or hide it."""
    sections = _sections(code)
    if not sections:
        return text
    last = sections[-1]
    if len(sections) < 4 and not any(token.kind == "text" for token in last.tokens):
        return text
    if not last.known:
        return text
    return "".join(text if token.kind == "text" else token.text for token in last.tokens if token.kind != "skip")


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[Section, ...] | None:
    return sections_of(code)


def _chosen(value: Decimal, sections: tuple[Section, ...]) -> tuple[Section, bool] | None:
    """The section for a number, and whether a minus sign has to be put before it."""
    numeric = sections[:3] if len(sections) > 3 else sections
    if len(sections) < 4 and len(numeric) > 1 and any(token.kind == "text" for token in numeric[-1].tokens):
        numeric = numeric[:-1]
    if any(section.condition for section in numeric):
        for number, section in enumerate(numeric):
            if section.holds(value) if section.condition else number == len(numeric) - 1:
                if value < 0 and not section.below_zero and len(numeric) > 1:
                    return None  # programs differ about its sign
                return section, not section.below_zero
        return None
    if len(numeric) == 1:
        return numeric[0], True
    if value < 0:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], False


def general(value: Decimal) -> str:
    """A number without a format: all its whole digits, and decimals up to a width of eleven characters."""
    if value == 0:
        return "0"
    sign, size = ("-" if value < 0 else ""), abs(value)
    if size >= Decimal(10) ** 21 or size < Decimal("1e-9"):
        return sign + _scientific(size, 5, 0, trimmed=True)
    whole = len(str(int(size)))
    places = max(0, _WIDEST - 1 - whole)
    if size < 1 and size < Decimal("1e-4") and len(format(size.normalize(), "f")) > _WIDEST:
        return sign + _scientific(size, 5, 0, trimmed=True)
    text = format(size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=60)), "f")
    return sign + (text.rstrip("0").rstrip(".") if "." in text else text)


def _scientific(size: Decimal, decimals: int, least: int, trimmed: bool = False, plus: bool = True) -> str:
    exponent = size.adjusted() if size else 0
    mantissa = size.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=60))
    if mantissa >= 10:
        exponent += 1
        mantissa = size.scaleb(-exponent).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=60))
    text = format(mantissa, "f")
    if trimmed and "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if exponent < 0 else "+" if plus else ""
    return f"{text}E{sign}{abs(exponent):0{max(least, 2 if trimmed else 1)}d}"


def _filled(size: Decimal, section: Section) -> str:
    """A section with the number's digits in the places of its 0, # and ?."""
    size = size.scaleb(2 * section.percents - 3 * section.thousands)
    if section.exponent is not None:
        mantissa = _scientific(size, len(section.decimals), section.exponent, plus=section.exponent_plus)
        return _around(section, mantissa)
    places = len(section.decimals)
    digits = format(size.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=120)), "f")
    whole, _, fraction = digits.partition(".")
    return _placed(whole.lstrip("0"), fraction, section)


def _around(section: Section, number: str) -> str:
    """Literals before and after a number that is written in one."""
    parts, written = [], False
    for token in section.tokens:
        if token.kind == "literal":
            parts.append(token.text)
        elif token.kind in ("digit", "point", "exponent") and not written:
            parts.append(number)
            written = True
    return "".join(parts)


def _placed(whole: str, fraction: str, section: Section) -> str:
    """Digits into their places: whole ones from the right, decimals from the left; literals stay between them."""
    out: list[str] = []
    waiting = _whole_places(whole, section)
    decimal = 0
    point_at = len(section.decimals)
    needed = max((n + 1 for n in range(point_at) if fraction[n] != "0" or section.decimals[n] == "0"), default=0)
    before = True
    places = iter(waiting)
    for token in section.tokens:
        if token.kind == "literal":
            out.append(token.text)
        elif token.kind == "point":
            before = False
            if not section.whole:
                out.append(whole)
            out.append("." if needed or "?" in section.decimals else "")
        elif token.kind == "digit" and before:
            out.append(next(places, ""))
        elif token.kind == "digit":
            if decimal < needed:
                out.append(fraction[decimal])
            elif section.decimals[decimal] == "?":
                out.append(" ")
            decimal += 1
    return "".join(out)


def _whole_places(whole: str, section: Section) -> list[str]:
    """What stands in each place before the point; the first takes all digits that have no place of their own."""
    marks = section.whole
    found: list[str] = []
    left = whole
    for number, mark in enumerate(reversed(marks)):
        if number == len(marks) - 1 and len(left) > 1:
            found.append(left)
            left = ""
        elif left:
            found.append(left[-1])
            left = left[:-1]
        else:
            found.append({"0": "0", "?": " "}.get(mark, ""))
    found.reverse()
    if not section.grouped:
        return found
    return _grouped(found)


def _grouped(places: list[str]) -> list[str]:
    """A comma before every third digit from the right."""
    total = sum(len(place.strip()) for place in places)
    grouped = []
    for place in places:
        text = ""
        for char in place:
            if not char.isdigit():
                text += char
                continue
            text += char
            total -= 1
            if total and total % 3 == 0:
                text += ","
        grouped.append(text)
    return grouped
