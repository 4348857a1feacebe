"""Files that are no forms, or hardly pictures: each has a clear outcome, soon and in little memory."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from shibiao.extract.errors import DamagedFile, NoText, TooLarge, TooManyPages
from shibiao.extract.scan.images import read_pictures
from shibiao.extract.source import ReadSettings, read_document
from tests.scans.pages import page

ONE = ReadSettings(ocr="rapidocr")
LIMIT = ReadSettings().max_pixels
A5 = (1240, 1748)


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def packed(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def grey(levels: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def noise(spread: float) -> Image.Image:
    return grey(np.random.default_rng(1).normal(225, spread, A5[::-1]))


def snow() -> Image.Image:
    return Image.fromarray(np.random.default_rng(3).random((420, 600)) > 0.5)


def specks() -> Image.Image:
    """As large as characters, and as dark."""
    image = Image.new("L", (800, 600), 250)
    draw, rng = ImageDraw.Draw(image), np.random.default_rng(2)
    for x, y, w, h in rng.integers((0, 0, 3, 3), (800, 600, 25, 25), (400, 4)).tolist():
        draw.ellipse((x, y, x + w, y + h), fill=20)
    return image


def photograph() -> Image.Image:
    rng = np.random.default_rng(5)
    soft = Image.fromarray(rng.integers(0, 255, (15, 20, 3), dtype=np.uint8)).resize(
        (1200, 900), Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(soft)
    for x, y, w, h in rng.integers((0, 0, 10, 10), (900, 700, 250, 250), (50, 4)).tolist():
        draw.ellipse((x, y, x + w, y + h), fill=(x % 256, y % 256, w % 256), outline="black")
    return soft


NOTHING: dict[str, Callable[[], Image.Image]] = {
    "white": lambda: Image.new("L", A5, 255),
    "grey": lambda: Image.new("L", A5, 190),
    "black": lambda: Image.new("L", A5, 0),
    "dark": lambda: Image.new("L", A5, 20),
    "a little noise": lambda: noise(18),
    "much noise": lambda: noise(45),
    "nothing but noise": snow,
    "specks": specks,
    "photograph": photograph,
    "one pixel": lambda: Image.new("RGB", (1, 1), "black"),
    "32 pixels": lambda: Image.new("L", (33, 33), 0),
    "a line of pixels": lambda: Image.new("L", (60_000, 1), 0),
    "a ribbon": lambda: Image.new("L", (60, 60_000), 128),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_no_form_holds_no_text(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoText):
        read_document(saved(NOTHING[name](), tmp_path / "a.png"), ONE)


def test_a_page_of_noise_beside_a_page_of_text_is_told(tmp_path: Path) -> None:
    text = page().crop((0, 0, 1654, 450)).convert("L")
    path = saved(text, tmp_path / "a.tif", save_all=True, append_images=[snow()])
    document = read_document(path, ONE)
    assert document.notes == ("page-illegible:2",)
    assert [bool(grid.cells) for grid in document.grids] == [True, False]


def test_prose_gives_lines_outside_tables(tmp_path: Path) -> None:
    from tests.scans.drawn import chinese_font

    image = Image.new("L", A5, 255)
    for row in range(8):
        ImageDraw.Draw(image).text((120, 120 + 60 * row), "各单位应当高度重视，加强组织领导", 0, chinese_font(36).face)
    (grid,) = read_document(saved(image, tmp_path / "a.png", dpi=(150, 150)), ONE).grids
    assert not any(cell.ruled for cell in grid.cells)
    assert sum("加强组织领导" in cell.text for cell in grid.cells) >= 7


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.98])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "JPEG2000", "BMP", "GIF"])
def test_what_is_cut_short_is_damaged(kind: str, kept: float, tmp_path: Path) -> None:
    data = packed(page().resize((400, 566)), kind)
    (tmp_path / "a").write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(DamagedFile):
        read_document(tmp_path / "a", ONE)


def test_bytes_behind_the_end_do_not_matter(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG", "TIFF"):
        path = tmp_path / kind
        data = packed(page().resize((400, 566)), kind)
        assert len(list(read_pictures(path, data + bytes(100_000), 9, LIMIT))) == 1


def multi_page_tiff(pages: int = 3) -> bytearray:
    frames = [page().resize((400, 566 + n)) for n in range(pages)]
    return bytearray(packed(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="jpeg"))


def directories(tiff: bytearray) -> list[tuple[int, int]]:
    """Where each directory of a little-endian TIFF begins, and where it says which is next."""
    found, at = [], struct.unpack_from("<I", tiff, 4)[0]
    while at:
        link = at + 2 + 12 * struct.unpack_from("<H", tiff, at)[0]
        found.append((at, link))
        at = struct.unpack_from("<I", tiff, link)[0]
    return found


def heights_and_unread(data: bytes) -> tuple[list[int], list[int]]:
    unread: list[int] = []
    read = list(read_pictures(Path("a.tif"), data, 2000, LIMIT, unread.append))
    return [picture.size[1] for picture in read], unread


def test_a_page_whose_jpeg_is_cut_costs_itself_only() -> None:
    data = multi_page_tiff()
    with Image.open(io.BytesIO(data)) as file:
        file.seek(1)
        tags = file.tag_v2  # type: ignore[attr-defined]
        start, length = tags[273][-1], tags[279][-1]
    data[start : start + length] = bytes(length)
    assert heights_and_unread(bytes(data)) == ([566, 568], [2])


def test_a_chain_of_pages_that_breaks_or_bites_its_tail_ends() -> None:
    data = multi_page_tiff()
    found = directories(data)
    for target, expected in (
        (found[0][0], ([566, 567, 568], [])),
        (found[2][0], ([566, 567, 568], [])),
        (len(data) + 1000, ([566, 567, 568], [4])),
    ):
        struct.pack_into("<I", data, found[2][1], target)
        assert heights_and_unread(bytes(data)) == expected
    struct.pack_into("<I", data, 4, 0)
    with pytest.raises(DamagedFile):
        heights_and_unread(bytes(data))


def test_five_hundred_pages_are_five_hundred_pictures(tmp_path: Path) -> None:
    frames = [Image.new("1", (40, 40), 1) for _ in range(500)]
    path = saved(frames[0], tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    assert [p.number for p in read_pictures(path, path.read_bytes(), 500, LIMIT)] == list(range(1, 501))
    with pytest.raises(TooManyPages) as caught:
        read_document(path, ReadSettings(ocr="rapidocr", max_pages=499))
    assert caught.value.pages == 500


def png(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    ends = chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + ends


@pytest.mark.parametrize(
    ("size", "error"),
    [((2**31 - 1, 2**31 - 1), TooLarge), ((60_000, 60_000), TooLarge), ((12_000, 12_000), DamagedFile)],
)
def test_no_room_is_made_for_pixels_that_are_not_there(
    size: tuple[int, int], error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the image was decoded")

    (tmp_path / "a.png").write_bytes(png(*size, zlib.compress(bytes(1000))))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", refuse)
    with pytest.raises(error):
        read_document(tmp_path / "a.png", ONE)


def test_a_page_that_is_too_large_costs_itself_only() -> None:
    frames = [Image.new("1", (100, 100), 1), Image.new("1", (3000, 3000), 1)]
    data = packed(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    unread: list[int] = []
    assert len(list(read_pictures(Path("a.tif"), data, 9, 8_000_000, unread.append))) == 1
    assert unread == [2]
    with pytest.raises(TooLarge):
        list(read_pictures(Path("a.tif"), data, 9, 8_000_000))


def test_a_large_image_is_read_smaller(tmp_path: Path) -> None:
    large = page().convert("L").crop((0, 0, 1654, 900)).resize((9924, 5400))
    document = read_document(saved(large, tmp_path / "a.png", compress_level=1, dpi=(1200, 1200)), ONE)
    assert (document.scans[0].width, document.scans[0].height) == (9924, 5400)
    assert any("项目名称" in cell.text for grid in document.grids for cell in grid.cells)
