"""What a printed text means: amounts, level words, operators. Written apart from the product's own reading."""

from __future__ import annotations

import re
import unicodedata

_MONEY = re.compile(r"(-?\d[\d,]*(?:\.\d+)?)\s*(万元|万|亿元|元|%|分)?")
_UNITS = {"万": "万元"}
_WEIGHT = re.compile(r"[(（]\s*(\d+(?:-\d+)?)\s*分?[)）]分?$")
_LEVELS = {
    "项目完成指标": "产出指标",
    "项目效益指标": "效益指标",
    "项目效益": "效益指标",
    "效果指标": "效益指标",
    "产": "产出指标",
    "数量指标": "数量指标",
    "环境效益指标": "生态效益指标",
    "社会效益目标": "社会效益指标",
    "服务对象满意度指标等": "服务对象满意度指标",
}
_SHORT = ("经济效益", "社会效益", "生态效益", "可持续影响", "服务对象满意度")
_BY_WEIGHT = {"50": "产出指标", "30": "效益指标", "10": "满意度指标"}
_OPERATORS = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "=": "=", "═": "=", ">": ">", "<": "<"}


def money(text: str) -> tuple[str | None, str | None]:
    """(exact decimal, unit printed with it) of a printed amount; (None, None) where no figure stands."""
    found = _MONEY.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None, None
    unit = found.group(2)
    return found.group(1).replace(",", ""), _UNITS.get(unit, unit) if unit else None


def level_word(text: str) -> str | None:
    """The canonical word of a printed level label; its weight alone names it where the word is lost."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _WEIGHT.search(plain)
    word = plain[: found.start()] if found else plain
    if not word:
        return _BY_WEIGHT.get(found.group(1)) if found else None
    return _LEVELS.get(word, word + "指标" if word in _SHORT else word)


def operator(text: str) -> str | None:
    """The operator of a sign cell."""
    return _OPERATORS.get(unicodedata.normalize("NFKC", text.strip()), _OPERATORS.get(text.strip()))
