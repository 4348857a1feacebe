"""Text dumps: encodings, fields, pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shibiao.extract.errors import EmptyFile, UnsupportedFile
from shibiao.extract.textdump import decode, text_grids

TEXT = "项目名称\t河道保洁经费\n产出指标\t≥42公里\n"
HERE = Path("表.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(HERE, TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_both_byte_orders(mark: bytes, encoding: str) -> None:
    assert decode(HERE, mark + TEXT.encode(encoding)) == TEXT


def test_the_encoding_can_be_told() -> None:
    assert decode(HERE, TEXT.encode("big5hkscs", "ignore"), "big5hkscs") != TEXT
    assert decode(HERE, "項目名稱".encode("big5"), "big5") == "項目名稱"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"\x00\x01\x02\x03binary", None),
        (b"\xff\xff\xff\xff", None),
        (TEXT.encode("utf-16-le"), None),
        (TEXT.encode("gb18030"), "utf-8"),
        (TEXT.encode(), "no-such-encoding"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, encoding: str | None) -> None:
    with pytest.raises(UnsupportedFile) as caught:
        decode(HERE, data, encoding)
    assert caught.value.detail == "text-encoding"


@pytest.mark.parametrize("data", [b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", "\u3000\n".encode()])
def test_nothing_but_space_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        decode(HERE, data)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(line_end: str) -> None:
    assert text_grids(TEXT.replace("\n", line_end)) == text_grids(TEXT)


def test_a_form_feed_starts_a_page() -> None:
    first, second = text_grids("甲\t乙\n\f\n丙\t丁\n")
    assert [cell.id for cell in first.cells] == ["p1.r0.c0", "p1.r0.c1"]
    assert [(cell.id, cell.text) for cell in second.cells] == [("p2.r0.c0", "丙"), ("p2.r0.c1", "丁")]


def test_tables_are_runs_of_rows_with_tabs() -> None:
    (grid,) = text_grids("标题\n\n甲\t\t乙\n\n丙\t丁\n中间\n戊\t\n")
    assert grid.tables == ((1, 3), (4, 5))
    assert [(c.row, c.col, c.text) for c in grid.cells if c.ruled] == [
        (1, 0, "甲"),
        (1, 1, ""),
        (1, 2, "乙"),
        (2, 0, "丙"),
        (2, 1, "丁"),
        (4, 0, "戊"),
        (4, 1, ""),
    ]
    assert [c.text for c in grid.cells if not c.ruled] == ["标题", "中间"]


fields = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), max_size=6)


@given(st.lists(st.lists(fields, min_size=2, max_size=5), min_size=1, max_size=6))
def test_no_field_is_lost_or_moved(rows: list[list[str]]) -> None:
    (grid,) = text_grids("\n".join("\t".join(row) for row in rows))
    printed = [[field.strip() for field in row] for row in rows if any(field.strip() for field in row)]
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(cell.text)
    assert list(found.values()) == printed
