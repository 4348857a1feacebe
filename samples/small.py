"""The small set that is kept with the project: one of everything that matters, and text dumps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from samples.content import Family, SampleForm
from samples.dump import Damage, dumped, write_dump
from samples.invent import Case, invent
from samples.layout import Wording
from samples.make import print_documents
from samples.plan import Selection, chosen_document
from samples.style import Mode

SEED = 1
PRINTED: tuple[tuple[str, Mode, Family], ...] = (
    ("xlsx", "full", "goal_2pane"),
    ("xlsx", "cut-rows", "goal_2pane"),
    ("xlsx", "cut-columns", "goal_2pane"),
    ("xlsx", "cut-columns", "selfeval"),
    ("xlsx", "shrunk", "goal_2pane"),
    ("xlsx", "split", "goal_1pane"),
    ("xlsx", "several", "selfeval"),
    ("html", "full", "goal_1pane"),
    ("html", "cut-columns", "goal_2pane"),
    ("html", "split", "selfeval"),
    ("canvas", "cut-rows", "selfeval"),
    ("canvas", "cut-columns", "goal_1pane"),
    ("docx", "cut-rows", "goal_2pane"),
    ("docx", "split", "goal_2pane"),
)
# Place in PRINTED of the document whose pages are cropped; which are turned follows from the seed.
_CROPPED = 12
_DAMAGES = (Damage(), Damage(shift=True, cut_labels=True, cut_text=True), Damage(ten_columns=True, cut_labels=True))


def make_small(out: Path) -> list[Path]:
    """Print the small set into ``out``; returns its files without the truths."""
    selection = Selection(seed=SEED)
    documents = [chosen_document(selection, *row, number) for number, row in enumerate(PRINTED)]
    cropped = documents[_CROPPED]
    documents[_CROPPED] = replace(cropped, style=replace(cropped.style, crop=True))
    return print_documents(documents, out) + make_dumps(out)


def make_dumps(out: Path) -> list[Path]:
    """Four text dumps of three forms each: two panes in UTF-8 and GB18030, one pane with a BOM, self-evaluations."""
    return [
        _dump("dump-two-panes", 11, "goal_2pane", "水利局", "utf-8", out),
        _dump("dump-two-panes-gb18030", 12, "goal_2pane", "民政局", "gb18030", out),
        _dump("dump-one-pane-bom", 13, "goal_1pane", "文化和旅游局", "utf-8-sig", out),
        _dump("dump-self-evaluation", 14, "selfeval", "应急管理局", "gb18030", out),
    ]


def _dump(name: str, seed: int, family: Family, office: str, encoding: str, out: Path) -> Path:
    """A form whole, then forms of the same office damaged: what is cut in them stands whole in the first."""
    wording = Wording(short_levels=seed % 2 == 0)
    forms = []
    for index, damage in enumerate(_DAMAGES):
        if family != "goal_2pane":
            damage = Damage(shift=damage.shift, cut_labels=damage.cut_labels, cut_text=damage.cut_text)
        forms.append(dumped(_form(family, seed * 10 + index, office), damage, wording, seed * 10 + index))
    return write_dump(name, seed, forms, encoding, out)


def _form(family: Family, seed: int, office: str) -> SampleForm:
    return invent(family, seed, Case(office=office, most=3, empty_pane="annual" if seed % 10 == 0 else None))
