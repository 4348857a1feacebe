"""Every extractor behind one function: a PDF in, the texts of its table cells out."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

CellReader = Callable[[Path], list[str]]


def shibiao_cells(path: Path) -> list[str]:
    """shibiao, through its whole pipeline."""
    from shibiao.pipeline import complete, read_file

    return [cell.text.value for form in complete(read_file(path)) for cell in form.cells if cell.text.value]


def pdfplumber_cells(path: Path) -> list[str]:
    """pdfplumber's extract_tables with its default settings (ruling lines)."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(path) as pdf:
        rows = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    return [text for row in rows for text in row if text]


def pymupdf_cells(path: Path) -> list[str]:
    """PyMuPDF's find_tables with its default settings (ruling lines)."""
    import pymupdf

    with pymupdf.open(path) as document:  # type: ignore[no-untyped-call, unused-ignore]
        rows = [row for page in document for table in page.find_tables().tables for row in table.extract()]
    return [text for row in rows for text in row if text]


def camelot_cells(path: Path) -> list[str]:
    """camelot, lattice flavour."""
    import camelot

    tables = camelot.read_pdf(str(path), flavor="lattice", pages="all")  # type: ignore[attr-defined, unused-ignore]
    return [text for table in tables for row in table.df.values.tolist() for text in row if text]


def img2table_cells(path: Path) -> list[str]:
    """img2table with the PDF's own text; a merged cell counts once."""
    from img2table.document import PDF

    found = {}
    for page, tables in PDF(str(path)).extract_tables().items():
        for number, table in enumerate(tables):
            for row in table.content.values():
                for cell in row:
                    box = cell.bbox
                    found[page, number, box.x1, box.y1, box.x2, box.y2] = cell.value or ""
    return [text for text in found.values() if text]


_PEERS: tuple[tuple[str, str, CellReader], ...] = (
    ("pdfplumber", "pdfplumber", pdfplumber_cells),
    ("PyMuPDF", "pymupdf", pymupdf_cells),
    ("camelot", "camelot", camelot_cells),
    ("img2table", "img2table.document", img2table_cells),
)


def readers() -> Iterator[tuple[str, CellReader | None, str]]:
    """(name, reader or None, why not) for shibiao and every peer."""
    yield "shibiao", shibiao_cells, ""
    for name, module, reader in _PEERS:
        try:
            importlib.import_module(module)
        except ImportError as error:
            yield name, None, str(error)
        else:
            yield name, reader, ""
