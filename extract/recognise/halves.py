"""What the first recogniser reads on the left or right part of a character, asked the other way: which characters that
part may be of.

The table is made by ``python -m bench.halves`` (``bench/halves.py`` says of what).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from shibiao.extract.model import Glyph

Side = Literal["left", "right"]  # the part of a character that the cell's edge has left

HALVES = Path(__file__).with_name("halves.tsv")


@lru_cache(maxsize=1)
def _table() -> Mapping[tuple[str, str], Mapping[str, float]]:
    """Characters, and how often each is read so, by the part seen and the reading."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for line in HALVES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        seen, char, *readings = line.split("\t")
        for reading in readings:
            found[seen, reading[0]][char] = int(reading[1:]) / 100
    return found


def may_be(glyph: Glyph, seen: Side) -> dict[str, float]:
    """The characters whose part may have been read so, and how well each explains the reading, 0 to 1."""
    table = _table()
    found: dict[str, float] = defaultdict(float)
    for reading, probability in ((glyph.char, glyph.probability), *glyph.others):
        for char, share in table.get((seen, reading), {}).items():
            found[char] += probability * share
    return dict(found)
