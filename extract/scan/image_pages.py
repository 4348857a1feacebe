"""The pages of an image file, read as pictures."""

from __future__ import annotations

from pathlib import Path

from shibiao.extract.pages import PagesRead, all_pages
from shibiao.extract.scan.chosen import chosen_reader
from shibiao.extract.settings import ReadSettings


def read_image_file(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    """Every page of an image file. A page that is damaged does not stop the others.

    Raises: DamagedFile, TooLarge, TooManyPages, MissingReader.
    """
    chosen = chosen_reader(path, settings.ocr)
    from shibiao.extract.scan.images import read_pictures

    damaged: list[int] = []
    pictures = read_pictures(path, data, settings.max_pages, settings.max_pixels, damaged.append)
    read = all_pages(chosen.read(picture) for picture in pictures)
    return read._replace(notes=(*(f"page-unreadable:{number}" for number in damaged), *read.notes))
