"""The reader of parts of characters, and what the recogniser's first layers give it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from shibiao.extract.recognise import cut_reader
from shibiao.extract.recognise.cut_reader import (
    BETWEEN,
    CutReader,
    Seen,
    log_probabilities,
    pooled,
    table_of,
    write_table,
)
from shibiao.extract.recognise.features import STRIDE, Features
from shibiao.extract.recognise.rapidocr import HEIGHT, backends
from tests.scans.drawn import printed

TEXT = "城乡居民公共卫生"
EM, ABOUT = 40, 6


def half(seen: Seen) -> tuple[np.ndarray, list[float]]:
    """The part of a line that an edge leaves of its rows, or each second character with what a side leaves of its
    columns; with the middles of these."""
    pixels, middles = printed(TEXT, EM, 2 * EM)
    share = SHARES[seen]
    inked = np.flatnonzero((pixels[:, :, 0] < 128).any(axis=1))
    top, bottom = int(inked[0]), int(inked[-1]) + 1
    page = pixels[top - ABOUT : top - ABOUT + EM + 2 * ABOUT].copy()
    if seen == "head":
        page[ABOUT + share :] = 255
    elif seen == "foot":
        page[: ABOUT + (bottom - top) - share] = 255
    else:
        middles = middles[1::2] if seen == "left" else middles[2::2]
        for middle in middles:
            first, last = round(middle - EM / 2), round(middle + EM / 2)
            page[:, slice(first + share, last) if seen == "left" else slice(first, last - share)] = 255
    return page, middles


SHARES = {"head": 24, "foot": 24, "left": 28, "right": 28}
TEXTS = {"head": TEXT, "foot": TEXT, "left": TEXT[1::2], "right": TEXT[2::2]}  # the right of 城 is that of 诚


@pytest.mark.parametrize("seen", get_args(Seen))
@pytest.mark.parametrize("backend", list(backends()))
def test_parts_are_read_alike_by_every_engine(backend, seen: Seen) -> None:
    pixels, middles = half(seen)
    likely = CutReader(Features(backend)).likely(pixels, middles, seen, SHARES[seen] / EM)
    assert "".join(best[0].char for best in likely) == TEXTS[seen]


def test_between_two_characters_none_is_read_surely() -> None:
    pixels, middles = half("head")
    between = [middle + EM / 2 for middle in middles[:-1]]
    likely = CutReader(Features()).likely(pixels, between, "head", 24 / EM)
    assert all(not best or best[0].probability < 0.9 for best in likely)


def test_a_table_made_of_another_network_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels, middles = half("head")
    other = table_of("head")._replace(network="another")
    monkeypatch.setattr(cut_reader, "table_of", lambda seen: other)
    assert CutReader(Features()).likely(pixels, middles, "head", 0.6) == [[] for _ in middles]


@pytest.mark.parametrize("seen", get_args(Seen))
def test_probabilities_of_a_place_add_up_to_one(seen: Seen) -> None:
    table = table_of(seen)
    places = np.random.default_rng(1).normal(0.3, 1.0, (5, len(table.centre))).astype(np.float32)
    found = log_probabilities(places, np.array([0.4, 0.5, 0.6, 0.7, 0.8]), table)
    assert np.exp(found).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_a_written_table_comes_back_nearly_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of("foot")
    write_table(table, tmp_path / "cut_foot.npz")
    monkeypatch.setattr(cut_reader, "path_of", lambda seen: tmp_path / f"cut_{seen}.npz")
    again = cut_reader.table_of.__wrapped__("foot")
    assert (again.chars, again.network) == (table.chars, table.network)
    for name in ("projection", "means", "slopes"):
        assert getattr(again, name) == pytest.approx(
            getattr(table, name), abs=float(np.abs(getattr(table, name)).max()) / 100
        )
    assert table.chars[-1] == BETWEEN


def test_places_are_seen_by_what_lies_about_them() -> None:
    """A column of features that is lit is in the middle bin of a place on it, and in none of a place far away."""
    features = np.zeros((2, 3, 40), np.float32)
    features[0, 1, 20] = 1.0
    on = (20.5 * STRIDE) / 0.75
    near, far = pooled(features, np.array([on, on + 2 * HEIGHT], np.float32)).reshape(2, 3, 2, 3)
    assert near[1, 0, 1] == pytest.approx(1 / 3)
    assert near.sum() == pytest.approx(1 / 3)
    assert not far.any()
