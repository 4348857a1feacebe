"""What a printed value says, once parsed."""

from __future__ import annotations

from typing import NamedTuple

from shibiao.schemas.records import Operator


class ParsedValue(NamedTuple):
    """A target. Numbers are exact decimals as strings, dates ISO strings; ``flags`` are stable short words."""

    value_class: str
    operator: Operator | None = None
    number: str | None = None
    number2: str | None = None
    unit: str | None = None
    flags: tuple[str, ...] = ()


class ParsedAmount(NamedTuple):
    """An amount of money (or a rate or score) of the funds block; ``number`` None where none is printed clearly."""

    number: str | None
    unit: str | None


class Span(NamedTuple):
    """First and last year, and how many years; what the text does not say is None."""

    start: int | None
    end: int | None
    years: int | None
