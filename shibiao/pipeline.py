"""The one place where the stages are joined.

file ──read──▶ Document ──layout──▶ Form ──cuts──▶ Form          (file by file)
all forms ──archive──▶ forms ──values──▶ forms ──checks──▶ forms (once all are read)
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.extract.model import Document
from shibiao.extract.source import ReadSettings, read_document
from shibiao.schemas.records import Form

if TYPE_CHECKING:
    from shibiao.normalize.archive import Index
    from shibiao.schemas.families import Catalogue


def read_file(path: Path, settings: ReadSettings | None = None) -> list[Form]:
    """Read one file into its forms: laid out, labels repaired, cut texts marked.

    Raises:
        UnreadableInput: the file gives no pages (``shibiao.extract.errors``).
        SchemaError: a data file of shibiao is invalid (``shibiao.schemas.loader``).
    """
    from shibiao.normalize.layout.assemble import document_forms
    from shibiao.schemas.families import load_catalogue

    catalogue = load_catalogue()
    with _collector_paused():
        document = mended(read_document(path, settings))
        forms = document_forms(document, catalogue)
        return [_doubted(form, catalogue) for form in forms] if document.source.cuts else forms


def _doubted(form: Form, catalogue: Catalogue) -> Form:
    """A form of a kind of file that cuts texts, with the cut ones marked."""
    from shibiao.normalize.cuts import mark_cuts
    from shibiao.normalize.layout.lexicon import lexicon_of
    from shibiao.normalize.lost_lines import mark_lost_lines
    from shibiao.normalize.open_names import mark_open_names

    lexicon = lexicon_of(catalogue)
    marked = mark_lost_lines(form, lexicon.all_labels, lexicon.level_words, catalogue.confidence)
    return mark_cuts(mark_open_names(marked, catalogue), catalogue.confidence)


def mended(document: Document) -> Document:
    """A document with what readers of pictures take for something else mended: signs first, brackets, then labels."""
    from shibiao.normalize.brackets import close_brackets
    from shibiao.normalize.layout.lexicon import lexicon_of
    from shibiao.normalize.misread import mend_document
    from shibiao.normalize.misread_labels import mend_labels
    from shibiao.schemas.families import load_catalogue

    lexicon = lexicon_of(load_catalogue())
    return mend_labels(close_brackets(mend_document(document)), lexicon.all_labels, lexicon.level_words)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Reading makes small objects by the hundred thousand and no cycles: the collector's passes over them
    were two fifths of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def complete(forms: Sequence[Form], archive: Index | None = None) -> list[Form]:
    """Finish the forms of an archive: complete cut texts from each other, type the values, run the checks.

    The result for each form depends on the set of forms, never on their order. Same order as given. With ``archive``
    these are some of its forms, and it holds what they are completed with (``normalize.archive.complete_form``); then
    they are not held against the others here (``normalize.checks.archive_findings``).
    """
    from shibiao.normalize.archive import complete_archive, complete_form
    from shibiao.normalize.checks import run_archive_checks, run_checks
    from shibiao.normalize.layout.notes import findings_of_reading
    from shibiao.normalize.typing_values import type_values
    from shibiao.schemas.families import load_catalogue

    sure = load_catalogue().confidence
    if archive is None:
        completed = complete_archive(forms, sure)
    else:
        completed = [complete_form(form, archive, sure) for form in forms]
    typed = [type_values(form, sure) for form in completed]
    across = run_archive_checks(forms) if archive is None else {}
    found = [(*findings_of_reading(form), *run_checks(form), *across.get(form.form_id, ())) for form in typed]
    return [form.model_copy(update={"findings": own}) for form, own in zip(typed, found, strict=True)]
