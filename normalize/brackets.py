"""Brackets that a picture's reader passed over: one that is open is closed where the reader saw that it may be.

A text that leaves one open all the same has lost something, and is doubted.
"""

from __future__ import annotations

from shibiao.extract.model import Document, Reading
from shibiao.normalize.misread import mend_readings

_CLOSING = {"(": ")", "（": "）"}
_ALIKE = frozenset(_CLOSING.values())
_LEAST_OFFERED = 0.05  # of 5 that bad copies had left out, the reader offered all, with 0.08 to 0.4
_SURE = 0.95


def close_brackets(document: Document) -> Document:
    """The document with the brackets closed that were read from pictures; all else as it was."""
    return mend_readings(document, closed)


def closed(reading: Reading) -> Reading:
    """The reading with its last open bracket closed by the sign behind its last character that was not read, if the
    reader offers a bracket there; in doubt where it does not. The same object where no bracket is open."""
    opened = _open_one(reading.text)
    if not opened or reading.cut:
        return reading
    last = reading.glyphs[-1]
    offered = sum(chance for char, chance in last.others if char in _ALIKE)
    if last.char or offered < _LEAST_OFFERED:
        return reading._replace(crossed=True)
    bracket = last._replace(char=_CLOSING[opened], probability=_SURE)
    return reading._replace(text=reading.text.rstrip() + bracket.char, glyphs=(*reading.glyphs[:-1], bracket))


def _open_one(text: str) -> str:
    """The last bracket of a text that is not closed, if there is one."""
    opened: list[str] = []
    for char in text:
        if char in _CLOSING:
            opened.append(char)
        elif char in _ALIKE and opened:
            opened.pop()
    return opened[-1] if opened else ""
