"""The pages of an image file, read as pictures."""

from __future__ import annotations

from pathlib import Path

from shibiao.extract.pages import PagesRead, all_pages, unreadable_note
from shibiao.extract.scan.chosen import chosen_reader
from shibiao.extract.settings import ReadSettings


def read_image_file(path: Path, settings: ReadSettings) -> PagesRead:
    """Every page of an image file. A page that is damaged or too large does not stop the others.

    Raises: DamagedFile, TooLarge, TooManyPages, MissingReader; OSError when the file cannot be opened.
    """
    chosen = chosen_reader(path, settings.ocr, settings.threads)
    from shibiao.extract.scan.images import read_pictures

    unread: list[int] = []
    with path.open("rb") as file:
        pictures = read_pictures(path, file, settings.max_pages, settings.max_pixels, unread.append)
        read = all_pages(chosen.read(picture) for picture in pictures)
    return read._replace(notes=(*map(unreadable_note, unread), *read.notes))
