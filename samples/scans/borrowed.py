"""Effects borrowed from augraphy, which the held-out dialect needs and nothing else: it is imported when used."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import cv2
import numpy as np

from samples.scans.sheet import Effect, Sheet


class AugraphyMissing(RuntimeError):
    """The held-out dialect was asked for where augraphy cannot be imported."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the dialect 'other' needs augraphy (pip install --no-deps augraphy): {reason}")


def require_augraphy() -> Any:
    """The augraphy package. Raises AugraphyMissing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            augraphy = import_module("augraphy")
    except Exception as error:  # it, or what it imports, may be absent or broken in many ways
        raise AugraphyMissing(str(error)) from error
    return augraphy


def augmented(name: str, **options: Any) -> Effect:
    """An augmentation by its class name, with its own options; only such as leave every pixel in its place.

    augraphy draws from the global generators: they are set from ``rng`` and put back.
    """

    def effect(sheet: Sheet, rng: np.random.Generator) -> Sheet:
        augmentation = getattr(require_augraphy(), name)
        with _seeded(int(rng.integers(2**31))):
            bgr = augmentation(p=1, **options)(cv2.cvtColor(sheet.image, cv2.COLOR_RGB2BGR))
        if bgr.shape[:2] != sheet.image.shape[:2]:
            raise ValueError(f"augraphy's {name} moves pixels")
        kind = cv2.COLOR_GRAY2RGB if bgr.ndim == 2 else cv2.COLOR_BGR2RGB
        return sheet.painted(np.asarray(cv2.cvtColor(bgr, kind), dtype=np.uint8))

    return effect


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    states = random.getstate(), np.random.get_state()
    random.seed(seed)
    np.random.seed(seed)
    cv2.setRNGSeed(seed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
