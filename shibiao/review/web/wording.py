"""The desk's sentences beside the program's own, and how pages get at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shibiao.wording import LANGUAGES, Texts, flatten
from shibiao.wording import texts as program_texts

_FOLDER = Path(__file__).parent / "texts"


class DeskTexts(Texts):
    """The desk's sentences; words of the data (``term``) are worded as everywhere in the program."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        super().__init__(language, sentences)
        self.program = program_texts(language)


@cache
def desk_texts(language: str) -> DeskTexts:
    """Load a language; Chinese for one that there is not."""
    import yaml

    chosen = language if language in LANGUAGES else LANGUAGES[0]
    tree = yaml.safe_load((_FOLDER / f"{chosen}.yaml").read_text(encoding="utf-8"))
    return DeskTexts(chosen, flatten(tree))
