"""Texts that programs like to change or to run arrive as they are, and harm nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shibiao.batch.complete import Extras
from shibiao.export import manifest
from shibiao.schemas.ddl import quoted
from shibiao.schemas.tables import table_model
from tests.app.hostile import hostile_folder, tables_of
from tests.warehouse.looking import changed, loaded, rows

NUL_SHOWN = "\u2400"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = hostile_folder(tmp_path_factory.mktemp("hostile"), Extras(parquet=True))
    lines = [
        manifest.line(manifest.Entry("表.pdf", row["source"]["sha256"], "converted", (row["form_id"],), 0.0, None))
        for row in (json.loads(path.read_bytes()) for path in sorted((out / "forms").iterdir()))
    ]
    (out / manifest.NAME).write_bytes(b"".join(lines))
    return out


def test_every_text_arrives(out: Path, url: str) -> None:
    report = loaded(out, url)
    keeps_nul = not url.startswith("postgres")
    assert (report.nul_texts == 0) == keeps_nul
    seen = 0
    for table in tables_of(out):
        spec = table_model().table(table.name)
        texts = [column.name for column in spec.columns if column.type == "text"]
        listed = ", ".join(map(quoted, (spec.key, *texts)))
        found = {row[0]: row[1:] for row in rows(url, f"SELECT {listed} FROM {quoted(f'current_{table.name}')}")}
        assert len(found) == len(table.rows)
        names = [column.name for column in table.columns]
        for row in table.rows:
            wanted = dict(zip(names, row, strict=True))
            expected = tuple(stored(wanted[name], keeps_nul) for name in texts)
            assert found[wanted[spec.key]] == expected
            seen += len(expected)
    assert seen > 9_000
    assert changed(loaded(out, url)) == {}


def stored(item: object, keeps_nul: bool) -> object:
    """PostgreSQL's text cannot hold NUL: ␀ stands for it, and the load says so."""
    return item.replace("\0", NUL_SHOWN) if isinstance(item, str) and not keeps_nul else item


def test_names_of_places_are_no_sql(out: Path, tmp_path: Path) -> None:
    place = tmp_path / "a'; DROP TABLE forms; --"
    place.mkdir()
    url = str(place / "\"x'.duckdb")
    assert loaded(out, url, schema='s"; DROP SCHEMA main; --').load_id == 1
    assert changed(loaded(out, url, schema='s"; DROP SCHEMA main; --')) == {}
