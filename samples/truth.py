"""What a reader must find in a printed sample (schema ``shibiao.truth/1``)."""

from __future__ import annotations

import json
import logging
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from samples.content import SampleForm
from samples.document import Document, PrintedForm
from samples.table import PlacedCell, Table

SCHEMA_ID = "shibiao.truth/1"
# Chromium maps glyphs that Noto shares between an ideograph and its radical to the radical; NFKC leaves these.
# ⼾ NFKC takes to the traditional 戶, and the dash of a period shares its glyph with U+2015.
_RADICALS = str.maketrans(
    "⼾―⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "户—民虎西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)


_CODED = ("department", "department_code")  # printed in one cell


class PagesDiffer(RuntimeError):
    """A printed file has other pages than it was laid out for."""


@dataclass(frozen=True, slots=True)
class PageText:
    """Characters of each page in content-stream order, white space removed, NFKC."""

    pages: tuple[str, ...]

    @classmethod
    def of(cls, pdf: Path) -> PageText:
        """Read a PDF with pdfplumber."""
        import pdfplumber

        # Chromium writes CFF fonts as Type 3 without a box; pdfminer says so for every one of them.
        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        with pdfplumber.open(pdf) as opened:
            return cls(tuple(squeezed("".join(char["text"] for char in page.chars)) for page in opened.pages))

    def holds(self, text: str, page: int) -> bool:
        """Whether the page (from 1) holds the text, or it begins there and goes on at the next page."""
        wanted = squeezed(text)
        here = self.pages[page - 1]
        if wanted in here:
            return True
        if page == len(self.pages):
            return False
        following = self.pages[page]
        cuts = range(2, len(wanted) - 1)
        return len(wanted) > 12 and any(wanted[:cut] in here and wanted[cut:] in following for cut in cuts)


class _Unclaimed:
    """The text of the pages that no cell has been found to be yet: where two cells hold the same text, the
    glyphs of one do not stand for both. Longer texts are to claim first."""

    def __init__(self, text: PageText) -> None:
        self._text = text
        self._left = list(text.pages)

    def claim(self, text: str, page: int) -> bool:
        """Whether the page still holds the text; what is found is taken away."""
        wanted = squeezed(text)
        if wanted in self._left[page - 1]:
            self._left[page - 1] = self._left[page - 1].replace(wanted, "\0", 1)
            return True
        return wanted not in self._text.pages[page - 1] and self._text.holds(text, page)


def squeezed(text: str) -> str:
    """NFKC without white space and radicals as ideographs, so that print variants of one text compare equal."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_RADICALS)).split())


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """How texts are compared: white space and full or half width folded, nothing else."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def truth_of(document: Document, pdf: Path) -> dict[str, Any]:
    """The truth record of a printed document. Raises PagesDiffer when the page count is not the planned one."""
    text = PageText.of(pdf)
    if len(text.pages) != document.pages:
        raise PagesDiffer(f"{pdf.name}: {len(text.pages)} pages printed, {document.pages} laid out")
    return {
        "schema": SCHEMA_ID,
        "file": pdf.name,
        "producer": document.producer,
        "mode": document.style.mode,
        "font": document.style.font,
        "seed": document.seed,
        "forms": [
            {**form_record(printed.form, printed.table), "cells": _cells(printed, text)} for printed in document.forms
        ],
    }


def write_record(record: dict[str, Any], path: Path) -> None:
    """Write a truth record as JSON."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


def form_record(form: SampleForm, table: Table | None = None) -> dict[str, Any]:
    """A form's truth without its cells. Of the fields only those that ``table`` prints, if one is given."""
    return {
        "family": form.family,
        "title": form.title,
        "year": form.year,
        "fields": _printed_fields(form, table),
        "funds": [
            {"pane": fund.pane, "item": fund.item, "measure": fund.measure, "amount": fund.amount}
            for fund in form.funds
        ],
        "goals": [
            {
                "pane": goal.pane,
                "kind": goal.kind,
                "period": {"start": goal.period[0], "end": goal.period[1]} if goal.period else None,
                "text": goal.text,
            }
            for goal in form.goals
        ],
        "indicators": [_indicator_record(form, index) for index in range(len(form.indicators))],
        "defects": list(form.defects),
    }


def _printed_fields(form: SampleForm, table: Table | None) -> dict[str, str]:
    """Fields by key as the table labels them: 项目来源 stands where other forms have 项目属性."""
    texts = {cell.text for cell in table.cells} if table else None
    renamed = {"project_attribute": "project_source"} if texts and "项目来源" in texts else {}
    return {
        renamed.get(name, name): value
        for name, value in form.fields.items()
        if value and (texts is None or value in texts or (name in _CODED and any(value in text for text in texts)))
    }


def _indicator_record(form: SampleForm, index: int) -> dict[str, Any]:
    indicator = form.indicators[index]
    names = ["pane", "level1", "level2", "name", "target"]
    if form.family == "selfeval":
        names += ["actual", "weight", "score", "deviation"]
    return {name: getattr(indicator, name) for name in names}


def _cells(printed: PrintedForm, text: PageText) -> list[dict[str, Any]]:
    pages = _row_pages(printed, text)
    left = _Unclaimed(text)
    in_file = {
        id(cell): left.claim(cell.text, pages[cell.row])
        for cell in sorted(printed.table.cells, key=lambda c: -len(c.text))
    }
    return [
        {
            "page": pages[cell.row],
            "row": cell.row,
            "col": cell.col,
            "rowspan": cell.rowspan,
            "colspan": cell.colspan,
            "text": cell.text,
            "in_file": in_file[id(cell)],
        }
        for cell in printed.table.cells
    ]


def _row_pages(printed: PrintedForm, text: PageText) -> list[int]:
    """Page of each row: known where the layout sets the break, else from the cells found on one page only."""
    table, first, last = printed.table, printed.first_page, printed.last_page
    if first == last:
        return [first] * table.rows
    if printed.break_row is not None and printed.break_exact:
        return [first if row < printed.break_row else last for row in range(table.rows)]
    begins = next((row for row in range(table.rows) if _only_on(last, _row(table, row), text)), table.rows)
    return [first if row < begins else last for row in range(table.rows)]


def _row(table: Table, row: int) -> list[PlacedCell]:
    return [cell for cell in table.cells if cell.row == row and cell.rowspan == 1 and len(cell.text) > 3]


def _only_on(page: int, cells: list[PlacedCell], text: PageText) -> bool:
    return any(squeezed(cell.text) in text.pages[page - 1] and not text.holds(cell.text, page - 1) for cell in cells)


def write_truth(document: Document, out: Path) -> Path:
    """Write ``out/<name>.truth.json`` beside the printed PDF."""
    record = truth_of(document, out / f"{document.name}.pdf")
    path = out / f"{document.name}.truth.json"
    write_record(record, path)
    return path
