"""The pieces of a mask, however many there are."""

from __future__ import annotations

import cv2
import numpy as np

from shibiao.extract.scan.connected import connected


def test_pieces_are_those_of_opencv_with_labels_of_two_bytes() -> None:
    mask = np.zeros((60, 90), np.uint8)
    mask[5:9, 7:20] = mask[30:50, 60:62] = 255
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = connected(mask)
    assert found.labels.dtype == np.uint16
    assert np.array_equal(found.labels, labels) and np.array_equal(found.stats, stats)


def test_a_page_with_more_pieces_than_two_bytes_count_is_labelled_with_four() -> None:
    mask = np.zeros((800, 800), np.uint8)
    mask[::3, ::3] = 1
    found = connected(mask)
    assert len(found.stats) == 267 * 267 + 1 and int(found.labels.max()) == 267 * 267


def test_pieces_that_touch_at_corners_are_one_or_two() -> None:
    mask = np.eye(2, dtype=np.uint8)
    assert len(connected(mask).stats) == 2
    assert len(connected(mask, 4).stats) == 3
