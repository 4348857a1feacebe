"""The acceptance report after DA/T 31-2017 as a page to print and sign."""

from __future__ import annotations

from shibiao.batch.markup import number, shown
from shibiao.review.acceptance import Acceptance, Check, Gate
from shibiao.review.facts import Facts
from shibiao.review.paper import facts, grid, instant, page, paragraph, part, percent, signatures, up
from shibiao.review.statement import about, conclusion, warnings
from shibiao.wording import Texts

_GATES = {"machine": "100%", "sample": "≥ 5%", "match": "100%", "right": "≥ 95%"}


def acceptance_html(told: Facts, found: Acceptance, said: Texts, subject: str | None = None) -> str:
    """The whole page. ``subject``: what it is about in the words of whoever signs."""
    parts = [
        _head(told, found, said, subject),
        _gates(1, found, said),
        _checks(2, found, said),
        _sample(3, told, said),
        _proof(4, told, found, said),
        part(5, said("statement.signatures"), _signed(told, found, said), signatures(_signers(said), said)),
    ]
    return page(said("acceptance.title", folder=subject or told.folder), parts, said)


def _signers(said: Texts) -> list[str]:
    return [
        said("acceptance.checker"),
        said("statement.auditor"),
        said("acceptance.accepter"),
        said("statement.office"),
    ]


def _signed(told: Facts, found: Acceptance, said: Texts) -> str:
    verdict = said(f"acceptance.verdict.{_verdict(found)}")
    return paragraph(said("acceptance.signed", folder=told.folder, id=told.sample.sample_id, verdict=verdict))


def _verdict(found: Acceptance) -> str:
    return "open" if found.passed is None else "met" if found.passed else "not-met"


def _head(told: Facts, found: Acceptance, said: Texts, subject: str | None) -> str:
    word = _verdict(found)
    mark = f'<b class="verdict {word}">{shown(said(f"acceptance.verdict.{word}"))}</b>'
    return (
        f"<header><h1>{shown(said('acceptance.name'))}</h1>{about(told, said, subject)}"
        f'<p class="lead">{mark}{shown(said(f"acceptance.says.{word}"))}</p>{warnings(told, said)}'
        f'<p class="note">{shown(said("acceptance.standard"))} {instant(told.made_at)}</p></header>'
    )


def _gates(n: int, found: Acceptance, said: Texts) -> str:
    columns = [
        said("acceptance.gate"),
        f"#{said('acceptance.wanted')}",
        f"#{said('acceptance.found')}",
        said("acceptance.state"),
    ]
    lines = [
        [
            shown(said(f"acceptance.gates.{gate.name}")),
            _GATES[gate.name],
            _share(gate, found, said),
            _word("none" if gate.passed is None else "pass" if gate.passed else "fail", said),
        ]
        for gate in found.gates
    ]
    return part(n, said("acceptance.gates-heading"), grid(columns, lines))


def _share(gate: Gate, found: Acceptance, said: Texts) -> str:
    """How many of how many, and of what: checks of the next section, or forms."""
    if gate.name == "machine":
        return shown(said("acceptance.of-checks", part=number(gate.part), whole=number(gate.whole)))
    share = f" = {percent(gate.part / gate.whole)}" if gate.whole else ""
    forms = shown(said("acceptance.of-forms", part=number(gate.part), whole=number(gate.whole))) + share
    if gate.name != "match":
        return forms
    match = [check for check in found.checks if check.match]
    held = number(sum(check.state != "fail" for check in match))
    return f"{shown(said('acceptance.of-checks', part=held, whole=number(len(match))))}<br>{forms}"


def _word(state: str, said: Texts) -> str:
    return f'<span class="{state}">{shown(said(f"acceptance.word.{state}"))}</span>'


def _checks(n: int, found: Acceptance, said: Texts) -> str:
    columns = [
        said("acceptance.item"),
        f"#{said('acceptance.examined')}",
        f"#{said('acceptance.failed')}",
        said("acceptance.state"),
    ]
    return part(
        n,
        said("acceptance.checks-heading"),
        grid(columns, [_check(check, said) for check in found.checks], "checks"),
        paragraph(_which_gate(found, said), "note"),
        paragraph(said("acceptance.checks-note"), "note"),
    )


def _which_gate(found: Acceptance, said: Texts) -> str:
    """Why the first requirement counts fewer items than this section lists."""
    match = sum(check.match for check in found.checks)
    counts = {"all": len(found.checks), "machine": len(found.checks) - match, "match": match}
    return said("acceptance.checks-gates", **{name: number(count) for name, count in counts.items()})


def _check(check: Check, said: Texts) -> list[str]:
    item = said(f"acceptance.checks.{check.name}")
    mark = " <small>†</small>" if check.match else ""
    name = f"{shown(item)}{mark} <small>{shown(check.name)}</small>"
    if check.examples:
        name += f'<br><small class="examples">{shown(said("statement.comma").join(check.examples))}</small>'
    if check.unseen:
        name += f"<br><small>{shown(said('acceptance.unseen', count=number(check.unseen)))}</small>"
    word = _word("absent" if check.state == "none" else check.state, said)
    return [name, number(check.examined), number(check.failed), word]


def _sample(n: int, told: Facts, said: Texts) -> str:
    result = told.result
    wrong = len({*result.wrong, *result.not_forms})
    pairs = [
        (said("acceptance.sample.lot"), number(result.sample.plan.lot)),
        (said("acceptance.sample.examined"), f"{number(len(result.examined))} / {number(result.sample.plan.size)}"),
        (said("acceptance.sample.wrong"), number(wrong)),
        (said("acceptance.sample.id"), shown(result.sample.sample_id)),
    ]
    return part(n, said("acceptance.sample-heading"), facts(pairs), paragraph(said("acceptance.sample-note"), "note"))


def _proof(n: int, told: Facts, found: Acceptance, said: Texts) -> str:
    """What the rule proves at this size of lot, in a plain sentence and in figures."""
    worst = max(found.power, key=lambda one: (one.share <= 0.10, one.share))
    rule = said(
        "acceptance.proof.rule",
        lot=number(found.lot),
        drawn=number(found.drawn),
        allowed=number(found.allowed),
        bad=number(worst.bad),
        share=percent(worst.share),
        chance=up(worst.chance),
    )
    columns = ["#" + said(f"acceptance.proof.{name}") for name in ("bad", "share", "chance")]
    lines = [[number(one.bad), percent(one.share), up(one.chance)] for one in found.power]
    return part(
        n,
        said("acceptance.proof-heading"),
        paragraph(rule),
        grid(columns, lines, "power"),
        paragraph(said("acceptance.proof.enough", enough=number(found.enough), lot=number(found.lot))),
        paragraph(said("acceptance.proof.here", says=conclusion(told.result, said))),
    )
