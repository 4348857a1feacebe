"""The strip below a drawn page: what the colours mean and how many cells have each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

Colour = tuple[int, int, int]

_INK: Colour = (40, 45, 55)
_FAINT: Colour = (110, 118, 130)
_STRIP: Colour = (246, 247, 249)
_EDGE: Colour = (205, 211, 220)
_LINE_HEIGHT = 1.7  # in letters
# File names that Pillow looks up in the system's font folders, with the face of a collection that is Chinese.
_CJK_FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("NotoSerifCJK-Regular.ttc", 2),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
    ("simsun.ttc", 0),
    ("PingFang.ttc", 0),
    ("Hiragino Sans GB.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("DroidSansFallbackFull.ttf", 0),
    ("uming.ttc", 0),
    ("ukai.ttc", 0),
)


class Entry(NamedTuple):
    """One colour of the legend: its meaning in the user's words, and how many cells have it."""

    colour: Colour
    meaning: str
    cells: int
    tint: Colour = _STRIP


class LegendFont(NamedTuple):
    """A font of some size in pixels. ``chinese`` is False for the fallback that has Latin letters only."""

    face: FreeTypeFont | ImageFont
    size: int
    chinese: bool

    def words(self, text: str) -> str:
        """As much of a text as this font can write: all of it, or nothing."""
        return text if self.chinese or text.isascii() else ""


def legend_font(size: int) -> LegendFont:
    """A font with Chinese from this system, or Pillow's own where there is none."""
    from PIL import ImageFont

    for name, face in _CJK_FONTS:
        try:
            return LegendFont(ImageFont.truetype(name, size, index=face), size, chinese=True)
        except OSError:  # not on this system
            continue
    return LegendFont(ImageFont.load_default(size), size, chinese=False)


def with_legend(drawn: Image, title: str, entries: Sequence[Entry], font: LegendFont) -> Image:
    """The picture with the strip below it, as wide as the picture or, below a tiny one, as wide as its words."""
    from PIL import Image, ImageDraw

    widths = [_entry_width(entry, font) for entry in entries]
    width = max(drawn.width, *widths, 1)
    rows = _rows(widths, width)
    step = round(font.size * _LINE_HEIGHT)
    paper = Image.new("RGB", (width, drawn.height + step * (len(rows) + 1) + font.size), _STRIP)
    paper.paste(drawn, (0, 0))
    draw = ImageDraw.Draw(paper)
    draw.line((0, drawn.height, width, drawn.height), fill=_EDGE, width=max(font.size // 12, 1))
    middle = drawn.height + font.size // 2 + step // 2
    draw.text((font.size, middle), _fitting(title, width - 2 * font.size, font), _FAINT, font.face, anchor="lm")
    for row in rows:
        middle += step
        x = 0
        for index in row:
            _draw_entry(draw, entries[index], x + font.size, middle, font)
            x += widths[index]
    return paper


def _rows(widths: Sequence[int], room: int) -> list[list[int]]:
    """The entries' indices, broken into rows that fit."""
    rows: list[list[int]] = [[]]
    used = 0
    for index, width in enumerate(widths):
        if rows[-1] and used + width > room:
            rows.append([])
            used = 0
        rows[-1].append(index)
        used += width
    return rows


def _label(entry: Entry, font: LegendFont) -> str:
    return f"{font.words(entry.meaning)} {entry.cells}".strip()


def _entry_width(entry: Entry, font: LegendFont) -> int:
    """Margin, swatch, gap, label."""
    return round(font.size * 3.2 + font.face.getlength(_label(entry, font)))


def _draw_entry(draw: ImageDraw, entry: Entry, x: int, middle: int, font: LegendFont) -> None:
    half = round(font.size * 0.42)
    box = (x, middle - half, x + round(font.size * 1.3), middle + half)
    draw.rectangle(box, fill=entry.tint, outline=entry.colour, width=max(font.size // 8, 1))
    draw.text((x + round(font.size * 1.7), middle), _label(entry, font), _INK, font.face, anchor="lm")


def _fitting(text: str, room: int, font: LegendFont) -> str:
    """The text, its end left out where it would leave the strip."""
    shown = font.words(text)
    while shown and font.face.getlength(shown) > room:
        shown = shown[:-1]
    return shown
