"""The grammar of printed values: targets, amounts, periods, years."""

from __future__ import annotations

from shibiao.normalize.values.amounts import parse_amount
from shibiao.normalize.values.dates import parse_year
from shibiao.normalize.values.model import ParsedAmount, ParsedValue, Span
from shibiao.normalize.values.parse import parse_value
from shibiao.normalize.values.spans import parse_span

__all__ = ["ParsedAmount", "ParsedValue", "Span", "parse_amount", "parse_span", "parse_value", "parse_year"]
