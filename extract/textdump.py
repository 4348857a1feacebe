"""Reader of text dumps: tab-separated rows between lines of running text, as office programs export them.

There is no paper, so a box is in characters (x) and lines (y), both from 0. A form feed starts a page.
"""

from __future__ import annotations

from pathlib import Path

from shibiao.extract.bounds import MOST_CELLS, check_bound
from shibiao.extract.errors import EmptyFile, UnsupportedFile
from shibiao.extract.model import BBox, Cell, Grid, Reading

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROLS = frozenset(chr(c) for c in range(32)) - set("\t\n\r\f\v\x1a")


def decode(path: Path, data: bytes, encoding: str | None = None) -> str:
    """Decode a dump: as told, else by its byte order mark, else UTF-8, else GB18030.

    Raises:
        EmptyFile: nothing but white space.
        UnsupportedFile: not text in any of these encodings.
    """
    named = encoding or next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for name in [named] if named else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _CONTROLS.isdisjoint(text):
            break
        if not text.strip():
            raise EmptyFile(path)
        return text.lstrip("\ufeff")
    raise UnsupportedFile(path, "text-encoding")


def text_grids(text: str) -> tuple[Grid, ...]:
    """One grid per page of a dump: a row per line that is not blank, a cell per tab-separated field.

    Raises: Overfull for more cells than any archive of forms has in a file.
    """
    if text.count("\t") + text.count("\n") + text.count("\r") >= MOST_CELLS:
        cells = sum(line.count("\t") + 1 for line in text.splitlines() if line.strip())
        check_bound("cells", cells, MOST_CELLS)
    return tuple(_grid(number, page) for number, page in enumerate(text.split("\f"), 1))


def _grid(number: int, page: str) -> Grid:
    cells: list[Cell] = []
    tables: list[tuple[int, int]] = []
    row = 0
    for line_number, line in enumerate(page.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if not line.strip():
            continue
        ruled = "\t" in line
        if ruled:
            start = tables.pop()[0] if tables and tables[-1][1] == row else row
            tables.append((start, row + 1))
        x = 0
        for col, field in enumerate(line.split("\t")):
            text = field.strip()
            bbox = BBox(x, line_number, x + len(field), line_number + 1)
            cells.append(Cell(number, row, col, 1, 1, bbox, (Reading("text", text, text, placed_by="field"),), ruled))
            x += len(field) + 1
        row += 1
    return Grid(number, tuple(cells), tuple(tables))
