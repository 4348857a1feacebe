"""The word files: what is written twice or under an unknown key is refused with its line."""

import shutil
from pathlib import Path

import pytest

from shibiao.schemas.loader import HERE, SchemaError
from shibiao.schemas.words import load_words

FILES = ("operators.yaml", "units.yaml", "qualities.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(HERE / "vocabulary" / name, tmp_path / name)
    return tmp_path


def line_of(path: Path, text: str) -> int:
    return 1 + path.read_text(encoding="utf-8").splitlines().index(text)


def test_shipped_words_load(folder: Path) -> None:
    assert load_words(folder) == load_words()


def test_a_unit_written_twice_is_refused(folder: Path) -> None:
    path = folder / "units.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  件: []", "  件: [人次]"), encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_words(folder)
    assert caught.value.path == path
    assert caught.value.line == line_of(path, "  件: [人次]")
    assert "人次" in str(caught.value)


def test_an_operator_word_with_two_meanings_is_refused(folder: Path) -> None:
    path = folder / "operators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("不足, 不到]", "不足, 不到, 至少]"), encoding="utf-8")
    with pytest.raises(SchemaError, match="至少"):
        load_words(folder)


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_key_is_refused_with_its_line(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "opertors: {}\n", encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        load_words(folder)
    assert caught.value.line == line_of(path, "opertors: {}")


def test_an_unknown_operator_is_refused(folder: Path) -> None:
    path = folder / "operators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('  "<=": [以下', '  "=<": [以下'), encoding="utf-8")
    with pytest.raises(SchemaError, match="=<"):
        load_words(folder)
