"""Clean forms for the bench: invented contents read by the real pipeline, from text dumps and from PDFs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from samples.content import FAMILIES, SampleForm
from samples.document import arrange
from samples.dump import Damage, dumped, write_dump
from samples.invent import Case, invent
from samples.layout import Wording
from samples.make import print_documents
from samples.plan import Selection, chosen_document
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form

_IN_A_FILE = 10


def invented(seed: int, count: int) -> list[SampleForm]:
    """So many contents, the families in turn; every number differs with the seed."""
    return [invent(FAMILIES[n % len(FAMILIES)], seed + n, Case(plain=True)) for n in range(count)]


def from_dumps(contents: Sequence[SampleForm]) -> Iterator[Form]:
    """The contents as undamaged text dumps, read and completed; the weights of level 1 printed in every other file."""
    with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
        for start in range(0, len(contents), _IN_A_FILE):
            wording = Wording(weights_in_levels=start // _IN_A_FILE % 2 == 0)
            some = [dumped(form, Damage(), wording, start + n) for n, form in enumerate(contents[start:][:_IN_A_FILE])]
            path = write_dump(f"clean-{start:04d}", start, some, "utf-8", Path(folder))
            yield from _read(path, len(some))


def from_pdfs(contents: Iterable[SampleForm], seed: int) -> Iterator[Form]:
    """The contents printed as PDFs, a file each, read and completed."""
    with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
        style = chosen_document(Selection(seed=seed), "canvas", "full", "goal_2pane", 0).style
        documents = [
            arrange(f"clean-{n:04d}", "canvas", seed + n, style, [form], Wording(weights_in_levels=n % 2 == 0))
            for n, form in enumerate(contents)
        ]
        print_documents(documents, Path(folder))
        for document in documents:
            yield from _read(Path(folder) / f"{document.name}.pdf", 1)


def _read(path: Path, count: int) -> list[Form]:
    """The forms of a file. Raises ValueError when there are not so many: the bench would measure something else."""
    forms = complete(read_file(path))
    if len(forms) != count or any(form.family == "unknown" for form in forms):
        raise ValueError(f"{path.name}: {[form.family for form in forms]} read, {count} forms written")
    return forms
