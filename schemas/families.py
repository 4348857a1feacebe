"""What the data files may say: families of forms, the level tree, fields, funds, confidences."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import ConfigDict, RootModel

from shibiao.schemas.family import Family, FieldLabels, Level1, Slot
from shibiao.schemas.family_files import OWN_FAMILIES, ColumnLabels, family_paths, load_families
from shibiao.schemas.loader import HERE, DataModel, SchemaError, load_model


class Levels(RootModel[dict[str, Level1]]):
    """The tree of indicator levels."""

    model_config = ConfigDict(frozen=True)


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


class Extra(DataModel):
    """A column beside an indicator's own: its name for people and its headers."""

    zh: str
    en: str
    labels: tuple[str, ...]


class Columns(DataModel):
    """Headers of indicator columns that families share: by slot, and the extra columns by key."""

    slots: dict[Slot, tuple[str, ...]]
    extras: dict[str, Extra]


class Titles(DataModel):
    """How titles of forms read that no family names: one of ``stems``, at most ``gap`` characters, one of ``ends``; or
    they end with one of ``endings``."""

    stems: tuple[str, ...]
    ends: tuple[str, ...]
    gap: int
    endings: tuple[str, ...] = ()


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
    office: ByReading
    shifted: float
    repaired_vocabulary: float
    repaired_vocabulary_by_parent: float
    repaired_typo: float
    repaired_archive_file: float
    repaired_archive: float
    repaired_archive_agreed: float
    repaired_archive_project: float
    repaired_archive_sure: float
    whole_elsewhere: float
    clipped_lost: float
    read_in_part: float
    longer_elsewhere: float
    unknown_label: float
    unit_from_elsewhere: float
    crossed: float
    readings_differ: float
    doubtful_alone: float
    wide_gap: float
    seen_by_one: float
    border_by_text: float
    misplaced: float


class Catalogue(DataModel):
    """Everything the data files say, loaded and checked."""

    families: tuple[Family, ...]
    levels: dict[str, Level1]
    fields: dict[str, FieldLabels]
    funds: Funds
    titles: Titles
    confidence: Confidences


def load_catalogue(folder: Path = HERE) -> Catalogue:
    """Load all data files under ``folder``, with the families of the user's folder if one was named.

    Raises: SchemaError naming file, line and key; also for a family whose file has another name, or twice.
    """
    return _loaded(folder, os.environ.get(OWN_FAMILIES))


def shared_columns(folder: Path = HERE) -> ColumnLabels:
    """The headers that families share. Raises: SchemaError."""
    columns = load_model(folder / "vocabulary" / "columns.yaml", Columns)
    return ColumnLabels(columns.slots, {key: extra.labels for key, extra in columns.extras.items()})


@lru_cache(maxsize=8)
def _loaded(folder: Path, own: str | None) -> Catalogue:
    paths = family_paths(folder, Path(own) if own else None)
    if not paths:
        raise SchemaError(folder / "families", 1, "-", "no family found")
    words = folder / "vocabulary"
    return Catalogue(
        families=load_families(paths, shared_columns(folder)),
        levels=load_model(words / "levels.yaml", Levels).root,
        fields=load_model(words / "fields.yaml", Fields).root,
        funds=load_model(words / "funds.yaml", Funds),
        titles=load_model(words / "titles.yaml", Titles),
        confidence=load_model(folder / "confidence.yaml", Confidences),
    )
