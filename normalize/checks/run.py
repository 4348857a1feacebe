"""Running all checks over a form and wording what they found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from shibiao.normalize.checks import costs, funds, goals, indicators, periods, scores
from shibiao.normalize.checks.facts import Facts, is_doubtful
from shibiao.normalize.checks.registry import CHECKS, Said, Violation
from shibiao.schemas.checks import CheckRule, load_checks
from shibiao.schemas.records import FindingRecord, Form, Value

Language = Literal["zh", "en"]
_MODULES = (costs, funds, goals, indicators, periods, scores)  # importing them registers their checks
_DOUBT = Said("（所据的值存疑，请先核对）", " (rests on a doubtful value: check that first)")
_NUMBERS = re.compile(r"\d+")


def run_checks(form: Form, language: Language = "zh") -> tuple[FindingRecord, ...]:
    """All findings about a form, in the catalogue's order, then by place. None for an unknown family."""
    facts = Facts(form)
    found: list[FindingRecord] = []
    for rule_id, rule in load_checks().items():
        if form.family not in rule.families:
            continue
        own = [_finding(rule_id, rule, violation, language) for violation in CHECKS[rule_id](facts)]
        found += sorted(own, key=lambda f: ([_place(c) for c in f.cells], f.message))
    return tuple(found)


def registered() -> tuple[str, ...]:
    """The ids that have a check, sorted."""
    return tuple(sorted(CHECKS))


def _finding(rule_id: str, rule: CheckRule, violation: Violation, language: Language) -> FindingRecord:
    words = {key: getattr(w, language) if isinstance(w, Said) else w for key, w in violation.words.items()}
    message = getattr(rule.message, language).format(**words)
    if any(is_doubtful(value) for value in violation.values):
        message += getattr(_DOUBT, language)
    return FindingRecord(rule=rule_id, severity=rule.severity, message=message, cells=_cells(violation.values))


def _cells(values: Iterable[Value | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v.cell for v in values if v is not None and v.cell is not None))


def _place(cell: str) -> tuple[int, ...]:
    return tuple(int(n) for n in _NUMBERS.findall(cell))
