"""A table's Parquet files, put together from the stretches of the parts: one file a fiscal year, large row groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.export.arrow import arrow_table
from shibiao.export.folder import OutputFolder
from shibiao.export.parquet import by_year, partition_name
from shibiao.export.tables import Table

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet

_ROWS_HELD = 200_000  # of all years together, before the longest is written


def stage_parquet(folder: OutputFolder, table: Table, stretches: Iterable[Path]) -> None:
    """Stage the files of a table (of which only name and columns are looked at).

    A table without rows is one empty file, so that its columns are known.
    Raises: Stop where they cannot be written.
    """
    import pyarrow.parquet

    with ExitStack() as stack:
        writing = _Writing(folder, table.name, stack)
        for path in stretches:
            writing.add(pyarrow.parquet.read_table(path))
        if not writing.anything:
            writing.add_of(None, arrow_table(Table(table.name, table.columns, ())))
        writing.finish()


class _Writing:
    """The open files of a table, and the rows that wait for a row group of theirs."""

    def __init__(self, folder: OutputFolder, name: str, stack: ExitStack) -> None:
        self._folder, self._name, self._stack = folder, name, stack
        self._writers: dict[int | None, pyarrow.parquet.ParquetWriter] = {}
        self._held: dict[int | None, list[pyarrow.Table]] = {}
        self._rows: Counter[int | None] = Counter()

    @property
    def anything(self) -> bool:
        """Whether there was any row."""
        return bool(self._held or self._writers)

    def add(self, rows: pyarrow.Table) -> None:
        """Rows of any years."""
        for year, own in by_year(rows):
            self.add_of(year, own)
        while self._rows.total() > _ROWS_HELD:
            self._write(self._rows.most_common(1)[0][0])

    def add_of(self, year: int | None, rows: pyarrow.Table) -> None:
        """Rows of one year."""
        self._held.setdefault(year, []).append(rows)
        self._rows[year] += len(rows)

    def _write(self, year: int | None) -> None:
        import pyarrow
        import pyarrow.parquet

        rows = pyarrow.concat_tables(self._held.pop(year)).combine_chunks()
        del self._rows[year]
        if year not in self._writers:
            file = self._stack.enter_context(self._folder.staging(partition_name(self._name, year)))
            self._writers[year] = pyarrow.parquet.ParquetWriter(file, rows.schema, compression="zstd")
        self._writers[year].write_table(rows)

    def finish(self) -> None:
        """Write what waits and close the files."""
        for year in list(self._held):
            self._write(year)
        for writer in self._writers.values():
            writer.close()
