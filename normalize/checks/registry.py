"""The register of checks and what a check yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from shibiao.normalize.checks.facts import Facts
from shibiao.schemas.records import Value


class Said(NamedTuple):
    """A word of a message that has to be said in either language."""

    zh: str
    en: str


Words = Mapping[str, "str | Said"]


class Violation(NamedTuple):
    """What a check found: the values it rests on and the words that fill the rule's message."""

    values: tuple[Value | None, ...]
    words: Words


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


PANES: dict[str, Said] = {"mid_term": Said("中期", "medium term"), "annual": Said("年度", "year")}
