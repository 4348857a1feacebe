"""The printed names of what families declare beside the fixed records: further columns, lists and their columns."""

from __future__ import annotations

from functools import cache

from shibiao.wording import Texts


def extra_name(key: str, said: Texts) -> str:
    """The name of a further column of the indicators; its key where the vocabulary has none."""
    return _extras().get(key, {}).get(said.language) or key


def list_name(family: str, name: str, said: Texts) -> str:
    """The name of a list of a family; in Chinese of a list of one's own, the label of its block."""
    return _worded("list", name, _labels(family).get((name, "")), said)


def column_name(family: str, name: str, key: str, said: Texts) -> str:
    """The name of a column of a list; in Chinese of one's own, its first header."""
    return _worded("column", key, _labels(family).get((name, key)), said)


def _worded(group: str, key: str, label: str | None, said: Texts) -> str:
    known = said.term(group, key)
    return label if known == key and label and said.language == "zh" else known


@cache
def _extras() -> dict[str, dict[str, str]]:
    from shibiao.schemas.loader import HERE, load_yaml

    columns, _ = load_yaml(HERE / "vocabulary" / "columns.yaml")
    found: dict[str, dict[str, str]] = columns["extras"]
    return found


@cache
def _labels(family: str) -> dict[tuple[str, str], str]:
    """Of a family's lists: the first labels of their blocks, under an empty key, and of their columns."""
    from shibiao.schemas.families import load_catalogue

    found: dict[tuple[str, str], str] = {}
    for one in load_catalogue().families:
        for name, declared in one.tables.items() if one.family == family else ():
            labels = {"": declared.block, **{column.key: column.labels for column in declared.columns}}
            for key, spellings in labels.items():
                if spellings:
                    found.setdefault((name, key), spellings[0])
    return found
