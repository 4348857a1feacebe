"""What forms of an archive need to know of each other: small facts, and the keys under which they are kept."""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from shibiao.normalize.archive.projects import department_of, place_of
from shibiao.normalize.checks.facts import Facts, decimal, in_unit, is_doubtful, plain
from shibiao.normalize.text import squeeze
from shibiao.schemas.records import Form, FundRecord

_OVERALL = ("overall", "selfeval_overall")
OVERALL, TARGET = "overall", "target"  # kinds of forms


class Amount(NamedTuple):
    """An annual or medium-term total: a decimal as printed, its unit, and where it stands."""

    number: str
    unit: str | None
    cell: str | None
    is_doubtful: bool = False


class FormFacts(NamedTuple):
    """What other forms of an archive need to know of one: plain values that can be kept in a database.

    ``project``, ``department``: folded names, empty where they are not known. ``kind``: target, overall, or the family
    of a form with results. ``start``, ``end``: years of the medium-term goal. ``funds``, ``targets``: their hashes;
    ``targets`` is empty where a text among them is doubtful, so that nothing can be said of them.
    """

    form_id: str
    project: str
    department: str
    kind: str
    year: int
    year_cell: str | None
    annual: Amount | None
    mid_term: Amount | None
    start: int | None
    end: int | None
    funds: str
    targets: str

    def dumped(self) -> str:
        """As JSON, for a database; the same text for the same facts."""
        return json.dumps(self, ensure_ascii=True)

    @classmethod
    def loaded(cls, text: str) -> FormFacts:
        """What ``dumped`` gave."""
        facts = cls(*json.loads(text))
        annual, mid_term = (Amount(*amount) if amount else None for amount in (facts.annual, facts.mid_term))
        return facts._replace(annual=annual, mid_term=mid_term)


def facts_of(form: Form) -> FormFacts | None:
    """A form's facts; None where nothing can be held against it: no year, or neither project nor department."""
    facts = Facts(form)
    if facts.year is None or form.family == "unknown":
        return None
    overall, place, department = form.family in _OVERALL, place_of(form), department_of(form)
    project = f"{place.project} {place.unit}" if place.is_known and not overall else ""
    if overall and department:
        project = f" {department}"  # the department as a whole: no project has an empty name
    if not project and not department:
        return None
    goal = facts.used_goal("mid_term")
    period = goal.period if goal else None
    start, end = (period.start, period.end) if period else (None, None)
    return FormFacts(
        form.form_id, project, department, _kind(form), facts.year, form.year.cell if form.year else None,
        _amount(facts.total("annual")), _amount(facts.total("mid_term")), start, end, _funds_hash(form),
        _targets_hash(form),
    )  # fmt: skip


def keys_of(facts: FormFacts) -> tuple[str, ...]:
    """The keys under which a form is to be found by those that it is held against."""
    keys = [f"project {facts.project}"] if facts.project else []
    if facts.department and facts.kind != OVERALL:
        keys.append(f"department {facts.department} {facts.year}")
    return tuple(keys)


def wanted_by(facts: FormFacts) -> tuple[str, ...]:
    """The keys of the forms that a form is held against: its project's; for a department as a whole its projects'."""
    keys = [f"project {facts.project}"] if facts.project else []
    if facts.department and facts.kind == OVERALL:
        keys.append(f"department {facts.department} {facts.year}")
    return tuple(keys)


def _amount(fund: FundRecord | None) -> Amount | None:
    if fund is None or decimal(fund.amount.value) is None or fund.amount.value is None:
        return None
    return Amount(fund.amount.value, fund.unit, fund.amount.cell, is_doubtful(fund.amount))


def _kind(form: Form) -> str:
    """Target forms are of one kind, whatever their layout; those with results are of their family's."""
    if form.family in _OVERALL:
        return OVERALL
    has_results = any(f.measure == "executed" for f in form.funds) or any(i.actual for i in form.indicators)
    return form.family if has_results else TARGET


def _funds_hash(form: Form) -> str:
    """A hash of all amounts, in 万元 where they can be: 120 and 120.00 are the same."""
    rows = sorted((f.pane, f.item, f.measure, _normal(f.amount.value, f.unit)) for f in form.funds if f.amount.value)
    return _hash(rows)


def _normal(printed: str | None, unit: str | None) -> str:
    number = decimal(printed)
    if number is None:
        return squeeze(printed or "")
    wan = in_unit(number, unit, "万元")
    return plain(number if wan is None else wan)


def _targets_hash(form: Form) -> str:
    """A hash of all names with their targets and results; "" where one of them is doubtful."""
    rows = [(i.name, i.target, i.actual, i.object) for i in form.indicators]
    if any(is_doubtful(value) for row in rows for value in row):
        return ""
    return _hash(sorted(tuple(squeeze(v.value or "") if v else "" for v in row) for row in rows))


def _hash(rows: object) -> str:
    return hashlib.sha256(repr(rows).encode("utf-8", "backslashreplace")).hexdigest()[:16]
