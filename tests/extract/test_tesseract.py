"""The second recogniser on printed lines: what it reads, in which order, within which time, and where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from shibiao.extract.errors import MissingReader
from shibiao.extract.recognise.protocol import LineImage, LineText, RecogniserMissing
from shibiao.extract.recognise.tesseract import Tesseract, TimeBound, missing_part
from shibiao.extract.scan import chosen
from shibiao.extract.scan.chosen import SECOND_MISSING, chosen_reader
from tests.scans.drawn import line_of, texts_of

needs_tesseract = pytest.mark.skipif(missing_part() is not None, reason=f"{missing_part()} is not installed")
FIGURES = frozenset("0123456789.,%-+<>=≥≤~/:()年月日万元")
LABELS = ["河道保洁专项经费", "满意度指标", "保障河道通畅，改善沿河环境", "2022年12月底前完成", "数量指标"]
NUMBERS = ["95%", "12.50", "0.00", "2023"]


def read(lines: list[LineImage]) -> list[str]:
    return [line.text for line in Tesseract().read(lines)]


@needs_tesseract
def test_printed_lines_are_read() -> None:
    assert read(texts_of(LABELS + NUMBERS)) == LABELS + NUMBERS


@needs_tesseract
@pytest.mark.parametrize("height", [24, 40, 90])
def test_lines_of_any_height_are_read(height: int) -> None:
    assert read([line_of(text, height=height) for text in LABELS]) == LABELS


@needs_tesseract
def test_every_character_has_its_place_and_its_sureness() -> None:
    image = line_of("95 12.50", height=60)
    (line,) = Tesseract().read([image])
    places = [glyph.x for glyph in line.glyphs]
    assert line.text == "9512.50"
    assert places == sorted(places)
    assert 12 < places[0] < places[-1] < image.pixels.shape[1] - 12
    assert all(0.5 < glyph.probability <= 1 for glyph in line.glyphs)
    gaps = np.diff(places)
    assert gaps[1] == max(gaps)  # between the two words, not within one


@needs_tesseract
def test_lines_of_figures_give_nothing_but_figures() -> None:
    assert read(texts_of(NUMBERS, "figure")) == NUMBERS
    mixed = ["数量95%指标", "A12B", "O123", "经费", "l00"]
    free, bound = read(texts_of(mixed)), read(texts_of(mixed, "figure"))
    assert all(set(text) <= FIGURES for text in bound), bound
    assert "95%" in bound[0]
    assert not all(set(text) <= FIGURES for text in free), free


@needs_tesseract
def test_many_lines_of_both_kinds_come_back_in_order() -> None:
    """More than two processes take, figures among words: they are read apart and put together again."""
    texts = [f"{n * 37 + 100}.{n % 10}0" if n % 3 == 0 else f"第{100 + n}个项目指标" for n in range(100)]
    lines = [line_of(text, "any" if n % 3 else "figure") for n, text in enumerate(texts)]
    found = read(lines)
    assert len(found) == len(texts)
    assert sum(one != other for one, other in zip(texts, found, strict=True)) <= 2
    assert read(lines[:7]) == found[:7]


@needs_tesseract
def test_what_is_no_line_gives_no_text() -> None:
    white = np.full((40, 200, 3), 255, np.uint8)
    lines = [LineImage(white), LineImage(white[:, :1]), LineImage(white[:1]), LineImage(white[:0]), line_of("经费")]
    assert read(lines) == ["", "", "", "", "经费"]
    assert Tesseract().read([]) == []
    assert Tesseract().read([LineImage(white[:0])]) == [LineText(())]


def noise() -> LineImage:
    """A line so noisy that it takes over a minute to read."""
    grains = np.random.default_rng(1).integers(0, 256, (12, 10_666), dtype=np.uint8)
    return LineImage(np.asarray(Image.fromarray(grains).resize((32_000, 34)).convert("RGB")))


@needs_tesseract
def test_a_line_that_it_chokes_on_costs_itself_only() -> None:
    lines = [line_of("河道保洁"), line_of("专项经费"), noise(), line_of("数量指标")]
    found = Tesseract(processes=1, bound=TimeBound(least=1.5, a_line=0.0)).read(lines)
    assert [line.text for line in found] == ["河道保洁", "专项经费", "", "数量指标"]
    assert [line.timed_out for line in found] == [False, False, True, False]


@needs_tesseract
def test_no_time_at_all_gives_every_line_up() -> None:
    found = Tesseract(bound=TimeBound(least=0.0001, a_line=0.0)).read(texts_of(LABELS))
    assert found == [LineText((), timed_out=True)] * len(LABELS)


def test_the_bound_grows_with_the_lines() -> None:
    bound = TimeBound(least=5.0, a_line=0.5)
    assert [bound.seconds(lines) for lines in (1, 10, 40)] == [5.0, 5.0, 20.0]


@pytest.fixture
def looked_for_anew() -> Iterator[None]:
    """What is installed is looked up once; these tests change it."""
    missing_part.cache_clear()
    chosen._loaded.cache_clear()
    yield
    missing_part.cache_clear()
    chosen._loaded.cache_clear()


def without_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("PATH", str(folder))
    return "tesseract"


def without_chinese(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TESSDATA_PREFIX", str(folder))
    return "tesseract-chi_sim"


@needs_tesseract
@pytest.mark.usefixtures("looked_for_anew")
@pytest.mark.parametrize("without", [without_program, without_chinese])
def test_what_is_missing_is_named(
    without: Callable[[Path, pytest.MonkeyPatch], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = without(tmp_path, monkeypatch)
    with pytest.raises(RecogniserMissing) as caught:
        Tesseract()
    assert caught.value.args == (missing,)
    with pytest.raises(MissingReader) as refused:
        chosen_reader(Path("a.png"), "tesseract")
    assert refused.value.detail == missing
    assert chosen_reader(Path("a.png"), "both").notes == (SECOND_MISSING,)
