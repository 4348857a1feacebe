"""The tables of parts of characters are made as their command says: here of a few characters."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from bench.cut_characters import FONTS, SIGNS, Places, fitted, measured, reduced_places, usual_characters
from samples.style import FONTS as FILES
from shibiao.extract.recognise.cut_reader import Seen, log_probabilities, table_of
from shibiao.extract.recognise.features import Features

CHARS = [*"指标数率经济社会效益生态满意度", *SIGNS]
TWO = FONTS[:2]
needs_fonts = pytest.mark.skipif(
    not all(Path(FILES[font][0]).exists() for font in TWO), reason="the samples' fonts are not installed"
)


def test_the_usual_characters_are_those_of_gb_2312() -> None:
    chars = usual_characters()
    assert (len(chars), len(set(chars)), chars[0], chars[-1]) == (3755, 3755, "啊", "座")


@pytest.mark.parametrize("seen", get_args(Seen))
def test_the_tables_hold_all_usual_characters(seen: Seen) -> None:
    assert set(usual_characters()) | set(SIGNS) <= set(table_of(seen).chars)


@needs_fonts
@pytest.mark.parametrize("seen", get_args(Seen))
def test_a_table_of_a_few_characters_tells_them(seen: Seen) -> None:
    reader = Features()
    rounds = 4 if seen in ("head", "foot") else 8  # of a line that is cut aside each second character is a part
    table = fitted(CHARS, *reduced_places(measured(CHARS, TWO, rounds, seen, reader, seed=1)), reader.network)
    parts = measured(CHARS, TWO, 1, seen, reader, seed=2)
    judged = Places(*(np.concatenate(each) for each in zip(*parts, strict=True)))
    own = (judged.shares > 0.5) & (judged.classes < len(CHARS) - len(SIGNS))
    found = log_probabilities(judged.features[own], judged.shares[own], table).argmax(axis=1)
    assert float((found == judged.classes[own]).mean()) > 0.9
