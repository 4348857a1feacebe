"""Effects that move pixels: skew, quarter turns, a camera's view."""

from __future__ import annotations

import math

import cv2
import numpy as np

from samples.scans.sheet import Effect, Rng, Sheet


def skewed(most: float) -> Effect:
    """Laid on the glass askew by up to ``most`` degrees either way."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        height, width = sheet.pixels.shape[:2]
        angle = rng.uniform(-most, most)
        matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
        return sheet.moved(matrix, (width, height))

    return effect


def turned(chance: float) -> Effect:
    """Fed in sideways or upside down, with this chance."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        if rng.random() >= chance:
            return sheet
        quarters = int(rng.integers(1, 4))
        height, width = sheet.pixels.shape[:2]
        for _ in range(quarters):
            sheet = sheet.moved(np.array([[0.0, -1, height], [1, 0, 0], [0, 0, 1]]), (height, width))
            height, width = width, height
        return sheet

    return effect


def photographed(tilt: float) -> Effect:
    """Seen by a camera from aside, on a desk: corners drawn in by up to ``tilt`` of the page."""

    def effect(sheet: Sheet, rng: Rng) -> Sheet:
        height, width = sheet.pixels.shape[:2]
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
        inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)], np.float32)
        drawn = corners + inward * rng.uniform(0.01, tilt, (4, 2)).astype(np.float32) * (width, height)
        angle = math.radians(rng.uniform(-3, 3))
        spin = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32)
        middle = np.array((width / 2, height / 2), np.float32)
        drawn = (drawn - middle) @ spin.T * 0.97 + middle
        matrix = cv2.getPerspectiveTransform(corners, drawn.astype(np.float32)).astype(np.float64)
        desk = tuple(int(v) for v in rng.integers(60, 150, 3))
        return sheet.moved(matrix, (width, height), (desk[0], desk[1], desk[2]))

    return effect
