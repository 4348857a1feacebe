"""From any row of the warehouse back to the paper: the crop of its box shows its text."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pdfplumber
import pytest
from PIL import Image, ImageOps
from rapidfuzz import fuzz

from shibiao.schemas.ddl import quoted
from shibiao.schemas.tables import table_model
from tests.app.conftest import environment
from tests.scans.pages import page
from tests.warehouse.conftest import ROOT
from tests.warehouse.looking import loaded, rows

_RULE = 4  # pixels of a ruling line at a cell's edge


class Placed(NamedTuple):
    """A printed value of a row, and where the row says that it stands."""

    table: str
    key: str
    column: str
    raw: str
    page: int
    bbox: list[float]
    path: Path
    kind: str


@pytest.fixture(scope="module")
def placed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Placed]:
    """All values that are printed whole, of all tables, with the files that they came from."""
    url = str(tmp_path_factory.mktemp("trace") / "x.duckdb")
    loaded(archive, url)
    lines = [json.loads(line) for line in (archive / "manifest.jsonl").read_text("utf-8").splitlines()]
    paths = {line["sha256"]: ROOT / line["path"] for line in lines}
    sources = {
        key: (sha, kind) for key, sha, kind in rows(url, "SELECT form_id, source_sha256, source_kind FROM forms")
    }
    found: list[Placed] = []
    for table in table_model().in_files:
        for column in table.columns:
            if column.part == "" and column.of:
                found += placed_values(url, table.name, table.key, column.name, column.name, sources, paths)
    found += placed_values(url, "cells", "cell_id", "text", "", sources, paths)
    return found


def placed_values(
    url: str, table: str, key: str, name: str, prefix: str, sources: dict[str, Any], paths: dict[str, Path]
) -> list[Placed]:
    place = f"{prefix}_" if prefix else ""
    names = (key, "form_id", f"{name}_raw", f"{place}page", f"{place}bbox")
    query = (
        f"SELECT {', '.join(map(quoted, names))} FROM current_{table} "
        f"WHERE {quoted(f'{name}_status')} = 'complete' ORDER BY {quoted(key)}"  # else each run has its own
    )
    return [
        Placed(table, row[0], name, row[2], row[3], list(row[4]), paths[sources[row[1]][0]], sources[row[1]][1])
        for row in rows(url, query)
        if row[2] and row[4]
    ]


def squeezed(text: str | None) -> str:
    """Without blanks."""
    return re.sub(r"\s+", "", text or "")


def alike(raw: str, shown: str) -> bool:
    """Whether both are the same characters. Chromium writes 金 as the radical ⾦ and 民 as ⺠, which look the same."""
    radicals = sum("\u2e80" <= c <= "\u2fdf" for c in shown)
    return (Counter(raw) - Counter(shown)).total() <= radicals and (Counter(shown) - Counter(raw)).total() <= radicals


def shown_in(page: Any, bbox: list[float]) -> str:
    """The glyphs whose centres lie in a box, in points from the top left: a neighbour's glyph that only reaches over
    the border is the neighbour's."""
    left, top, right, bottom = bbox

    def inside(glyph: dict[str, Any]) -> bool:
        x, y = (glyph["x0"] + glyph["x1"]) / 2, (glyph["top"] + glyph["bottom"]) / 2
        return bool(left <= x <= right and top <= y <= bottom)

    return str(page.filter(lambda one: one["object_type"] == "char" and inside(one)).extract_text(x_tolerance=1))


def test_the_crop_shows_the_text(placed: list[Placed]) -> None:
    """Read back by another reader than the one that placed it. Cells that hide glyphs of their neighbours are left
    out: pdfplumber sees through their edges."""
    plain = [one for one in placed if one.kind == "digital" and "-cut-" not in one.path.name]
    assert {one.table for one in plain} >= {"forms", "fields", "funds", "goals", "indicators", "cells"}
    wrong = []
    for path in sorted({one.path for one in plain}):
        with pdfplumber.open(path) as document:
            for one in (one for one in plain if one.path == path):
                text = shown_in(document.pages[one.page - 1], one.bbox)
                if not alike(squeezed(one.raw), squeezed(text)) and squeezed(one.raw) not in squeezed(text):
                    wrong.append((one.key, one.column, one.raw, text))
    assert not wrong, wrong


def test_the_place_in_a_text_dump_shows_the_text(placed: list[Placed]) -> None:
    """Boxes of dumps are characters and lines."""
    dumps = [one for one in placed if one.kind == "text"]
    assert len(dumps) > 250
    for one in dumps:
        data = one.path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        left, top, right, bottom = map(int, one.bbox)
        shown = [line[left:right] for line in text.splitlines()[top:bottom]]
        assert squeezed("".join(shown)) == squeezed(one.raw), one


def test_the_crop_of_a_scan_shows_the_text(tmp_path: Path) -> None:
    """The crop is read by tesseract alone."""
    if not shutil.which("tesseract"):
        pytest.skip("tesseract is not installed")
    picture = page(300)
    (tmp_path / "in").mkdir()
    picture.save(tmp_path / "in" / "scan.png", dpi=(300, 300))
    command = [
        sys.executable,
        "-m",
        "shibiao",
        "convert",
        "in",
        "--out",
        "out",
        "--parquet",
        "--quiet",
        "--ocr",
        "rapidocr",
    ]
    subprocess.run(command, cwd=tmp_path, env=environment(), check=True, stdin=subprocess.DEVNULL)
    url = str(tmp_path / "x.duckdb")
    loaded(tmp_path / "out", url)
    query = (
        "SELECT text_raw, bbox FROM current_cells WHERE text_confidence > 0.8 AND length(text_raw) > 3 ORDER BY cell_id"
    )
    found = rows(url, query)
    assert len(found) >= 25
    scores = [score(picture, raw, bbox) for raw, bbox in random.Random(5).sample(found, 25)]
    assert sum(scores) / len(scores) > 0.8, scores
    assert sum(one > 0.5 for one in scores) >= 23, scores


def score(picture: Image.Image, raw: str, bbox: list[float]) -> float:
    """How like the text of a crop is to what the row says, 0 to 1."""
    import pytesseract

    left, top, right, bottom = (edge * 300 / 72 for edge in bbox)
    inside = (int(left) + _RULE, int(top) + _RULE, int(right) - _RULE, int(bottom) - _RULE)
    crop = ImageOps.expand(picture.crop(inside), 20, "white")
    modes = ("--psm 6", "--psm 7", "--psm 11")  # a block, a line, words anywhere: which one it is is not the question
    best = 0.0
    for mode in modes:
        shown = squeezed(pytesseract.image_to_string(crop, lang="chi_sim", config=mode))
        best = max(best, fuzz.partial_ratio(squeezed(raw), shown) / 100 if shown else 0.0)
        if best > 0.8:
            break
    return best
