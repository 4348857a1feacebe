"""The table of what is read on parts of characters is the one that its command makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cut_characters import usual_characters
from bench.halves import FONTS, measured
from samples.style import FONTS as FILES
from shibiao.extract.model import Glyph
from shibiao.extract.recognise.halves import HALVES, Side, may_be

needs_fonts = pytest.mark.skipif(
    not all(Path(FILES[font][0]).exists() for font in FONTS), reason="the samples' fonts are not installed"
)


@needs_fonts
@pytest.mark.parametrize(("seen", "chars"), [("left", "时和到响"), ("right", "规传响数")])
def test_a_few_characters_measured_anew(seen: Side, chars: str) -> None:
    """Beside others on their line characters may be read a little otherwise; what each is mostly read as stays."""
    for char, readings in measured(chars, seen).items():
        mostly = max(readings, key=readings.__getitem__)
        assert may_be(Glyph(mostly, 1.0, 0.0), seen)[char] == pytest.approx(readings[mostly], abs=0.25)


def test_all_usual_characters_are_in_it() -> None:
    lines = [line.split("\t") for line in HALVES.read_text("utf-8").splitlines() if not line.startswith("#")]
    by_part = {seen: {line[1] for line in lines if line[0] == seen} for seen in ("left", "right")}
    assert len(usual_characters()) == 3755
    for chars in by_part.values():
        assert len(chars & set(usual_characters())) > 3500
