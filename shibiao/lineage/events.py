"""One event of a run, from plain values to the bytes of its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.serde import Serde
from openlineage.client.uuid import generate_new_uuid

from shibiao.lineage.datasets import InputData, OutputTable
from shibiao.lineage.facets import PRODUCER, input_facets, job_facets, run_facets, table_facets, written_facets

NAMESPACE = "shibiao"
State = Literal["START", "COMPLETE", "FAIL", "ABORT"]


@dataclass(frozen=True, slots=True)
class RunName:
    """Which run of which job."""

    run_id: str
    job: str
    documentation: str


def new_run_id() -> str:
    """An id that no other run has."""
    return str(generate_new_uuid())


def event_line(
    name: RunName,
    state: State,
    inputs: Sequence[InputData] = (),
    outputs: Sequence[OutputTable] = (),
    error: str | None = None,
) -> bytes:
    """The event as a line of JSON, without its end."""
    event = RunEvent(
        eventType=RunState[state],
        eventTime=datetime.now(UTC).isoformat(timespec="milliseconds"),
        run=Run(name.run_id, run_facets(error)),
        job=Job(NAMESPACE, name.job, job_facets(name.documentation)),
        inputs=[_input(data) for data in inputs],
        outputs=[_output(table) for table in outputs],
        producer=PRODUCER,
    )
    return Serde.to_json(event, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _input(data: InputData) -> InputDataset:
    return InputDataset(data.place.namespace, data.place.name, facets=input_facets(data))


def _output(table: OutputTable) -> OutputDataset:
    place = table.place
    return OutputDataset(place.namespace, place.name, facets=table_facets(table), outputFacets=written_facets(table))
