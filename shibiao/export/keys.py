"""Keys of rows, made of what identifies them in the form: the same form gives the same keys on every machine."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from shibiao.export.csvs import written
from shibiao.export.tables import Item
from shibiao.schemas.tables import ROW_HASH, Column


class Keys:
    """The keys of one form's rows. A second row of the same parts is numbered, from 2."""

    def __init__(self, form_id: str) -> None:
        self._form_id = form_id
        self._seen: Counter[str] = Counter()

    def key(self, *parts: str | None) -> str:
        """The next row's key."""
        return self.numbered("/".join((self._form_id, *(part for part in parts if part))))

    def numbered(self, key: str) -> str:
        """A key that begins with the form's id already."""
        self._seen[key] += 1
        times = self._seen[key]
        return key if times == 1 else f"{key}/{times}"


def row_hash(columns: Iterable[Column], row: Mapping[str, Item]) -> str:
    """BLAKE2b-128 in hex of a row's items, each written as in CSV behind its name and length.

    Nulls are left out: a column that comes later changes no row that has nothing in it.
    """
    digest = hashlib.blake2b(digest_size=16)
    for column in columns:
        item = row.get(column.name)
        if item is not None and column.name != ROW_HASH:
            text = written(item).encode("utf-8", "surrogatepass")
            digest.update(b"%s=%d:%s;" % (column.name.encode(), len(text), text))
    return digest.hexdigest()
