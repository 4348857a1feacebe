"""Drafting a family from a sample, and looking whether the draft knows the sample."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from shibiao.exits import ExitCode, Stop
from shibiao.extract.model import Document
from shibiao.extract.source import ReadSettings, read_document
from shibiao.normalize.layout.assemble import recognised_segments
from shibiao.normalize.layout.lexicon import Lexicon, lexicon_of
from shibiao.normalize.layout.recognise import Recognised
from shibiao.normalize.layout.segments import Segment
from shibiao.pipeline import mended
from shibiao.schema_tools.draft_file import Plan, drafted_family
from shibiao.schema_tools.drafting import shown_parts
from shibiao.schemas.families import Catalogue, load_catalogue, shared_columns
from shibiao.schemas.family_files import chosen_family_paths, load_families
from shibiao.wording import Texts


class Draft(NamedTuple):
    """The file's text; what the sample was taken for before (None: unknown) and with the draft; how many forms the
    sample holds, of which the first was drafted."""

    text: str
    before: str | None
    now: str | None
    forms: int

    def knows_its_sample(self, key: str) -> bool:
        return self.now == key


def draft(sample: Path, key: str, settings: ReadSettings, said: Texts) -> Draft:
    """A family's file for forms like the sample. Where a family of today knows it or comes near, that is extended.

    Raises: UnreadableInput, OSError, SchemaError, Stop where the file holds no form at all.
    """
    document = mended(read_document(sample, settings))
    catalogue = load_catalogue()
    lexicon = lexicon_of(catalogue)
    found = recognised_segments(document, lexicon)
    if not found:
        raise Stop(ExitCode.NOTHING_READ, "error.nothing-read")
    segment, recognised = _first(found)
    shown = shown_parts(segment, lexicon)
    before = recognised.family.family.key if recognised.family else None
    text, now = "", None
    for extends in _worth_extending(key, recognised, before):
        plan = Plan(key, sample.name, lexicon.families[extends] if extends else None)
        text = drafted_family(shown, plan, lexicon, said)
        now = _taken_for(document, catalogue, {key: text})
        if now == key:
            break
    return Draft(text, before, now, len(found))


def _first(found: list[tuple[Segment, Recognised]]) -> tuple[Segment, Recognised]:
    """The first form that has a table, else the first."""
    ruled = [part for part in found if any(row.ruled for row in part[0].sheet.rows)]
    return (ruled or found)[0]


def _worth_extending(key: str, recognised: Recognised, before: str | None) -> list[str | None]:
    """The families to extend, likeliest first; None: none."""
    if before:
        return [before]
    near = [recognised.best] if recognised.best else []
    return [None, *near]


def _taken_for(document: Document, catalogue: Catalogue, drafted: Mapping[str, str]) -> str | None:
    """The family that the sample's first form is of when the draft counts too."""
    with tempfile.TemporaryDirectory() as folder:
        paths = dict(chosen_family_paths())
        for key, text in drafted.items():
            paths[key] = Path(folder) / f"{key}.yaml"
            paths[key].write_text(text, encoding="utf-8")
        families = load_families(dict(sorted(paths.items())), shared_columns())
    lexicon = Lexicon(catalogue.model_copy(update={"families": families}))
    _, recognised = _first(recognised_segments(document, lexicon))
    return recognised.family.family.key if recognised.family else None
