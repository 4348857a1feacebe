"""What the value grammar gives back."""

from __future__ import annotations

from typing import NamedTuple

CLASSES = (
    "bare_num", "num_unit", "percent", "permille", "money", "money_rate", "duration", "frequency", "compound_rate",
    "magnitude", "num_range", "approx", "trend", "embedded_pct", "embedded_num",
    "date", "date_deadline", "date_month", "date_range", "date_list",
    "qual_grade", "qual_trend", "qual_state", "qual_compliance", "qual_narrative",
    "boolean", "placeholder", "na", "empty", "damaged",
)  # fmt: skip
FLAGS = (
    "approximate", "baseline-absent", "century-implied", "currency-implied", "currency-missing", "date-possible",
    "date-separators-lost", "decimal-possible", "decrease", "denominator-missing", "figures-glued",
    "impossible-date", "increase", "limit-unclear", "more-dates", "more-quantities", "number-possible",
    "numerator-missing", "ocr-digit-suspected", "ocr-operator-suspected", "operator-lookalike",
    "operators-disagree", "per-year", "plus-minus", "range-reversed", "remark", "separator-lookalike",
    "sign-disagrees", "sign-unknown", "two-quantities", "unit-repeated", "unit-unknown", "units-disagree",
    "year-from-form", "year-missing",
)  # fmt: skip
# Flags after which a person should look: the printed text allows another reading, or its parts disagree.
DOUBTS = frozenset(FLAGS) - {
    "approximate", "baseline-absent", "currency-implied", "decrease", "increase", "per-year", "plus-minus",
    "remark", "unit-repeated", "year-from-form", "year-missing",
}  # fmt: skip


class ParsedValue(NamedTuple):
    """One value, read.

    ``operator``: ``>=`` ``<=`` ``>`` ``<`` ``=``, None where none is printed. ``number`` and ``number2`` (the end
    of a range, or the second of two figures): exact decimals as printed without thousands separators, or ISO
    dates of the printed precision. ``unit``: canonical. ``value_class`` and ``flags``: see ``docs/values.md``.
    """

    operator: str | None
    number: str | None
    number2: str | None
    unit: str | None
    value_class: str
    flags: tuple[str, ...] = ()

    @property
    def change(self) -> str | None:
        """The number of a trend with its sign: ``-8`` for 逐年递减8%; None for every other class."""
        if self.value_class != "trend" or self.number is None:
            return None
        if "decrease" not in self.flags:
            return self.number
        return self.number[1:] if self.number.startswith("-") else f"-{self.number}"


class ParsedParts(NamedTuple):
    """A value that the form spreads over cells, read as one.

    ``value``: as ``parse_value`` gives it. ``operator_from``: ``sign`` or ``value``. ``unit_from``: ``value``,
    ``unit`` or ``name``. ``nature``: what the sign cell says that is no operator: ``qualitative``,
    ``quantitative``, ``not-applicable``, ``positive`` or ``negative``. None where there is none.
    """

    value: ParsedValue
    operator_from: str | None
    unit_from: str | None
    nature: str | None


class ParsedAmount(NamedTuple):
    """An amount of money or a rate: an exact decimal as printed, and the unit printed with it."""

    number: str | None
    unit: str | None


class Span(NamedTuple):
    """Calendar years, both included. ``years``: their count, or the printed length of a term."""

    start: int | None
    end: int | None
    years: int | None


def plain(value_class: str, *flags: str) -> ParsedValue:
    """A value that holds no number."""
    return ParsedValue(None, None, None, None, value_class, flags)
