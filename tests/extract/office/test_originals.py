"""The same form as an office original and as its print gives the same record, for every family."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from samples.document import Document
from samples.office import print_office_files
from tests.extract.office.originals import CSV, converted, documents, read, said, saved

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
ALL = [*documents("xlsx"), *documents("docx")]
SHEETS, WORDS = documents("xlsx"), documents("docx")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("originals")
    for document in ALL:
        saved(document, out)
    return out


@pytest.fixture(scope="module")
def printed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("printed")
    print_office_files([folder / f"{one.name}.{one.producer}" for one in ALL], out)
    return out


@pytest.fixture(scope="module")
def rewritten(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The originals as LibreOffice writes them, and workbooks as comma-separated tables."""
    out = tmp_path_factory.mktemp("rewritten")
    sheets = [folder / f"{one.name}.xlsx" for one in SHEETS]
    converted(sheets, "xlsx", out)
    converted([folder / f"{one.name}.docx" for one in WORDS], "docx", out)
    converted(sheets, CSV, out)
    return out


@needs_office
@pytest.mark.parametrize("document", ALL, ids=lambda one: one.name)
def test_original_and_print_say_the_same(document: Document, folder: Path, printed: Path) -> None:
    original = read(folder / f"{document.name}.{document.producer}")
    assert [form.family for form in original] == [one.form.family for one in document.forms]
    assert said(original) == said(read(printed / f"{document.name}.pdf"))


@needs_office
@pytest.mark.parametrize("document", ALL, ids=lambda one: one.name)
def test_libreoffice_and_the_libraries_write_the_same(document: Document, folder: Path, rewritten: Path) -> None:
    name = f"{document.name}.{document.producer}"
    assert said(read(rewritten / name)) == said(read(folder / name))


@needs_office
@pytest.mark.parametrize("document", SHEETS, ids=lambda one: one.name)
def test_a_comma_separated_table_says_what_its_first_sheet_does(
    document: Document, folder: Path, rewritten: Path
) -> None:
    whole, first = said(read(folder / f"{document.name}.xlsx")), said(read(rewritten / f"{document.name}.csv"))
    assert 1 <= len(first) <= len(whole)
    assert first == whole[: len(first)]


@pytest.mark.parametrize("document", ALL, ids=lambda one: one.name)
def test_every_cell_is_read_with_its_span(document: Document, folder: Path) -> None:
    """Merged cells exactly, and texts whole: nothing of an original is cut."""
    forms = read(folder / f"{document.name}.{document.producer}")
    for form, printed in zip(forms, document.forms, strict=True):
        assert form.source.kind == "digital"
        cells = {cell.id for cell in form.cells if cell.text.evidence and cell.text.evidence.kind == "cut"}
        assert not cells
        ruled = [cell for cell in form.cells if cell.row >= min(c.row for c in form.cells if c.text.raw == "项目名称")]
        top = min(cell.row for cell in ruled)
        found = {
            (c.row - top, c.col, c.rowspan, c.colspan, "".join((c.text.raw or "").split())) for c in ruled if c.text.raw
        }
        wanted = {(c.row, c.col, c.rowspan, c.colspan, "".join(c.text.split())) for c in printed.table.cells if c.text}
        assert wanted <= found


@pytest.mark.parametrize("producer", ["xlsx", "docx"])
def test_boxes_are_points_of_the_columns(producer: str, tmp_path: Path) -> None:
    (document, *_) = documents(producer)
    (form,) = read(saved(document, tmp_path))
    table, width = document.forms[0].table, document.style.table_width
    top = next(cell.row for cell in form.cells if cell.text.raw == "项目名称")
    first = {(c.row - top, c.col): c.bbox for c in form.cells}
    for cell in table.cells:
        box = first[cell.row, cell.col]
        share = sum(table.widths[cell.col : cell.col + cell.colspan]) / sum(table.widths)
        padding = 3.75 * cell.colspan if producer == "xlsx" else 0.0  # which the sample's widths leave out
        assert box[2] - box[0] == pytest.approx(share * width - padding, abs=1.0)
        assert box[3] > box[1]
