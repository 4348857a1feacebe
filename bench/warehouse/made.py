"""A large archive, made of the sample forms many times over, each time under other names."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from shibiao.export.datapackage import CsvFacts, datapackage_bytes
from shibiao.export.parquet import parquet_folder
from shibiao.schemas.tables import PARTITION, TableSpec, table_model

ROOT = Path(__file__).parents[2]


def sample_archive(out: Path, *flags: str) -> Path:
    """The sample forms, converted with Parquet."""
    command = [sys.executable, "-m", "shibiao", "convert", "samples/forms", "--out", str(out), "--quiet", "--parquet"]
    subprocess.run([*command, *flags], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    return out


def large_archive(base: Path, out: Path, indicators: int) -> Path:
    """An archive of at least so many indicators, as Parquet with its manifest; its forms are not there as JSON."""
    work = duckdb.connect(config={"threads": "1", "memory_limit": "2GB", "temp_directory": str(out / "spilled")})
    out.mkdir(parents=True)
    ((rows,),) = work.execute(f"SELECT count(*) FROM {_scan(base, 'indicators')}").fetchall()
    times = -(-indicators // rows)
    for table in table_model().in_files:
        target = out / parquet_folder(table.name)
        if not any(work.execute(f"SELECT count(*) FROM {_scan(base, table.name)}").fetchall()[0]):
            shutil.copytree(base / parquet_folder(table.name), target)  # a table without rows has its file all the same
            continue
        work.execute(
            f"COPY (SELECT {_renamed(table)}, coalesce(CAST({PARTITION} AS TEXT), 'none') AS fy"
            f" FROM {_scan(base, table.name)} CROSS JOIN range({times}) AS copies(n))"
            f" TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (fy), FILENAME_PATTERN 'part-{{i}}')"
        )
    _write_manifest(work, out)
    facts = {table.name: CsvFacts(0, "") for table in table_model().in_files}
    (out / "datapackage.json").write_bytes(datapackage_bytes(facts))
    work.close()
    shutil.rmtree(out / "spilled", ignore_errors=True)
    return out


def _scan(out: Path, table: str) -> str:
    return f"read_parquet('{out}/{parquet_folder(table)}/*/*.parquet', hive_partitioning = false)"


def _renamed(table: TableSpec) -> str:
    """The columns under the names of the n-th copy; a name of its own in what is free text."""
    prefix = "left(md5(left(form_id, 16) || n), 16)"
    items = []
    for column in table.columns:
        name = f'"{column.name}"'
        if column.name in ("form_id", "row_id", table.key):
            item = f"{prefix} || substr({name}, 17)"
        elif column.name == "source_sha256":
            item = "sha256(source_sha256 || n)"
        elif column.name == "row_hash":
            item = "md5(row_hash || n)"
        elif (table.name, column.name) in _FREE:
            item = f"{name} || ' ' || n"
        else:
            item = name
        items.append(f"{item} AS {name}")
    return ", ".join(items)


_FREE = {("indicators", "name"), ("indicators", "name_raw"), ("cells", "text"), ("cells", "text_raw")}


def _write_manifest(work: duckdb.DuckDBPyConnection, out: Path) -> None:
    query = f"SELECT source_sha256, list(form_id ORDER BY form_id) FROM {_scan(out, 'forms')} GROUP BY 1 ORDER BY 1"
    with (out / "manifest.jsonl").open("w", encoding="utf-8") as file:
        for sha256, ids in work.execute(query).fetchall():
            line = {"path": f"{sha256[:12]}.pdf", "sha256": sha256, "outcome": "converted", "forms": len(ids)}
            file.write(json.dumps(line | {"form_ids": ids, "seconds": 0.0, "error": None}) + "\n")


if __name__ == "__main__":
    large_archive(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
