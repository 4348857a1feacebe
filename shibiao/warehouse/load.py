"""Loading: what is new becomes rows, what differs becomes new versions, all in one transaction of the destination."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from shibiao import __version__
from shibiao.corrections import NAME as CORRECTIONS
from shibiao.corrections import read_corrections
from shibiao.lineage.datasets import OutputTable
from shibiao.schemas.ddl import LOADS, LOADS_COLUMNS, literal, quoted, stored_columns
from shibiao.schemas.tables import Model, table_model
from shibiao.warehouse.archive import Archive, Settings, make_views, opened
from shibiao.warehouse.destination import Destination
from shibiao.warehouse.differences import Difference, differences
from shibiao.warehouse.merge import Counts, Stamp, compare, versions_query
from shibiao.warehouse.overlay import Decisions, lay_over
from shibiao.warehouse.rules import check_rows
from shibiao.warehouse.structure import Structure, make_structure, structure_of, view_names, views_sha256

Step = Literal["reading", "checking", "waiting", "comparing", "writing"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """``corrections``: a file in place of the folder's own. ``wait_seconds``: for another load of the destination.

    ``on_step`` is told what the load is at.
    """

    corrections: Path | None = None
    dry_run: bool = False
    wait_seconds: float = 60
    settings: Settings = field(default_factory=Settings)
    on_step: Callable[[Step], None] = lambda step: None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load changed, or would change. ``load_id`` is None where nothing changed."""

    destination: str
    dry_run: bool
    load_id: int | None
    tables: dict[str, Counts]
    structure: Structure
    decisions: Decisions
    differences: tuple[Difference, ...]
    nul_texts: int
    outputs: tuple[OutputTable, ...]


def load(out: Path, to: Destination, options: LoadOptions, model: Model | None = None) -> LoadReport:
    """Load a finished output folder.

    Raises: Stop. The destination is then as it was.
    """
    model = model or table_model()
    with opened(out, options.settings) as archive:
        options.on_step("reading")
        make_views(archive, model)
        corrections = read_corrections(options.corrections or out / CORRECTIONS)
        decisions = lay_over(archive, model, corrections)
        options.on_step("checking")
        check_rows(archive.work, model)
        options.on_step("waiting")
        try:
            to.open(archive.work, options.wait_seconds)
            report = _load(archive, to, model, decisions, options)
            if report.dry_run or report.load_id is None:
                to.rollback()
            else:
                to.commit()
        except BaseException:
            to.rollback()
            raise
    return report


def _load(archive: Archive, to: Destination, model: Model, decisions: Decisions, options: LoadOptions) -> LoadReport:
    options.on_step("comparing")
    structure = structure_of(to, model)
    make_structure(to, model, structure)
    to.set_scope(archive.contents, archive.form_ids)
    counts: dict[str, Counts] = {}
    for table in model.tables:
        to.read_known(table)
        counts[table.name] = compare(archive.work, table)
    changes = structure.changes or any(count.any_change for count in counts.values())
    stamp = _stamp(to) if changes else None
    shown = tuple(differences(archive.work, to, model, counts)) if options.dry_run else ()
    if stamp and not options.dry_run:
        options.on_step("writing")
        _write(archive, to, model, counts, stamp)
        new = [table for table in model.tables if table.name in structure.created]
        to.settle(new, [table for table in model.tables if counts[table.name].any_change])
        to.execute(_logged(archive, model, counts, stamp))
    load_id = stamp.load_id if stamp else None
    outputs = tuple(_outputs(to, model, counts))
    return LoadReport(to.shown, options.dry_run, load_id, counts, structure, decisions, shown, to.replaced, outputs)


def _write(archive: Archive, to: Destination, model: Model, counts: dict[str, Counts], stamp: Stamp) -> None:
    for table in model.tables:
        count = counts[table.name]
        if count.changed or count.closed:
            to.close_rows(table, stamp)
        if count.new or count.changed:
            to.append(table, versions_query(archive.work, table, stamp))


def _stamp(to: Destination) -> Stamp:
    """The next number, and a time after that of the last load, whatever the clock says."""
    ((last, loaded_at),) = to.rows(f"SELECT coalesce(max(load_id), 0), max(loaded_at) FROM {LOADS}")
    now = datetime.now(UTC)
    if isinstance(loaded_at, datetime):
        now = max(now, loaded_at + timedelta(microseconds=1))
    assert isinstance(last, int)
    return Stamp(last + 1, now)


def _logged(archive: Archive, model: Model, counts: dict[str, Counts], stamp: Stamp) -> str:
    def total(name: str) -> str:
        return str(sum(getattr(count, name) for count in counts.values()))

    items = (
        *(str(stamp.load_id), stamp.literal, literal(str(archive.out.absolute())), literal(archive.manifest_sha256)),
        *(literal(__version__), str(model.version), total("new"), total("changed"), total("closed")),
        *(f"ARRAY[{', '.join(map(literal, view_names(model)))}]", literal(views_sha256(model))),
    )
    names = ", ".join(quoted(column.name) for column in LOADS_COLUMNS)
    return f"INSERT INTO {quoted(LOADS)} ({names}) VALUES ({', '.join(items)})"


def _outputs(to: Destination, model: Model, counts: dict[str, Counts]) -> Iterator[OutputTable]:
    """The tables for lineage, with how many rows the load adds to each."""
    for table in model.tables:
        count = counts[table.name]
        yield OutputTable(to.place(table.name), stored_columns(table), rows=count.new + count.changed)
