"""Office files to pages. Their texts are whole, whatever a print would cut."""

from __future__ import annotations

from pathlib import Path

from shibiao.extract.bounds import Overfull
from shibiao.extract.errors import EncryptedFile, TooMuch, UnsupportedFile
from shibiao.extract.office.package import Package
from shibiao.extract.pages import PageRead, PagesRead, all_pages
from shibiao.extract.settings import ReadSettings

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of an OLE file that holds an encrypted package


def read_package(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    """The pages of a workbook or of a word processor's document.

    Raises:
        UnsupportedFile: a ZIP file of something else.
        DamagedFile, EncryptedFile, TooMuch, TooManyPages, EmptyFile.
    """
    package = Package(path, data)
    kind, main = package.main
    if kind == "workbook":
        from shibiao.extract.office.workbook import workbook_pages

        return all_pages(workbook_pages(path, package, main, settings.max_pages))
    from shibiao.extract.office.word import word_pages

    return all_pages(word_pages(path, package, main, settings.max_pages))


def read_csv(path: Path, text: str) -> PagesRead:
    """The one page of a comma-separated table. Raises: TooMuch."""
    from shibiao.extract.office.csv_file import csv_lattice
    from shibiao.extract.office.lattice_grid import lattice_grid

    try:
        return all_pages([PageRead(lattice_grid(1, csv_lattice(text)).grid)])
    except Overfull as over:
        raise TooMuch(path, over.what, over.count, over.limit) from over


def refuse_old(path: Path, data: bytes) -> None:
    """Raises: EncryptedFile for an encrypted package, UnsupportedFile for a file of Office 97 to 2003."""
    if _ENCRYPTED in data:
        raise EncryptedFile(path, "office")
    raise UnsupportedFile(path, "office-ole")
