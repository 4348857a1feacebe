"""The page of the documentation that lists all kinds of hostile files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from samples.hostile.catalogue import BY_HAND, KINDS
from samples.hostile.kind import Group, Kind

_TITLES: dict[Group, str] = {
    "pdf": "PDFs",
    "image": "Images",
    "text": "Text",
    "office": "Office files",
    "disguised": "Files that are not what their names say",
    "names": "Good files under odd names",
    "special": "What is no file, or does not open",
    "mutated": "Good files changed by chance",
}
_HEAD = f"""# Hostile files

What an archive may hold besides forms, and what may become of each file: never a crash, never a hang, never more
memory than a worker has. `python -m samples.hostile OUT --seed N --count N` makes them, the same for the same seed,
with a list of what is allowed in `OUT/hostile.jsonl`. {len(BY_HAND)} kinds are made by hand, one file of each; the
others are good files changed by chance, as many as wanted. The tests in `tests/hostile` read every kind in a process
of limited memory and time.

Nothing in a file is ever run, unpacked or fetched: scripts, actions, attachments and addresses are not looked at.
Bounds on what a file may hold stand in `extract/bounds.py`; the largest page image, file and number of pages in
`ReadSettings`. `too-much` is what is beyond such a bound.

This page is written by `python -m samples.hostile --table docs/hostile.md`; a test holds it in step.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(line for group in get_args(Group) for line in _section(group))])


def _section(group: Group) -> Iterator[str]:
    kinds = [kind for kind in KINDS if kind.group == group]
    yield f"## {_TITLES[group]}"
    yield ""
    yield from _table(kinds)
    yield ""


def _table(kinds: Sequence[Kind]) -> Iterator[str]:
    yield "| kind | what it is | how it is made | allowed outcomes |"
    yield "|---|---|---|---|"
    for kind in kinds:
        yield f"| `{kind.name}` | {_cell(kind.what)} | {_cell(kind.how)} | {', '.join(kind.outcomes)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
