"""Check boxes in print: ``新增项目□ 延续项目√`` says 延续项目.

The marks stand before their options or behind them, alike through one text. A box is empty where it is □; any other
mark chooses, also the ``?`` that a lost sign leaves (DOMAIN: selected = mark ≠ □).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from shibiao.normalize.text import tidy

EMPTY = "□☐○〇▢"
_CHOSEN = "☑☒■√✓✔●▣?？"
_MARK = re.compile(f"[{EMPTY}{_CHOSEN}]")
_BOXED = re.compile(f"[{EMPTY}☑☒■▣]")
_NUMBER = re.compile(r"^(?:[(（]?\d{1,2}[)）.、．])\s*")
_TRIMMED = " 　,，;；、/"


class Boxes(NamedTuple):
    """The options of a text with check boxes, in print's order, and those that are chosen."""

    options: tuple[str, ...]
    chosen: tuple[str, ...]


def check_boxes(text: str) -> Boxes | None:
    """The boxes of a text; None where it has none, or where marks and options do not pair off."""
    if not _BOXED.search(text):
        return None
    pieces = [piece.strip(_TRIMMED) for piece in _MARK.split(tidy(text).replace("\n", " "))]
    marks = _MARK.findall(tidy(text).replace("\n", " "))
    options = pieces[1:] if not pieces[0] else pieces[:-1] if not pieces[-1] else []
    if len(options) != len(marks) or not all(options):
        return None
    named = tuple(_NUMBER.sub("", option) for option in options)
    return Boxes(named, tuple(name for name, mark in zip(named, marks, strict=True) if mark not in EMPTY))
