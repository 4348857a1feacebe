"""The facets: OpenLineage's own as they are needed here, and two of ours (``schemas/json/*-facet.schema.json``)."""

from __future__ import annotations

from collections.abc import Sequence

import attr
from openlineage.client.constants import __version__ as openlineage_version
from openlineage.client.facet_v2 import (
    DatasetFacet,
    JobFacet,
    OutputDatasetFacet,
    RunFacet,
    dataset_version_dataset,
    documentation_job,
    error_message_run,
    job_type_job,
    output_statistics_output_dataset,
    processing_engine_run,
    schema_dataset,
)

from shibiao import __version__
from shibiao.lineage.datasets import Content, InputData, OutputTable
from shibiao.schemas.tables import Column

PRODUCER = f"urn:shibiao:program:{__version__}"
CONTENT_SCHEMA = "urn:shibiao:facet:content:1"
PROVENANCE_SCHEMA = "urn:shibiao:facet:provenance:1"
_BOX: dict[str, object] = {
    "order": ["x0", "y0", "x1", "y1"],
    "origin": "top-left",
    "unit": {"digital": "point", "scan": "point", "text": "character, line"},
    "unit_by": "forms.source_kind",
}
# How a row leads to the file that it came from: its form, the form's hash, and that hash's line in the manifest.
_SOURCE: dict[str, object] = {
    "column": "form_id",
    "form": {"table": "forms", "column": "form_id", "sha256": "source_sha256", "name": "source_name"},
    "manifest": {"file": "manifest.jsonl", "sha256": "sha256", "path": "path"},
}


@attr.define
class ContentDatasetFacet(DatasetFacet):
    """``shibiao_content``: the bytes of an input and what they gave."""

    sha256: str | None = attr.field(default=None)
    outcome: str | None = attr.field(default=None)
    form_ids: list[str] | None = attr.field(default=None)
    count: int | None = attr.field(default=None)

    @staticmethod
    def _get_schema() -> str:
        return CONTENT_SCHEMA


@attr.define
class ProvenanceDatasetFacet(DatasetFacet):
    """``shibiao_provenance``: which columns say where on the paper a value, or the row itself, stands."""

    values: list[dict[str, str]] = attr.field(factory=list)
    row: dict[str, str] | None = attr.field(default=None)
    bbox: dict[str, object] = attr.field(factory=lambda: dict(_BOX))
    source: dict[str, object] | None = attr.field(default=None)

    @staticmethod
    def _get_schema() -> str:
        return PROVENANCE_SCHEMA


def job_facets(documentation: str) -> dict[str, JobFacet]:
    """Of a job: what it does, and that it comes to an end."""
    return {
        "documentation": documentation_job.DocumentationJobFacet(documentation, producer=PRODUCER),
        "jobType": job_type_job.JobTypeJobFacet("BATCH", "SHIBIAO", "COMMAND", producer=PRODUCER),
    }


def run_facets(error: str | None) -> dict[str, RunFacet]:
    """Of a run: the program, and why it failed."""
    engine = processing_engine_run.ProcessingEngineRunFacet(
        __version__, "shibiao", openlineage_version, producer=PRODUCER
    )
    facets: dict[str, RunFacet] = {"processing_engine": engine}
    if error is not None:
        facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(error, "PYTHON", producer=PRODUCER)
    return facets


def input_facets(data: InputData) -> dict[str, DatasetFacet]:
    """Of an input: its content, once it is read."""
    content = data.content
    return {} if content is None else {"shibiao_content": _content(content), **_version(content.sha256)}


def table_facets(table: OutputTable) -> dict[str, DatasetFacet]:
    """Of a table: its columns, where their values stand, and its version."""
    return {
        "schema": _schema(table.columns),
        "shibiao_provenance": provenance(table.columns),
        **_version(table.sha256),
    }


def written_facets(table: OutputTable) -> dict[str, OutputDatasetFacet]:
    """Of what was written to a table: how much."""
    if table.rows is None and table.size is None:
        return {}
    statistics = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(
        table.rows, table.size, producer=PRODUCER
    )
    return {"outputStatistics": statistics}


def provenance(columns: Sequence[Column]) -> ProvenanceDatasetFacet:
    """Which columns of a table say where its values stand."""
    names = {column.name for column in columns}
    values: dict[str, dict[str, str]] = {}
    for column in columns:
        if column.of:
            values.setdefault(column.of, {})[column.part or "column"] = column.name
    own = {name for name in ("cell", "cells", "page", "bbox") if name in names}
    return ProvenanceDatasetFacet(
        values=list(values.values()),
        row={name: name for name in sorted(own)} or None,
        source=_SOURCE if "form_id" in names else None,
        producer=PRODUCER,
    )


def _content(content: Content) -> ContentDatasetFacet:
    return ContentDatasetFacet(
        content.sha256, content.outcome, list(content.form_ids) or None, content.count, producer=PRODUCER
    )


def _version(sha256: str | None) -> dict[str, DatasetFacet]:
    if sha256 is None:
        return {}
    return {"datasetVersion": dataset_version_dataset.DatasetVersionDatasetFacet(sha256, producer=PRODUCER)}


def _schema(columns: Sequence[Column]) -> DatasetFacet:
    fields = [
        schema_dataset.SchemaDatasetFacetFields(column.name, column.type, column.en or None, fields=None)
        for column in columns
    ]
    return schema_dataset.SchemaDatasetFacet(fields, producer=PRODUCER)
