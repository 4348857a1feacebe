"""The statement about a sample, as a page to print and sign: only what was seen, and what that proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from shibiao.batch.markup import number, path_shown, shown
from shibiao.review.decisions import Entry
from shibiao.review.facts import Facts
from shibiao.review.paper import (
    code,
    down,
    facts,
    grid,
    instant,
    page,
    paragraph,
    part,
    percent,
    plain,
    signatures,
    up,
    whole,
)
from shibiao.review.rates import MOST_STRATA, RateTable, only_words, rate_table, strata_table
from shibiao.review.result import Result, kind_of
from shibiao.wording import Texts

_MOST_FINDINGS = 500


def statement_html(told: Facts, said: Texts, subject: str | None = None) -> str:
    """The whole page. ``subject``: what it is about in the words of whoever signs."""
    sections = (_scope, _drawing, _verdicts, _rates, _findings, _unseen, _hashes)
    title = said("statement.title", folder=subject or told.folder)
    parts = [_head(told, said, subject), *(section(n, told, said) for n, section in enumerate(sections, 1))]
    sign = signatures([said("statement.auditor"), said("statement.reviewer"), said("statement.office")], said)
    signed = paragraph(conclusion_of(told, said))
    return page(title, [*parts, part(len(sections) + 1, said("statement.signatures"), signed, sign)], said)


def conclusion_of(told: Facts, said: Texts) -> str:
    """Once more above the signatures: they may stand on a sheet of their own. Text."""
    verdict = verdict_said(told.result, said)
    return said("statement.signed", folder=told.folder, id=told.sample.sample_id, verdict=verdict)


def conclusion(result: Result, said: Texts) -> str:
    """What the sample shows, in a sentence or two. Text."""
    plan = result.sample.plan
    given = {
        "lot": number(plan.lot),
        "size": number(plan.size),
        "done": number(len(result.examined)),
        "wrong": number(len(result.wrong)),
        "tolerable": plain(plan.tolerable),
        "confidence": plain(plan.confidence),
    }
    if result.rate:
        limit = {"most": number(result.rate.limits.at_most), "share": up(result.rate.at_most)}
        if result.rate.examined == result.rate.lot:
            return said("statement.says.all", **given, **limit, rate=percent(result.rate.estimate))
        return said(f"statement.says.{'met' if result.met else 'not-met'}", **given, **limit)
    if result.bound and result.bound.at_most is not None:
        most = result.bound.at_most
        return said("statement.says.stopped-met", **given, most=number(most), share=up(most / plan.lot))
    if result.bound and result.bound.at_least is not None:
        least = result.bound.at_least
        return said("statement.says.stopped-not-met", **given, least=number(least), share=down(least / plan.lot))
    return said("statement.says.unfinished", **given)


def verdict_word(result: Result) -> str:
    """``met``, ``not-met`` or ``open``: a key below ``statement.verdict``."""
    return "open" if result.met is None else "met" if result.met else "not-met"


def verdict_said(result: Result, said: Texts) -> str:
    """The verdict in a few words. Text."""
    return said(f"statement.verdict.{verdict_word(result)}", tolerable=plain(result.sample.plan.tolerable))


def _head(told: Facts, said: Texts, subject: str | None) -> str:
    mark = f'<b class="verdict {verdict_word(told.result)}">{shown(verdict_said(told.result, said))}</b>'
    return (
        f"<header><h1>{shown(said('statement.name'))}</h1>{about(told, said, subject)}"
        f'<p class="lead">{mark}{shown(conclusion(told.result, said))}</p>{warnings(told, said)}</header>'
    )


def about(told: Facts, said: Texts, subject: str | None) -> str:
    """What the page is about, below its heading."""
    lines = [subject] if subject else []
    lines.append(said("statement.about", folder=told.folder, id=told.sample.sample_id))
    return "".join(paragraph(line, "subject" if line is subject else "about") for line in lines)


def warnings(told: Facts, said: Texts) -> str:
    """What a reader has to know first: a part of the forms only, or not those that were drawn from."""
    lines = [paragraph(said(f"statement.changed.{what}"), "alert") for what in told.changed]
    if told.sample.plan.only:
        lines.append(paragraph(_part(told, said), "alert"))
    return "".join(lines)


def _part(told: Facts, said: Texts) -> str:
    plan = told.sample.plan
    return said("statement.part", only=only_words(plan.only, said), lot=number(plan.lot), forms=number(told.forms))


def _scope(n: int, told: Facts, said: Texts) -> str:
    outcomes = said("statement.comma").join(
        f"{said.term('page.outcome', name)} {number(count)}" for name, count in sorted(told.outcomes.items())
    )
    inputs = said("statement.scope.of", inputs=number(sum(told.outcomes.values())), outcomes=outcomes)
    return part(
        n,
        said("statement.scope.heading"),
        facts(
            [
                (said("statement.scope.inputs"), shown(inputs)),
                (said("statement.scope.lot"), shown(_lot(told, said))),
                (said("statement.scope.sample"), number(told.sample.plan.size)),
                (said("statement.scope.version"), shown(told.version)),
                (said("statement.scope.made"), instant(told.made_at)),
            ]
        ),
        paragraph(said("statement.scope.unit"), "note"),
    )


def _lot(told: Facts, said: Texts) -> str:
    plan = told.sample.plan
    return _part(told, said) if plan.only else number(plan.lot)


def _drawing(n: int, told: Facts, said: Texts) -> str:
    plan = told.sample.plan
    demand = said(
        "statement.drawing.demand",
        confidence=plain(plan.confidence),
        tolerable=plain(plan.tolerable),
        expected=plain(plan.expected),
    )
    rates = {"size": number(plan.size), "tolerable": plain(plan.tolerable), "confidence": plain(plan.confidence)}
    allowed = said("statement.drawing.none", **rates) if plan.allowed is None else number(plan.allowed)
    stop = said(f"statement.drawing.{'curtailed' if plan.curtailed else 'fixed'}")
    first = min((entry.at for entry in told.result.decided), default=None)
    body = [
        facts(
            [
                (said("statement.drawing.seed"), code(plan.seed)),
                (said("statement.drawing.lot-hash"), code(plan.lot_sha256)),
                (said("statement.drawing.tables-hash"), code(plan.tables_sha256)),
                (said("statement.drawing.demanded"), shown(demand)),
                (said("statement.drawing.allowed"), shown(allowed)),
                (said("statement.drawing.at"), instant(told.sample.drawn_at)),
                (said("statement.drawing.first"), instant(first) if first else shown(said("statement.none"))),
                (said("statement.drawing.stop"), shown(stop)),
            ]
        ),
        paragraph(said("statement.drawing.how"), "note"),
    ]
    if first and first < told.sample.drawn_at:
        body.append(paragraph(said("statement.drawing.too-early"), "alert"))
    if told.others:
        ids = said("statement.comma").join(other.sample_id for other in told.others)
        body.append(paragraph(said("statement.drawing.others", count=number(len(told.others)), ids=ids)))
    return part(n, said("statement.drawing.heading"), *body)


def _verdicts(n: int, told: Facts, said: Texts) -> str:
    result = told.result
    right = len(result.examined) - len({*result.wrong, *result.not_forms})
    counts = [
        (said("statement.verdicts.examined"), f"{number(len(result.examined))} / {number(result.sample.plan.size)}"),
        (said("statement.verdicts.right"), number(right)),
        (said("statement.verdicts.wrong"), number(len(result.wrong))),
        (said("statement.verdicts.not-forms"), number(len(result.not_forms))),
    ]
    people = Counter(entry.decision.by for entry in result.decided if entry.decision.place.table is None)
    if people:
        named = (f"{shown(name)} {number(count)}" for name, count in sorted(people.items()))
        counts.append((said("statement.verdicts.by"), said("statement.comma").join(named)))
    return part(
        n, said("statement.verdicts.heading"), facts(counts), paragraph(said("statement.verdicts.note"), "note")
    )


def _rates(n: int, told: Facts, said: Texts) -> str:
    result = told.result
    heading = said("statement.rates.heading")
    if result.rate is None:
        return part(n, heading, paragraph(said(f"statement.rates.{result.state}")))
    given = {"confidence": plain(result.sample.plan.confidence)}
    body = [_grid(rate_table(result, said), "rates"), paragraph(said("statement.rates.note", **given), "note")]
    if result.strata:
        body.append(f"<h3>{shown(said('statement.rates.strata'))}</h3>")
        body.append(_grid(strata_table(result, said), "rates strata"))
        body.append(paragraph(said("statement.rates.strata-note", **given), "note"))
        if len(result.strata) > MOST_STRATA:
            body.append(paragraph(said("statement.rates.more", count=number(len(result.strata) - MOST_STRATA))))
    return part(n, heading, *body)


def _grid(table: RateTable, kind: str) -> str:
    return grid(table.headings, [[shown(text) for text in line] for line in table.lines], kind)


def _findings(n: int, told: Facts, said: Texts) -> str:
    faults = told.result.faults
    heading = said("statement.findings.heading")
    if not faults:
        return part(n, heading, paragraph(said("statement.findings.none", done=number(len(told.result.examined)))))
    columns = [said(f"statement.findings.{name}") for name in ("where", "kind", "before", "after", "by")]
    lines = [_fault(entry, told, said) for entry in faults[:_MOST_FINDINGS]]
    body = [grid(columns, lines, "findings")]
    if len(faults) > _MOST_FINDINGS:
        body.append(paragraph(said("statement.findings.more", count=number(len(faults) - _MOST_FINDINGS))))
    return part(n, heading, *body)


def _fault(entry: Entry, told: Facts, said: Texts) -> list[str]:
    decision = entry.decision
    form_id = decision.place.form_id
    paper = told.papers.get(form_id)
    where = f"<small>{code(form_id)}</small>"
    if paper:
        pages = shown(said("statement.findings.pages", pages=paper.pages))
        where = f"{shown(paper.project)}<br><small>{path_shown(paper.path)} {pages}</small><br>{where}"
    empty = said("statement.empty")
    illegible = decision.verdict == "illegible"
    after = shown(said("statement.findings.illegible")) if illegible else whole(decision.after, empty)
    reason = f"<br><small>{shown(decision.reason)}</small>" if decision.reason else ""
    by = f"{shown(decision.by)}<br><small>{instant(entry.at)}</small>"
    kind = shown(said(f"statement.kind.{kind_of(decision.place)}"))
    return [where, kind, whole(decision.before, empty), after + reason, by]


def _unseen(n: int, told: Facts, said: Texts) -> str:
    items = "".join(f"<li>{item}</li>" for item in _unseen_items(told, said))
    return part(n, said("statement.unseen.heading"), f"<ul>{items}</ul>")


def _unseen_items(told: Facts, said: Texts) -> Iterator[str]:
    plan, result = told.sample.plan, told.result
    if told.forms > plan.lot and plan.only:
        yield shown(said("statement.unseen.apart-from-lot", count=number(told.forms - plan.lot)))
    if plan.lot > plan.size:
        yield shown(said("statement.unseen.not-drawn", count=number(plan.lot - plan.size)))
    if result.pending:
        yield shown(said("statement.unseen.pending", count=number(len(result.pending))))
    unread = sum(count for name, count in told.outcomes.items() if name not in ("converted", "duplicate"))
    if unread:
        names = "".join(
            f"<li>{path_shown(one.path)} <small>{shown(one.error.message if one.error else '')}</small></li>"
            for one in told.unread
        )
        more = f"<li>{shown(said('statement.unseen.more', count=number(unread - len(told.unread))))}</li>"
        yield shown(said("statement.unseen.unread", count=number(unread))) + (
            f"<ul>{names}{more if unread > len(told.unread) else ''}</ul>"
        )
    if told.apart:
        yield shown(said("statement.unseen.apart", count=number(told.apart)))
    yield shown(said("statement.unseen.whether-true"))
    yield shown(said("statement.unseen.missing"))


def _hashes(n: int, told: Facts, said: Texts) -> str:
    lines = []
    for one in told.hashes:
        sm3 = code(one.sm3) if one.sm3 else shown(said("statement.hashes.no-sm3"))
        name = f"{shown(one.name)}<br><small>{number(one.size)} B</small>"
        lines.append([name, f"<i>SHA-256</i> {code(one.sha256)}<br><i>SM3</i> {sm3}"])
    if told.head:
        last, sha256 = told.head
        name = shown(said("statement.hashes.head", number=number(last)))
        lines.append([name, f"<i>SHA-256</i> {code(f'{last}:{sha256}')}"])
    return part(
        n,
        said("statement.hashes.heading"),
        grid([said("statement.hashes.file"), said("statement.hashes.hash")], lines, "hashes"),
        paragraph(said("statement.hashes.note"), "note"),
    )
