"""A number format taken apart: its sections, and the tokens of each."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

TokenKind = Literal["literal", "digit", "point", "exponent", "general", "text", "date", "elapsed", "half", "skip"]
_MOST = 1_000  # characters of a format; Excel allows 255
_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"?
  | \\(?P<escaped>.)
  | _(?P<space>.) | \*(?P<fill>.)
  | \[\$(?P<currency>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]
  | \[(?P<elapsed>h+|m+|s+)\]
  | \[(?P<condition>[<>=]{1,2}-?\d+(?:\.\d+)?)\]
  | \[(?P<colour>[A-Za-z]+\ ?\d*|黑色|蓝色|青色|绿色|洋红|红色|白色|黄色|颜色\ ?\d+)\]
  | \[(?P<other>[^\]]*)\]
  | (?P<general>general|g/通用格式)
  | (?P<half>am/pm|a/p|上午/下午)
  | (?P<date>y+|m+|d+|h+|s+|e+(?![+-])|b{1,4}|g{1,3}|a{3,4})
  | e(?P<exponent>[+-])
  | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@)
  | (?P<plain>.)
    """,
    re.X | re.I | re.S,
)
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_SYSTEM_DATES = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}  # as the system is set: here as in Chinese


class Token(NamedTuple):
    """A piece of a format: a literal, a place for a digit, a part of a date …"""

    kind: TokenKind
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of a format's sections. ``whole`` and ``decimals`` are its places before and after the point.

    ``exponent``: least digits of the exponent, None where there is none. ``known`` False: it has what is not
    understood (fractions, Chinese numerals). ``condition``: sign and limit.
    """

    tokens: tuple[Token, ...]
    known: bool
    whole: str
    decimals: str
    grouped: bool
    thousands: int
    percents: int
    exponent: int | None
    exponent_plus: bool
    condition: tuple[str, Decimal] | None

    @property
    def is_date(self) -> bool:
        return any(token.kind in ("date", "elapsed", "half") for token in self.tokens)

    @property
    def below_zero(self) -> bool:
        """Whether the condition itself says that the number is negative, so that no sign need."""
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0

    def holds(self, value: Decimal) -> bool:
        """Whether the section's condition, which it must have, is met."""
        assert self.condition is not None
        return _COMPARE[self.condition[0]](value, self.condition[1])


def sections_of(code: str) -> tuple[Section, ...] | None:
    """The sections of a format, None where it is no format."""
    if len(code) > _MOST:
        return None
    return tuple(_Parsing(part).section() for part in _split(code))


def _split(code: str) -> Iterator[str]:
    """At semicolons that are neither quoted nor escaped nor in brackets."""
    start, place, quoted, inside = 0, 0, False, False
    while place < len(code):
        char = code[place]
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "\\_*":
            place += 1
        elif not quoted and char in "[]":
            inside = char == "["
        elif char == ";" and not quoted and not inside:
            yield code[start:place]
            start = place + 1
        place += 1
    yield code[start:]


class _Parsing:
    """Takes one section apart."""

    def __init__(self, code: str) -> None:
        self.tokens: list[Token] = []
        self.known = True
        self.whole = self.decimals = self.exponent_digits = ""
        self.percents = self.commas = 0
        self.grouped = self.after_point = self.plus = False
        self.exponent = False
        self.condition: tuple[str, Decimal] | None = None
        for found in _TOKEN.finditer(code):
            kind = found.lastgroup or "currency"
            if kind == "locale":  # the group that ends last in a currency's brackets
                self.currency(found["currency"] or "", found["locale"] or "")
            else:
                self.take(kind, found[kind] or "")

    def take(self, kind: str, text: str) -> None:
        match kind:
            case "quoted" | "escaped" | "plain":
                if kind == "plain":  # a fraction; a sign that quotes the next one in some languages and not in others
                    self.known &= text != "!" and (text != "/" or not self.whole or bool(self._dates()))
                self.put("literal", text)
            case "currency":
                self.currency(text, "")
            case "space" | "fill":
                self.put("skip", "")
            case "condition":
                sign = re.match(r"[<>=]+", text)
                assert sign
                self.known &= sign[0] in _COMPARE
                if sign[0] in _COMPARE:
                    self.condition = sign[0], Decimal(text[sign.end() :])
            case "colour":
                self.known &= not text.lower().startswith(("dbnum", "natnum"))
            case "other":
                self.known = False
            case "digit":
                self.digit(text)
            case "comma":
                self.commas += 1
            case "percent":
                self.percents += 1
                self.put("literal", "%")
            case "point":
                self.point()
            case "exponent":
                self.exponent, self.plus = True, text == "+"
                self.put("exponent", "")
            case "date" | "elapsed" | "half" | "general" | "text":
                self.put(kind, text.lower())

    def _dates(self) -> list[Token]:
        return [token for token in self.tokens if token.kind in ("date", "elapsed")]

    def put(self, kind: TokenKind, text: str) -> None:
        self.tokens.append(Token(kind, text))

    def currency(self, sign: str, locale: str) -> None:
        """The sign of a currency, or only a locale: two of these stand for the system's own formats."""
        if locale.upper() in _SYSTEM_DATES and not sign:
            self.system = locale.upper()
        elif sign:
            self.put("literal", sign)

    system = ""

    def digit(self, mark: str) -> None:
        if self.exponent:
            self.exponent_digits += mark
            return
        if self._dates() and not (mark == "0" and self.after_point):
            self.known = False
            return
        if self.commas and not self.after_point:
            self.grouped |= bool(self.whole)
        self.commas = 0
        if self.after_point:
            self.decimals += mark
        else:
            self.whole += mark
        self.put("date" if self._dates() else "digit", "0" if self._dates() else mark)

    def point(self) -> None:
        if self.after_point:
            self.put("literal", ".")
            return
        self.after_point = True
        self.put("literal" if self._dates() else "point", ".")

    def section(self) -> Section:
        self.known &= not (self.exponent and len(self.whole) > 1)  # exponents in steps of three
        if self.system:
            return _Parsing(_SYSTEM_DATES[self.system]).section()
        placed = bool(self.whole or self.decimals)
        return Section(
            tuple(self.tokens),
            self.known,
            self.whole,
            self.decimals,
            self.grouped,
            self.commas if placed else 0,
            self.percents,
            len(self.exponent_digits) if self.exponent else None,
            self.plus,
            self.condition,
        )
