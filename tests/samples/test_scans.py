import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest
from PIL import Image

from samples.make import make
from samples.plan import Selection
from samples.scans import effects as fx
from samples.scans import geometry as geo
from samples.scans import wear
from samples.scans.__main__ import main
from samples.scans.borrowed import AugraphyMissing, require_augraphy
from samples.scans.levels import LEVELS
from samples.scans.make import make_scans
from samples.scans.seal import Seal, stamped
from samples.scans.sheet import Effect, Sheet, carried, corners
from samples.scans.strokes import ringed, signed, ticked, underlined

MODES = ("full", "cut-columns", "several", "split")


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Five printed files: a cut one, and one of two pages."""
    folder = tmp_path_factory.mktemp("printed")
    made = make(Selection(seed=5, count=1, producers=("canvas",), modes=MODES), folder)
    return sorted(made + make(Selection(seed=6, count=1, producers=("canvas",), modes=("full",)), folder))


@pytest.fixture(scope="module")
def scans(pdfs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[Path]]:
    folder = tmp_path_factory.mktemp("scans")
    single = [pdf for pdf in pdfs if "split" not in pdf.name]
    return {level: make_scans(single, folder / str(level), level, seed=3) for level in LEVELS}


def truth_of(scan: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(scan.with_name(scan.name.split(".")[0] + ".truth.json").read_text("utf-8"))
    return loaded


def first_page(scan: Path) -> npt.NDArray[np.uint8]:
    if scan.suffix != ".pdf":
        return np.asarray(Image.open(scan).convert("RGB"))
    document = pypdfium2.PdfDocument(scan)
    (picture,) = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    return np.asarray(picture.get_bitmap().to_pil().convert("RGB"))


def page_of_squares(dpi: float = 150) -> Sheet:
    """White with four black squares, each 10 pt wide, at known points."""
    image = np.full((round(842 * dpi / 72), round(595 * dpi / 72), 3), 255, dtype=np.uint8)
    matrix = np.diag([dpi / 72, dpi / 72, 1.0])
    for x, y in SQUARES:
        x0, y0, x1, y1 = (round(v * dpi / 72) for v in (x, y, x + 10, y + 10))
        image[y0:y1, x0:x1] = 0
    return Sheet(image, matrix, dpi)


SQUARES = ((60.0, 72.0), (480.0, 96.0), (120.0, 720.0), (504.0, 744.0))


def centroid(sheet: Sheet, x: float, y: float) -> tuple[float, float]:
    """Centre of the dark pixels about the place that the homography gives a square's middle."""
    (px, py) = carried(sheet.matrix, [(x + 5, y + 5)])[0]
    half = round(sheet.dpi / 72 * 9)
    x0, y0 = round(px) - half, round(py) - half
    darkness = 255.0 - sheet.image[y0 : y0 + 2 * half, x0 : x0 + 2 * half].mean(axis=2)
    darkness[darkness < 60] = 0
    rows, columns = np.mgrid[0 : 2 * half, 0 : 2 * half] + 0.5
    assert darkness.sum() > 0
    return x0 + (darkness * columns).sum() / darkness.sum() - px, y0 + (darkness * rows).sum() / darkness.sum() - py


MOVES = {
    "skew": geo.fed_askew(4, (255, 255, 255), 4.0),
    "photo": geo.photographed(8, 0.03, lambda sheet, rng: sheet),
    **{f"turn {turns}": geo.quarter_turned(turns) for turns in range(4)},
}


@pytest.mark.parametrize("name", MOVES)
def test_the_homography_finds_what_was_moved(name: str) -> None:
    before = page_of_squares()
    for seed in range(3):
        after = MOVES[name](before, np.random.default_rng(seed))
        for x, y in SQUARES:
            dx, dy = centroid(after, x, y)
            assert abs(dx) < 0.35 and abs(dy) < 0.35


def test_moves_are_followed_one_after_another_and_by_marks() -> None:
    sheet = stamped(Seal("青溪市财政局"), (600, 900), 10)(page_of_squares(), np.random.default_rng(1))
    (seal,) = sheet.marks
    middle = seal.quad.mean(axis=0)
    for effect in (MOVES["skew"], MOVES["photo"], MOVES["turn 1"]):
        sheet = effect(sheet, np.random.default_rng(8))
    dx, dy = centroid(sheet, *SQUARES[2])
    assert abs(dx) < 0.5 and abs(dy) < 0.5
    rows, columns = np.nonzero(sheet.image[..., 0].astype(int) - sheet.image[..., 1] > 50)
    (moved,) = sheet.marks
    ring = (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2
    assert np.hypot(*(moved.quad.mean(axis=0) - ring)) < 5
    assert np.hypot(*(moved.quad.mean(axis=0) - middle)) > 20


BACK = page_of_squares(100).image
STILL: dict[str, Effect] = {
    "grain": fx.paper_grain(2),
    "light": fx.uneven_light((0.2, 0.3)),
    "shadow": fx.soft_shadow((0.2, 0.3)),
    "noise": fx.sensor_noise((2, 4), 0.5),
    "pepper": fx.salt_and_pepper((0.001, 0.002)),
    "specks": fx.specks((30, 60)),
    "blur": fx.blurred((0.6, 0.9)),
    "spread": fx.spread_ink((0.6, 0.9)),
    "faint": fx.faint_ink((0.3, 0.4)),
    "copy": fx.copied((140, 160), (16, 20)),
    "bits": fx.two_tone((140, 160)),
    "jpeg": fx.jpeg((60, 70)),
    "back": wear.bleed_through(BACK, (0.1, 0.2)),
    "fold": wear.folded((0.1, 0.2)),
    "holes": wear.punched,
    "streaks": wear.streaked((3, 4), (0.5, 0.9)),
    "edges": wear.dark_edges((4, 6)),
}


@pytest.mark.parametrize("name", STILL)
def test_other_effects_change_the_page_but_move_nothing(name: str) -> None:
    before = page_of_squares()
    kept = before.image.copy()
    after = STILL[name](before, np.random.default_rng(4))
    assert after.image.shape == before.image.shape and after.image.dtype == np.uint8
    assert np.array_equal(after.matrix, before.matrix) and np.array_equal(before.image, kept)
    if name != "bits":  # already black and white
        assert not np.array_equal(after.image, before.image)
    for x, y in SQUARES:
        dx, dy = centroid(after, x, y)
        assert abs(dx) < 0.6 and abs(dy) < 0.6
    again = STILL[name](before, np.random.default_rng(4))
    assert np.array_equal(after.image, again.image)


MARKS: dict[str, Effect] = {
    "seal": stamped(Seal("青溪市财政局", "财务专用章"), (500.0, 700.0), 5),
    "oval": stamped(Seal("青溪市财政局", shape="oval"), (500.0, 700.0), 5),
    "square": stamped(Seal("青溪", shape="square", width_mm=22), (500.0, 700.0), 5),
    "signature": signed((400.0, 700.0), 60.0, 3, (30, 40, 160)),
    "tick": ticked((400.0, 700.0), 40.0, (90, 90, 90)),
    "line": underlined((300.0, 700.0), 200.0, 20.0, (90, 90, 90)),
    "ring": ringed((300.0, 700.0), 200.0, 40.0, (190, 40, 50)),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_marks_box_holds_all_of_it_and_no_more(name: str) -> None:
    before = page_of_squares()
    after = MARKS[name](before, np.random.default_rng(2))
    rows, columns = np.nonzero((after.image != before.image).any(axis=2))
    (mark,) = after.marks
    drawn = corners(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert np.abs(mark.quad - drawn).max() <= 4


def test_print_under_a_seal_stays_dark() -> None:
    before = page_of_squares()
    before = replace(before, image=cv2.rectangle(before.image.copy(), (450, 690), (550, 710), (20, 20, 20), -1))
    after = stamped(Seal("青溪市财政局"), (500, 700), 0)(before, np.random.default_rng(2))
    assert after.image[690:710, 450:550].max() <= 20
    assert after.image[..., 1].min() < 60 < np.median(after.image[..., 1])


def test_every_level_makes_every_kind_of_file(scans: dict[int, list[Path]]) -> None:
    for made in scans.values():
        assert {path.suffix for path in made} == {".png", ".jpg", ".tif", ".pdf"}
    captures = {level: {truth_of(path)["scan"]["capture"] for path in made} for level, made in scans.items()}
    assert captures == {1: {"office"}, 2: {"office"}, 3: {"copy"}, 4: {"fax", "photo"}}


@pytest.mark.parametrize("level", LEVELS)
def test_the_files_hold_the_pages_of_the_truth(scans: dict[int, list[Path]], level: int) -> None:
    for path in scans[level]:
        truth = truth_of(path)
        assert truth["file"] == path.name
        image = first_page(path)
        assert (truth["pages"][0]["width"], truth["pages"][0]["height"]) == (image.shape[1], image.shape[0])
        if truth["scan"]["capture"] == "fax":
            assert len(np.unique(image)) == 2 or path.suffix == ".jpg"


@pytest.mark.parametrize("level", LEVELS)
def test_cells_lie_between_their_rules_on_the_scan(scans: dict[int, list[Path]], level: int) -> None:
    for path in scans[level]:
        assert _with_dark_upper_edge(first_page(path), truth_of(path)) > 0.9


def _with_dark_upper_edge(image: npt.NDArray[np.uint8], truth: dict[str, Any]) -> float:
    """The share of the first page's cells whose upper edge is darker than the paper below it."""
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (0, 0), 0.8)
    dpi = truth["pages"][0]["dpi"]
    found = []
    for cell in (cell for form in truth["forms"] for cell in form["cells"] if cell["page"] == 1):
        quad = np.array(cell["quad"])
        down = quad[3] - quad[0]
        step = down / np.hypot(*down) * dpi / 72
        along = np.linspace(quad[0], quad[1], 42)[2:-2]
        on_rule = np.min([_samples(grey, along + step * off) for off in (-0.6, -0.3, 0, 0.3, 0.6)], axis=0)
        beside = np.median([_samples(grey, along + step * off) for off in (2.2, 2.8)], axis=0)
        found.append(np.median(beside - on_rule) > 12)
    return float(np.mean(found))


def _samples(grey: npt.NDArray[Any], points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    rows, columns = np.floor(points[:, 1]).astype(int), np.floor(points[:, 0]).astype(int)
    inside = np.clip(rows, 0, grey.shape[0] - 1), np.clip(columns, 0, grey.shape[1] - 1)
    return grey[inside].astype(np.float64)


def test_truth_keeps_every_cell_with_its_place_and_what_is_seen_of_it(scans: dict[int, list[Path]]) -> None:
    cells = [c for path in scans[2] for form in truth_of(path)["forms"] for c in form["cells"]]
    assert all(cell["quad"] and cell["printed"] is not None for cell in cells)
    cut = [cell for cell in cells if cell["clipped"]]
    assert cut and all(len(cell["printed"]) < len(cell["text"]) for cell in cut)
    assert all(cell["printed"] == cell["text"] for cell in cells if not cell["clipped"])
    lines = [cell["text"] for path in scans[2] for cell in truth_of(path)["pages"][0]["other_cells"]]
    assert any("绩效" in line for line in lines)


def test_a_file_of_two_pages_has_both_in_the_scan_and_in_the_truth(pdfs: list[Path], tmp_path: Path) -> None:
    (split,) = [pdf for pdf in pdfs if "split" in pdf.name]
    (path,) = make_scans([split], tmp_path, 2, seed=3)
    truth = truth_of(path)
    assert [page["number"] for page in truth["pages"]] == [1, 2]
    assert path.suffix == ".tif" and Image.open(path).n_frames == 2
    cells = [cell for form in truth["forms"] for cell in form["cells"]]
    assert {cell["page"] for cell in cells} == {1, 2} and all(cell["quad"] for cell in cells)
    for cell in cells:
        page = truth["pages"][cell["page"] - 1]
        assert all(0 <= x <= page["width"] and 0 <= y <= page["height"] for x, y in cell["quad"])


@pytest.mark.parametrize("level", [2, 4])
def test_same_seed_same_bytes_other_seed_others(pdfs: list[Path], tmp_path: Path, level: int) -> None:
    def made(seed: int, name: str) -> list[bytes]:
        make_scans(pdfs[1:2], tmp_path / name, level, seed)
        return [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]

    first = made(3, "a")
    assert first == made(3, "b")
    assert not set(first) & set(made(4, "c"))


def test_type_too_small_to_read_is_left_out(pdfs: list[Path], tmp_path: Path) -> None:
    shrunk = tmp_path / pdfs[0].name
    document = pypdfium2.PdfDocument(pdfs[0])
    for page in document:
        page.set_mediabox(0, 0, page.get_width() * 0.25, page.get_height() * 0.25)
        for item in page.get_objects():
            item.transform(pypdfium2.PdfMatrix().scale(0.25, 0.25))
        page.gen_content()
    document.save(shrunk)
    shutil.copy(pdfs[0].with_suffix(".truth.json"), shrunk.with_suffix(".truth.json"))
    assert make_scans([shrunk], tmp_path / "out", 2, seed=1) == []


def test_unknown_level_or_dialect_is_refused(pdfs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="level 5"):
        make_scans(pdfs, tmp_path, 5, 1)
    with pytest.raises(ValueError, match="swiss"):
        make_scans(pdfs, tmp_path, 1, 1, "swiss")  # type: ignore[arg-type]


def test_command_line_writes_a_folder_a_level_and_says_when_there_is_nothing(
    pdfs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for pdf in (pdfs[0], pdfs[0].with_suffix(".truth.json")):
        shutil.copy(pdf, tmp_path / pdf.name)
    assert main(["--set", str(tmp_path), "--out", str(tmp_path / "o"), "--level", "1", "--seed", "2"]) == 0
    assert {path.name for path in (tmp_path / "o").iterdir()} == {"1"}
    assert main(["--set", str(tmp_path / "o"), "--out", str(tmp_path / "p")]) == 2
    assert "no PDF" in capsys.readouterr().err


def test_the_held_out_dialect_is_other_noise_over_the_same_print(pdfs: list[Path], tmp_path: Path) -> None:
    try:
        require_augraphy()
    except AugraphyMissing:
        with pytest.raises(AugraphyMissing, match="augraphy"):
            make_scans(pdfs[:1], tmp_path, 3, 1, "other")
        return
    made = {name: make_scans(pdfs[:1], tmp_path / name, 3, 1, "other") for name in "ab"}
    assert [path.read_bytes() for path in made["a"]] == [path.read_bytes() for path in made["b"]]
    (plain,) = make_scans(pdfs[:1], tmp_path / "plain", 3, 1)
    assert truth_of(made["a"][0])["forms"][0]["title"] == truth_of(plain)["forms"][0]["title"]
    assert truth_of(made["a"][0])["scan"]["dialect"] == "other"
    assert not np.array_equal(first_page(made["a"][0]), first_page(plain))
