"""Events as they stand in a file, checked against what they must look like."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import attr
import jsonschema
from openlineage.client import event_v2, facet_v2
from openlineage.client.facet_v2 import (
    dataset_version_dataset,
    documentation_job,
    error_message_run,
    job_type_job,
    output_statistics_output_dataset,
    processing_engine_run,
    schema_dataset,
)

ROOT = Path(__file__).parents[2]
Event = dict[str, Any]
# openlineage-python carries no JSON Schema: an event must be what its classes take, with no key unknown to them.
KNOWN: dict[str, type] = {
    "documentation": documentation_job.DocumentationJobFacet,
    "jobType": job_type_job.JobTypeJobFacet,
    "processing_engine": processing_engine_run.ProcessingEngineRunFacet,
    "errorMessage": error_message_run.ErrorMessageRunFacet,
    "datasetVersion": dataset_version_dataset.DatasetVersionDatasetFacet,
    "schema": schema_dataset.SchemaDatasetFacet,
    "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
}
OURS = {
    f"shibiao_{name}": json.loads((ROOT / "schemas" / "json" / f"{name}-facet.schema.json").read_bytes())
    for name in ("content", "provenance")
}


def events(path: Path) -> list[Event]:
    """All events of a file, each of them checked."""
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    found = [json.loads(line) for line in lines]
    for event in found:
        check(event)
    return found


def states(path: Path) -> list[str]:
    return [event["eventType"] for event in events(path)]


def check(event: Event) -> None:
    """That OpenLineage's classes take it, and that our facets are as published."""
    assert event["schemaURL"] == event_v2.RunEvent._get_schema()
    assert event["producer"].startswith("urn:shibiao:program:")
    assert datetime.fromisoformat(event["eventTime"]).utcoffset() is not None
    uuid.UUID(event["run"]["runId"])
    facets(event["run"]["facets"], facet_v2.RunFacet)
    facets(event["job"]["facets"], facet_v2.JobFacet)
    for dataset in event["inputs"]:
        facets(dataset["facets"], facet_v2.DatasetFacet)
        made(event_v2.InputDataset, dataset)
    for dataset in event["outputs"]:
        facets(dataset["facets"], facet_v2.DatasetFacet)
        facets(dataset["outputFacets"], facet_v2.OutputDatasetFacet)
        made(event_v2.OutputDataset, dataset)
    parts = {"run": made(event_v2.Run, event["run"]), "job": made(event_v2.Job, event["job"])}
    made(event_v2.RunEvent, event | parts | {"eventType": event_v2.RunState(event["eventType"])})


def facets(found: dict[str, Event], kind: type) -> None:
    for name, facet in found.items():
        if name in OURS:
            jsonschema.validate(facet, OURS[name], jsonschema.Draft202012Validator)
        else:
            assert issubclass(KNOWN[name], kind), name
            made(KNOWN[name], facet)


def made(kind: type, values: Event) -> Any:
    """An object of a class of OpenLineage from all of these values."""
    aliases = {field.name: field.alias for field in attr.fields(kind) if field.init}
    told = {key: value for key, value in values.items() if key not in ("schemaURL", "_schemaURL")}
    assert told.keys() <= aliases.keys(), (kind, told.keys() - aliases.keys())
    return kind(**{aliases[key]: value for key, value in told.items()})
