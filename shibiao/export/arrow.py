"""Tables as Arrow: the types that Parquet files and warehouses hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from shibiao.export.tables import Item, Table
from shibiao.schemas.tables import DECIMAL_PRECISION, DECIMAL_SCALE, Column

if TYPE_CHECKING:
    import pyarrow


def arrow_schema(columns: Iterable[Column]) -> pyarrow.Schema:
    """The Arrow schema of these columns."""
    import pyarrow

    return pyarrow.schema([pyarrow.field(column.name, arrow_type(column)) for column in columns])


def arrow_type(column: Column) -> pyarrow.DataType:
    """The Arrow type of a column."""
    import pyarrow

    return {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "probability": pyarrow.float64(),
        "decimal": pyarrow.decimal128(DECIMAL_PRECISION, DECIMAL_SCALE),
        "timestamp": pyarrow.timestamp("us", tz="UTC"),
        "texts": pyarrow.list_(pyarrow.string()),
        "integers": pyarrow.list_(pyarrow.int64()),
        "numbers": pyarrow.list_(pyarrow.float64()),
    }[column.type]


def arrow_table(table: Table) -> pyarrow.Table:
    """A table with its rows."""
    return arrow_rows(table.columns, table.rows)


def arrow_rows(columns: Sequence[Column], rows: Sequence[tuple[Item, ...]]) -> pyarrow.Table:
    """Rows in the order of the columns."""
    import pyarrow

    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [
        pyarrow.array([_stored(item) for item in items], type=arrow_type(column))
        for column, items in zip(columns, by_column, strict=True)
    ]
    return pyarrow.Table.from_arrays(arrays, schema=arrow_schema(columns))


def _stored(item: Item) -> object:
    if isinstance(item, tuple):
        return list(item)
    # A figure too long for the type is left to the text beside it rather than rounded.
    return None if isinstance(item, Decimal) and not _fits(item) else item


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= DECIMAL_SCALE and number.adjusted() < _WHOLE_DIGITS


_WHOLE_DIGITS = DECIMAL_PRECISION - DECIMAL_SCALE
