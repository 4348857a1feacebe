"""The parts of the report page about what was read: kinds of forms, confidence, repairs, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from shibiao.batch.figures import CONFIDENCE_STEPS
from shibiao.batch.markup import cell_text, chinese, number, row, rows, section, share, shown
from shibiao.batch.plots import Part, bar
from shibiao.families import family_name
from shibiao.summary import RepairKind, RuleCount, Summary
from shibiao.wording import Texts

_SURE_FROM = 0.99  # accepted unseen
_DOUBTFUL_BELOW = 0.8
_ZONES = ("sure", "check", "doubt")
_EXAMPLES = 4
_OF_READING = {"R1": "page-unreadable", "R2": "unseen-text", "R3": "page-illegible"}


class Zone(NamedTuple):
    """A range of confidence by what it asks of the reader, and how many values lie in it."""

    name: str
    values: int


def family_section(summary: Summary, said: Texts) -> str:
    """The kinds of forms."""
    if not summary.families:
        return ""
    lines = [
        row(
            shown(family_name(family, said))
            + bar([Part("converted", count, number(count))], summary.forms, share(count, summary.forms)),
            number(count),
            share(count, summary.forms),
        )
        for family, count in summary.families
    ]
    headings = [said("page.family.name"), said("page.forms"), said("page.share")]
    note = said("summary.unknown-hint") if "unknown" in dict(summary.families) else ""
    return section("families", said("page.family.heading"), rows(headings, lines), note)


def confidence_section(confidence: Sequence[int], said: Texts) -> str:
    """How sure the values are: what may be taken unseen, what is worth a look, what is doubtful; then each step."""
    total = sum(confidence)
    heading, note = said("page.confidence.heading"), said("page.confidence.note", values=number(total))
    if not total:
        return section("confidence", heading, f"<p>{shown(said('page.confidence.none'))}</p>")
    found = zones(confidence)
    words = {zone.name: said(f"page.confidence.{zone.name}") for zone in found}
    parts = [Part(zone.name, zone.values, f"{words[zone.name]} {share(zone.values, total)}") for zone in found]
    whole = bar(parts, total, said("page.list").join(part.words for part in parts), "thick")
    keys = "".join(
        f'<div class="{zone.name}"><dt>{shown(words[zone.name])}</dt>'
        f"<dd>{shown(share(zone.values, total))} <small>{number(zone.values)}</small></dd></div>"
        for zone in found
    )
    return section("confidence", heading, f'{whole}<dl class="zones">{keys}</dl>{_steps(confidence, said)}', note)


def zones(confidence: Sequence[int]) -> list[Zone]:
    """The values of ``CONFIDENCE_STEPS`` added up by what they ask of the reader, the surest first."""
    counts = dict.fromkeys(_ZONES, 0)
    for step, count in zip(CONFIDENCE_STEPS, confidence, strict=True):
        counts[_zone(step)] += count
    return [Zone(name, count) for name, count in counts.items()]


def repair_section(summary: Summary, said: Texts) -> str:
    """What was repaired or is in doubt, by kind, with examples."""
    heading = said("page.repair.heading")
    if not summary.repairs:
        return section("repairs", heading, f'<p class="well">{shown(said("summary.no-repairs"))}</p>')
    most = max(kind.times for kind in summary.repairs)
    lines = [_repair_line(kind, most, said) for kind in summary.repairs]
    table = rows([said("page.repair.kind"), said("page.cells")], lines)
    return section("repairs", heading, table, said("page.repair.note"))


def finding_section(summary: Summary, said: Texts) -> str:
    """The checks that were not met: the gravest first."""
    heading = said("page.finding.heading")
    if not summary.findings:
        return section("findings", heading, f'<p class="well">{shown(said("summary.no-findings"))}</p>')
    lines = [_finding_line(rule, said) for rule in summary.findings]
    table = rows([said("page.finding.rule"), said("page.times")], lines)
    return section("findings", heading, table, said("page.finding.note"))


def _zone(step: float) -> str:
    return "sure" if step >= _SURE_FROM else "check" if step >= _DOUBTFUL_BELOW else "doubt"


def _steps(confidence: Sequence[int], said: Texts) -> str:
    total, most = sum(confidence), max(confidence)
    lines = []
    for index in reversed(range(len(CONFIDENCE_STEPS))):
        step, count = CONFIDENCE_STEPS[index], confidence[index]
        label = f"{_range(index, said)} · {number(count)} ({share(count, total)})"
        drawn = bar([Part(_zone(step), count, label)], most, label)
        lines.append(row(f"{shown(_range(index, said))}{drawn}", number(count), shown(share(count, total))))
    return rows([said("page.confidence.step"), said("page.values"), said("page.share")], lines, "steps")


def _range(index: int, said: Texts) -> str:
    low = f"{CONFIDENCE_STEPS[index]:g}"
    if index + 1 == len(CONFIDENCE_STEPS):
        return said("page.confidence.from", low=low)
    return said("page.confidence.between", low=low, high=f"{CONFIDENCE_STEPS[index + 1]:g}")


def _repair_line(kind: RepairKind, most: int, said: Texts) -> str:
    label = f"{said.term('status', kind.status)} {number(kind.times)}"
    examples = "".join(f"<li>{_example(*pair, said)}</li>" for pair in kind.examples[:_EXAMPLES])
    more = len(kind.examples) - _EXAMPLES
    if more > 0:
        examples += f'<li class="more">{shown(said("summary.more", count=number(more)))}</li>'
    return row(
        f"{shown(said.term('status', kind.status))}{bar([Part(_colour(kind), kind.times, label)], most, label)}"
        f'<ul class="examples">{examples}</ul>',
        number(kind.times),
    )


def _colour(kind: RepairKind) -> str:
    return "doubt" if kind.status in ("clipped-lost", "unread") else "sure"


def _example(raw: str, believed: str | None, said: Texts) -> str:
    """Printed → believed, with what the repair put in marked."""
    before = chinese(shown(cell_text(raw))) if raw.strip() else shown(said("summary.nothing"))
    if believed is None or believed == raw:
        return before
    return f'{before} <span class="arrow">→</span> {chinese(_with_added(cell_text(raw), cell_text(believed)))}'


def _with_added(before: str, after: str) -> str:
    """``after`` as markup. What stands between the beginning and the end that both have in common is new."""
    head = _alike(before, after)
    tail = _alike(reversed(before[head:]), reversed(after[head:]))
    new = after[head : len(after) - tail]
    marked = f"<ins>{shown(new)}</ins>" if new else ""
    return f"{shown(after[:head])}{marked}{shown(after[len(after) - tail :])}"


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _finding_line(rule: RuleCount, said: Texts) -> str:
    severity = shown(said.term("severity", rule.severity))
    badge = f'<b class="badge {shown(rule.severity)}">{severity}</b>'
    example = f"{shown(said('page.example'))}{chinese(shown(cell_text(rule.message)))}"
    title = f"{badge} <code>{shown(rule.rule)}</code> {shown(_title(rule.rule, said))}"
    return row(f'{title}<p class="example">{example}</p>', number(rule.times))


def _title(rule: str, said: Texts) -> str:
    """What the rule asks for, in the user's language; nothing where no rule has that name."""
    from shibiao.schemas.checks import load_checks

    if rule in _OF_READING:
        return said(f"page.finding.{_OF_READING[rule]}")
    known = load_checks().get(rule)
    if known is None:
        return ""
    return known.title.en if said.language == "en" else known.title.zh
