"""XML within bounds: no document type, so no entities to multiply; no more depth or elements than an office file has.

Names are written with short prefixes, the same for the transitional and the strict form of ECMA-376.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from shibiao.extract.bounds import MOST_DEPTH, MOST_ELEMENTS, Overfull

_SEPARATOR = "\n"
_PREFIXES = (
    ("wordprocessingml/2006/main", "w."),
    ("wordprocessingml/main", "w."),
    ("officeDocument/2006/math", "m."),
    ("officeDocument/math", "m."),
    ("officeDocument/2006/relationships", "r."),
    ("officeDocument/relationships", "r."),
    ("markup-compatibility/2006", "mc."),
    ("spreadsheetml/2006/main", ""),
    ("spreadsheetml/main", ""),
    ("package/2006/content-types", ""),
    ("package/2006/relationships", ""),
    ("XML/1998/namespace", "xml."),
)


class BadMarkup(Exception):
    """Not XML, or XML that no office program writes."""


class Handler(Protocol):
    """Takes elements and characters in the order of the file."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def data(self, text: str) -> None: ...


def feed(chunks: Iterable[bytes], handler: Handler) -> None:
    """Parse what comes. Raises: BadMarkup, Overfull (depth)."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    names: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise Overfull("depth", depth, MOST_DEPTH)
        handler.start(
            names.get(name) or _short(name, names),
            {names.get(key) or _short(key, names): value for key, value in attributes.items()},
        )

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(names.get(name) or _short(name, names))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = _no_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # an encoding that expat does not have, too
        raise BadMarkup(str(error)) from error


def _short(name: str, names: dict[str, str]) -> str:
    space, _, local = name.rpartition(_SEPARATOR)
    prefix = next((prefix for end, prefix in _PREFIXES if space.endswith(end)), "x.") if space else ""
    if len(names) < MOST_ELEMENTS:
        names[name] = prefix + local
    return prefix + local


def _no_doctype(*_: object) -> None:
    raise BadMarkup("document type")


def tree(chunks: Iterable[bytes]) -> Element:
    """A part as a tree. Raises: BadMarkup, Overfull."""
    builder = Growing()
    feed(chunks, builder)
    return builder.close()


class Growing:
    """Builds a tree of bounded size."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise Overfull("elements", self._count, MOST_ELEMENTS)
        self._builder.start(name, attributes)

    def end(self, name: str) -> None:
        self._builder.end(name)

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Element:
        """The root of what came."""
        return self._builder.close()
