"""X1 to X4: forms of an archive held against each other: a project over its years, a department and its projects.

Only small facts of each form are needed, and a form meets only those that share a key with it:

    form ──facts_of──▶ FormFacts ──keys_of──▶ the keys under which it is kept
    a form's facts + the facts under its wanted_by keys ──archive_findings──▶ findings

What is found depends on the set of forms alone, never on their order or on how they are cut into parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from shibiao.normalize.checks.facts import decimal, in_unit, plain
from shibiao.normalize.checks.figures import ZERO, half_digit
from shibiao.normalize.checks.form_facts import OVERALL, TARGET, Amount, FormFacts, facts_of, keys_of, wanted_by
from shibiao.normalize.checks.registry import DOUBT, Language, Said, Words
from shibiao.schemas.checks import load_checks
from shibiao.schemas.records import FindingRecord, Form

MOST_MET = 1_000  # forms under one key
_MOST_NAMED = 3
DIFFERING = (Said("资金", "funds"), Said("指标值", "targets"))


def archive_findings(
    own: FormFacts, others: Iterable[FormFacts], language: Language = "zh"
) -> tuple[FindingRecord, ...]:
    """What a form's facts and those of the forms under its ``wanted_by`` keys give, in the catalogue's order.

    ``others`` may hold the form itself, and forms that it has nothing to do with, in any order.
    """
    met = sorted({o.form_id: o for o in others if o.form_id != own.form_id}.values(), key=lambda o: (o.year, o.form_id))
    found: list[FindingRecord] = []
    for rule_id, ask in _CHECKS.items():
        found += [_finding(rule_id, crossing, language) for crossing in ask(own, met)]
    return tuple(found)


def run_archive_checks(forms: Iterable[Form], language: Language = "zh") -> dict[str, tuple[FindingRecord, ...]]:
    """The findings of all forms of an archive, by form id; forms without any are left out."""
    known = [facts for form in forms if (facts := facts_of(form))]
    groups: defaultdict[str, list[FormFacts]] = defaultdict(list)
    for facts in known:
        for key in keys_of(facts):
            groups[key].append(facts)
    found = {f.form_id: archive_findings(f, met_by(f, groups), language) for f in known}
    return {form_id: findings for form_id, findings in found.items() if findings}


def met_by(own: FormFacts, groups: Mapping[str, Sequence[FormFacts]]) -> list[FormFacts]:
    """The facts that a form is held against, of all that are kept by key. Where more than ``MOST_MET`` share a key, it
    tells no project and no department: then nothing is held against them."""
    kept = (groups.get(key, ()) for key in wanted_by(own))
    return [facts for group in kept if len(group) <= MOST_MET for facts in group]


class _Crossing(NamedTuple):
    """What a check found: the words of its message and the form's own cells that it rests on."""

    words: Words
    rests_on: tuple[Amount | None, ...]
    cells: tuple[str | None, ...] = ()


def years_within_term(own: FormFacts, met: Iterable[FormFacts]) -> Iterator[_Crossing]:
    """X1: the annual totals of a project in the years of a medium-term goal are not more than its medium-term total.

    Each year counts once, with the least of its totals; years of which no form is there count nothing.
    """
    total = _decimal(own.mid_term)
    if own.kind != TARGET or own.mid_term is None or total is None or own.start is None or own.end is None:
        return
    years: dict[int, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for one in (own, *_same_project(own, met)):
        amount = _in_unit(one.annual, own.mid_term.unit)
        if own.start <= one.year <= own.end and amount is not None:
            years[one.year].append(amount)
    parts = [min(years[year]) for year in sorted(years)]
    added = sum((number for number, _ in parts), ZERO)
    slack = sum((half for _, half in parts), half_digit(total))
    if len(parts) > 1 and added - slack > total:
        words: Words = {
            "start": str(own.start), "end": str(own.end), "sum": plain(added), "total": plain(total),
            "parts": " + ".join(plain(number) for number, _ in parts), "unit": own.mid_term.unit or "?",
        }  # fmt: skip
        yield _Crossing(words, (own.mid_term, own.annual))


def years_figures_same(own: FormFacts, met: Iterable[FormFacts]) -> Iterator[_Crossing]:
    """X2: other forms of the same project and year have the same figures."""
    others = [o for o in _same_form(own, met) if o.funds != own.funds or _targets_alike(o, own) is False]
    if others:
        funds = any(o.funds != own.funds for o in others)
        targets = any(_targets_alike(o, own) is False for o in others)
        words = [word for word, differs in zip(DIFFERING, (funds, targets), strict=True) if differs]
        said = Said("、".join(word.zh for word in words), ", ".join(word.en for word in words))
        yield _Crossing(_counted(own, others) | {"differs": said}, (own.annual,), (own.year_cell,))


def year_once(own: FormFacts, met: Iterable[FormFacts]) -> Iterator[_Crossing]:
    """X3: there is one form of a project for a year."""
    others = [o for o in _same_form(own, met) if o.funds == own.funds and _targets_alike(o, own)]
    if others:
        yield _Crossing(_counted(own, others), (), (own.year_cell,))


def projects_within_department(own: FormFacts, met: Iterable[FormFacts]) -> Iterator[_Crossing]:
    """X4: the projects of a department that are there have not more money in a year than the department as a whole.

    Each project counts once, with the least of its totals: targets, or where there are none self-evaluations.
    """
    total = _decimal(own.annual)
    if own.kind != OVERALL or own.annual is None or total is None:
        return
    projects: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for one in met:
        amount = _in_unit(one.annual, own.annual.unit)
        if one.project and one.kind != OVERALL and _is_of(one, own) and amount is not None:
            projects[one.project].append(amount)
    parts = [min(amounts) for amounts in projects.values()]
    added = sum((number for number, _ in parts), ZERO)
    slack = sum((half for _, half in parts), half_digit(total))
    if parts and added - slack > total:
        words: Words = {
            "year": str(own.year), "count": str(len(parts)), "sum": plain(added), "total": plain(total),
            "unit": own.annual.unit or "?",
        }  # fmt: skip
        yield _Crossing(words, (own.annual,))


_CHECKS: dict[str, Callable[[FormFacts, Iterable[FormFacts]], Iterator[_Crossing]]] = {
    "X1": years_within_term,
    "X2": years_figures_same,
    "X3": year_once,
    "X4": projects_within_department,
}
ARCHIVE_RULES = tuple(_CHECKS)


def _same_project(own: FormFacts, met: Iterable[FormFacts]) -> list[FormFacts]:
    return [o for o in met if own.project and o.project == own.project and o.kind == own.kind]


def _same_form(own: FormFacts, met: Iterable[FormFacts]) -> list[FormFacts]:
    return [o for o in _same_project(own, met) if o.year == own.year]


def _is_of(project: FormFacts, overall: FormFacts) -> bool:
    return project.department == overall.department and project.year == overall.year


def _targets_alike(one: FormFacts, other: FormFacts) -> bool | None:
    """Whether two forms have the same targets; None where that cannot be told."""
    return one.targets == other.targets if one.targets and other.targets else None


def _counted(own: FormFacts, others: list[FormFacts]) -> dict[str, str | Said]:
    named, more = [o.form_id for o in others[:_MOST_NAMED]], " …" if len(others) > _MOST_NAMED else ""
    said = Said("、".join(named) + more, ", ".join(named) + more)
    return {"year": str(own.year), "count": str(len(others)), "others": said}


def _finding(rule_id: str, crossing: _Crossing, language: Language) -> FindingRecord:
    rule = load_checks()[rule_id]
    words = {name: getattr(w, language) if isinstance(w, Said) else w for name, w in crossing.words.items()}
    message = getattr(rule.message, language).format(**words)
    if any(amount is not None and amount.is_doubtful for amount in crossing.rests_on):
        message += getattr(DOUBT, language)
    cells = (*(amount.cell for amount in crossing.rests_on if amount is not None), *crossing.cells)
    kept = tuple(dict.fromkeys(cell for cell in cells if cell is not None))
    return FindingRecord(rule=rule_id, severity=rule.severity, message=message, cells=kept)


def _decimal(amount: Amount | None) -> Decimal | None:
    return decimal(amount.number) if amount is not None else None


def _in_unit(amount: Amount | None, wanted: str | None) -> tuple[Decimal, Decimal] | None:
    """An amount in another unit, and how far the truth may be from it."""
    number = _decimal(amount)
    scale = in_unit(Decimal(1), amount.unit, wanted) if amount is not None else None
    return None if number is None or scale is None else (number * scale, half_digit(number) * scale)
