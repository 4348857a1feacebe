"""The report of a run as one HTML page: no script, nothing from elsewhere, readable on paper and in the dark."""

from __future__ import annotations

from pathlib import Path

from shibiao.batch.figures import FolderFigures, RunFigures
from shibiao.batch.markup import duration, moment, number, section, share, shown, titled
from shibiao.batch.page_inputs import OUTCOMES, failure_section, folder_section, outcome_bar, time_section
from shibiao.batch.page_values import confidence_section, family_section, finding_section, repair_section
from shibiao.wording import Texts

_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_TILES = ("converted", "duplicate", "failed", "quarantined", "waiting")
# Nothing that a name or a cell might smuggle in is run or fetched.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def report_html(figures: RunFigures, said: Texts) -> str:
    """The whole page. It can be encoded as UTF-8 whatever names and cells hold."""
    body = "\n".join(
        part for part in (_header(figures, said), *_sections(figures, said), _footer(figures, said)) if part
    )
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    title = said("page.document", inputs=number(figures.inputs))
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[said.language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n"
        "</html>\n"
    )


def state_of(figures: RunFigures) -> str:
    """What the head line is about. ``completing``: all is read; ``astray``: outcomes do not add up to inputs."""
    waiting = figures.count("waiting")
    if not figures.inputs:
        return "empty"
    if figures.running:
        return "running" if waiting else "completing"
    if _told(figures) != figures.inputs:
        return "astray"
    return "finished" if figures.finished and not waiting else "stopped"


def _told(figures: RunFigures) -> int:
    """Of how many inputs it is known what became of them, or that they wait."""
    return sum(figures.count(name) for name in OUTCOMES)


def _sections(figures: RunFigures, said: Texts) -> list[str]:
    if not figures.inputs:
        return []
    summary = figures.summary
    parts = [_facts(figures, said), folder_section(figures, said), failure_section(figures, said)]
    if summary is None:
        parts.append(section("pending", said("page.pending.heading"), f"<p>{shown(said('page.pending.why'))}</p>"))
    if figures.confidence is not None:
        parts.append(confidence_section(figures.confidence, said))
    if summary is not None:
        parts += [repair_section(summary, said), finding_section(summary, said), family_section(summary, said)]
    return [*parts, time_section(figures, said)]


def _header(figures: RunFigures, said: Texts) -> str:
    state = state_of(figures)
    counts = {name: number(figures.count(name)) for name in OUTCOMES}
    done = number(_told(figures) - figures.count("waiting"))
    sentence = said(f"page.head.{state}", inputs=number(figures.inputs), done=done, **counts)
    sums = _sum(figures, said) if figures.inputs else ""
    return (
        f'<header><p class="eyebrow">{shown(said("page.name"))} '
        f'<b class="badge state {state}">{shown(said(f"page.state.{state}"))}</b></p>'
        f"<h1>{_kept_together(shown(sentence), said)}</h1>{sums}</header>"
    )


def _kept_together(sentence: str, said: Texts) -> str:
    """In Chinese, spaces stand between a word and its figure: no line ends there."""
    return sentence.replace(" ", "&nbsp;") if said.language == "zh" else sentence


def _sum(figures: RunFigures, said: Texts) -> str:
    """Inputs = converted + duplicate + …, and the same as a bar."""
    counts = {name: figures.count(name) for name in OUTCOMES}
    tiles = [f"<div><dt>{titled(said('page.outcome.total'))}</dt><dd>{number(figures.inputs)}</dd></div>"]
    tiles += [
        f'<div class="{name}"><dt>{titled(said(f"page.outcome.{name}"))}</dt><dd>{number(counts[name])}</dd>'
        f"<dd><small>{shown(share(counts[name], figures.inputs))}</small></dd></div>"
        for name in _TILES
        if counts[name] or name != "waiting"
    ]
    everything = outcome_bar(FolderFigures("", **counts), said, "thick")
    explained = f'<p class="note">{shown(said("page.outcomes-explained"))}</p>'
    return f'<dl class="sum">{"".join(tiles)}</dl>{everything}{_balance(figures, said)}{explained}'


def _balance(figures: RunFigures, said: Texts) -> str:
    """Whether every input is accounted for."""
    told = _told(figures)
    if told == figures.inputs:
        return f'<p class="well">{shown(said("page.balanced"))}</p>'
    words = said(
        "page.unbalanced",
        sum=number(told),
        inputs=number(figures.inputs),
        difference=number(abs(figures.inputs - told)),
    )
    return f'<p class="alert" role="alert">{shown(words)}</p>'


def _facts(figures: RunFigures, said: Texts) -> str:
    """The size of the run in a few figures."""
    pages = sum(source.pages for source in figures.sources)
    facts = [(said("page.pages"), number(pages))]
    if figures.summary is not None:
        summary = figures.summary
        facts = [(said("page.forms"), number(summary.forms)), (said("page.cells"), number(summary.cells)), *facts]
    facts.append((said("page.wall-time"), duration(figures.seconds, said)))
    if figures.seconds > 0 and pages:
        facts.append((said("page.speed"), number(round(pages / figures.seconds * 3600))))
    tiles = "".join(f"<div><dt>{titled(name)}</dt><dd>{shown(figure)}</dd></div>" for name, figure in facts)
    return f'<dl class="facts">{tiles}</dl>'


def _footer(figures: RunFigures, said: Texts) -> str:
    end = "page.foot.ended" if figures.finished and not figures.running else "page.foot.as-of"
    facts = [
        (said("page.foot.version"), shown(figures.version)),
        (said("page.foot.started"), moment(figures.started)),
        (said(end), moment(figures.updated)),
        (said("page.wall-time"), shown(duration(figures.seconds, said))),
        (said("page.foot.jobs"), number(figures.jobs)),
        (said("page.foot.memory"), f"{figures.largest_mb:,.0f} MB"),
    ]
    return "<footer><dl>" + "".join(f"<div><dt>{shown(n)}</dt><dd>{v}</dd></div>" for n, v in facts) + "</dl></footer>"
