"""The values collected from published forms, where they are at hand."""

from pathlib import Path

import pytest
import yaml

from bench.values.agreement import table
from shibiao.normalize.values import parse_value

HERE = Path(__file__).parent
COLLECTED = HERE.parents[1].parent / "shared" / "domain" / "values.tsv"
DISSENT = {row["raw"]: row for row in yaml.safe_load((HERE / "dissent.yaml").read_text(encoding="utf-8"))}
OPERATORS = {"≥": ">=", "≤": "<="}

Reading = tuple[str | None, ...]


def collected() -> list[tuple[str, Reading]]:
    if not COLLECTED.exists():
        return []
    return [(row["raw"], expected(row)) for row in table(COLLECTED)]


def expected(row: dict[str, str]) -> Reading:
    operator = OPERATORS.get(row["op"], row["op"]) or None
    value_class = "percent" if row["class"] == "pct" else row["class"]
    return operator, row["number"] or None, row["number2"] or None, row["canonical_unit"] or None, value_class


def test_collected_values_are_at_hand() -> None:
    if not COLLECTED.exists():
        pytest.skip("the collected values (../shared/domain/values.tsv) are not part of the project")
    assert len(collected()) > 300


@pytest.mark.parametrize(("raw", "reading"), collected())
def test_collected_value(raw: str, reading: Reading) -> None:
    if raw in DISSENT:
        ours = tuple(DISSENT[raw]["reads"])
        assert ours != reading, "no dissent any more: take the row out of dissent.yaml"
        reading = ours
    assert tuple(parse_value(raw))[:5] == reading


def test_dissents_are_few_reasoned_and_about_collected_values() -> None:
    assert len(DISSENT) <= 6
    assert all(row["why"] for row in DISSENT.values())
    if COLLECTED.exists():
        assert set(DISSENT) <= {raw for raw, _ in collected()}
