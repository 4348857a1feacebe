"""How much a file or a page may hold. Beyond these bounds it is none of forms, and would take all memory or hours."""

from __future__ import annotations

MOST_UNPACKED = 100_000_000  # bytes of a PDF's stream that is no image, or of a page's content with all its forms
MOST_UNPACKED_IN_ALL = 2_000_000_000  # bytes of a PDF, as far as they have to be looked at beforehand
MOST_PIXELS = 200_000_000  # of a JPEG 2000 in a PDF
MOST_OBJECTS = 200_000  # painted on a page: texts, paths, images
MOST_CHARACTERS = 1_000_000  # on a page of a PDF
MOST_VERIFIED = 20_000  # characters of a page that are read a second time
MOST_SEGMENTS = 1_000_000  # of all paths of a page
MOST_SQUARES = 100_000  # of a page's tables: what is ruled finer is squared paper
MOST_RULES = 20_000  # of a page, joined: more are hatching
MOST_TABLES = 1_000  # of a page
MOST_CELLS = 400_000  # of a text dump
MOST_OFFICE_CELLS = 200_000  # of an office file
MOST_PARTS = 20_000  # of an office file's package
MOST_ELEMENTS = 1_000_000  # of one table, or of a part that is no sheet and no body
MOST_DEPTH = 200  # of elements in one another
MOST_ROWS = 1_048_576  # of a worksheet, as its format has it
MOST_COLUMNS = 16_384
MOST_MERGES = 100_000  # merged ranges of a worksheet
MOST_CLIPS = 100  # around one object: the others are left out
MOST_COVERS = 100  # images that hide a page's text: no more are looked at
MOST_BACKGROUNDS = 2_000  # areas that white text may stand on: the largest
MOST_LAYERS = 300  # times that a page's images cover it: each is painted
MOST_SCANS = 100  # over one JPEG: a progressive one has about ten
LEAST_STEP = 0.05  # PDF units from tile to tile of a pattern


class Overfull(Exception):
    """A page with more of something than a bound allows."""

    def __init__(self, what: str, count: int, limit: int) -> None:
        super().__init__(f"{what}: {count} > {limit}")
        self.what, self.count, self.limit = what, count, limit


def check_bound(what: str, count: int, limit: int) -> None:
    """Raises: Overfull when there is more than ``limit``."""
    if count > limit:
        raise Overfull(what, count, limit)
