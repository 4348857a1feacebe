"""All tables as one Excel workbook, with xlsxwriter: a sheet a table, for people; nothing in it runs or is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from shibiao.exits import ExitCode, Stop
from shibiao.export.tables import Item
from shibiao.schemas.tables import TableSpec


def require_xlsxwriter() -> None:
    """Raises: Stop (MISSING_DEPENDENCY) when xlsxwriter is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-xlsxwriter") from error


def write_workbook(file: BinaryIO, tables: Iterable[tuple[TableSpec, Iterable[Sequence[Item]]]], scratch: Path) -> None:
    """Write the tables with their rows (in the order of ``file_columns``), which are looked at once, one by one.

    Sheets are put together in the folder ``scratch``, several times as large as the workbook. The same rows give the
    same bytes. Raises: OSError.
    """
    from shibiao.export.sheets import Sheets

    with Sheets(file, scratch) as sheets:
        for table, rows in tables:
            sheets.add(table, rows)
