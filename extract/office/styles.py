"""A workbook's styles (ECMA-376 part 1, 18.8), as far as they tell what a cell shows and where its borders are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar
from xml.etree.ElementTree import Element

from shibiao.extract.office.lattice import BOTTOM, LEFT, RIGHT, TOP
from shibiao.extract.office.number_formats import BUILT_IN

T = TypeVar("T")
_SIDES = {"left": LEFT, "start": LEFT, "right": RIGHT, "end": RIGHT, "top": TOP, "bottom": BOTTOM}
_WHITE = ("FFFFFFFF", "00FFFFFF")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell shows its content. ``borders``: bits of its sides; ``unseen``: white on white."""

    number_format: str = "General"
    borders: int = 0
    unseen: bool = False


def cell_styles(root: Element) -> tuple[CellStyle, ...]:
    """The styles that cells name by number."""
    formats = dict(BUILT_IN)
    for one in root.iter("numFmt"):
        formats[_index(one.get("numFmtId"))] = one.get("formatCode", "General")
    borders = [_borders(one) for one in _list(root, "borders")]
    white = [_is_white(one.find("color")) for one in _list(root, "fonts")]
    blank = [_is_blank(one.find("patternFill")) for one in _list(root, "fills")]
    return tuple(
        CellStyle(
            formats.get(_index(one.get("numFmtId")), "General"),
            _at(borders, one.get("borderId"), 0),
            _at(white, one.get("fontId"), False) and _at(blank, one.get("fillId"), True),
        )
        for one in _list(root, "cellXfs")
    )


def _list(root: Element, name: str) -> list[Element]:
    found = root.find(name)
    return list(found) if found is not None else []


def _borders(border: Element) -> int:
    return sum({_SIDES[s.tag] for s in border if s.tag in _SIDES and s.get("style", "none") != "none"})


def _is_white(color: Element | None) -> bool:
    if color is None or color.get("tint", "0") not in ("0", "0.0"):
        return False
    return color.get("rgb", "").upper() in _WHITE or color.get("theme") == "0"


def _is_blank(fill: Element | None) -> bool:
    """Whether a fill leaves the paper white."""
    return fill is None or fill.get("patternType", "none") == "none" or _is_white(fill.find("fgColor"))


def _at(found: list[T], index: str | None, otherwise: T) -> T:
    number = _index(index)
    return found[number] if 0 <= number < len(found) else otherwise


def _index(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
