"""shibiao (识表): reads Chinese budget-performance forms into records one can check."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    from duckdb import DuckDBPyRelation

    from shibiao.schemas.records import Form

__version__ = "0.1.0"
__all__ = ["__version__", "read", "scan", "to_frames"]


def read(
    path: str | os.PathLike[str],
    *,
    password: str | None = None,
    encoding: str | None = None,
    max_pages: int = 2000,
    verify: bool = False,
) -> list[Form]:
    """All forms of a file, or of all readable files below a folder, repaired and checked together.

    Of a folder, files that cannot be read are left out with a warning.

    Raises:
        UnreadableInput: one of its subclasses (``shibiao.extract.errors``) when ``path`` is a file that gives no pages.
        FileNotFoundError: there is nothing at ``path``.
        SchemaError: a form family or vocabulary is invalid.
    """
    from shibiao.extract.source import ReadSettings
    from shibiao.library import read_path

    return read_path(path, ReadSettings(password, encoding, max_pages, verify))


def to_frames(forms: Sequence[Form]) -> dict[str, pandas.DataFrame]:
    """The forms as tables: forms, fields, funds, goals, indicators, cells, repairs, findings.

    The columns are those of the CSV files. Texts are ``string``, counts ``Int64``, confidences ``Float64``,
    amounts and numbers ``decimal.Decimal`` objects (never floats), boxes and lists tuples.
    """
    from shibiao.export.frames import frames

    return frames(forms)


def scan(out: str | os.PathLike[str]) -> dict[str, DuckDBPyRelation]:
    """The tables of an output folder that was written with ``--parquet``, for archives that do not fit in memory.

    Each is a DuckDB relation: nothing is read before it is asked for, and filters on ``fiscal_year`` read only that
    year's files. All are of one connection, so that they can be joined; decimals stay exact.

    Raises:
        FileNotFoundError: there are no Parquet files.
        ModuleNotFoundError: DuckDB is not installed (``pip install 'shibiao[warehouse]'``).
    """
    from shibiao.warehouse.scanning import scan_folder

    return scan_folder(out)
