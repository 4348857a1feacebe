"""One load by dlt, as a child of dlt_trial.py and by the Python of build/dlt; nothing of shibiao is imported.

It is ``pipeline.run`` taken apart into its three steps: before the third, the only one that touches the destination,
it says so and waits for a line, that two loads may begin at once and a kill may strike the load and not the imports.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dlt
import pyarrow.parquet
from dlt.pipeline import trace

DATASET = "trial"

# With telemetry off nothing is sent, yet an anonymous id is written, and for root in /var/dlt whatever HOME says.
trace.TRACKING_MODULES = []


def main() -> int:
    """Load a folder of Parquet files; 1 where it fails, and what it came from is the last line said."""
    try:
        load(_parser().parse_args())
    except Exception as error:
        cause: BaseException = error
        while inner := cause.__cause__ or cause.__context__:
            cause = inner
        print(str(cause).splitlines()[0], file=sys.stderr)
        return 1
    return 0


def load(options: argparse.Namespace) -> None:
    """Load the files, each a table by its name, as versions (merge, scd2)."""
    make = dlt.destinations.postgres if options.target.startswith("postgresql:") else dlt.destinations.duckdb
    pipeline = dlt.pipeline(
        options.name,
        pipelines_dir=str(options.pipelines),
        destination=make(options.target),
        dataset_name=DATASET,
    )
    tables = [_table(path) for path in sorted(options.folder.glob("*.parquet"))]
    pipeline.extract(tables, loader_file_format=options.format)
    pipeline.normalize()
    print("ready", flush=True)
    sys.stdin.readline()
    pipeline.load()


def _table(path: Path) -> Any:
    def batches() -> Iterator[Any]:
        for batch in pyarrow.parquet.ParquetFile(path).iter_batches(100_000):
            yield pyarrow.Table.from_batches([batch])

    versions = {"disposition": "merge", "strategy": "scd2", "row_version_column_name": "row_hash"}
    return dlt.resource(batches, name=path.stem, write_disposition=versions)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", help="a DuckDB file or the URL of a PostgreSQL database")
    parser.add_argument("--pipelines", type=Path, required=True, help="where dlt keeps what it has extracted")
    parser.add_argument("--name", default="first", help="the pipeline's")
    parser.add_argument("--format", default="parquet", help="of the files that dlt loads from")
    return parser


if __name__ == "__main__":
    sys.exit(main())
