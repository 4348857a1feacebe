"""What a family's file may say: where the parts of its forms stand and by which labels they are found."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from shibiao.schemas.loader import DataModel, Pattern
from shibiao.schemas.records import Pane

Slot = Literal[
    "level1",
    "level2",
    "name",
    "target",
    "operator",
    "unit",
    "actual",
    "weight",
    "score",
    "deviation",
    "object",
    "extra",
    "field",
    "fund",
    "goal",
]
FieldKind = Literal["text", "term", "coded", "inline", "score"]
KEYED: frozenset[Slot] = frozenset({"extra", "field", "fund"})


class Names(DataModel):
    """A name for people, in both languages."""

    zh: str
    en: str


class FieldLabels(DataModel):
    """A base field: the labels that announce it and the kind of value beside them.

    ``kind``: text · term (项目期) · coded (a unit with its budget code in front: the code is ``code_field``) ·
    inline (label and value share a cell, divided by a colon) · score (under the score column).
    ``wide``: ``forms.csv`` gives it columns of its own; ``fields.csv`` has all fields. ``ends``: how every value
    ends, a regular expression, where that is known; one that was read from a picture and ends otherwise may be cut.
    """

    labels: tuple[str, ...]
    ends: Pattern = ""
    kind: FieldKind = "text"
    code_field: str | None = None
    wide: bool = False


class Level1(DataModel):
    """A level-1 word: other spellings, usual weight (分), and its level-2 words with their spellings."""

    spellings: tuple[str, ...] = ()
    weight: int | None = None
    children: dict[str, tuple[str, ...]]


class Column(DataModel):
    """A column of the indicator table and the headers that announce it.

    ``labels`` empty: those of ``vocabulary/columns.yaml`` for its slot (or its ``key``). ``also``: further ones.
    ``key``: which extra column, base field or amount it is. ``pane``: ``annual`` where nothing is said, except for
    level 1, which the panes share.
    """

    slot: Slot
    key: str | None = None
    pane: Pane | None = None
    labels: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False

    @model_validator(mode="after")
    def _keyed(self) -> Column:
        if (self.slot in KEYED) != (self.key is not None):
            raise ValueError("slots extra, field and fund have a key, others have none")
        return self

    @property
    def place(self) -> str:
        """The slot, with its key where it has one: ``extra.remark``."""
        return f"{self.slot}.{self.key}" if self.key else self.slot

    def as_object(self, number: int) -> Column:
        """The column of values for the unit with this number."""
        return self.model_copy(update={"key": str(number)})


class GoalLabel(DataModel):
    """A goal cell: its pane, whether it is a target or a result, and its headings."""

    pane: Pane
    kind: Literal["expected", "actual"] = "expected"
    labels: tuple[str, ...]


class RowColumn(DataModel):
    """A column of a list: its key in the record and its headers."""

    key: str
    labels: tuple[str, ...]
    optional: bool = False


class RowTable(DataModel):
    """A list in a form that is no list of indicators: its columns, and the block label beside or above it."""

    block: tuple[str, ...] = ()
    columns: tuple[RowColumn, ...]


class Signals(DataModel):
    """Labels that speak for a family or against it.

    ``require``: groups of which each must have one label that is there; those of the family that is extended count too.
    A label with ``*`` stands for any text in its
    place (``*级财政部门``). ``title:`` in front means the title alone.
    """

    require: tuple[tuple[str, ...], ...] = ()
    support: tuple[str, ...] = ()
    oppose: tuple[str, ...] = ()


class Family(DataModel):
    """A form family.

    ``panes``: those of funds and goals. ``layout``: how the indicators stand: a row each (``rows``), a row each with
    the project's fields in columns of their own, many projects a table (``list``), a value column for each of several
    units (``objects``), a row for each unit and a column for each indicator (``transposed``), as running text
    (``lines``), or not at all (``none``). ``stacked``: labels of blocks that tell the pane of the rows beside them.
    ``fields``: base fields of this family alone. ``levels``: its own tree of levels, in place of that of all.
    ``extends``: the family whose file says what this one leaves out; where both fit, the one that extends is meant.
    ``key``: the file's name; a variant's is the family's with a word of its own behind a dot
    (``goal_local.two_levels``), and its forms are of the family.
    """

    key: str
    family: str
    name: Names
    extends: str | None = None
    titles: tuple[str, ...]
    panes: tuple[Pane, ...] = ("annual",)
    fields: dict[str, FieldLabels] = Field(default_factory=dict)
    levels: dict[str, Level1] = Field(default_factory=dict)
    funds: Literal["pairs", "grid", "none"] = "pairs"
    goals: tuple[GoalLabel, ...] = ()
    goal_block: tuple[str, ...] = ()
    indicator_block: tuple[str, ...] = ()
    layout: Literal["rows", "list", "objects", "transposed", "lines", "none"] = "rows"
    columns: tuple[Column, ...] = ()
    stacked: dict[Pane, tuple[str, ...]] = Field(default_factory=dict)
    tables: dict[str, RowTable] = Field(default_factory=dict)
    signals: Signals = Signals()

    @model_validator(mode="after")
    def _own_names(self) -> Family:
        if taken := {"indicators", "pairs"} & set(self.tables):
            raise ValueError(f"a list cannot be called {min(taken)}")
        return self

    @property
    def indicator_panes(self) -> tuple[Pane, ...]:
        """The panes that have indicator columns, in the order of the columns."""
        return tuple(dict.fromkeys(c.pane for c in self.columns if c.pane is not None)) or self.panes[-1:]


class FamilyFile(DataModel):
    """A family's file, in which all but its name may come from the family that it extends."""

    family: str
    name: Names | None = None
    extends: str | None = None
    titles: tuple[str, ...] | None = None
    panes: tuple[Pane, ...] | None = None
    fields: dict[str, FieldLabels] | None = None
    levels: dict[str, Level1] | None = None
    funds: Literal["pairs", "grid", "none"] | None = None
    goals: tuple[GoalLabel, ...] | None = None
    goal_block: tuple[str, ...] | None = None
    indicator_block: tuple[str, ...] | None = None
    layout: Literal["rows", "list", "objects", "transposed", "lines", "none"] | None = None
    columns: tuple[Column, ...] | None = None
    stacked: dict[Pane, tuple[str, ...]] | None = None
    tables: dict[str, RowTable] | None = None
    signals: Signals | None = None
