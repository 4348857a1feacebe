"""What readers of pictures take for what (``vocabulary/misreadings.yaml``), and how sure they are when
(``calibration.yaml``)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from shibiao.schemas.loader import HERE, load_model


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Alike(_Data):
    """A printed sign and what readers give for it."""

    printed: str
    read: tuple[str, ...]
    at: Literal["anywhere", "figure"] = "anywhere"


class Correction(_Data):
    """A reading that its neighbours make impossible."""

    read: Pattern
    printed: str
    after: Pattern = ""
    before: Pattern = ""
    offered: bool = False
    within: Pattern = ""


class Misreadings(_Data):
    """Both tables."""

    alike: tuple[Alike, ...]
    corrections: tuple[Correction, ...]


class Curve(_Data):
    """The share of right cells (``right``) by the readers' own figure (``sure``), both rising; linear between."""

    sure: tuple[float, ...]
    right: tuple[float, ...]

    @model_validator(mode="after")
    def _rises(self) -> Curve:
        """Refuses points that are no curve: of unequal number, none, falling, or outside 0 to 1."""
        if len(self.sure) != len(self.right) or not self.sure:
            raise ValueError("as many figures in `right` as in `sure`, and at least one")
        for values in (self.sure, self.right):
            if list(values) != sorted(values) or values[0] < 0 or values[-1] > 1:
                raise ValueError("figures from 0 to 1, none smaller than the one before")
        return self

    def at(self, sure: float) -> float:
        """The share at a figure, 0 to 1."""
        if sure <= self.sure[0]:
            return self.right[0]
        for (x0, x1), (y0, y1) in zip(
            zip(self.sure, self.sure[1:], strict=False), zip(self.right, self.right[1:], strict=False), strict=True
        ):
            if sure <= x1:
                return y0 + (y1 - y0) * (sure - x0) / (x1 - x0) if x1 > x0 else y1
        return self.right[-1]


class Calibration(_Data):
    """Curves for cells that hold figures and for others: both readers agree, one reader only, they differ.

    ``page``: what a cell may reach at most on a page of such legibility, however sure its readers: on bad pages
    cells run together.
    """

    made_by: str
    figure_agreed: Curve
    figure_alone: Curve
    figure_differs: Curve
    text_agreed: Curve
    text_alone: Curve
    text_differs: Curve
    page: Curve
    empty: float


@lru_cache(maxsize=4)
def load_misreadings(folder: Path = HERE) -> Misreadings:
    """Load the tables. Raises: SchemaError."""
    return load_model(folder / "vocabulary" / "misreadings.yaml", Misreadings)


@lru_cache(maxsize=4)
def load_calibration(folder: Path = HERE) -> Calibration:
    """Load the curves. Raises: SchemaError."""
    return load_model(folder / "calibration.yaml", Calibration)
