"""Completing cut text from the same archive, by evidence that is weighed by place (``docs/archives.md``)."""

from shibiao.normalize.archive.completing import complete_archive, complete_form
from shibiao.normalize.archive.index import NOTHING, Alike, Found, Index, SortedTexts, Texts, look_up
from shibiao.normalize.archive.projects import Place, place_of, same_project
from shibiao.normalize.archive.texts import Key, Text, texts_of, wanted

__all__ = [
    "NOTHING",
    "Alike",
    "Found",
    "Index",
    "Key",
    "Place",
    "SortedTexts",
    "Text",
    "Texts",
    "complete_archive",
    "complete_form",
    "look_up",
    "place_of",
    "same_project",
    "texts_of",
    "wanted",
]
