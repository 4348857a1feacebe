"""Date serials as a date format shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from shibiao.extract.office.format_tokens import Section, Token

_FIRST_1904 = datetime(1904, 1, 1)
_FIRST_1900 = datetime(1899, 12, 30)  # of serials after 60, which is 29 February 1900, a day that never was
_LAST = 2_958_465  # 31 December 9999
_LEAP = 60  # programs differ about the days up to this one
_SECONDS = 86_400
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ZH_DAYS = "一二三四五六日"


def shown_date(serial: Decimal, section: Section, from_1904: bool) -> str | None:
    """A serial as the section shows it, None where it is no date or the section asks for another calendar."""
    if not 0 <= serial <= _LAST or any(token.text[:1] in "bg" for token in section.tokens if token.kind == "date"):
        return None
    decimals = sum(token.kind == "date" and token.text == "0" for token in section.tokens)
    seconds = (serial * _SECONDS).quantize(Decimal(1).scaleb(-min(decimals, 3)), ROUND_HALF_UP)
    moment = _moment(seconds, from_1904)
    days = any(token.kind == "date" and token.text[0] in "yeda" for token in section.tokens)
    if moment is None or (days and not from_1904 and serial <= _LEAP):
        return None
    halves = any(token.kind == "half" for token in section.tokens)
    return "".join(_part(section.tokens, place, moment, seconds, halves) for place in range(len(section.tokens)))


def _moment(seconds: Decimal, from_1904: bool) -> datetime | None:
    days, rest = divmod(seconds, _SECONDS)
    if not from_1904 and int(days) == 60:
        return None
    first = _FIRST_1904 if from_1904 else _FIRST_1900
    shift = 1 if not from_1904 and days < 60 else 0
    try:
        return first + timedelta(days=int(days) + shift, microseconds=int(rest * 1_000_000))
    except OverflowError:
        return None


def _part(tokens: tuple[Token, ...], place: int, moment: datetime, seconds: Decimal, halves: bool) -> str:
    token = tokens[place]
    match token.kind:
        case "literal":
            return token.text
        case "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return f"{int(seconds // unit):0{len(token.text)}d}"
        case "half":
            words = {"am/pm": ("AM", "PM"), "a/p": ("A", "P")}.get(token.text, ("上午", "下午"))
            return words[moment.hour >= 12]
        case "date":
            return _date_part(tokens, place, moment, halves)
        case _:
            return ""


def _date_part(tokens: tuple[Token, ...], place: int, moment: datetime, halves: bool) -> str:
    text = tokens[place].text
    length = len(text)
    match text[0]:
        case "y":
            return f"{moment.year % 100:02d}" if length <= 2 else f"{moment.year:04d}"
        case "e":
            return f"{moment.year:04d}"
        case "m" if length <= 2 and _is_minute(tokens, place):
            return f"{moment.minute:0{length}d}"
        case "m":
            name = _MONTHS[moment.month - 1]
            return {3: name[:3], 4: name, 5: name[0]}.get(length) or f"{moment.month:0{min(length, 2)}d}"
        case "d":
            name = _DAYS[moment.weekday()]
            return {3: name[:3]}.get(length) or (name if length > 3 else f"{moment.day:0{length}d}")
        case "a":
            return ("周" if length == 3 else "星期") + _ZH_DAYS[moment.weekday()]
        case "h":
            hour = (moment.hour - 1) % 12 + 1 if halves else moment.hour
            return f"{hour:0{min(length, 2)}d}"
        case "s":
            return f"{moment.second:0{min(length, 2)}d}"
        case _:  # a digit of a fraction of a second
            before = sum(token.kind == "date" and token.text == "0" for token in tokens[:place])
            return f"{moment.microsecond:06d}"[before]


def _is_minute(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether an m means minutes: it stands after hours or before seconds."""
    others = [number for number, token in enumerate(tokens) if token.kind in ("date", "elapsed") and token.text != "0"]
    at = others.index(place)
    before = tokens[others[at - 1]].text[0] if at else ""
    after = tokens[others[at + 1]].text[0] if at + 1 < len(others) else ""
    return before == "h" or after == "s"
