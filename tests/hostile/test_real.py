"""Hostile files of others, where they are at hand beside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.reading import assert_sound, read_all

REAL = Path(__file__).parents[3] / "shared" / "real" / "hostile"
OUTCOMES = {"converted", "damaged", "encrypted", "no-form", "too-large", "too-much"}
# Whole scanned pages take seconds each: tests/scans reads one of them.
SLOW = {"2400dpi.pdf", "ccitt.pdf", "epson.pdf", "linn.pdf", "masks.pdf", "rotated_skew.pdf", "typewriter.png"}

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real hostile files are not beside the project")


def test_real_hostile_files() -> None:
    paths = sorted(path for path in REAL.iterdir() if path.name not in SLOW)
    found = read_all(paths)
    for path in paths:
        assert_sound(found[path])
        assert found[path].outcome in OUTCOMES, (path.name, found[path])
