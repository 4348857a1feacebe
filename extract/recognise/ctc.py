"""From a network's frames to characters: best path of connectionist temporal classification, with what else
each character may be.

Source: Graves et al., "Connectionist Temporal Classification", 2006, section 3.2 (best path decoding).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from shibiao.extract.model import Glyph

BLANK = 0
_LEAST_OTHER = 0.005  # an alternative less likely than this is none
_LEAST_LOST = 0.08  # a blank frame where a character is this likely may have lost it


def decode(
    classes: NDArray[np.int32], probabilities: NDArray[np.float32], alphabet: Sequence[str], frame_width: float
) -> tuple[Glyph, ...]:
    """Characters of one line.

    ``classes`` and ``probabilities`` are frames × k, likeliest first; ``alphabet[0]`` is the blank.
    ``frame_width`` is in pixels of the line image. A glyph without a character marks a place where one may
    have been lost; its ``others`` say which.
    """
    return tuple(_glyphs(classes, probabilities, alphabet, frame_width))


def _glyphs(
    classes: NDArray[np.int32], probabilities: NDArray[np.float32], alphabet: Sequence[str], width: float
) -> Iterator[Glyph]:
    best = classes[:, 0]
    edges = np.flatnonzero(np.diff(best)) + 1
    starts = np.concatenate(([0], edges)).tolist()
    ends = np.concatenate((edges, [len(best)])).tolist()
    for start, end in zip(starts, ends, strict=True):
        if best[start] == BLANK:
            yield from _lost(classes, probabilities, alphabet, start, end, width)
            continue
        peak = start + int(np.argmax(probabilities[start:end, 0]))
        others = tuple(
            (alphabet[code], float(p))
            for code, p in zip(classes[peak, 1:].tolist(), probabilities[peak, 1:].tolist(), strict=True)
            if code != BLANK and p >= _LEAST_OTHER
        )
        x = (start + end) / 2 * width
        yield Glyph(alphabet[best[start]], float(probabilities[peak, 0]), x, others)


def _lost(
    classes: NDArray[np.int32],
    probabilities: NDArray[np.float32],
    alphabet: Sequence[str],
    start: int,
    end: int,
    width: float,
) -> Iterator[Glyph]:
    """A character that nearly showed inside a run of blanks, away from its neighbours' slopes."""
    second = probabilities[start:end, 1]
    if not len(second) or second.max() < _LEAST_LOST:
        return
    frame = start + int(np.argmax(second))
    near = {int(classes[i, 0]) for i in (start - 1, end) if 0 <= i < len(classes)}
    code = int(classes[frame, 1])
    if code not in near and code != BLANK and alphabet[code] != " ":
        other = (alphabet[code], float(probabilities[frame, 1]))
        yield Glyph("", float(probabilities[frame, 0]), (frame + 0.5) * width, (other,))
