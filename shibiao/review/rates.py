"""Error rates with their limits as texts: the same on the page, in the statement, and on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from shibiao.batch.markup import number
from shibiao.review.paper import down, percent, plain, up
from shibiao.review.result import NOT_A_FORM, WHOLE, Rate, Result
from shibiao.review.sampling import STRATA
from shibiao.wording import Texts

MOST_STRATA = 60


class RateTable(NamedTuple):
    """Headings (``#`` before those of figures), and under them texts of each line."""

    headings: list[str]
    lines: list[list[str]]


def rate_table(result: Result, said: Texts) -> RateTable:
    """The rates of a finished sample with their limits: of any error, and by field kind. Texts."""
    kinds = [(said(f"statement.kind.{kind}"), rate) for kind, rate in result.kinds.items() if _shown(kind, rate)]
    lines = [(said("statement.rates.any"), result.rate), *kinds]
    return RateTable(_headings("kind", result, said), [_line(name, rate) for name, rate in lines if rate])


def strata_table(result: Result, said: Texts) -> RateTable:
    """The same by stratum; of very many the first."""
    lines = [_line(stratum_name(planned.key, said), rate) for planned, rate in result.strata[:MOST_STRATA]]
    return RateTable(_headings("stratum", result, said), lines)


def _headings(first: str, result: Result, said: Texts) -> list[str]:
    given = {"confidence": plain(result.sample.plan.confidence)}
    return [
        said(f"statement.rates.{first}"),
        *("#" + said(f"statement.rates.{name}") for name in ("found", "estimate")),
        *("#" + said(f"statement.rates.{name}", **given) for name in ("at-most", "between")),
    ]


def _shown(kind: str, rate: Rate) -> bool:
    """Field kinds are shown even where nothing was wrong; that forms were none or illegible, only where it was so."""
    return bool(rate.wrong) or kind not in (NOT_A_FORM, WHOLE)


def _line(name: str, rate: Rate) -> list[str]:
    low, high = rate.between
    return [
        name,
        f"{number(rate.wrong)} / {number(rate.examined)}",
        percent(rate.estimate),
        f"{up(rate.at_most)} ({number(rate.limits.at_most)})",
        f"{down(low)}–{up(high)}",
    ]


def stratum_name(key: tuple[str, ...], said: Texts) -> str:
    """A stratum for people: its texts, codes worded."""
    words = (said.term("kind", text) if text else said("statement.unnamed") for text in key)
    return " · ".join(words) or said("statement.whole-lot")


def strata_words(columns: tuple[str, ...], said: Texts) -> str:
    """What the strata were made of."""
    words = [said(f"sample.by.{name}") for name, column in STRATA.items() if column in columns]
    return said("statement.comma").join(words)


def only_words(only: Iterable[tuple[str, str]], said: Texts) -> str:
    """What a lot was narrowed to, by columns. Text."""
    names = {column: said(f"sample.by.{name}") for name, column in STRATA.items()}
    return said("statement.comma").join(f"{names[column]} {stratum_name((text,), said)}" for column, text in only)
