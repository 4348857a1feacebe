"""The printed text as the grammar reads it: folded, without the spaces and stops that carry no meaning."""

from __future__ import annotations

import re

from shibiao.normalize.text import fold

# A narrow cell breaks 10,308,000 behind a comma.
_BROKEN_GROUP = re.compile(r"(?<=[0-9]),[^\S\n]*\n\s*(?=[0-9]{3}(?![0-9]))")
# １，２００: the comma of a figure that is full width throughout; behind a half-width digit it stays one of a list.
_WIDE_GROUP = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
# A space between two figures parts them: joining 10 and 20 would make a number nobody printed.
_SPACE = re.compile("(?<![0-9.,]) | (?![0-9.])")
_TEMPLATE = re.compile(r"指标[0-9]{1,2}[:：]")
_LISTED = re.compile("(?:[0-9]{1,2}[.、]|[(][0-9]{1,2}[)]、?|[①-⑩])(?=[≥≤≧≦><=])")
_FRAMES = {"(": ")", "[": "]", "【": "】", "“": "”", '"': '"'}
_STOPS = "。;,、.:"
_MINUS = {"−": "-", "﹣": "-", "‒": "-", "–": "—", "―": "—", "～": "~", "∼": "~", "〜": "~", "﹪": "%", "，": "、"}
# Office programs and web pages leave these in texts; they print nothing.
_INVISIBLE = dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
_PLAIN = str.maketrans({**_MINUS, **_INVISIBLE})
# Canonical ordering takes quadratic time on a run of combining marks, so long texts are folded in pieces.
_PIECE = 512


def printed_form(raw: str) -> str:
    """The form that the readers of this package take. ``，`` becomes ``、``: it never groups half-width digits."""
    if "，" in raw:
        raw = _WIDE_GROUP.sub(",", raw)
    text = raw.translate(_PLAIN)
    if len(text) <= _PIECE:
        text = fold(text)
    else:
        text = "".join(fold(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE))
    if "\n" in text:
        text = _BROKEN_GROUP.sub(",", text)
    return _SPACE.sub("", " ".join(text.split()))


def without_frame(text: str) -> str:
    """A printed form without prefix (指标1：, 1、), final stops, and brackets or quotes around the whole."""
    if text.startswith("指标"):
        text = _TEMPLATE.sub("", text, count=1)
    stripped = text.rstrip(_STOPS)
    listed = _LISTED.match(stripped)
    stripped = stripped[listed.end() :] if listed else stripped
    if len(stripped) > 2 and _FRAMES.get(stripped[0]) == stripped[-1] and stripped[0] not in stripped[1:-1]:
        return stripped[1:-1].rstrip(_STOPS) or stripped
    return stripped or text
