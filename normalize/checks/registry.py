"""The register of checks and what a check yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from shibiao.normalize.checks.facts import Facts
from shibiao.schemas.records import SuggestionRecord, Value


class Said(NamedTuple):
    """A word of a message that has to be said in either language."""

    zh: str
    en: str


Language = Literal["zh", "en"]
Words = Mapping[str, "str | Said"]


class Violation(NamedTuple):
    """What a check found: the values it rests on and the words that fill the rule's message.

    ``note``: said after the message; ``suggestion``: the one cell that would mend it.
    """

    values: tuple[Value | None, ...]
    words: Words
    note: Said = Said("", "")
    suggestion: SuggestionRecord | None = None


Check = Callable[[Facts], Iterator[Violation]]
CHECKS: dict[str, Check] = {}


def check(rule: str) -> Callable[[Check], Check]:
    """Register a function as the check of a rule.

    Raises: ValueError when the rule has one already.
    """

    def register(function: Check) -> Check:
        if rule in CHECKS:
            raise ValueError(f"two checks for {rule}")
        CHECKS[rule] = function
        return function

    return register


DOUBT = Said("（所据的值存疑，请先核对）", " (rests on a doubtful value: check that first)")
PANES: dict[str, Said] = {"mid_term": Said("中期", "medium term"), "annual": Said("年度", "year")}
MEASURES: dict[str, Said] = {
    "amount": Said("", "amount"),
    "initial_budget": Said("年初预算数", "initial budget"),
    "budget": Said("全年预算数", "budget"),
    "executed": Said("全年执行数", "executed"),
}
