"""Numbers and bullets that a word processor puts before paragraphs by itself (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "零一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand")
_CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
_MOST = 3999  # numbers beyond are not written out
_LEVELS = 9
_CHAIN = 10  # styles based on one another


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    space: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has come."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    of_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    _reached: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str | None:
        """What stands before a paragraph ("" for nothing), None where its format is not known. Counts on."""
        properties = paragraph.find("w.pPr")
        place = self._place(properties) if properties is not None else None
        if place is None or place[0] == "0":
            return ""
        number, at = place
        levels = self.levels.get(number)
        if levels is None or at not in levels:
            return "" if levels is None else None
        reached = self._reached.setdefault(self.lists.get(number, number), {})
        reached[at] = reached.get(at, levels[at].start - 1) + 1
        for deeper in [level for level in reached if level > at]:
            del reached[deeper]
        return _written(levels, reached, at)

    def _place(self, properties: Element) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, or its style's."""
        said = properties.find("w.numPr")
        style = properties.find("w.pStyle")
        inherited = self.of_style.get(style.get("w.val", "")) if style is not None else None
        if said is None:
            return inherited
        number, level = said.find("w.numId"), said.find("w.ilvl")
        if number is None:
            return inherited
        return number.get("w.val", "0"), _index(level.get("w.val") if level is not None else None, 0)


def read_numbering(root: Element | None, styles: Element | None) -> Numbering:
    """The lists that a document's numbering and styles define."""
    made = Numbering()
    if root is None:
        return made
    abstract = {one.get("w.abstractNumId", ""): _levels(one) for one in root.iterfind("w.abstractNum")}
    for one in root.iterfind("w.num"):
        number, base = one.get("w.numId", ""), one.find("w.abstractNumId")
        levels = dict(abstract.get(base.get("w.val", ""), {})) if base is not None else {}
        restarted = False
        for override in one.iterfind("w.lvlOverride"):
            at = _index(override.get("w.ilvl"), 0)
            own, start = override.find("w.lvl"), override.find("w.startOverride")
            if own is not None:
                levels[at] = _level(own)
            if start is not None and at in levels:
                was = levels[at]
                levels[at] = _Level(_index(start.get("w.val"), 1), was.format, was.text, was.space)
            restarted = restarted or start is not None
        made.levels[number] = levels
        made.lists[number] = number if restarted or base is None else f"abstract {base.get('w:val')}"
    for style in styles.iterfind("w.style") if styles is not None else ():
        found = _of_style(style)
        if found:
            made.of_style[style.get("w.styleId", "")] = found
    _inherit(styles, made.of_style)
    return made


def _of_style(style: Element) -> tuple[str, int] | None:
    said = style.find("w.pPr/w.numPr")
    number = said.find("w.numId") if said is not None else None
    if said is None or number is None:
        return None
    level = said.find("w.ilvl")
    return number.get("w.val", "0"), _index(level.get("w.val") if level is not None else None, 0)


def _inherit(styles: Element | None, of_style: dict[str, tuple[str, int]]) -> None:
    """A style without a list of its own has that of the style it is based on."""
    bases: dict[str, str] = {}
    for style in styles.iterfind("w.style") if styles is not None else ():
        based = style.find("w.basedOn")
        if based is not None:
            bases[style.get("w.styleId", "")] = based.get("w.val", "")
    own = dict(of_style)
    for name, base in bases.items():
        for _ in range(_CHAIN):
            if name in of_style:
                break
            if base in own:
                of_style[name] = own[base]
            base = bases.get(base, "")


def _levels(one: Element) -> dict[int, _Level]:
    return {_index(level.get("w.ilvl"), 0): _level(level) for level in one.iterfind("w.lvl")}


def _level(level: Element) -> _Level:
    def said(name: str, otherwise: str) -> str:
        found = level.find(name)
        return found.get("w.val", otherwise) if found is not None else otherwise

    return _Level(_index(said("w.start", "0"), 0), said("w.numFmt", "decimal"), said("w.lvlText", ""),
                  said("w.suff", "tab") == "space")  # fmt: skip


def _index(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _written(levels: dict[int, _Level], reached: dict[int, int], at: int) -> str | None:
    level = levels[at]
    if level.format == "bullet":
        return "•" if any("\ue000" <= char <= "\uf8ff" for char in level.text) else level.text
    if level.format == "none":
        return ""
    parts, end = [], 0
    for place in _PLACE.finditer(level.text):
        above = int(place[1]) - 1
        of = levels.get(above)
        number = _number(reached.get(above, of.start), of.format) if of else None
        if number is None:
            return None
        parts += [level.text[end : place.start()], number]
        end = place.end()
    return "".join([*parts, level.text[end:], " " if level.space else ""])


def _number(number: int, form: str) -> str | None:
    """A number in a list's format, None where that is not known."""
    if not 0 <= number <= _MOST:
        return None
    if form == "decimal":
        return str(number)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in _CHINESE and number < 100:
        return _chinese(number)
    if form in _CIRCLED and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and number:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return None


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
