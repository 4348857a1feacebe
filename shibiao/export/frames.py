"""Tables as pandas frames, with dtypes that know a missing value and never round a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shibiao.export.contents import tables
from shibiao.export.tables import Kind, Table

if TYPE_CHECKING:
    import pandas

    from shibiao.schemas.records import Form

# Decimals and tuples have no dtype of their own: the objects themselves are kept.
_DTYPES: dict[Kind, str] = {
    "string": "string",
    "integer": "Int64",
    "confidence": "Float64",
    "decimal": "object",
    "array": "object",
}


def frames(forms: Sequence[Form]) -> dict[str, pandas.DataFrame]:
    """See ``shibiao.to_frames``."""
    return {table.name: frame(table) for table in tables(forms)}


def frame(table: Table) -> pandas.DataFrame:
    """One table; its columns and dtypes are the same with rows and without."""
    import pandas

    by_column = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return pandas.DataFrame(
        {
            column.name: pandas.Series(list(items), dtype=_DTYPES[column.kind])
            for column, items in zip(table.columns, by_column, strict=True)
        }
    )
