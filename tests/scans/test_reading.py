"""A scan gives the same record as its born-digital twin."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from shibiao.extract.source import ReadSettings
from shibiao.pipeline import complete, read_file
from shibiao.schemas.records import Form
from tests.scans.pages import SAMPLE, page, sealed, skewed

ONE = ReadSettings(ocr="rapidocr")
LOSSY = 3  # of 34 cells: at 200 dpi a full stop may be read as 0


def differing(forms: list[Form], twin: list[str]) -> int:
    """How many of the twin's cells did not come out, each counted once."""
    left = Counter(twin)
    left.subtract(texts(forms))
    return sum(count for count in left.values() if count > 0)


def folded(text: str | None) -> str:
    from shibiao.normalize.text import squeeze

    return squeeze(text or "")


def texts(forms: list[Form]) -> list[str]:
    return [folded(c.text.value) for form in forms for c in form.cells if c.page == 1 and c.text.value]


@pytest.fixture(scope="module")
def twin() -> list[str]:
    return texts(read_file(SAMPLE))


def read(image: Image.Image, path: Path, **options: object) -> list[Form]:
    image.save(path, **options)  # type: ignore[arg-type]
    return complete(read_file(path, ONE))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {"dpi": (200, 200)}),
        ("a.jpg", {"quality": 85, "dpi": (200, 200)}),
        ("a.bmp", {}),
        ("a.webp", {"lossless": True}),
        ("a.jp2", {}),
        ("a.tif", {"compression": "tiff_lzw", "dpi": (200, 200)}),
        ("a.pdf", {"resolution": 200}),
    ],
)
def test_every_kind_of_file_gives_the_twins_cells(
    name: str, options: dict[str, object], tmp_path: Path, twin: list[str]
) -> None:
    forms = read(page(), tmp_path / name, **options)
    assert forms[0].source.kind == "scan"
    assert forms[0].source.scans[0].page == 1
    assert differing(forms, twin) <= LOSSY


def test_a_fax_is_read(tmp_path: Path, twin: list[str]) -> None:
    fax = page(300).convert("L").point(lambda grey: 255 if grey > 160 else 0).convert("1")
    forms = read(fax, tmp_path / "a.tif", compression="group4", dpi=(300, 300))
    assert differing(forms, twin) <= LOSSY


@pytest.mark.parametrize("degrees", [-9, -2, 1, 9])
def test_skew_is_undone(degrees: float, tmp_path: Path, twin: list[str]) -> None:
    forms = read(skewed(page(), degrees), tmp_path / "a.png", dpi=(200, 200))
    assert abs(forms[0].source.scans[0].skew + degrees) < 0.2
    assert differing(forms, twin) <= LOSSY


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_lying_on_its_side_is_turned(turn: int, tmp_path: Path, twin: list[str]) -> None:
    forms = read(page().rotate(turn, expand=True), tmp_path / "a.png", dpi=(200, 200))
    assert forms[0].source.scans[0].turned == turn
    assert differing(forms, twin) <= LOSSY


def test_boxes_are_places_on_the_original(tmp_path: Path) -> None:
    digital = {folded(c.text.value): c.bbox for f in read_file(SAMPLE) for c in f.cells if c.page == 1}
    forms = read(page(), tmp_path / "a.png", dpi=(200, 200))
    apart = [
        max(abs(a - b) for a, b in zip(cell.bbox, digital[folded(cell.text.value)], strict=True))
        for cell in forms[0].cells
        if cell.text.value and cell.rowspan == 1 and folded(cell.text.value) in digital
    ]
    assert sorted(apart)[len(apart) // 2] < 0.75  # points: 3 pixels at 300 dpi


def test_a_seal_is_recorded_and_lifted(tmp_path: Path, twin: list[str]) -> None:
    picture = sealed(page(), 820, 760, 150)
    forms = read(picture, tmp_path / "a.png", dpi=(200, 200))
    (mark,) = forms[0].marks
    x, y = (mark.bbox[0] + mark.bbox[2]) / 2, (mark.bbox[1] + mark.bbox[3]) / 2
    assert mark.kind == "seal"
    assert abs(x - 820 * 0.36) < 5
    assert abs(y - 760 * 0.36) < 5
    assert differing(forms, twin) <= LOSSY


def test_a_resolution_that_lies_is_not_believed(tmp_path: Path) -> None:
    forms = read(page(), tmp_path / "a.png", dpi=(72, 72))
    assert forms[0].source.scans[0].dpi == 200
    assert forms[0].source.scans[0].dpi_from == "estimate"


def test_nothing_leaves_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read(page().crop((0, 0, 1200, 500)), tmp_path / "a.png", dpi=(200, 200))
