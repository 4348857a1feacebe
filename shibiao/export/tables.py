"""A table before it is a file: typed columns and rows of exact values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shibiao.schemas.tables import Column

Item = str | int | float | Decimal | datetime | tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the export. Every row has one item per column, of the column's type or None.

    A probability is the only type held as a float; lists are tuples.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Item, ...], ...]


_FIGURE = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def exact(text: str | None) -> Decimal | None:
    """The decimal that a plain figure writes, None for anything else: a table never holds a guess."""
    return Decimal(text) if text is not None and _FIGURE.fullmatch(text) else None
