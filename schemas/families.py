"""What the data files may say: families of forms, the level tree, fields, funds, confidences."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, RootModel

from shibiao.schemas.loader import HERE, DataModel, SchemaError, check_model, load_model, load_yaml
from shibiao.schemas.records import Pane

Slot = Literal["level1", "level2", "name", "target", "actual", "weight", "score", "deviation", "remark"]


class Column(DataModel):
    """A column of the indicator table and the headers that announce it."""

    slot: Slot
    pane: Pane | None = None
    labels: tuple[str, ...]
    optional: bool = False


class GoalLabel(DataModel):
    """A goal cell: its pane, whether it is a target or a result, and its headings."""

    pane: Pane
    kind: Literal["expected", "actual"] = "expected"
    labels: tuple[str, ...]


class Signals(DataModel):
    """Labels that speak for a family, and labels that speak against it."""

    support: tuple[str, ...] = ()
    oppose: tuple[str, ...] = ()


class Names(DataModel):
    """A name for people, in both languages."""

    zh: str
    en: str


class Family(DataModel):
    """A form family: where its parts stand and by which labels they are found."""

    family: str
    name: Names
    titles: tuple[str, ...]
    panes: tuple[Pane, ...]
    funds: Literal["pairs", "grid"]
    goals: tuple[GoalLabel, ...]
    goal_block: tuple[str, ...] = ()
    indicator_block: tuple[str, ...] = ()
    columns: tuple[Column, ...]
    signals: Signals = Signals()


class Level1(DataModel):
    """A level-1 word: other spellings, usual weight (分), and its level-2 words with their spellings."""

    spellings: tuple[str, ...] = ()
    weight: int | None = None
    children: dict[str, tuple[str, ...]]


class Levels(RootModel[dict[str, Level1]]):
    """The tree of indicator levels."""

    model_config = ConfigDict(frozen=True)


class FieldLabels(DataModel):
    """A base field: the labels that announce it and the kind of value beside them."""

    labels: tuple[str, ...]
    kind: Literal["text", "term", "coded", "inline", "score"] = "text"
    code_field: str | None = None


class Fields(RootModel[dict[str, FieldLabels]]):
    """All base fields by key."""

    model_config = ConfigDict(frozen=True)


class FundItem(DataModel):
    """A row of the funds block; labels that also tell the pane stand under it."""

    labels: tuple[str, ...] = ()
    mid_term: tuple[str, ...] = ()
    annual: tuple[str, ...] = ()


class Funds(DataModel):
    """The funds block: its own labels, its rows, and the columns of a self-evaluation's grid."""

    block_labels: tuple[str, ...]
    items: dict[str, FundItem]
    measures: dict[str, tuple[str, ...]]


class ByReading(DataModel):
    """Confidence of values as one kind of reader gives them."""

    complete: float
    complete_verified: float = 0.0
    clipped_recovered: float = 0.0
    clipped_recovered_verified: float = 0.0
    fills_cell: float
    disagreement: float = 0.0
    unmapped: float = 0.0


class Confidences(DataModel):
    """Confidence by the way a value was come by (``schemas/confidence.yaml``)."""

    digital: ByReading
    text: ByReading
    shifted: float
    repaired_vocabulary: float
    repaired_vocabulary_by_parent: float
    repaired_typo: float
    repaired_archive: float
    repaired_archive_agreed: float
    clipped_lost: float
    longer_elsewhere: float
    unknown_label: float
    unit_from_elsewhere: float
    crossed: float
    readings_differ: float
    wide_gap: float
    seen_by_one: float
    border_by_text: float


class Catalogue(DataModel):
    """Everything the data files say, loaded and checked."""

    families: tuple[Family, ...]
    levels: dict[str, Level1]
    fields: dict[str, FieldLabels]
    funds: Funds
    confidence: Confidences


@lru_cache(maxsize=8)
def load_catalogue(folder: Path = HERE) -> Catalogue:
    """Load all data files under ``folder``.

    Raises: SchemaError naming file, line and key; also for a family whose file has another name, or twice.
    """
    families = [_load_family(path) for path in sorted((folder / "families").glob("*.yaml"))]
    if not families:
        raise SchemaError(folder / "families", 1, "-", "no family found")
    words = folder / "vocabulary"
    return Catalogue(
        families=tuple(families),
        levels=load_model(words / "levels.yaml", Levels).root,
        fields=load_model(words / "fields.yaml", Fields).root,
        funds=load_model(words / "funds.yaml", Funds),
        confidence=load_model(folder / "confidence.yaml", Confidences),
    )


def _load_family(path: Path) -> Family:
    data, lines = load_yaml(path)
    family = check_model(path, data, lines, Family)
    if family.family != path.stem:
        raise SchemaError(path, lines.get(("family",), 1), "family", f"{family.family!r} in a file of another name")
    return family
