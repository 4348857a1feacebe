"""What a printed value says: operator, number, unit, class; amounts; years."""

from shibiao.normalize.values.amounts import parse_amount
from shibiao.normalize.values.model import DOUBTS, ParsedAmount, ParsedParts, ParsedValue, Span
from shibiao.normalize.values.parts import parse_parts
from shibiao.normalize.values.spans import parse_span, parse_year
from shibiao.normalize.values.value import parse_value

__all__ = [
    "DOUBTS",
    "ParsedAmount",
    "ParsedParts",
    "ParsedValue",
    "Span",
    "parse_amount",
    "parse_parts",
    "parse_span",
    "parse_value",
    "parse_year",
]
