"""The views say what is there, once, and say what they leave out; in both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.warehouse.server import Server
from shibiao.export.provenance import placed_values
from shibiao.export.tables import exact
from shibiao.schemas.records import Form, Value
from tests.warehouse.looking import change, loaded, rows

LOST = ("clipped-lost", "unread")


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def warehouse(request: pytest.FixtureRequest, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The samples as loaded, for tests that change nothing."""
    if request.param == "duckdb":
        url = str(tmp_path_factory.mktemp("views") / "w.duckdb")
    else:
        server: Server = request.getfixturevalue("server")
        url = server.url(server.new_database())
    loaded(archive, url)
    return url


@pytest.fixture(scope="module")
def forms(archive: Path) -> list[Form]:
    return [Form.model_validate_json(path.read_bytes()) for path in sorted((archive / "forms").glob("*.json"))]


@pytest.fixture
def ours(url: str, archive: Path) -> str:
    """The samples loaded, to be changed."""
    loaded(archive, url)
    return url


def plain(number: Any) -> str:
    return f"{Decimal(str(number)).normalize():f}"


def test_every_value_of_every_record_is_traced(warehouse: str, forms: list[Form]) -> None:
    def told(form: Form, path: str, value: Value) -> tuple[object, ...]:
        text = value.value
        if path.endswith(".amount"):
            figure = exact(text)
            text = None if figure is None else plain(figure)
        return form.form_id, text, value.raw, value.status, value.confidence, value.cell, form.source.sha256

    wanted = Counter(told(form, *placed) for form in forms for placed in placed_values(form))
    found = rows(warehouse, "SELECT form_id, value, raw, status, confidence, cell, source_sha256 FROM value_trace")
    assert Counter(found) == wanted


def test_every_traced_value_is_found_again_in_its_row(warehouse: str) -> None:
    keys = {"forms": "form_id", "fields": "field_id", "funds": "fund_id", "goals": "goal_id"}
    keys |= {"indicators": "indicator_id"}
    for table, column in rows(warehouse, "SELECT DISTINCT table_name, column_name FROM value_trace"):
        query = (
            f"SELECT count(*), count(CASE WHEN r.{column}_raw = t.raw AND r.{column}_page IS NOT DISTINCT FROM t.page"
            f" AND r.{column}_bbox IS NOT DISTINCT FROM t.bbox THEN 1 END) FROM value_trace AS t"
            f" LEFT JOIN current_{table} AS r ON r.{keys[table]} = t.row_id"
            f" WHERE t.table_name = '{table}' AND t.column_name = '{column}'"
        )
        ((there, same),) = rows(warehouse, query)
        assert there == same > 0, (table, column)


def test_doubts_are_those_of_the_forms_and_each_is_told_once(warehouse: str, forms: list[Form]) -> None:
    found = rows(warehouse, "SELECT form_id, rule, cell, value, raw, table_name, column_name FROM doubtful_values")
    assert len(found) == len(set(found))
    by_rule = {(form_id, rule, cell) for form_id, rule, cell, *_ in found}
    assert by_rule == set(doubts(forms))


def doubts(forms: list[Form]) -> Iterator[tuple[str, str, str | None]]:
    for form in forms:
        values = [value for _, value in placed_values(form)]
        held = {value.cell for value in values}
        values += [cell.text.model_copy(update={"cell": cell.id}) for cell in form.cells if cell.id not in held]
        for value in values:
            if value.status in LOST:
                yield form.form_id, value.status, value.cell
            elif value.confidence < 0.99:
                yield form.form_id, "confidence", value.cell
        for finding in form.findings:
            if finding.severity != "info":
                for cell in finding.cells:
                    yield form.form_id, finding.rule, cell


def test_acceptable_values_are_the_rest(warehouse: str, forms: list[Form]) -> None:
    found = {row[0]: row[1:] for row in rows(warehouse, "SELECT form_id, held, acceptable, errors FROM form_quality")}
    for form in forms:
        named = {cell for finding in form.findings if finding.severity != "info" for cell in finding.cells}
        values = [value for _, value in placed_values(form)]
        sound = [v for v in values if v.status not in LOST and v.confidence >= 0.99 and v.cell not in named]
        errors = sum(finding.severity == "error" for finding in form.findings)
        assert found.pop(form.form_id) == (len(values), len(sound), errors)
    assert found == {}


def test_findings_that_name_no_cell_or_the_same_twice(ours: str) -> None:
    ((form_id, cell),) = rows(ours, "SELECT form_id, amount_cell FROM current_funds ORDER BY fund_id LIMIT 1")

    def plant(rule: str, severity: str, number: int, cells: str) -> str:
        kept = "load_id, version, valid_from, row_hash, fiscal_year"
        return (
            f"INSERT INTO findings (form_id, finding_id, position, rule, severity, message, cells, {kept})"
            f" SELECT form_id, 'x/{rule}/{number}', {100 + number}, '{rule}', '{severity}', '说明{number}',"
            f" CAST({cells} AS TEXT[]), {kept} FROM forms WHERE form_id = '{form_id}'"
        )

    two = f"ARRAY['{cell}', '{cell}']"
    planted = [("X1", "error", 1, two), ("X1", "error", 2, two), ("X2", "info", 3, two)]
    planted += [("X3", "error", 4, "ARRAY[]"), ("X4", "warning", 5, "ARRAY['nowhere']")]
    change(ours, *(plant(*one).replace("ARRAY[]", "'{}'" if ours.startswith("postgres") else "[]") for one in planted))
    query = "SELECT rule, severity, message, cell, table_name, column_name FROM doubtful_values WHERE rule LIKE 'X%'"
    assert sorted(rows(ours, query), key=str) == [
        ("X1", "error", "说明1；说明2", cell, "funds", "amount"),
        ("X3", "error", "说明4", None, None, None),
        ("X4", "warning", "说明5", "nowhere", None, None),
    ]
    ((errors, warnings),) = rows(ours, f"SELECT errors, warnings FROM form_quality WHERE form_id = '{form_id}'")
    assert errors >= 3 and warnings >= 1


def test_sums_say_how_sure_they_are_and_what_they_leave_out(ours: str) -> None:
    chosen = (
        "form_id = (SELECT min(form_id) FROM funds WHERE measure = 'amount') AND pane = 'annual' AND measure = 'amount'"
    )
    ((form_id, department, year),) = rows(
        ours, f"SELECT form_id, department, fiscal_year FROM form_overview WHERE {chosen.partition(' AND ')[0]}"
    )

    def sums(item: str) -> list[str]:
        query = (
            "SELECT amounts, amount_yuan, least_confidence, doubtful, doubtful_yuan, unread, no_figure, without_unit"
            f" FROM funds_by_department WHERE department = '{department}' AND fiscal_year = {year}"
            f" AND pane = 'annual' AND measure = 'amount' AND item = '{item}'"
        )
        ((row),) = rows(ours, query)
        return [str(i) if i is None else plain(i) for i in row]

    exactly = "12345678901234567.89"
    update = "UPDATE funds SET {} WHERE " + chosen + " AND item = '{}'"
    change(ours, update.format(f"amount = {exactly}, amount_yuan = {exactly}, amount_confidence = 0.5", "total"))
    assert sums("total") == ["1", exactly, "0.5", "1", exactly, "0", "0", "0"]
    change(ours, update.format("unit = NULL, amount_yuan = NULL", "fiscal"))
    assert sums("fiscal") == ["0", "None", "None", "0", "0", "0", "0", "1"]
    change(ours, update.format("amount = NULL, amount_yuan = NULL, amount_status = 'unread'", "other"))
    assert sums("other") == ["0", "None", "None", "0", "0", "1", "0", "0"]
    change(ours, update.format("amount_status = 'complete', amount_raw = '-'", "other"))
    assert sums("other") == ["0", "None", "None", "0", "0", "0", "1", "0"]
    assert form_id


def test_what_is_corrected_is_doubted_no_more(ours: str, archive: Path, tmp_path: Path) -> None:
    query = "SELECT form_id, row_id, column_name, value FROM doubtful_values WHERE rule = 'clipped-lost'"
    form_id, row, column, value = min(found for found in rows(ours, query + " AND table_name = 'indicators'"))
    corrections = tmp_path / "corrections.jsonl"
    corrections.write_text(
        f'{{"correction_id": "1", "form_id": "{form_id}", "table": "indicators", "row": "{row}", "column": "{column}",'
        f' "before": "{value}", "after": "{value}全", "by": "王芳", "at": "2026-01-01T00:00:00Z"}}\n',
        encoding="utf-8",
    )
    loaded(archive, ours, corrections=corrections)
    assert (form_id, row, column, f"{value}全") not in rows(ours, query)
    assert not rows(ours, f"SELECT 1 FROM doubtful_values WHERE row_id = '{row}' AND column_name = '{column}'")
    trace = f"SELECT value, raw, status FROM value_trace WHERE row_id = '{row}' AND column_name = '{column}'"
    ((now, raw, status),) = rows(ours, trace)
    assert (now, status) == (f"{value}全", "corrected") and raw != now
