"""Pieces of the report page: hostile text made harmless, figures, times, sections and rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from html import escape

from shibiao.wording import Texts

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # what has no shape of its own, or turns the text after it around
_LONGEST_PATH = 140
_LONGEST_TEXT = 60
_HEAD = 0.3  # of a text that is too long: how much of its beginning stays; its end tells more


def shown(text: str) -> str:
    """Any text as HTML that can be encoded: markup escaped, characters without a shape as ``\\n``, ``\\udce4`` …"""
    return escape("".join(_visible(char) if _is_hidden(char) else char for char in text))


def path_shown(path: str) -> str:
    """A path as HTML; of an endless one both ends."""
    return f'<bdi class="path">{shown(_shortened(path, _LONGEST_PATH))}</bdi>'


def cell_text(text: str) -> str:
    """The text of a cell on one line; of a long one both ends. Not yet HTML."""
    return _shortened(" ".join(text.split()), _LONGEST_TEXT)


def titled(text: str) -> str:
    """A word as a heading, as HTML: in English it begins with a capital."""
    return shown(text[:1].upper() + text[1:])


def chinese(markup: str) -> str:
    """Markup of a text of the forms, which is Chinese on an English page as well."""
    return f'<bdi lang="zh-CN">{markup}</bdi>'


def number(count: int) -> str:
    """12,345."""
    return f"{count:,}"


def share(part: int, whole: int) -> str:
    """Per cent of the whole. Only nothing is 0 % and only all is 100 %."""
    if not whole or part in (0, whole):
        return "100%" if part and part == whole else "0%"
    rounded = f"{part / whole:.1%}"
    return {"0.0%": "<0.1%", "100.0%": ">99.9%"}.get(rounded, rounded)


def duration(seconds: float, said: Texts) -> str:
    """In hours and minutes, minutes and seconds, or seconds."""
    if seconds < 60:
        return said("page.seconds", seconds=f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return said("page.minutes", minutes=minutes, seconds=rest)
    return said("page.hours", hours=number(minutes // 60), minutes=minutes % 60)


def moment(written: str) -> str:
    """An ISO 8601 time as HTML, to the minute; what is not one, as it is."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return shown(written)
    return f'<time datetime="{shown(written)}">{when:%Y-%m-%d %H:%M} <small>{when:%Z}</small></time>'


def section(name: str, heading: str, body: str, note: str = "") -> str:
    """A part of the page under its heading. ``heading`` and ``note`` are text, ``body`` is markup."""
    below = f'<p class="note">{shown(note)}</p>' if note else ""
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{shown(heading)}</h2>{below}{body}</section>'


def rows(headings: Iterable[str], lines: Iterable[str], kind: str = "") -> str:
    """A table. The first column is text, the others are figures; ``lines`` come from ``row``."""
    first, *others = (titled(heading) for heading in headings)
    head = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col" class="figure">{other}</th>' for other in others)
    body = "\n".join(lines)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>'


def row(text: str, *figures: str) -> str:
    """A line of a table, of markup."""
    cells = "".join(f'<td class="figure">{figure}</td>' for figure in figures)
    return f'<tr><th scope="row">{text}</th>{cells}</tr>'


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _HIDDEN or ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef"


def _visible(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    head = round(most * _HEAD)
    return f"{text[:head]}…{text[head - most + 1 :]}"
