"""The tables and the manifest of an archive, put together from the parts' stretches without holding them in memory."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from shibiao.batch.complete import Extras, stretch_path
from shibiao.batch.ledger import Ledger, Listed
from shibiao.batch.partitions import stage_parquet
from shibiao.batch.tasks import shown
from shibiao.batch.workbook import stage_workbook
from shibiao.export import manifest
from shibiao.export.contents import empty_tables
from shibiao.export.csvs import header_bytes, spreadsheet_header_bytes
from shibiao.export.datapackage import CsvFacts, datapackage_bytes
from shibiao.export.folder import OutputFolder
from shibiao.reading import Failure

_CHUNK = 1 << 20
Describe = Callable[[Failure], str]


def stage_tables(folder: OutputFolder, stretches: Path, parts: Sequence[int], extras: Extras) -> dict[str, int]:
    """All tables of the contract; ``parts`` in the order of their forms. Returns how many rows each table has.

    Raises: Stop where they cannot be written.
    """
    tables = empty_tables()
    facts: dict[str, CsvFacts] = {}
    rows: dict[str, int] = {}
    for table in tables:
        head = header_bytes(table)
        facts[table.name], rows[table.name] = _stage_csv(folder, f"{table.name}.csv", head, stretches, parts)
        if extras.excel:
            head = spreadsheet_header_bytes(table)
            _stage_csv(folder, f"excel/{table.name}.csv", head, stretches, parts)
        if extras.parquet:
            stage_parquet(folder, table, (stretch_path(stretches, part, f"{table.name}.parquet") for part in parts))
    folder.stage("datapackage.json", datapackage_bytes(facts))
    if extras.xlsx:
        stage_workbook(folder, stretches, parts)
    return rows


class RowCount:
    """Counts the rows of CSV that comes in pieces: the line ends outside of quotes."""

    def __init__(self) -> None:
        self.rows = 0
        self._quoted = False

    def add(self, data: bytes) -> None:
        """The next piece, cut anywhere."""
        between = data.split(b'"')
        self.rows += sum(piece.count(b"\n") for piece in between[self._quoted :: 2])
        self._quoted ^= len(between) % 2 == 0


def _stage_csv(
    folder: OutputFolder, name: str, head: bytes, stretches: Path, parts: Sequence[int]
) -> tuple[CsvFacts, int]:
    digest, size, count = hashlib.sha256(head), len(head), RowCount()
    with folder.staging(name) as file:
        file.write(head)
        for part in parts:
            with gzip.open(stretch_path(stretches, part, name.replace("/", "-"))) as stretch:
                while data := stretch.read(_CHUNK):
                    digest.update(data)
                    count.add(data)
                    size += len(data)
                    file.write(data)
    return CsvFacts(size, digest.hexdigest()), count.rows


def stage_manifest(folder: OutputFolder, ledger: Ledger, describe: Describe) -> None:
    """A line per input, sorted by path. ``describe`` words why one failed."""
    with folder.staging(manifest.NAME) as file:
        for line in manifest_lines(ledger, describe):
            file.write(line)


def manifest_lines(ledger: Ledger, describe: Describe) -> Iterator[bytes]:
    """The lines of the manifest."""
    for one in ledger.listed():
        yield manifest.line(_entry(one, describe))


def _entry(one: Listed, describe: Describe) -> manifest.Entry:
    outcome = outcome_of(one)
    ids = one.form_ids if outcome == "converted" else ()
    failed = outcome in ("failed", "quarantined")
    error = manifest.Error(one.kind or "", describe(Failure(one.kind or "", one.detail or ""))) if failed else None
    seconds = one.seconds if one.first else 0.0
    return manifest.Entry(shown(one.path), one.sha256, outcome, ids, seconds, error)


def outcome_of(one: Listed) -> str:
    """What the manifest calls it; ``waiting`` before it is settled."""
    if one.state == "done":
        return "converted" if one.first else "duplicate"
    if one.state in ("failed", "quarantined"):
        return one.state
    return "waiting"


def drop_stretches(stretches: Path, parts: Sequence[int]) -> None:
    """Remove the stretches of parts that are no more."""
    kept = {f"{part:08d}" for part in parts}
    if stretches.is_dir():
        for path in stretches.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)
