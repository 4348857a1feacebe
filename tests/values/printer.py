"""A parsed value printed in the one canonical way, so that parsing can be tried on what it gives."""

from __future__ import annotations

from decimal import Decimal

from shibiao.normalize.values import ParsedValue

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": "=", None: ""}
THIRDS = {1: "上旬", 11: "中旬", 21: "下旬"}
VERBS = {"increase": "提升", "decrease": "下降"}
PLAIN = frozenset(
    {"bare_num", "num_unit", "percent", "permille", "money", "money_rate", "duration", "frequency", "compound_rate"}
)


def printed(value: ParsedValue) -> str | None:
    """The canonical print; None for words, sentences and what is damaged: those have no form but their own."""
    if value.number is None:
        return None
    if value.value_class.startswith("date"):
        return _date(value)
    unit = _unit(value.unit)
    if value.value_class == "percent" and value.operator is None:
        return f"百分之{value.number}"  # 295% alone would be a misread ≥95%
    if value.value_class in PLAIN:
        return f"{SIGNS[value.operator]}{value.number}{unit}"
    if value.value_class == "magnitude":
        return f"{SIGNS[value.operator]}{Decimal(value.number) / 1000:f}千"
    if value.value_class == "num_range":
        return f"{value.number}~{value.number2}{unit}"
    if value.value_class == "approx":
        return f"约{value.number}{unit}" if value.operator is None else None
    return _trend(value, unit)


def _unit(unit: str | None) -> str:
    """Months are 个月 and quarters 个季度: 6月 is June, 2季度 the second quarter."""
    return f"个{unit}" if unit in ("月", "季度") else unit or ""


def _trend(value: ParsedValue, unit: str) -> str | None:
    verb = next((VERBS[flag] for flag in value.flags if flag in VERBS), None)
    if value.value_class != "trend" or verb is None:
        return None
    if value.number2 is not None:
        return f"{verb}{value.number}~{value.number2}{unit}"
    return f"{verb}{SIGNS[value.operator]}{value.number}{unit}"


def _date(value: ParsedValue) -> str | None:
    first, last = value.number or "", value.number2
    if value.unit == "month list":
        return f"{first}月、{last}月"
    if value.unit == "recurring day range":
        return f"每月{THIRDS[int(first)]}"
    if value.unit == "recurring date":
        return (
            f"每月{first}日前"
            if value.value_class == "date_deadline" and "-" not in first
            else f"每年{_chinese(first)}"
        )
    if value.unit == "year":
        return _years(value)
    if last is not None:
        return _stretch(first, last, value.value_class)
    if value.operator == "=":
        return first if first[4:5] == "-" else f"={_chinese(first)}"
    return f"{'' if value.operator == '<=' else SIGNS[value.operator]}{_chinese(first)}"


def _years(value: ParsedValue) -> str:
    if value.number2 is not None:
        return f"{value.number}年—{value.number2}年"
    return f"{value.number}年前" if value.operator == "<" else f"{SIGNS[value.operator]}{value.number}年"


def _stretch(first: str, last: str, value_class: str) -> str:
    if value_class == "date_deadline":
        month, _, day = first.rpartition("-")
        return f"{_chinese(month)}{THIRDS[int(day)]}"
    if "-" not in first and "-" not in last:
        return f"{first}-{last}月"
    return f"{_chinese(first)}—{_chinese(last)}"


def _chinese(iso: str) -> str:
    """2024-11-30 as 2024年11月30日; without a year from the month on."""
    parts = iso.split("-")
    year = f"{parts.pop(0)}年" if len(parts[0]) == 4 else ""
    return year + "".join(f"{int(part)}{mark}" for part, mark in zip(parts, "月日", strict=False))
