"""Tables as Parquet, with pyarrow: the columns of the CSV files, typed."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

from shibiao.exits import ExitCode, Stop
from shibiao.export.tables import Column, Item, Table

if TYPE_CHECKING:
    import pyarrow

# 38 digits are what warehouses hold; 10 of them after the point are more than any form prints.
_PRECISION, _SCALE = 38, 10
_NUMBER_ARRAYS = {"bbox": "float64", "pages": "int64"}


def require_pyarrow() -> None:
    """Raises: Stop (MISSING_DEPENDENCY) when pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-pyarrow") from error


def parquet_bytes(table: Table) -> bytes:
    """One table as a Parquet file."""
    import pyarrow
    import pyarrow.parquet

    by_column = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [
        pyarrow.array([_stored(item) for item in items], type=_arrow_type(column))
        for column, items in zip(table.columns, by_column, strict=True)
    ]
    buffer = io.BytesIO()
    made = pyarrow.Table.from_arrays(arrays, names=[column.name for column in table.columns])
    pyarrow.parquet.write_table(made, buffer, compression="zstd")
    return buffer.getvalue()


def _arrow_type(column: Column) -> pyarrow.DataType:
    import pyarrow

    if column.kind == "array":
        item = _NUMBER_ARRAYS.get(column.name.rpartition("_")[2])
        return pyarrow.list_(getattr(pyarrow, item)() if item else pyarrow.string())
    return {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "confidence": pyarrow.float64(),
        "decimal": pyarrow.decimal128(_PRECISION, _SCALE),
    }[column.kind]


def _stored(item: Item) -> object:
    if isinstance(item, tuple):
        return list(item)
    # A figure too long for the type is left to the text beside it rather than rounded.
    return None if isinstance(item, Decimal) and not _fits(item) else item


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= _SCALE and number.adjusted() < _PRECISION - _SCALE
