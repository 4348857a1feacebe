"""The catalogue of audit checks: what each one asks, how grave it is, how a finding is worded, and its arithmetic."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, RootModel, field_validator, model_validator

from shibiao.schemas.expressions import Expression, parse_expression, parse_number
from shibiao.schemas.loader import HERE, DataModel, load_model
from shibiao.schemas.records import Pane, Severity

Scope = Literal[
    "form", "pane", "column", "row", "level1", "indicator",
    "cost", "quarters", "priced", "stated_sum", "table_row", "table_column",
]  # fmt: skip
Fact = Literal["year", "term_years", "period_start", "period_end"]
Precision = Literal["counted", "rounded", "result"]

# What a scope gives a message besides the named values (``normalize/checks/scopes.py``).
WORDS: dict[Scope, frozenset[str]] = {
    "form": frozenset(),
    "pane": frozenset({"pane"}),
    "column": frozenset({"pane", "measure"}),
    "row": frozenset({"pane", "item"}),
    "level1": frozenset({"pane", "level1"}),
    "indicator": frozenset({"pane", "name", "target", "actual"}),
    "cost": frozenset({"pane", "name", "target"}),
    "quarters": frozenset({"pane"}),
    "priced": frozenset({"pane", "count_name", "count", "rate_name", "rate"}),
    "stated_sum": frozenset({"pane", "name", "target"}),
    "table_row": frozenset({"line"}),
    "table_column": frozenset({"line"}),
}
_FOUND: dict[Scope, dict[str, bool]] = {  # figures that a scope finds itself, and whether they are several
    "cost": {"cost": False},
    "quarters": {"quarters": True},
    "priced": {"number": False, "price": False},
    "stated_sum": {"whole": False, "parts": True},
    "table_row": {"whole": False, "parts": True},
    "table_column": {"whole": False, "parts": True},
}
_PLACE = re.compile(r"\{(\w+)\}")


class Wording(DataModel):
    """A text in both languages; placeholders in braces are the same in both."""

    zh: str
    en: str

    @model_validator(mode="after")
    def _same_places(self) -> Wording:
        if self.places != set(_PLACE.findall(self.en)):
            raise ValueError("placeholders differ between zh and en")
        return self

    @property
    def places(self) -> set[str]:
        """The names of the placeholders."""
        return set(_PLACE.findall(self.zh))


class Figures(DataModel):
    """What a name in an expression stands for; just one of the first nine keys.

    ``fund``: an amount of the funds block by its item, ``this`` for the scope's row; ``funds``: those printed of
    several items, of which those under ``inside`` may be parts of one of the items named there. ``pane`` and
    ``measure`` are the scope's where they are not given. ``indicator``: weight or score of the scope's indicator;
    ``indicators``: those of all indicators of the scope, each cell once, missing where one of them is.
    ``label_weight``: the weight that a level-1 label prints. ``field``: a base field. ``fact``: a year or a number of
    years. ``rows``: how many indicators the pane has. ``reason``: 1 where the indicator's deviation says something, 0
    where its cell says nothing.

    ``precision``: a ``counted`` figure is exact where no decimals are printed; a ``rounded`` one never is (a rate, a
    score that was worked out); a ``result`` is where what is added up is no finer. With decimals each may be half a
    last digit off.
    """

    fund: str | None = None
    funds: tuple[str, ...] | None = None
    indicator: Literal["weight", "score"] | None = None
    indicators: Literal["weight", "score"] | None = None
    label_weight: Literal[True] | None = None
    field: str | None = None
    fact: Fact | None = None
    rows: Literal[True] | None = None
    reason: Literal[True] | None = None
    inside: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    pane: Pane | None = None
    measure: str | None = None
    precision: Precision = "counted"

    @model_validator(mode="after")
    def _one_source(self) -> Figures:
        sources = ("fund", "funds", "indicator", "indicators", "label_weight", "field", "fact", "rows", "reason")
        if sum(getattr(self, name) is not None for name in sources) != 1:
            raise ValueError(f"says not just one of {', '.join(sources)}")
        return self

    @property
    def is_list(self) -> bool:
        """Whether the name stands for several figures."""
        return self.funds is not None or self.indicators is not None


class Equation(DataModel):
    """Arithmetic that holds in every ``each`` of a form where all its values are printed and ``when`` is so.

    ``locates``: its failing may tell which figure is wrong. ``words``: further words for the message; ``shows``:
    numbers that are worked out for it, with two decimals. ``message`` stands for the rule's own.
    """

    each: Scope
    values: dict[str, Figures]
    when: str | None = None
    holds: str
    locates: bool = False
    words: dict[str, Wording] = Field(default_factory=dict)
    shows: dict[str, str] = Field(default_factory=dict)
    message: Wording | None = None

    @field_validator("when", "holds")
    @classmethod
    def _is_expression(cls, text: str | None) -> str | None:
        if text is not None:
            parse_expression(text)
        return text

    @field_validator("shows")
    @classmethod
    def _are_numbers(cls, shows: dict[str, str]) -> dict[str, str]:
        for text in shows.values():
            parse_number(text)
        return shows

    @model_validator(mode="after")
    def _names_are_known(self) -> Equation:
        several = {name: figures.is_list for name, figures in self.values.items()} | _FOUND.get(self.each, {})
        for expression in self.expressions:
            for name in sorted(expression.names):
                if name not in several:
                    raise ValueError(f"{name} is no value of this equation")
            for name in sorted(expression.names - expression.asked):
                if several[name] != (name in expression.listed):
                    raise ValueError(
                        f"{name} stands for several: sum({name})" if several[name] else f"{name} is one figure"
                    )
        if not self.test.names - self.test.asked:
            raise ValueError("compares no value of the form")
        return self

    @property
    def test(self) -> Expression:
        """``holds``, parsed."""
        return parse_expression(self.holds)

    @property
    def condition(self) -> Expression | None:
        """``when``, parsed."""
        return parse_expression(self.when) if self.when else None

    @property
    def shown(self) -> tuple[Expression, ...]:
        """``shows``, parsed."""
        return tuple(parse_number(text) for text in self.shows.values())

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All of its expressions."""
        return (self.test, *([self.condition] if self.condition else ()), *self.shown)

    @property
    def places(self) -> set[str]:
        """What a message may mention."""
        found = _FOUND.get(self.each, {})
        return {*self.values, *found, *WORDS[self.each], *self.words, *self.shows, "left", "right", "unit"}


class CheckRule(DataModel):
    """One rule: severity, the auditors' aspect, title, message template and the rule's source.

    ``of``: a form, or forms of an archive together. ``families``: where the rule applies by a form's kind and not by
    what stands in it; None: all but unknown ones. What is no arithmetic is a function in ``normalize/checks/``.
    """

    severity: Severity
    aspect: Literal["完整性", "规范性", "一致性", "合理性"]
    title: Wording
    message: Wording
    source: str
    of: Literal["form", "archive"] = "form"
    families: tuple[str, ...] | None = None
    equations: tuple[Equation, ...] = ()

    @model_validator(mode="after")
    def _places_are_known(self) -> CheckRule:
        for equation in self.equations:
            unknown = (equation.message or self.message).places - equation.places
            if unknown:
                raise ValueError(f"the message has {{{min(unknown)}}}, the equation {equation.holds} does not")
        return self


class CheckCatalogue(RootModel[dict[str, CheckRule]]):
    """All rules by id, in the order in which findings are listed."""

    model_config = ConfigDict(frozen=True)


@lru_cache(maxsize=4)
def load_checks(folder: Path = HERE) -> dict[str, CheckRule]:
    """The rules by id.

    Raises: SchemaError naming file, line and key; also for an expression that is none or names what is not there.
    """
    return load_model(folder / "checks.yaml", CheckCatalogue).root
