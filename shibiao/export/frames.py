"""Tables as pandas frames, with dtypes that know a missing value and never round a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shibiao.export.contents import tables
from shibiao.export.tables import Table
from shibiao.schemas.tables import Type

if TYPE_CHECKING:
    import pandas

    from shibiao.schemas.records import Form

# Decimals and lists have no dtype of their own: the objects themselves are kept.
_DTYPES: dict[Type, str] = {"text": "string", "integer": "Int64", "probability": "Float64"}


def frames(forms: Sequence[Form]) -> dict[str, pandas.DataFrame]:
    """See ``shibiao.to_frames``."""
    return {table.name: frame(table) for table in tables(forms)}


def frame(table: Table) -> pandas.DataFrame:
    """One table; its columns and dtypes are the same with rows and without."""
    import pandas

    by_column = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return pandas.DataFrame(
        {
            column.name: pandas.Series(list(items), dtype=_DTYPES.get(column.type, "object"))
            for column, items in zip(table.columns, by_column, strict=True)
        }
    )
