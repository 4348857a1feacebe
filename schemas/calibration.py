"""How often cells read from pictures are right, by what is known of their reading (``calibration.yaml``)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pydantic import model_validator

from shibiao.schemas.loader import HERE, DataModel, load_model


class Signs(DataModel):
    """What is known of a cell's reading, each a number; a model has a weight for each.

    ``product`` and ``least``: log odds of the chance, by the reader's own figures, that all characters are right,
    and that the least sure one is. ``agreed``, ``differs``: 1 where the second reader sees the same, or something
    else. ``legibility``: log odds of the mean probability of the page's characters. ``length``: logarithm of the
    number of characters. ``gap``: 1 where a line has a gap in which a border may have been. ``mended``: 1 where a
    character was mended. ``guessed``: 1 where the ruling lines of the page are faint or broken.
    """

    product: float
    least: float
    agreed: float
    differs: float
    legibility: float
    length: float
    gap: float
    mended: float
    guessed: float


class Curve(DataModel):
    """The share of right cells (``right``) by their score (``score``), both rising; linear between."""

    score: tuple[float, ...]
    right: tuple[float, ...]

    @model_validator(mode="after")
    def _rises(self) -> Curve:
        """Refuses points that are no curve: of unequal number, none, falling, or shares outside 0 to 1."""
        if len(self.score) != len(self.right) or not self.score:
            raise ValueError("as many figures in `right` as in `score`, and at least one")
        for values in (self.score, self.right):
            if list(values) != sorted(values):
                raise ValueError("no figure may be smaller than the one before")
        if self.right[0] < 0 or self.right[-1] > 1:
            raise ValueError("shares go from 0 to 1")
        return self

    def at(self, score: float) -> float:
        """The share at a score, 0 to 1."""
        if score <= self.score[0]:
            return self.right[0]
        for (x0, x1), (y0, y1) in zip(pairwise(self.score), pairwise(self.right), strict=True):
            if score <= x1:
                return y0 + (y1 - y0) * (score - x0) / (x1 - x0) if x1 > x0 else y1
        return self.right[-1]


class Fitted(DataModel):
    """A logistic model of one kind of cell, and the curve that brings its score to the share of right cells."""

    weights: Signs
    intercept: float
    curve: Curve

    def score(self, signs: Signs) -> float:
        """Log odds, not yet calibrated."""
        values, weights = signs.model_dump(), self.weights.model_dump()
        return self.intercept + sum(float(weights[name] * value) for name, value in values.items())

    def confidence(self, signs: Signs) -> float:
        """The share of cells that are right of those with such signs, 0 to 1."""
        return self.curve.at(self.score(signs))


class Calibration(DataModel):
    """Models for cells that hold figures and for others. ``empty`` is for cells seen as empty, and not fitted."""

    made_by: str
    figure: Fitted
    text: Fitted
    empty: float


@lru_cache(maxsize=4)
def load_calibration(folder: Path = HERE) -> Calibration:
    """Load the models. Raises: SchemaError."""
    return load_model(folder / "calibration.yaml", Calibration)
