"""Each bound of the reader by itself: what is beyond it is refused or left out, what is below it is read."""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from samples.hostile.catalogue import BY_HAND
from samples.hostile.deflate import bomb, packed
from samples.hostile.good import good_files
from samples.hostile.make import make_kinds
from samples.hostile.pdf_syntax import document, flate, one_page, page_objects, stream, table
from shibiao.extract import bounds
from shibiao.extract.errors import DamagedFile, TooMuch, UnreadableInput, UnsupportedFile
from shibiao.extract.model import Document, Rule
from shibiao.extract.pdf_unpacked import check_unpacked
from shibiao.extract.ruling import frames
from shibiao.extract.settings import ReadSettings
from shibiao.extract.source import read_document
from shibiao.extract.user_unit import user_unit

HERE = Path("a.pdf")
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    def reader(data: bytes, name: str = "a.pdf", **settings: int) -> Document:
        (tmp_path / name).write_bytes(data)
        return read_document(tmp_path / name, ReadSettings(ocr="rapidocr", **settings))  # type: ignore[arg-type]

    return reader


def texts(document: Document) -> set[str]:
    return {cell.text for grid in document.grids for cell in grid.cells if cell.text}


def pages(*contents: bytes) -> bytes:
    """A page for each of these contents."""
    objects = page_objects(stream(b""))
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(contents)))
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 595 842] >>" % (kids, len(contents))
    page = b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> >> /Contents %d 0 R >>"
    for number, content in enumerate(contents):
        objects |= {10 + 2 * number: page % (11 + 2 * number), 11 + 2 * number: stream(content)}
    return document(objects)


def test_bombs_are_right_streams() -> None:
    for size in (0, 1, 1 << 20, (3 << 20) + 5):
        assert zlib.decompress(bomb(size, b"x")) == b"x" * size


@pytest.mark.parametrize(("suffix", "data"), good_files("pdf"))
def test_good_files_are_below_all_bounds(suffix: str, data: bytes) -> None:
    check_unpacked(HERE, data)


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_content_is_measured_through_all_its_filters(rounds: int) -> None:
    for size, fits in ((bounds.MOST_UNPACKED - 1, True), (bounds.MOST_UNPACKED + (1 << 21), False)):
        data = bomb(size)
        for _ in range(rounds - 1):
            data = packed(data)
        pdf = document(page_objects(stream(data, b"/Filter [%s]" % (b"/FlateDecode " * rounds))))
        if fits:
            check_unpacked(HERE, pdf)
        else:
            with pytest.raises(TooMuch) as caught:
                check_unpacked(HERE, pdf)
            assert (caught.value.kind, caught.value.what) == ("too-much", "unpacked-bytes")


@pytest.mark.parametrize(("times", "fits"), [(90, True), (110, False)])
def test_content_in_parts_is_added_up(times: int, fits: bool) -> None:
    parts = b" ".join([b"6 0 R"] * times)
    pdf = one_page(b"", page=b"/Contents [%s]" % parts, more={4: b"null", 6: flate(b" " * 1_000_000)})
    if fits:
        check_unpacked(HERE, pdf)
    else:
        with pytest.raises(TooMuch):
            check_unpacked(HERE, pdf)


def painting(times: int, scoped: bool) -> bytes:
    """A form that paints another so often; beside it a large form of the same name that it does not paint."""
    small, large = stream(table(), FORM), stream(b"q Q " * 100_000, FORM)
    inner = b"/Resources << /XObject << /X 7 0 R >> >>" if scoped else b""
    outer = stream(b"/X Do " * times, FORM + inner)
    return one_page(b"/Y Do", b"/XObject << /Y 6 0 R /X 8 0 R >>", more={6: outer, 7: small, 8: large})


def test_forms_count_as_often_as_they_are_painted() -> None:
    check_unpacked(HERE, painting(1_000, scoped=True))
    check_unpacked(HERE, painting(10, scoped=False))
    for times, scoped in ((1_000_000, True), (1_000, False)):
        with pytest.raises(TooMuch):
            check_unpacked(HERE, painting(times, scoped))


@pytest.mark.parametrize(("scale", "fits"), [(b"1", False), (b"500", True)])
def test_a_patterns_step_is_measured_on_the_page(scale: bytes, fits: bool) -> None:
    entries = b"/Type /Pattern /PatternType 1 /BBox [0 0 1 1] /XStep 0.01 /YStep 0.01 /Matrix [%s 0 0 %s 0 0]"
    pdf = one_page(table(), more={6: stream(b"0 0 1 1 re f", entries % (scale, scale))})
    if fits:
        check_unpacked(HERE, pdf)
    else:
        with pytest.raises(DamagedFile):
            check_unpacked(HERE, pdf)


def test_a_page_that_is_too_full_costs_itself_only(
    read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shibiao.extract.pdfium.MOST_OBJECTS", 100)
    full = b"0 0 m 9 9 l 5 1 l S " * 101
    found = read(pages(table(), full))
    assert found.notes == ("page-unreadable:2",) and "Budget 0" in texts(found)
    with pytest.raises(TooMuch) as caught:
        read(pages(full))
    assert (caught.value.what, caught.value.count, caught.value.limit) == ("objects", 101, 100)


@pytest.mark.parametrize(("bound", "what"), [("MOST_CHARACTERS", "characters"), ("MOST_SEGMENTS", "segments")])
def test_other_bounds_of_a_page(
    bound: str, what: str, read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = b"10 10 m 90 20 l 30 80 l 50 5 l S " * 5
    assert read(pages(table() + paths))
    monkeypatch.setattr(f"shibiao.extract.pdfium.{bound}", 15)
    with pytest.raises(TooMuch) as caught:
        read(pages(table() + paths))
    assert caught.value.what == what


def test_what_is_beyond_all_numbers_is_left_out(read: Callable[..., Document]) -> None:
    beyond = b"q " + b"10 0 0 10 0 0 cm " * 1_000 + table() + b" Q "
    assert "Budget 11" in texts(read(pages(beyond + table())))


def test_squared_paper_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    def grid(left: float, lines: int, step: float) -> list[Rule]:
        end = (lines - 1) * step
        level = [Rule("h", n * step, left, left + end, 1.0) for n in range(lines)]
        return level + [Rule("v", left + n * step, 0.0, end, 1.0) for n in range(lines)]

    both = grid(0, 4, 50) + grid(400, 30, 10)
    assert [frame.squares for frame in frames(both)] == [9, 841]
    monkeypatch.setattr("shibiao.extract.ruling.MOST_SQUARES", 500)
    assert [frame.squares for frame in frames(both)] == [9]
    monkeypatch.setattr("shibiao.extract.ruling.MOST_RULES", 10)
    assert frames(both) == []


def test_a_dump_of_too_many_cells(read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shibiao.extract.textdump.MOST_CELLS", 6)
    assert read(b"a\tb\n" * 3 + b"\n" * 9, "a.txt")
    with pytest.raises(TooMuch):
        read(b"a\tb\n" * 3 + b"c", "a.txt")


def test_too_large_a_file(read: Callable[..., Document]) -> None:
    assert read(b"a\tb\n", "a.txt", max_bytes=4)
    for name, data in (("a.txt", b"a\tb\n"), ("a.pdf", pages(table()))):
        with pytest.raises(TooMuch):
            read(data, name, max_bytes=3)
    with pytest.raises(UnsupportedFile):
        read(b"{\\rtf1}", "a.docx", max_bytes=3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.pdf")
    with pytest.raises(UnsupportedFile) as caught:
        read_document(tmp_path / "a.pdf")
    assert caught.value.detail == "not-a-file"
    with pytest.raises(OSError):
        read_document(tmp_path)


@pytest.mark.parametrize(("said", "unit"), [(b"2.5", 2.5), (b"9" * 400, 1.0), (b"0", 1.0), (b"0.0", 1.0)])
def test_a_unit_is_a_number_that_can_be(said: bytes, unit: float) -> None:
    assert user_unit(b"<< /Type /Page /UserUnit " + said + b" >>") == unit


@pytest.mark.parametrize(
    "name",
    ["reference-itself", "page-its-own-parent", "xref-itself", "box-no-number", "stream-without-end", "scaled-often"],
)
def test_no_second_reading_is_no_error(name: str, tmp_path: Path) -> None:
    """What pdfminer makes nothing of, or never comes to an end with, is read once."""
    (kind,) = (kind for kind in BY_HAND if kind.name == name)
    (file,) = make_kinds([kind], tmp_path, 1)
    with contextlib.suppress(UnreadableInput):
        assert read_document(file.path, ReadSettings(ocr="rapidocr", verify=True)).grids


def test_a_page_of_very_many_characters_is_read_once(
    read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound, readers in ((1_000, 2), (10, 1)):
        monkeypatch.setattr("shibiao.extract.plumber.MOST_VERIFIED", bound)
        (grid,) = read(pages(table()), verify=True).grids
        assert {len(cell.readings) for cell in grid.cells} == {readers}


def test_a_name_that_is_no_utf8_can_be_written_down(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("表".encode("gb18030") + b".txt")
    try:
        path.write_text("a\tb\n")
    except OSError:
        pytest.skip("this file system does not allow it")
    assert read_document(path).source.name == "\\xb1\\xed.txt"
