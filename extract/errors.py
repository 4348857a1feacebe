"""Why an input could not be read. Each class is one cause; the application words it and gives the exit code."""

from __future__ import annotations

from pathlib import Path


class UnreadableInput(Exception):
    """Base: this file gives no pages. ``kind`` is a stable kebab-case word."""

    kind = "unreadable"

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(f"{path}: {detail or self.kind}")
        self.path = path
        self.detail = detail


class EmptyFile(UnreadableInput):
    """The file has no bytes, or no text at all."""

    kind = "empty-file"


class EncryptedFile(UnreadableInput):
    """The file needs a password that was not given, or not this one."""

    kind = "encrypted"


class DamagedFile(UnreadableInput):
    """The file is truncated or not what its name says."""

    kind = "damaged"


class UnsupportedFile(UnreadableInput):
    """A kind of file that is not read (yet): ``detail`` names it."""

    kind = "unsupported"


class NoText(UnreadableInput):
    """There is not a character on any page: blank pages, or pictures of something else."""

    kind = "no-form"


class TooManyPages(UnreadableInput):
    """More pages than the limit; ``detail`` holds both figures."""

    kind = "too-many-pages"

    def __init__(self, path: Path, pages: int, limit: int) -> None:
        super().__init__(path, f"{pages} > {limit}")
        self.pages = pages
        self.limit = limit


class MissingReader(UnreadableInput):
    """The library that reads this kind of file is not installed; ``detail`` names it."""

    kind = "missing-reader"


class TooLarge(UnreadableInput):
    """A page image with more pixels than the limit."""

    kind = "too-large"

    def __init__(self, path: Path, width: int, height: int, limit: int) -> None:
        super().__init__(path, f"{width} × {height} > {limit}")
        self.width = width
        self.height = height
        self.limit = limit


class TooMuch(UnreadableInput):
    """More of something than any form has (``extract.bounds``); ``detail`` names it, with both figures."""

    kind = "too-much"

    def __init__(self, path: Path, what: str, count: int, limit: int) -> None:
        super().__init__(path, f"{what}: {count:,} > {limit:,}")
        self.what = what
        self.count = count
        self.limit = limit
