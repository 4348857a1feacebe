"""Running all checks over a form and wording what they found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from shibiao.normalize.checks import funds, goals, indicators, periods, scores
from shibiao.normalize.checks.across import ARCHIVE_RULES
from shibiao.normalize.checks.equations import Instance, instances
from shibiao.normalize.checks.facts import Facts, is_doubtful
from shibiao.normalize.checks.locate import Location, located
from shibiao.normalize.checks.registry import CHECKS, DOUBT, Language, Said, Violation
from shibiao.schemas.checks import CheckRule, Wording, load_checks
from shibiao.schemas.records import FindingRecord, Form

_MODULES = (funds, goals, indicators, periods, scores)  # importing them registers their checks
_NUMBERS = re.compile(r"\d+")
_UNKNOWN = "unknown"


def run_checks(form: Form, language: Language = "zh") -> tuple[FindingRecord, ...]:
    """All findings about a form, in the catalogue's order, then by place. None for an unknown family."""
    if form.family == _UNKNOWN:
        return ()
    facts = Facts(form)
    rules = [(rule_id, rule) for rule_id, rule in load_checks().items() if _applies(rule, form)]
    failing = _failing(rules, facts)
    found: list[FindingRecord] = []
    for rule_id, rule in rules:
        own = [_finding(rule_id, rule, v, language) for v in CHECKS[rule_id](facts)] if rule_id in CHECKS else []
        for instance, violation in failing.get(rule_id, ()):
            own.append(_finding(rule_id, rule, violation, language, instance.equation.message))
        found += sorted(own, key=lambda f: ([_place(c) for c in f.cells], f.message))
    return tuple(found)


def _applies(rule: CheckRule, form: Form) -> bool:
    """Whether a rule is asked of a form by itself."""
    return rule.of == "form" and (rule.families is None or form.family in rule.families)


def registered() -> tuple[str, ...]:
    """The ids of the rules that are checked, by a function or by equations, sorted."""
    stated = (rule_id for rule_id, rule in load_checks().items() if rule.equations)
    return tuple(sorted({*CHECKS, *stated, *ARCHIVE_RULES}))


def _failing(rules: Iterable[tuple[str, CheckRule]], facts: Facts) -> dict[str, list[tuple[Instance, Violation]]]:
    """The equations that do not hold, by rule, with what is known of where the mistake is."""
    asked = list(instances(rules, facts))
    places = located(asked)
    failing: dict[str, list[tuple[Instance, Violation]]] = defaultdict(list)
    for index, instance in enumerate(asked):
        if instance.is_kept is False:
            place = places.get(index, Location(()))
            violation = Violation(instance.values, instance.words(), place.note, place.suggestion)
            failing[instance.rule].append((instance, violation))
    return failing


def _finding(
    rule_id: str, rule: CheckRule, violation: Violation, language: Language, message: Wording | None = None
) -> FindingRecord:
    """What a check found, in words; ``message`` instead of the rule's own."""
    words = {key: getattr(w, language) if isinstance(w, Said) else w for key, w in violation.words.items()}
    text = getattr(message or rule.message, language).format(**words) + getattr(violation.note, language)
    if any(is_doubtful(value) for value in violation.values):
        text += getattr(DOUBT, language)
    cells = tuple(dict.fromkeys(v.cell for v in violation.values if v is not None and v.cell is not None))
    return FindingRecord(
        rule=rule_id, severity=rule.severity, message=text, cells=cells, suggestion=violation.suggestion
    )


def _place(cell: str) -> tuple[int, ...]:
    return tuple(int(n) for n in _NUMBERS.findall(cell))
