"""Signs that the network takes for each other, told apart by their shape in print."""

from __future__ import annotations

import pytest

from shibiao.extract.model import Glyph
from shibiao.extract.scan.shapes import with_shapes
from tests.scans.drawn import printed as printed_line

EM = 40


def settled(printed: str, read: str) -> str:
    """What becomes of ``read``, a character for each of ``printed``, on a clean line in a real font."""
    pixels, middles = printed_line(printed, EM, 64)
    glyphs = [Glyph(char, 0.99, x) for char, x in zip(read, middles, strict=True)]
    return "".join(glyph.char for glyph in with_shapes(glyphs, pixels, EM))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("0.46‰", "0.46%"),
        ("97%", "97%"),
        ("97%。", "97%。"),
        ("≧98%", "≥98%"),
        ("≥98%", "≥98%"),
        ("2023年—2025年", "2023年-2025年"),
        ("2023-2025", "2023—2025"),
        ("2023-2025", "2023-2025"),
        ("-", "一"),
        ("-", "1"),
        ("一", "一"),
        ("7", "7"),
        ("≥98%", ">98%"),
        ("≤98%", "<98%"),
        (">98%", ">98%"),
        ("<98%", "<98%"),
        ("/", "1"),
        ("/", "l"),
        ("1", "1"),
    ],
)
def test_signs_are_what_is_printed(printed: str, read: str) -> None:
    assert settled(printed, read) == printed
