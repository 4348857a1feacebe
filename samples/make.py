"""Prints the documents of a selection and writes each one's truth beside it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from samples import canvas, markup, word, xlsx
from samples.document import Document, Producer
from samples.paper import finish
from samples.plan import Selection, plan
from samples.truth import write_truth

PRODUCE: dict[str, Producer] = {
    "xlsx": xlsx.print_documents,
    "html": markup.print_documents,
    "canvas": canvas.print_documents,
    "docx": word.print_documents,
}


def make(selection: Selection, out: Path) -> list[Path]:
    """Print into ``out``; returns the PDFs. Raises ProducerMissing when a program is not installed."""
    return print_documents(plan(selection), out)


def print_documents(documents: list[Document], out: Path) -> list[Path]:
    """Print the documents, many of one producer in one call, and write the truth of each."""
    out.mkdir(parents=True, exist_ok=True)
    for producer, group in groupby(documents, key=lambda document: document.producer):
        PRODUCE[producer](list(group), out)
    for document in documents:
        finish(out / f"{document.name}.pdf", document.style)
        write_truth(document, out)
    return [out / f"{document.name}.pdf" for document in documents]
