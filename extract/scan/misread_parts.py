"""Lines of which the recogniser reads what a cell's head or foot has left, character by character as a reader of parts
sees them: 政束 beside 策 that only lacks its head is 政策."""

from __future__ import annotations

from shibiao.extract.recognise.cut_reader import CutReader, Half
from shibiao.extract.recognise.protocol import LineText
from shibiao.extract.scan.likeliest import Offers, is_chinese, likeliest
from shibiao.extract.scan.page_glyphs import PageGlyphs
from shibiao.extract.scan.strips import Strip, line_of_part


def as_parts(strip: Strip, text: LineText, own: PageGlyphs, reader: CutReader) -> LineText:
    """The text of a cut line with the Chinese characters that its parts are likelier of. ``strip``: of one line."""
    line, em = strip.lines[0], strip.em * own.advance
    seen: Half = "head" if line.cut_below else "foot"
    centres = [glyph.x for glyph in text.glyphs]
    offered = reader.likely(line_of_part(strip, em, seen), centres, seen, line.height / em)
    told = list(text.glyphs)
    for i, likely in enumerate(offered):
        if is_chinese(told[i].char):
            before, after = (told[j].char if 0 <= j < len(told) else "" for j in (i - 1, i + 1))
            offers = Offers(told[i], {each.char: each.probability for each in likely}, {})
            told[i] = likeliest(offers, before, after, own.pairs) or told[i]
    return LineText(tuple(told))
