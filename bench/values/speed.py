"""Values a second: read afresh, and as a run meets them, with repeats."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple
from unittest.mock import patch

from shibiao.normalize import text as folding
from shibiao.normalize.values import parse_value, parts, value

_DIGITS = re.compile("[0-9]+")
_REPEATS = 20
_ROUNDS = 3


class Speed(NamedTuple):
    """Values read and the seconds of the best round."""

    name: str
    values: int
    seconds: float

    @property
    def a_second(self) -> float:
        return self.values / self.seconds


def distinct(raws: Sequence[str], count: int, seed: int = 1) -> list[str]:
    """``count`` values of the shapes of ``raws``, their figures drawn anew."""
    rng = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        made.append(_DIGITS.sub(lambda found: _figure(found.group(), rng), raws[len(made) % len(raws)]))
    return made


def _figure(printed_digits: str, rng: random.Random) -> str:
    """A figure of as many digits; years, months and rates that stand for something keep their digits."""
    if (len(printed_digits) in (4, 6, 8) and printed_digits.startswith(("19", "20"))) or printed_digits == "100":
        return printed_digits
    first = rng.choice("123456789") if printed_digits[0] != "0" else "0"
    return first + "".join(rng.choices("0123456789", k=len(printed_digits) - 1))


@contextmanager
def nothing_remembered() -> Iterator[None]:
    """Folding without its cache: what is measured inside is work, not memory."""
    with patch("shibiao.normalize.values.printed.fold", folding.fold.__wrapped__):
        yield


def measure(raws: Sequence[str], count: int) -> list[Speed]:
    """The speeds over ``count`` values of the shapes of ``raws``."""
    fresh = distinct(raws, count)
    cells = [(sign, raw, unit) for raw, (sign, unit) in zip(fresh, _signs(), strict=False)]
    with nothing_remembered():
        alone = _best(lambda: [value.read_value(raw, 2024) for raw in fresh])
        spread = _best(lambda: [parts.read_parts(*cell, "", 2024) for cell in cells])
    few = fresh[: max(1, count // _REPEATS)] * _REPEATS
    again = _best(lambda: [parse_value(raw, year=2024) for raw in few])
    return [Speed("afresh", len(fresh), alone), Speed("parts", len(cells), spread), Speed("repeats", len(few), again)]


def _signs() -> Iterator[tuple[str, str]]:
    while True:
        yield from (("≥", "%"), ("=", "个"), ("定性", ""), ("≤", "万元"), ("", "人次"))


def long_texts(size: int) -> list[Speed]:
    """Seconds for texts of ``size`` characters that repeat one piece of the grammar."""
    pieces = (
        "9",
        "≥5%",
        "5个",
        "5元/人",
        "每年",
        "1月、",
        "百分之",
        "(5)",
        "合格率",
        "a\u0316\u0301",
        "20246-",
        "一千",
    )
    texts = [(piece * (size // len(piece) + 1))[:size] for piece in pieces]
    return [Speed(piece, size, _timed(partial(parse_value, text))) for piece, text in zip(pieces, texts, strict=True)]


def _best(work: Callable[[], object]) -> float:
    return min(_timed(work) for _ in range(_ROUNDS))


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
