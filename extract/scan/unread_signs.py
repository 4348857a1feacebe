"""Signs that a recogniser passes over, seen by their ink: tick boxes, and the small marks 、 ， · between characters.

A network made for lines of text reads them as nothing. What is put in is doubted as much as a doubtful glyph.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph
from shibiao.extract.scan.connected import Labels, connected

Ink = NDArray[np.bool_]

_SIDE_EM = (0.45, 1.15)  # of a tick box
_SQUARE = 1.25  # its longer side by its shorter
_DRAWN = 0.85  # share of each side that is inked
_RIM = 0.18  # of a side: the stroke lies so near the box's edge
_INSIDE = 0.24  # of a side: the box without its rim
_TICKED = 0.05  # share of the inside that is inked
_COVERED_EM = 0.55  # a glyph whose middle is so near stands for the box
_BOX_SURE, _MARK_SURE = 0.9, 0.8
_MARK_EM = (0.07, 0.5)  # the longer side of a mark
_LEAST_SIDE_EM = 0.04
_MARKS = frozenset("、，。；：·！？（）《》“”—")
_PITCH = 1.45  # of the usual distance of two characters: so far apart are those with a mark between them,
_MOST_PITCH = 2.4  # and no further
_CLEAR_EM = 0.42  # and a mark is so far from their middles
_WHOLE_EM = 0.86  # lines are as high
_LOW, _MIDDLE = 0.62, (0.3, 0.6)  # of the line's height, from its top: where a mark's own middle lies
_LEAST_SLANT = 0.25  # correlation of its ink's columns with its rows
_ROUND = 1.35  # longer side by shorter side of a dot, at most


class _Piece(NamedTuple):
    """A piece of ink: its box, and its number among the pieces of its line (``labels``)."""

    x: int
    y: int
    wide: int
    high: int
    label: int
    labels: Labels

    @property
    def middle(self) -> float:
        return self.x + self.wide / 2

    @property
    def ink(self) -> Ink:
        """The piece's own pixels in its box."""
        return np.asarray(self.labels[self.y : self.y + self.high, self.x : self.x + self.wide] == self.label)


def with_unread_signs(glyphs: Sequence[Glyph], ink: Ink, em: float) -> list[Glyph]:
    """A line's glyphs with the boxes and marks that were not read. ``ink``: of the line image (rows × columns); ``em``
    and the places of glyphs in its pixels."""
    pieces = list(_pieces(ink))
    found = list(glyphs)
    for piece in pieces:
        if all(abs(glyph.x - piece.middle) > _COVERED_EM * em for glyph in found if glyph.char.strip()):
            box = _tick_box(piece, ink, em)
            if box:
                found.append(Glyph(box, _BOX_SURE, piece.middle))
    found += list(_end_dots([glyph for glyph in found if glyph.char.strip()], pieces, ink, em))
    found += list(_marks([glyph for glyph in found if glyph.char.strip()], pieces, ink, em))
    return sorted(found, key=lambda glyph: glyph.x) if len(found) > len(glyphs) else list(glyphs)


def _pieces(ink: Ink) -> Iterator[_Piece]:
    labels, stats, _ = connected(ink.astype(np.uint8))
    for label, (x, y, wide, high, _) in enumerate(stats[1:].tolist(), 1):
        yield _Piece(x, y, wide, high, label, labels)


def _tick_box(piece: _Piece, ink: Ink, em: float) -> str | None:
    low, most = (side * em for side in _SIDE_EM)
    short, long = sorted((piece.wide, piece.high))
    if short < low or long > min(most, _SQUARE * short) or not _is_frame(piece.ink):
        return None
    rim_y, rim_x = round(_INSIDE * piece.high), round(_INSIDE * piece.wide)
    inside = ink[piece.y + rim_y : piece.y + piece.high - rim_y, piece.x + rim_x : piece.x + piece.wide - rim_x]
    return "☑" if inside.mean() >= _TICKED else "□"


def _is_frame(ink: Ink) -> bool:
    """Whether ink is drawn along all four sides of its box."""
    high, wide = (max(1, round(_RIM * n)) for n in ink.shape)
    sides = (ink[:high].any(axis=0), ink[-high:].any(axis=0), ink[:, :wide].any(axis=1), ink[:, -wide:].any(axis=1))
    return all(float(side.mean()) >= _DRAWN for side in sides)


def _marks(glyphs: Sequence[Glyph], pieces: Sequence[_Piece], ink: Ink, em: float) -> Iterator[Glyph]:
    """The small marks between two wide characters that stand further apart than the line's others do."""
    wide = [(a, b) for a, b in itertools.pairwise(glyphs) if _is_wide(a) and _is_wide(b)]
    rows = np.flatnonzero(ink.any(axis=1))
    if len(wide) < 2 or not rows.size:
        return
    pitch = float(np.median([b.x - a.x for a, b in wide]))
    for before, after in wide:
        if not _PITCH * pitch <= after.x - before.x <= _MOST_PITCH * pitch:
            continue
        clear = before.x + _CLEAR_EM * em, after.x - _CLEAR_EM * em
        between = [p for p in pieces if clear[0] < p.x and p.x + p.wide < clear[1] and p.high <= _MARK_EM[1] * em]
        if len(between) == 1 and (sign := _mark(between[0], rows, em)):
            yield Glyph(sign, _MARK_SURE, between[0].middle)


def _end_dots(glyphs: Sequence[Glyph], pieces: Sequence[_Piece], ink: Ink, em: float) -> Iterator[Glyph]:
    """The · of a unit that begins or ends a line: all other dots there have been taken for dirt."""
    rows = np.flatnonzero(ink.any(axis=1))
    if not glyphs or not rows.size or rows[-1] + 1 - rows[0] < _WHOLE_EM * em:  # of a cut line what hangs low is midway
        return
    for piece in pieces:
        outside = piece.x + piece.wide < glyphs[0].x - _CLEAR_EM * em or piece.x > glyphs[-1].x + _CLEAR_EM * em
        if outside and piece.high <= _MARK_EM[1] * em and _mark(piece, rows, em) == "·":
            yield Glyph("·", _MARK_SURE, piece.middle)


def _is_wide(glyph: Glyph) -> bool:
    """Whether a glyph fills its square: a mark that was read leaves half of it white."""
    return not glyph.char.isascii() and glyph.char not in _MARKS


def _mark(piece: _Piece, rows: NDArray[np.int64], em: float) -> str | None:
    """The mark that a small piece of ink draws; ``rows``: those of the line's ink."""
    long = max(piece.wide, piece.high)
    if not _MARK_EM[0] * em <= long <= _MARK_EM[1] * em or min(piece.wide, piece.high) < _LEAST_SIDE_EM * em:
        return None
    place = (piece.y + piece.high / 2 - rows[0]) / max(1, rows[-1] + 1 - rows[0])
    if place < _MIDDLE[0]:
        return None
    ys, xs = np.nonzero(piece.ink)
    slant = float(np.corrcoef(xs, ys)[0, 1]) if len(set(xs.tolist())) > 1 and len(set(ys.tolist())) > 1 else 0.0
    if slant >= _LEAST_SLANT:  # 、 stands low, or in some fonts in the middle
        return "、"
    if place <= _MIDDLE[1]:
        return "·" if long <= _ROUND * min(piece.wide, piece.high) else None
    return "，" if slant <= -_LEAST_SLANT and place >= _LOW else None
