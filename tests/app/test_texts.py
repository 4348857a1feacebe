"""Both languages say everything, with the same placeholders, and every sentence is used."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import get_args

import pytest
import yaml

from shibiao.export.contents import field_labels
from shibiao.schemas.records import Operator, Pane, Severity, SourceRecord, Status
from shibiao.wording import LANGUAGES, chosen_language, flatten, texts

ROOT = Path(__file__).parents[2]
SENTENCES = {
    language: flatten(yaml.safe_load((ROOT / "shibiao" / "texts" / f"{language}.yaml").read_text(encoding="utf-8")))
    for language in LANGUAGES
}
TERMS = ("family", "status", "severity", "pane", "field", "fund", "measure", "kind", "goal-kind", "list", "column")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert SENTENCES["zh"].keys() == SENTENCES["en"].keys()
    assert all(SENTENCES[language][key].strip() for language in LANGUAGES for key in SENTENCES[language])


def test_both_languages_have_the_same_placeholders() -> None:
    for key, sentence in SENTENCES["zh"].items():
        assert placeholders(sentence) == placeholders(SENTENCES["en"][key]), key


def test_english_has_no_chinese() -> None:
    assert [key for key, sentence in SENTENCES["en"].items() if re.search("[一-鿿]", sentence)] == []


def test_every_sentence_is_used() -> None:
    """By its whole key, or by a key put together from a prefix and a word that stands in the sources."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "shibiao").rglob("*.py"))
    words = set(re.findall(r"""["']([a-z0-9_.-]+)["']""", sources))
    prefixes = {prefix.removesuffix(".") for prefix in re.findall(r'f"([a-z.-]+\.)\{', sources)}
    assert {"failure", "help", "show"} <= prefixes
    for key in SENTENCES["zh"]:
        prefix, last = key.rsplit(".", 1) if "." in key else ("", key)
        assert key in words or prefix in TERMS or (prefix in prefixes and last in words), key


def test_every_word_of_the_data_is_worded() -> None:
    groups = {
        "status": get_args(Status),
        "pane": get_args(Pane),
        "severity": get_args(Severity),
        "kind": get_args(SourceRecord.model_fields["kind"].annotation),
        "field": field_labels(),
    }
    for group, words in groups.items():
        assert {key.removeprefix(f"{group}.") for key in SENTENCES["zh"] if key.startswith(f"{group}.")} >= set(words)
    assert get_args(Operator)


def test_funds_and_measures_are_worded() -> None:
    vocabulary = yaml.safe_load((ROOT / "schemas" / "vocabulary" / "funds.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        for item in vocabulary["items"]:
            assert f"fund.{item}" in SENTENCES[language]
        for measure in vocabulary["measures"]:
            assert f"measure.{measure}" in SENTENCES[language]


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        ([], "", "zh"),
        ([], "en", "en"),
        ([], "fr", "zh"),
        (["--lang", "en"], "", "en"),
        (["--lang=zh"], "en", "zh"),
        (["--lang"], "", "zh"),
        (["--", "--lang", "en"], "", "zh"),
    ],
)
def test_the_language_is_chosen(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variable: str, language: str
) -> None:
    monkeypatch.setenv("SHIBIAO_LANG", variable)
    assert chosen_language(arguments) == language


def test_an_unknown_word_is_shown_as_it_is() -> None:
    assert texts("zh").term("fund", "lottery") == "lottery"
