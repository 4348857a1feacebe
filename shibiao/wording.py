"""The user's language: every sentence the program says stands in ``texts/zh.yaml`` and ``texts/en.yaml``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent / "texts"


class Texts:
    """The sentences of one language. ``texts("key", name=...)`` fills in the placeholders."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        return self._sentences[key].format(**values)

    def term(self, group: str, word: str) -> str:
        """The wording of a word of the data (a family, a status …), the word itself where none is known."""
        return self._sentences.get(f"{group}.{word}", word)


@cache
def texts(language: str) -> Texts:
    """Load a language of ``LANGUAGES``."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = yaml.load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return Texts(language, flatten(tree))


def flatten(tree: dict[str, object], prefix: str = "") -> dict[str, str]:
    """Nested keys joined by dots."""
    found: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= flatten(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = str(value)
    return found


def chosen_language(arguments: Sequence[str]) -> str:
    """``--lang`` of the command line, else SHIBIAO_LANG, else Chinese.

    Looked up before the command line is parsed, so that help and usage errors are worded in it too.
    """
    wanted = os.environ.get("SHIBIAO_LANG", "")
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            wanted = arguments[index + 1]
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]
