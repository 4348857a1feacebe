"""How much content a reader of a PDF goes through where forms paint forms, each as often as it is painted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from shibiao.extract.pdf_streams import PdfStream, Unpacker

_NAMED = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s+(\d{1,10})\s+\d{1,10}\s+R")
_PAINTED = re.compile(rb"/([^\s/\[\]<>(){}%]+)\s*Do\b")
_DEEPEST = 40  # forms within forms: PDFium goes no further


def painted_sizes(unpacker: Unpacker, streams: Sequence[PdfStream], texts: Sequence[bytes]) -> Iterator[int]:
    """The bytes of content behind each stream that paints a form. ``texts`` is where names of forms are given.

    A name stands for the form that the stream's own dictionary says; else, where several have it, for the largest.

    Raises: Overfull when that is too much to unpack.
    """
    painted = _Painted(unpacker, streams, texts)
    return (painted.size(stream.number) for stream in streams)


class _Painted:
    def __init__(self, unpacker: Unpacker, streams: Sequence[PdfStream], texts: Sequence[bytes]) -> None:
        self._unpacker, self._streams = unpacker, {stream.number: stream for stream in streams}
        self._forms = {stream.number for stream in streams if b"/Form" in stream.head}
        self._everywhere = self._names(texts)
        self._known: dict[int, int] = {}

    def size(self, number: int, depth: int = 0) -> int:
        """Of one stream with all that it paints. A form within itself is not painted again."""
        if number not in self._known and depth <= _DEEPEST:
            self._known[number] = 0
            stream = self._streams[number]
            length, names = self._content(stream)
            own = self._names([stream.head]) if names else {}
            for name, count in names.items():
                forms = own.get(name) or self._everywhere.get(name) or set()
                length += count * max((self.size(form, depth + 1) for form in forms), default=0)
            self._known[number] = length
        return self._known.get(number, 0)

    def _content(self, stream: PdfStream) -> tuple[int, Counter[bytes]]:
        length, names = 0, Counter[bytes]()
        for piece in self._unpacker.pieces(stream):
            length += len(piece)
            names.update(_PAINTED.findall(piece))
        return length, names

    def _names(self, texts: Sequence[bytes]) -> dict[bytes, set[int]]:
        names: dict[bytes, set[int]] = defaultdict(set)
        for text in texts:
            for name, number in _NAMED.findall(text):
                if int(number) in self._forms:
                    names[name].add(int(number))
        return names
