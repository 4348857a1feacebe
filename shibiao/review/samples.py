"""The samples of an output folder: ``OUT/review/samples/<sample_id>.json``, written once; beside each a worklist."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shibiao.exits import ExitCode, Stop
from shibiao.export.csvs import neutralised
from shibiao.export.durable import sync_folder, write_durably
from shibiao.review.lot import inputs_of, lot_of, rows_of_forms, strata_of
from shibiao.review.sampling import Demand, Sample, draw, sample_json, sample_of

FOLDER = Path("review", "samples")
_SHOWN = ("source_name", "pages", "year", "title", "project_name", "implementing_unit")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample with its files. ``again``: it had been drawn before, and nothing was written."""

    sample: Sample
    path: Path
    worklist: Path
    again: bool


def draw_in(out: Path, demand: Demand) -> Drawn:
    """Draw a sample of an output folder and keep it. Raises: Stop.

    The seed is on the disk before anyone can have seen a form of the sample.
    """
    sample = draw(
        lot_of(out), strata_of(out, demand.columns), demand, datetime.now(UTC).isoformat(timespec="microseconds")
    )
    path = sample_path(out, sample.sample_id)
    worklist = path.with_suffix(".csv")
    again = path.exists()
    if again:
        sample = read_sample(path)
    try:
        if not again:
            write_durably(path, sample_json(sample))
        if not worklist.exists():
            write_durably(worklist, worklist_bytes(out, sample))
        sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=reason) from error
    return Drawn(sample, path, worklist, again)


def sample_path(out: Path, sample_id: str) -> Path:
    """Where a sample is kept."""
    return out / FOLDER / f"{sample_id}.json"


def read_sample(path: Path) -> Sample:
    """A sample that was kept. Raises: Stop where it cannot be read or was changed."""
    try:
        return sample_of(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Stop(ExitCode.NOTHING_READ, "sample.unreadable", path=path, problem=error) from error


def samples_of(out: Path) -> list[Sample]:
    """All samples of an output folder, in the order in which they were drawn. Raises: Stop."""
    found = [read_sample(path) for path in (out / FOLDER).glob("*.json")]
    return sorted(found, key=lambda sample: (sample.drawn_at, sample.sample_id))


def chosen_sample(out: Path, sample_id: str | None) -> Sample:
    """The sample of that id (or that begins so), else the last that was drawn. Raises: Stop."""
    drawn = samples_of(out)
    if not drawn:
        raise Stop(ExitCode.WRONG_USAGE, "sample.none-yet", out=out)
    found = [sample for sample in drawn if sample.sample_id.startswith(sample_id or "")]
    if not found:
        raise Stop(ExitCode.WRONG_USAGE, "sample.none", out=out, id=sample_id)
    if sample_id and len(found) > 1:
        raise Stop(ExitCode.WRONG_USAGE, "sample.several", id=sample_id, count=len(found))
    return found[-1]


def worklist_bytes(out: Path, sample: Sample) -> bytes:
    """The forms of a sample in the order of drawing, with where they stand, for a spreadsheet."""
    wanted = frozenset(sample.forms)
    rows = {row["form_id"]: row for row in rows_of_forms(out) if row["form_id"] in wanted}
    paths = {form_id: one.path for one in inputs_of(out) for form_id in one.form_ids if form_id in wanted}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("number", "form_id", "stratum", "path", *_SHOWN))
    for number, (form_id, index) in enumerate(zip(sample.forms, sample.stratum, strict=True), 1):
        row = rows.get(form_id, {})
        stratum = " ".join(sample.plan.strata[index].key)
        texts = (form_id, stratum, paths.get(form_id, ""), *(row.get(column, "") for column in _SHOWN))
        writer.writerow((number, *map(neutralised, texts)))
    return buffer.getvalue().encode("utf-8-sig", "surrogatepass")


def changed_since(out: Path, sample: Sample) -> Iterator[str]:
    """What is no longer as it was when the sample was drawn: ``lot``, ``tables``. Raises: Stop."""
    lot = lot_of(out)
    if lot.lot_sha256 != sample.plan.lot_sha256:
        yield "lot"
    if lot.tables_sha256 != sample.plan.tables_sha256:
        yield "tables"
