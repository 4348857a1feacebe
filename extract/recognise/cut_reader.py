"""A reader of characters of which a cell's edge cuts off a part.

PP-OCR's network has learnt whole characters only: its last layers make 粘 of the upper half of 数. What its first
layers see is strokes in their places, of a part as of a whole. On that, a classifier of its own is put: linear
discriminant analysis with one covariance for all characters (Hastie, Tibshirani and Friedman, "The Elements of
Statistical Learning", section 4.3), whose means move with the part that is seen. ``python -m bench.cut_characters``
makes its tables, and measures them on a font that they were not made of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.recognise.features import STRIDE, Features
from shibiao.extract.recognise.protocol import Pixels
from shibiao.extract.recognise.rapidocr import HEIGHT, SQUEEZE

Half = Literal["head", "foot"]  # the part of a line that the cell's edge has left
Side = Literal["left", "right"]  # and the part of its last, or first, character
Seen = Literal[Half, Side]
Floats = NDArray[np.float32]

MIDDLE_SHARE = 0.62  # em seen: means are given for this,
BETWEEN = ""  # the class of places between two characters
_BINS = 3  # side by side, a character together
_BIN = HEIGHT * SQUEEZE / _BINS / STRIDE  # columns
_BEST = 6


class Table(NamedTuple):
    """What a part's classifier knows. With ``n`` numbers a place: the ``centre`` of all features, their ``projection``
    (features × n), the characters' ``means`` and ``slopes`` (characters × n; what an em more of a line adds), how much
    squared distance is worth in the logarithm of a probability (``worth``), and the ``network`` whose features these
    are, by its SHA-256."""

    chars: tuple[str, ...]
    centre: Floats
    projection: Floats
    means: Floats
    slopes: Floats
    worth: float
    network: str


class Likely(NamedTuple):
    """A character that may stand at a place, and how probable it is."""

    char: str
    probability: float


def path_of(seen: Seen) -> Path:
    """Where the table of a part is kept."""
    return Path(__file__).with_name(f"cut_{seen}.npz")


@lru_cache(maxsize=4)
def table_of(seen: Seen) -> Table:
    """The table of a part, as ``write_table`` wrote it."""
    with np.load(path_of(seen)) as data:
        quantised = {name: data[name].astype(np.float32) * data[f"{name}_step"] for name in _QUANTISED}
        chars = (*str(data["chars"]), BETWEEN)
        return Table(chars, data["centre"], worth=float(data["worth"]), network=str(data["network"]), **quantised)


_QUANTISED = ("projection", "means", "slopes")


def write_table(table: Table, path: Path) -> None:
    """Writes a table, its three large parts in one byte a number, with a step for each column."""
    parts: dict[str, NDArray[Any]] = {}
    for name in _QUANTISED:
        values: Floats = getattr(table, name)
        step = np.maximum(np.abs(values).max(axis=0), 1e-9) / 127
        parts[name], parts[f"{name}_step"] = np.round(values / step).astype(np.int8), step.astype(np.float32)
    np.savez_compressed(
        path,
        chars=np.array("".join(table.chars[:-1])),
        centre=table.centre.astype(np.float32),
        worth=np.float32(table.worth),
        network=np.array(table.network),
        allow_pickle=False,
        **parts,
    )


class CutReader:
    """Reads parts of characters. ``features``: the network's first layers."""

    def __init__(self, features: Features) -> None:
        self._features = features

    def likely(
        self, pixels: Pixels, centres: Sequence[float], seen: Seen, shares: float | Sequence[float]
    ) -> list[list[Likely]]:
        """For every place along a line, the characters that may stand about it, most probable first; none where it lies
        between two.

        ``pixels``: the line image, with the visible part where it stands in a whole line. ``centres``: pixels from its
        left. ``shares``: how much of the line, or of each character, is seen, in em.
        """
        table = table_of(seen)
        if not centres or table.network != self._features.network:
            return [[] for _ in centres]
        scale = HEIGHT / pixels.shape[0]
        places = pooled(self._features.of([pixels])[0], np.asarray(centres, np.float32) * scale)
        found = log_probabilities(places, np.broadcast_to(shares, len(centres)), table)
        return [list(_best(row, table)) for row in found]


def _best(row: Floats, table: Table) -> list[Likely]:
    best = np.argsort(-row)[:_BEST]
    return [Likely(table.chars[i], float(np.exp(row[i]))) for i in best.tolist() if table.chars[i] != BETWEEN]


def pooled(features: Floats, centres: Floats) -> Floats:
    """What the network sees about places of a line (places × features): means over three bins side by side, of every
    row by itself. ``features``: channels × rows × columns; ``centres``: pixels of the network's line image, before it
    is squeezed."""
    channels, rows, columns = features.shape
    total = np.concatenate(
        [np.zeros((channels, rows, 1), np.float32), np.cumsum(features, axis=2, dtype=np.float32)], axis=2
    )

    def up_to(column: Floats) -> Floats:
        held = np.clip(column, 0, columns)
        whole = np.minimum(held.astype(int), columns - 1)
        return np.asarray(total[:, :, whole] + (held - whole) * features[:, :, whole], np.float32)

    middle = np.asarray(centres * SQUEEZE / STRIDE, np.float32)
    edges = [up_to(middle + np.float32((i - _BINS / 2) * _BIN)) for i in range(_BINS + 1)]
    bins = [(right - left) / _BIN for left, right in pairwise(edges)]
    return np.asarray(np.concatenate(bins).reshape(-1, len(centres)).T, np.float32)


def log_probabilities(places: Floats, shares: NDArray[np.floating], table: Table) -> Floats:
    """Places × characters: how probable each is, as logarithm. ``places``: of ``pooled``; ``shares``: em seen."""
    numbers = (places - table.centre) @ table.projection
    found = np.empty((len(numbers), len(table.chars)), np.float32)
    for share in np.unique(shares):
        own = shares == share
        means = table.means + (share - MIDDLE_SHARE) * table.slopes
        near = 2 * numbers[own] @ means.T - (means * means).sum(axis=1)
        found[own] = table.worth * near
    found -= found.max(axis=1, keepdims=True)
    return np.asarray(found - np.log(np.exp(found).sum(axis=1, keepdims=True)), np.float32)
