"""Standing decisions as ``OUT/corrections.jsonl``, which ``shibiao load`` applies.

- ``correct`` gives a correction to what the auditor says.
- ``illegible`` gives a correction to null: somebody has looked at the paper and could not find the value there, so
  nobody shall reckon with it. Its reason begins with ``illegible``, which tells it from an empty cell; what was
  extracted stays in ``…_raw`` and in the earlier version. Where nothing was extracted there is nothing to take away.
- ``accept``, and verdicts about whole forms (``not-a-form``), give none: they change no value.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from shibiao.corrections import NAME
from shibiao.exits import ExitCode, Stop
from shibiao.export.durable import sync_folder, write_durably
from shibiao.review.database import translated
from shibiao.review.decisions import Entry
from shibiao.review.log import DecisionLog
from shibiao.review.standing import standing_of
from shibiao.review.verifying import Tampered
from shibiao.schemas.corrections import Correction

ILLEGIBLE = "illegible"


def export_corrections(log: DecisionLog, out: Path) -> int:
    """Write the corrections that stand, whole or not at all; how many. The same log gives the same bytes.

    Nobody decides meanwhile, so that the later of two exports has the later decisions.

    Raises: Stop: TAMPERED when the log's chain does not hold; OUTPUT_NOT_WRITABLE when the file cannot be written or
    has a line that this log never gave.
    """
    with log.held():
        found = log.verify()
        if isinstance(found, Tampered):
            raise found.stop
        entries, log_id = log.entries(), log.beginning.log
        lines = _lines(standing_of(entries).values(), log_id)
        with translated(out / NAME):
            _replace(out / NAME, b"".join(lines), given=set(_lines(entries, log_id)))
    return len(lines)


def _replace(target: Path, data: bytes, given: set[bytes]) -> None:
    """Write the file anew, if all its lines are among those that this log gives or gave."""
    old = target.read_bytes() if target.exists() else None
    for number, line in enumerate((old or b"").splitlines(keepends=True), 1):
        if line not in given:
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "review.corrections-not-ours", path=target, line=number)
    if data != old:
        write_durably(target, data)
        sync_folder(target.parent)


def correction_of(entry: Entry, log_id: str) -> Correction | None:
    """The correction that a decision comes to; None where it changes no value.

    Its id names the log too: several archives may be loaded into one warehouse, and each has an entry 1.
    """
    decision, place = entry.decision, entry.decision.place
    unread = decision.verdict == ILLEGIBLE and decision.before is None
    if decision.verdict not in ("correct", ILLEGIBLE) or place.table is None or unread:
        return None
    reason = decision.reason
    if decision.verdict == ILLEGIBLE:
        reason = f"{ILLEGIBLE}: {reason}" if reason else ILLEGIBLE
    said = {"table": place.table, "row": place.row, "column": place.column, "form_id": place.form_id}
    said |= {"before": decision.before, "after": decision.after, "reason": reason, "by": decision.by, "at": entry.at}
    return Correction.model_validate({"correction_id": f"d{entry.number}-{log_id[:12]}", **said})


def _lines(entries: Iterable[Entry], log_id: str) -> list[bytes]:
    made = (correction_of(entry, log_id) for entry in sorted(entries, key=lambda entry: entry.number))
    return [one.model_dump_json().encode() + b"\n" for one in made if one]
