"""What the first recogniser makes of parts of characters: writes ``extract/recognise/halves.tsv``.

    python -m bench.halves

Recognisers know whole characters only; what they read on a part is the same wrong character again and again (the left
of 时 is read as 日). Every character of GB 2312's first half (the 3,755 usual ones) is printed in the samples' own
fonts, cut at several places on either side, and read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.cut_characters import usual_characters
from samples.scans.seal import font_face
from shibiao.extract.recognise.halves import HALVES, Side
from shibiao.extract.recognise.protocol import LineImage, LineText
from shibiao.extract.recognise.rapidocr import RapidOcr

FONTS = ("Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UMing CN")  # not those of bench/heldout.yaml
SIDES: tuple[Side, ...] = ("left", "right")
SHARES = (0.5, 0.65, 0.8)  # of a character's width seen
EM = 40  # pixels
ABOUT = 8  # of paper above and below, as strips have
BESIDE = "资金"  # stands whole beside a character cut at its side
LEAST, MOST = 0.06, 6  # readings rarer than this, or more, are left out

Grey = NDArray[np.uint8]
Table = dict[str, dict[str, float]]  # by the character and what is read on it


class Part(NamedTuple):
    """A line image with a cut character, and its middle in pixels."""

    pixels: Grey
    char: str
    middle: float


def measured(chars: Sequence[str], seen: Side) -> Table:
    """What is read on parts of characters, and how often: 1 is always, over all fonts and cuts."""
    recogniser = RapidOcr()
    table: Table = {char: defaultdict(float) for char in chars}
    for font in FONTS:
        for share in SHARES:
            parts = list(_parts(chars, font, seen, share))
            texts = recogniser.read([LineImage(np.repeat(part.pixels[:, :, None], 3, axis=2)) for part in parts])
            for part, text in zip(parts, texts, strict=True):
                _count(part, text, table, 1 / (len(FONTS) * len(SHARES)))
    return table


def _count(part: Part, text: LineText, table: Table, weight: float) -> None:
    near = [glyph for glyph in text.glyphs if abs(glyph.x - part.middle) < 0.45 * EM]
    if not near:
        return
    glyph = min(near, key=lambda each: (not each.char, abs(each.x - part.middle)))
    for reading, probability in ((glyph.char, glyph.probability), *glyph.others):
        if reading:
            table[part.char][reading] += weight * probability


def _parts(chars: Sequence[str], font: str, seen: Side, share: float) -> Iterator[Part]:
    face = font_face(font, EM * 2)
    width = round((1 - share) * EM)
    for char in chars:
        line = _printed(BESIDE + char if seen == "left" else char + BESIDE, face)
        line = line[:, : line.shape[1] - width] if seen == "left" else line[:, width:]
        pixels = np.pad(line, ((ABOUT, ABOUT), (12, 0) if seen == "left" else (0, 12)), constant_values=255)
        yield Part(pixels, char, 12 + EM * (2 + share / 2) if seen == "left" else EM * share / 2)


def _printed(text: str, face: ImageFont.FreeTypeFont) -> Grey:
    """A line as print on paper, ``EM`` pixels a character, its rows those of the ink."""
    image = Image.new("L", (2 * EM * len(text), 4 * EM), 255)
    draw = ImageDraw.Draw(image)
    for i, char in enumerate(text):
        draw.text((2 * EM * i, EM), char, fill=20, font=face)
    pixels = cv2.GaussianBlur(np.asarray(image), (0, 0), 1.2)
    small = cv2.resize(pixels, (EM * len(text), 2 * EM), interpolation=cv2.INTER_AREA)
    rows = np.flatnonzero((small < 160).any(axis=1))
    return np.asarray(small[rows[0] : rows[-1] + 1], np.uint8)


def main() -> None:
    """Measures all and writes the table."""
    lines = ["# Made by `python -m bench.halves`: seen part, character, what is read on it and how often (of 100)."]
    for seen in SIDES:
        for char, readings in sorted(measured(usual_characters(), seen).items()):
            kept = sorted(((share, read) for read, share in readings.items() if share >= LEAST), reverse=True)[:MOST]
            if kept:
                lines.append("\t".join((seen, char, *(f"{read}{round(100 * share)}" for share, read in kept))))
    HALVES.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
