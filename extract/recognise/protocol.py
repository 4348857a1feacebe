"""What every recogniser takes and gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph

Pixels = NDArray[np.uint8]
Alphabet = Literal["any", "figure"]
ReaderName = Literal["rapidocr", "tesseract"]


class LineImage(NamedTuple):
    """One line of text, upright: ``pixels`` is height × width × 3 (RGB), dark on light.

    ``alphabet`` ``figure``: the cell's kind allows digits, signs and units only.
    """

    pixels: Pixels
    alphabet: Alphabet = "any"


class LineText(NamedTuple):
    """What an engine made of one line image: its glyphs from left to right.

    ``timed_out``: it was stopped before it had read the line.
    """

    glyphs: tuple[Glyph, ...]
    timed_out: bool = False

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)


class Recogniser(Protocol):
    """An engine. Loading it may take a second; reading keeps no state."""

    name: ReaderName

    def read(self, lines: Sequence[LineImage]) -> list[LineText]:
        """One text for each line, in the order given. Never raises for what is on a line."""
        ...


class RecogniserMissing(RuntimeError):
    """The engine, or something it needs, is not installed; ``args[0]`` names it."""
