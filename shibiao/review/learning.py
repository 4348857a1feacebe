"""What standing decisions teach the vocabulary: spellings of level words that a person may add to ``levels.yaml``.

Only proposals: no decision changes how anything is read. A spelling is what is printed (``raw``), as long as it was not
read from a picture, is no piece of the word (that is a cut, which is completed anyway), and is no word itself.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from shibiao.export.contents import row_keys
from shibiao.export.manifest import is_form_id
from shibiao.normalize.labels import label_form
from shibiao.review.decisions import Entry
from shibiao.review.log import DecisionLog
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.family import Level1
from shibiao.schemas.records import Form, IndicatorRecord

Word = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A spelling of a word of level 1, or of level 2 under it; ``entries`` are the decisions that say so."""

    level1: str
    level2: str | None
    spelling: str
    entries: tuple[int, ...]


def proposals(log: DecisionLog, out: Path) -> tuple[Proposal, ...]:
    """Spellings of which all decisions say the same, sorted by word. Raises: Stop."""
    tree = load_catalogue().levels
    known = {label_form(word) for word in _words(tree)}
    found: dict[str, dict[Word, list[int]]] = defaultdict(lambda: defaultdict(list))
    for word, spelling, number in _taught(log, out, tree):
        if spelling not in known and spelling not in label_form(word[1] or word[0]):
            found[spelling][word].append(number)
    agreed = {spelling: words for spelling, words in found.items() if len({two or one for one, two in words}) == 1}
    made = (
        Proposal(*word, spelling, tuple(sorted(numbers)))
        for spelling, words in agreed.items()
        for word, numbers in words.items()
    )
    return tuple(sorted(made, key=lambda one: (one.level1, one.level2 or "", one.spelling)))


def as_yaml(found: Iterable[Proposal]) -> str:
    """The proposals in the shape of ``levels.yaml``; behind each the decisions that it comes from."""
    lines: list[str] = []
    for level1, own in groupby(found, key=lambda one: one.level1):
        proposed = list(own)
        lines.append(f"{level1}:")
        first = [one for one in proposed if one.level2 is None]
        lines += ["  spellings:", *_items(first)] if first else []
        second = [one for one in proposed if one.level2]
        lines += ["  children:"] if second else []
        for level2, children in groupby(second, key=lambda one: one.level2):
            lines += [f"    {level2}:", *(f"  {line}" for line in _items(children))]
    return "".join(f"{line}\n" for line in lines)


def _items(found: Iterable[Proposal]) -> list[str]:
    return [f"    - {json.dumps(one.spelling, ensure_ascii=False)}  # {_numbers(one)}" for one in found]


def _numbers(one: Proposal) -> str:
    return " ".join(f"d{number}" for number in one.entries)


def _words(tree: Mapping[str, Level1]) -> Iterator[str]:
    for word, level in tree.items():
        yield from (word, *level.spellings)
        for child, spellings in level.children.items():
            yield from (child, *spellings)


def _taught(log: DecisionLog, out: Path, tree: Mapping[str, Level1]) -> Iterator[tuple[Word, str, int]]:
    """(word, what is printed for it, entry) of every standing decision about a label."""
    standing = [e for place, e in log.standing().items() if place.column in ("level1", "level2")]
    by_form = groupby(sorted(standing, key=lambda e: e.decision.place.form_id), key=lambda e: e.decision.place.form_id)
    for form_id, entries in by_form:
        form = _form(out, form_id)
        if form is None or form.source.kind == "scan" or form.source.scans:
            continue
        rows = row_keys(form)
        for entry in entries:
            place = entry.decision.place
            position = rows.get((place.table or "", place.row or ""))
            taught = None if position is None else _lesson(form.indicators[position], entry, tree)
            if taught:
                yield (*taught, entry.number)


def _form(out: Path, form_id: str) -> Form | None:
    path = out / "forms" / f"{form_id}.json"
    return Form.model_validate_json(path.read_bytes()) if is_form_id(form_id) and path.is_file() else None


def _lesson(indicator: IndicatorRecord, entry: Entry, tree: Mapping[str, Level1]) -> tuple[Word, str] | None:
    """What a decision says is printed for which word: a label corrected to a word, or a repair to one accepted."""
    decision = entry.decision
    first = decision.place.column == "level1"
    value = indicator.level1 if first else indicator.level2
    if value is None or decision.verdict not in ("accept", "correct"):
        return None
    word = decision.after if decision.verdict == "correct" else value.value
    repaired = decision.verdict == "correct" or value.status == "repaired-vocabulary"
    spelling = label_form(value.raw)
    if not repaired or not spelling or word is None or value.value not in (decision.before, word):
        return None
    if first:
        return ((word, None), spelling) if word in tree else None
    parent = indicator.level1.value if indicator.level1 else None
    parents = [level for level, own in tree.items() if word in own.children]
    parent = parent if parent in parents else next(iter(parents), None)
    return ((parent, word), spelling) if parent else None
