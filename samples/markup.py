"""Forms as HTML, printed by Chromium: text of a cell too small is clipped by ``overflow: hidden``."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

from samples.document import Document, PrintedForm
from samples.office import ProducerMissing
from samples.style import MARGIN, PrintStyle, cell_width, row_heights, text_width, wraps
from samples.table import PlacedCell, Table

_WIDTHS = {"thin": "0.75pt", "thick": "2pt", "double": "3pt", "dashed": "1pt", "dotted": "1pt"}
_LINES = {"thick": "solid", "thin": "solid"}


def print_documents(documents: list[Document], out: Path) -> None:
    """Print each document to ``out/<name>.pdf``. Raises ProducerMissing without Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise ProducerMissing("Chromium is not installed")
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / f"{document.name}.html"
            page.write_text(_page(document), "utf-8")
            _print(program, page, out / f"{document.name}.pdf", folder)


def _print(program: str, page: Path, pdf: Path, folder: str) -> None:
    command = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    command += ["--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile"]
    command += ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90)
    if not pdf.exists():
        raise RuntimeError(f"Chromium did not print {pdf.stem}: {done.stderr.strip()[-500:]}")


def _page(document: Document) -> str:
    style = document.style
    parts = []
    page = 1
    for printed in document.forms:
        broken = printed.first_page != page
        page = printed.first_page
        parts.append(_form(printed, style, broken))
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{_rules(style)}</style>{"".join(parts)}</html>'


def _rules(style: PrintStyle) -> str:
    width, height = style.page
    line = f"{_WIDTHS[style.border]} {_LINES.get(style.border, style.border)} #{style.color}"
    outer = "" if style.outer else "table{border-style:hidden}"
    return (
        f"@page{{size:{width}pt {height}pt;margin:{MARGIN}pt}}body{{margin:0;font-family:'{style.font}';"
        f"font-size:{style.size}pt;line-height:1.35}}"
        f"table{{border-collapse:collapse;table-layout:fixed;width:100%}}td{{border:{line};padding:0 2.5pt;"
        f"overflow:hidden;word-break:break-all;vertical-align:{style.valign.replace('center', 'middle')}}}"
        "td>div{overflow:hidden}.one{white-space:nowrap}.c{text-align:center}.right{text-align:right}"
        f"h1{{font-size:{style.size + 6}pt;text-align:center;margin:4pt 0}}p{{margin:3pt 0}}"
        ".break{break-before:page}" + outer
    )


def _form(printed: PrintedForm, style: PrintStyle, broken: bool) -> str:
    table = printed.table
    title, *lines = table.above
    above = "".join(f'<p class="{"c" if "年度" in line else ""}">{escape(line)}</p>' for line in lines)
    below = "".join(f"<p>{escape(line)}</p>" for line in table.below)
    name = ' class="break"' if broken else ""
    return f"<section{name}><h1>{escape(title)}</h1>{above}{_table(printed, style)}{below}</section>"


def _table(printed: PrintedForm, style: PrintStyle) -> str:
    """One table, or two when the page breaks inside: a browser would move a whole group of merged rows."""
    rows, cut, header = printed.table.rows, printed.break_row, printed.table.header_row
    if cut is None:
        return _part(printed.table, style, range(rows))
    second = [header, *range(cut, rows)] if style.header else range(cut, rows)
    return f'{_part(printed.table, style, range(cut))}<div class="break"></div>{_part(printed.table, style, second)}'


def _part(table: Table, style: PrintStyle, rows: Sequence[int]) -> str:
    """A table of some of the rows; a cell crossing into them stands empty unless it begins here."""
    columns = "".join(f'<col style="width:{share / sum(table.widths) * 100:.3f}%">' for share in table.widths)
    heights = row_heights(table, style)
    printed = []
    for index, row in enumerate(rows):
        cells = [
            cell for cell in table.cells if row in _rows(cell) and (index == 0 or rows[index - 1] not in _rows(cell))
        ]
        inside = "".join(_cell(table, _within(cell, row, rows), style, heights[row]) for cell in cells)
        printed.append(f'<tr style="height:{heights[row]:.2f}pt">{inside}</tr>')
    return f"<table><colgroup>{columns}</colgroup>{''.join(printed)}</table>"


def _rows(cell: PlacedCell) -> range:
    return range(cell.row, cell.row + cell.rowspan)


def _within(cell: PlacedCell, row: int, rows: Sequence[int]) -> PlacedCell:
    """The part of a cell inside ``rows`` from ``row`` on."""
    inside = sum(1 for at in rows if at in _rows(cell))
    return replace(cell, rowspan=inside, text=cell.text if row == cell.row else "")


def _cell(table: Table, cell: PlacedCell, style: PrintStyle, height: float) -> str:
    wrap = wraps(table, table.owners(), cell, style)
    spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
        f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    )
    rules = [f"text-align:{alignment_of(cell, style)}"]
    if not wrap and style.mode == "shrunk":
        rules.append(f"font-size:{shrunk_size(table, cell, style):.2f}pt")
    inside = escape(cell.text).replace("\n", "<br>")
    if style.mode == "cut-rows" and cell.rowspan == 1:
        inside = f'<div style="height:{height - 1.5:.2f}pt">{inside}</div>'
    return f'<td{spans} class="{"" if wrap else "one"}" style="{";".join(rules)}">{inside}</td>'


def alignment_of(cell: PlacedCell, style: PrintStyle) -> str:
    """Labels stand centred, amounts at the right, texts as the style says."""
    if cell.role == "amount":
        return "right"
    if style.mode == "cut-columns" and cell.role in ("level", "label"):
        return style.align
    return "center" if cell.role in ("label", "header", "level") else style.align


def shrunk_size(table: Table, cell: PlacedCell, style: PrintStyle) -> float:
    """Font size at which the text fits its cell on one line."""
    room = cell_width(table, cell, style) - 1.0
    return min(style.size, style.size * room / max(1.0, text_width(cell.text, style.size) * 1.03))
