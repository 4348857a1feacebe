"""The page of questions: its SQL, the result tables printed below, and these written anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

_BLOCK = re.compile(r"^## (?P<title>.+?)$.*?^```sql\n(?P<sql>.*?)^```\n\n?(?P<table>(?:^\|[^\n]*\n)*)", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the page with its SQL and the table that is printed as its result."""

    title: str
    sql: str
    printed: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as texts: the same, whichever database gave it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def markdown(self) -> str:
        """The result as a table of the page."""
        lines = [self.columns, ("---",) * len(self.columns), *self.rows]
        return "".join("| " + " | ".join(item.replace("|", "\\|") for item in line) + " |\n" for line in lines)


def questions(page: str) -> list[Question]:
    """The questions of the page, in its order."""
    return [Question(m["title"], m["sql"], m["table"]) for m in _BLOCK.finditer(page)]


def with_answers(page: str, answers: Sequence[Answer]) -> str:
    """The page with these results in place of the printed ones."""
    left = iter(answers)

    def renewed(match: re.Match[str]) -> str:
        head = match[0][: match.start("table") - match.start()] if match["table"] else match[0]
        return head.rstrip("\n") + "\n\n" + next(left).markdown + ("" if match["table"] else "\n")

    return _BLOCK.sub(renewed, page).rstrip("\n") + "\n"


def asked_duckdb(path: str, sql: str) -> Answer:
    """What DuckDB answers."""
    with duckdb.connect(path, read_only=True) as connection:
        cursor = connection.execute(sql)
        columns = tuple(column[0] for column in cursor.description or ())
        return Answer(columns, tuple(tuple(map(_text, row)) for row in cursor.fetchall()))


def asked_postgres(url: str, sql: str) -> Answer:
    """What PostgreSQL answers. Its client gives numerics as texts, marked as what they are."""
    import adbc_driver_postgresql.dbapi

    with adbc_driver_postgresql.dbapi.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        table = cursor.fetch_arrow_table()
    columns = [table.column(name).to_pylist() for name in table.column_names]
    numeric = [_is_numeric(field) for field in table.schema]
    rows = zip(*columns, strict=True)
    decimals = (
        [Decimal(item) if of and item is not None else item for of, item in zip(numeric, row, strict=True)]
        for row in rows
    )
    return Answer(tuple(table.column_names), tuple(tuple(map(_text, row)) for row in decimals))


def _is_numeric(field: object) -> bool:
    metadata = getattr(field, "metadata", None) or {}
    return b"numeric" in metadata.get(b"ADBC:postgresql:typname", b"") or "numeric" in str(getattr(field, "type", ""))


def _text(item: object) -> str:
    if item is None:
        return ""
    if isinstance(item, (Decimal, float)):
        whole = Decimal(str(item))
        return f"{whole.normalize():f}"
    return str(item)
