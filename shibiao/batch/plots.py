"""Bars and histograms as inline SVG: coloured by the page's style sheet, told in words to those who do not see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from shibiao.batch.markup import shown

_FULL = 1000.0  # units of a bar's width
_HAIR = 4.0  # what is not nothing is seen
_WIDE, _HIGH, _FOOT, _TOP = 330.0, 132.0, 20.0, 18.0
_GAP = 3.0


class Part(NamedTuple):
    """A part of a bar: its colour by name (a class of the style sheet), its size, and what it says when pointed at."""

    colour: str
    size: int
    words: str


def bar(parts: Sequence[Part], whole: int, label: str, kind: str = "thin") -> str:
    """Parts of a whole in a row, as wide as the page lets it be."""
    widths = _widths([part.size for part in parts], whole)
    drawn = []
    left = 0.0
    for part, width in zip(parts, widths, strict=True):
        if width:
            drawn.append(
                f'<rect class="{part.colour}" x="{left:.1f}" width="{width:.1f}" height="10">'
                f"<title>{shown(part.words)}</title></rect>"
            )
        left += width
    return (
        f'<svg class="bar {kind}" role="img" aria-label="{shown(label)}" viewBox="0 0 {_FULL:.0f} 10" '
        f'preserveAspectRatio="none">{"".join(drawn)}</svg>'
    )


def histogram(counts: Sequence[int], words: Sequence[str], ticks: Mapping[int, str], label: str) -> str:
    """A column for each count. ``words`` says what each column is; ``ticks`` are written below the left edges."""
    step = _WIDE / len(counts)
    highest = max(counts, default=0) or 1
    columns = [
        _column(index * step + _GAP / 2, step - _GAP, count / highest, said)
        for index, (count, said) in enumerate(zip(counts, words, strict=True))
        if count
    ]
    return (
        f'<svg class="histogram" role="img" aria-label="{shown(label)}" viewBox="0 0 {_WIDE:.0f} {_HIGH:.0f}">'
        f"{''.join(columns)}{_axis(step, len(counts), ticks)}</svg>"
    )


def _column(left: float, width: float, height: float, words: str) -> str:
    tall = max(height * (_HIGH - _FOOT - _TOP), 1.5)
    top = _HIGH - _FOOT - tall
    return (
        f'<rect class="page-time" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{tall:.1f}" rx="1.5">'
        f"<title>{shown(words)}</title></rect>"
    )


def _axis(step: float, columns: int, ticks: Mapping[int, str]) -> str:
    base = _HIGH - _FOOT
    marks = "".join(
        f'<line class="tick" x1="{index * step:.1f}" x2="{index * step:.1f}" y1="{base:.1f}" y2="{base + 4:.1f}"/>'
        for index in range(1, columns)
    )
    names = "".join(
        f'<text x="{index * step:.1f}" y="{_HIGH - 4:.1f}" text-anchor="middle">{escape(name)}</text>'
        for index, name in ticks.items()
    )
    return f'<line class="axis" x1="0" x2="{_WIDE:.0f}" y1="{base:.1f}" y2="{base:.1f}"/>{marks}{names}'


def _widths(sizes: Sequence[int], whole: int) -> list[float]:
    """In proportion, except that the smallest are drawn as a hair; the others give way, so that the sum stays."""
    exact = [_FULL * size / whole if whole else 0.0 for size in sizes]
    hairs = sum(1 for width in exact if 0 < width < _HAIR)
    large = sum(width for width in exact if width >= _HAIR)
    room = min(sum(exact), _FULL) - hairs * _HAIR
    scale = room / large if large and room > 0 else 1.0
    return [0.0 if not width else _HAIR if width < _HAIR else width * scale for width in exact]
