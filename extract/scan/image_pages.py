"""The pages of an image file, read as pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shibiao.extract.errors import DamagedFile, MissingReader
from shibiao.extract.pages import PageRead, PagesRead, all_pages, unreadable_page
from shibiao.extract.settings import ReadSettings

_PACKAGES = {"cv2": "opencv-python-headless", "PIL": "pillow"}


def read_image_file(path: Path, data: bytes, settings: ReadSettings) -> PagesRead:
    """Every page of an image file.

    Raises: DamagedFile, TooLarge, TooManyPages, MissingReader.
    """
    try:
        return all_pages(_pages(path, data, settings))
    except ModuleNotFoundError as error:
        raise MissingReader(path, _PACKAGES.get(error.name or "", error.name or "")) from error


def _pages(path: Path, data: bytes, settings: ReadSettings) -> Iterator[PageRead]:
    from shibiao.extract.scan.chosen import chosen_reader
    from shibiao.extract.scan.images import open_images, picture_of_frame

    with open_images(path, data, settings.max_pages, settings.max_pixels) as frames:
        ...
