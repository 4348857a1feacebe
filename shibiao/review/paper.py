"""Pieces of printed statements: the page around them, tables, figures rounded to the safe side, places to sign."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from shibiao.batch.markup import shown
from shibiao.wording import Texts

_LANGUAGES = {"zh": "zh-CN", "en": "en"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LONGEST = 300
_STEPS = 10_000  # two digits behind the point, of a percentage


def page(title: str, parts: Iterable[str], said: Texts) -> str:
    """A whole page to print on A4. ``title`` is text, ``parts`` are markup."""
    style = Path(__file__).with_name("statement.css").read_text(encoding="utf-8")
    body = "\n".join(part for part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGES[said.language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{shown(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n"
        "</html>\n"
    )


def part(number: int, heading: str, *body: str) -> str:
    """A numbered section."""
    inside = "".join(body)
    return f'<section><h2><span class="number">{number}</span>{shown(heading)}</h2>{inside}</section>'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of text."""
    return f'<p class="{kind}">{shown(text)}</p>' if kind else f"<p>{shown(text)}</p>"


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with what they are. The names are text, the others markup."""
    return "<dl>" + "".join(f"<div><dt>{shown(name)}</dt><dd>{markup}</dd></div>" for name, markup in pairs) + "</dl>"


def grid(headings: Sequence[str], lines: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of markup; columns whose heading begins with ``#`` are figures."""
    figures = [heading.startswith("#") for heading in headings]

    def cells(tag: str, line: Sequence[str]) -> str:
        parts = (
            f"<{tag}{' class=figure' if is_figure else ''}>{text}</{tag}>"
            for is_figure, text in zip(figures, line, strict=True)
        )
        return f"<tr>{''.join(parts)}</tr>"

    head = cells("th", [shown(heading.removeprefix("#")) for heading in headings])
    body = "\n".join(cells("td", line) for line in lines)
    return f'<table class="{kind}"><thead>{head}</thead><tbody>\n{body}\n</tbody></table>'


def signatures(names: Sequence[str], said: Texts) -> str:
    """A line to sign for each name, with the date."""
    rows = "".join(
        f'<div><span>{shown(name)}</span><i></i><span>{shown(said("statement.date"))}</span><i class="date"></i></div>'
        for name in names
    )
    return f'<div class="signatures">{rows}</div>'


def code(text: str) -> str:
    """A hash or an id."""
    return f"<code>{shown(text)}</code>"


def instant(written: str) -> str:
    """An ISO 8601 time in UTC, to the second."""
    return f"{datetime.fromisoformat(written).astimezone(UTC):%Y-%m-%d %H:%M:%S} <small>UTC</small>"


def whole(text: str | None, empty: str) -> str:
    """The text of a value on one line as markup; of an endless one the beginning."""
    flat = " ".join((text or "").split())
    if not flat:
        return f'<span class="empty">{shown(empty)}</span>'
    return shown(flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…")


def percent(share: float) -> str:
    """To two digits behind the point."""
    return f"{share:.2%}"


def up(share: float) -> str:
    """The same, rounded up: what is said to be the most is the most."""
    return f"{min(1.0, math.ceil(share * _STEPS - 1e-9) / _STEPS):.2%}"


def down(share: float) -> str:
    """The same, rounded down."""
    return f"{max(0.0, math.floor(share * _STEPS + 1e-9) / _STEPS):.2%}"


def plain(share: float) -> str:
    """A share that somebody has chosen, as they would write it: 5%, 0.5%."""
    return f"{share * 100:.10g}%"
