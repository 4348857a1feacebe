"""All checks over a real dump of four forms, where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from shibiao.pipeline import complete, read_file

SEED = Path(__file__).parents[3] / "shared" / "seed"


@pytest.fixture(scope="module")
def rules() -> list[dict[str, str]]:
    """Of each form the rules it breaks and their severity."""
    dumps = sorted(SEED.glob("*.txt"))
    if not dumps:
        pytest.skip("the real dump is not part of the repository")
    forms = complete([form for dump in dumps for form in read_file(dump)])
    return [{finding.rule: finding.severity for finding in form.findings} for form in forms]


def test_known_faults_are_found(rules: list[dict[str, str]]) -> None:
    first, second, third, fourth = rules
    assert {"F3", "F5", "P2"} <= set(first)
    assert {"F3", "F6", "P2"} <= set(second)
    assert {"F5", "I7"} <= set(third)
    assert {"F4", "F5"} <= set(fourth)


def test_nothing_else_is_called_an_error(rules: list[dict[str, str]]) -> None:
    errors = [{rule for rule, severity in found.items() if severity == "error"} for found in rules]
    assert errors == [{"F5"}, set(), {"F5"}, {"F5"}]
