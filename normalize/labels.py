"""Recognising a printed label among known ones, whole or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from shibiao.normalize.text import squeeze

How = Literal["exact", "prefix", "typo"]
_FILLERS = re.compile(r"[?？…·.]{2,}|\?+|[*★]+")
_WEIGHT = re.compile(r"[(](\d+(?:\.\d+)?)(?:-\d+)?(?:分)?[)]分?$")
_NUMBERED = re.compile(r"^(?:其中:)?(?:[(][一二三四五六七八九十\d]+[)]|[一二三四五六七八九十\d]+[、.．])")
_MONEY_UNIT = re.compile(r"[(](?:万元|亿元|千元|元)[)]")
_UNIT_LINE = re.compile(r"(?:金额)?单位:?(?:人民币)?(万元|亿元|千元|元)")
_YEAR_IN_FRONT = re.compile(r"^.*?20\d\d年度?")
_BEHIND = re.compile(r"[(].*$")
_REMARK = re.compile(r"[(](?:必填硬性指标|必填|选填)[)]$|等$")


class LabelMatch(NamedTuple):
    """What a printed label means: the key it stands for, the spelling it was taken for, and how."""

    key: str
    spelling: str
    how: How


@lru_cache(maxsize=16384)
def label_form(text: str) -> str:
    """The form in which labels are compared: width and space folded, fillers and the final colon dropped."""
    return _FILLERS.sub("", squeeze(text)).rstrip(":：")


def plain_title(form: str) -> str:
    """A title, as ``label_form`` gives it, without the year in front and the remark in brackets behind."""
    return _YEAR_IN_FRONT.sub("", _BEHIND.sub("", form))


@lru_cache(maxsize=4096)
def plain_fund_label(text: str) -> str:
    """A label without the number in front of it and the unit behind it: ``1、事业收入（万元）`` is 事业收入."""
    return _MONEY_UNIT.sub("", _NUMBERED.sub("", squeeze(text)))


def unit_of_line(text: str) -> str | None:
    """The unit of amounts that a line tells (金额单位：元), None where it tells none."""
    found = _UNIT_LINE.search(squeeze(text))
    return found.group(1) if found else None


def is_unit_line(text: str) -> bool:
    """Whether a line tells the unit of amounts and nothing else."""
    return _UNIT_LINE.fullmatch(squeeze(text).strip("()")) is not None


@lru_cache(maxsize=4096)
def split_weight(text: str) -> tuple[str, str | None]:
    """``产出指标(50分)`` → (``产出指标``, ``50``); remarks such as (必填) are dropped."""
    form = _REMARK.sub("", label_form(text))
    found = _WEIGHT.search(form)
    return (form[: found.start()], found.group(1)) if found else (form, None)


@lru_cache(maxsize=1024)
def label_pattern(label: str) -> re.Pattern[str]:
    """A label in which ``*`` stands for any text, as a pattern for what ``label_form`` gives."""
    return re.compile(".*".join(re.escape(label_form(part)) if part else "" for part in label.split("*")), re.S)


class LabelIndex:
    """Known labels and the keys they stand for.

    ``least_prefix`` is how many characters of a cut label are enough. A prefix that fits labels of two
    keys is no match: the page's order and neighbours must decide, or nobody. A ``*`` in a label stands for any text.
    """

    def __init__(self, labels: Mapping[str, Iterable[str]], least_prefix: int = 3) -> None:
        self._exact: dict[str, tuple[str, str]] = {}
        self._least = least_prefix
        self._patterns: list[tuple[re.Pattern[str], str, str]] = []
        for key, spellings in labels.items():
            for spelling in spellings:
                if "*" in spelling:
                    self._patterns.append((label_pattern(spelling), key, spelling))
                else:
                    self._exact.setdefault(label_form(spelling), (key, spelling))
        self._longest = max(map(len, self._exact), default=0)
        self._cache: dict[str, LabelMatch | None] = {}

    def exact(self, text: str) -> LabelMatch | None:
        """A whole label, or None."""
        form = label_form(text)
        found = self._exact.get(form)
        if found is None and self._patterns:
            found = next(((key, spelling) for p, key, spelling in self._patterns if p.fullmatch(form)), None)
        return LabelMatch(*found, "exact") if found else None

    def match(self, text: str) -> LabelMatch | None:
        """A whole label, the beginning of one, or one with a single character wrong; else None."""
        form = label_form(text)
        if form not in self._cache:
            self._cache[form] = self._find(form)
        return self._cache[form]

    def _find(self, form: str) -> LabelMatch | None:
        if not form or len(form) > self._longest + 1:
            return None
        whole = self.exact(form)
        if whole:
            return whole
        return self._by_prefix(form) or self._by_typo(form)

    def _by_prefix(self, form: str) -> LabelMatch | None:
        if len(form) < self._least:
            return None
        fits = [(len(known), key, spelling) for known, (key, spelling) in self._exact.items() if known.startswith(form)]
        if not fits or len({key for _, key, _ in fits}) > 1:
            return None
        _, key, spelling = min(fits)
        return LabelMatch(key, spelling, "prefix")

    def _by_typo(self, form: str) -> LabelMatch | None:
        if len(form) < 4:
            return None
        from rapidfuzz.distance import Levenshtein

        fits = {
            (key, spelling)
            for known, (key, spelling) in self._exact.items()
            if len(known) >= 4 and Levenshtein.distance(form, known, score_cutoff=1) <= 1
        }
        if len({key for key, _ in fits}) != 1:
            return None
        return LabelMatch(*min(fits), "typo")
