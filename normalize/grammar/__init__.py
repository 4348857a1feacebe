"""The grammar of printed values: targets, amounts, periods, years."""

from __future__ import annotations

from shibiao.normalize.grammar.amounts import parse_amount
from shibiao.normalize.grammar.dates import parse_year
from shibiao.normalize.grammar.model import ParsedAmount, ParsedValue, Span
from shibiao.normalize.grammar.parse import parse_value
from shibiao.normalize.grammar.spans import parse_span

__all__ = ["ParsedAmount", "ParsedValue", "Span", "parse_amount", "parse_span", "parse_value", "parse_year"]
