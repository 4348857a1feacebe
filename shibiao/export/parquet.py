"""Tables as Parquet, with pyarrow: the columns of the CSV files, typed, in one file per fiscal year (Hive layout).

The folder says ``fy=2025`` or ``fy=none``; the column ``fiscal_year`` is in the files too, since the name of a folder
cannot say null to every reader (pandas fails where some folders do).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from shibiao.exits import ExitCode, Stop
from shibiao.export.arrow import arrow_table
from shibiao.export.tables import Table
from shibiao.schemas.tables import PARTITION

if TYPE_CHECKING:
    import pyarrow

_LABEL, _NO_YEAR = "fy", "none"
_FOLDER = re.compile(rf"{_LABEL}=([0-9]+|{_NO_YEAR})")
_FILE = "part-0.parquet"


def require_pyarrow() -> None:
    """Raises: Stop (MISSING_DEPENDENCY) when pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-pyarrow") from error


def parquet_bytes(table: Table) -> bytes:
    """One table as one Parquet file, the fiscal year among its columns."""
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(arrow_table(table), buffer, compression="zstd")
    return buffer.getvalue()


def parquet_folder(table: str) -> str:
    """The name in the output folder of a table's Parquet files."""
    return f"{table}.parquet"


def partition_name(table: str, year: int | None) -> str:
    """The name in the output folder of a table's file for a fiscal year."""
    return f"{parquet_folder(table)}/{_LABEL}={_NO_YEAR if year is None else year}/{_FILE}"


def is_partition(path: PurePath) -> bool:
    """Whether a file is named like one of a Parquet table's."""
    return path.name == _FILE and _FOLDER.fullmatch(path.parent.name) is not None


def by_year(table: pyarrow.Table) -> Iterator[tuple[int | None, pyarrow.Table]]:
    """The rows of each fiscal year, in their order."""
    import pyarrow.compute

    years = table[PARTITION]
    for year in sorted(years.unique().to_pylist(), key=lambda year: (year is None, year)):
        own = pyarrow.compute.is_null(years) if year is None else pyarrow.compute.equal(years, year)
        yield year, table.filter(own)
