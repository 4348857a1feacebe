"""Kinds of files: what is read, and the one cause for which each other is refused."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from shibiao.extract.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    NoText,
    TooManyPages,
    UnreadableInput,
    UnsupportedFile,
)
from shibiao.extract.source import ReadSettings, read_document
from tests.extract.paper import clipped, pdf


def table(p: Canvas) -> None:
    p.grid([50, 150, 350], [100, 130])
    p.drawString(55, 110, "项目名称")
    p.drawString(155, 110, "河道保洁经费")


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def encrypted() -> bytes:
    out = io.BytesIO()
    paper = Canvas(out, encrypt=pdfencrypt.StandardEncryption("secret", strength=128), invariant=True)
    paper.drawString(100, 100, "text")
    paper.save()
    return out.getvalue()


def test_a_pdf_whatever_its_name(tmp_path: Path) -> None:
    data = pdf(table)
    document = read_document(saved(tmp_path, "表.dat", data))
    assert (document.source.kind, document.source.name) == ("digital", "表.dat")
    assert document.source.sha256 == hashlib.sha256(data).hexdigest()
    assert [cell.text for cell in document.grids[0].cells] == ["项目名称", "河道保洁经费"]


def test_a_pdf_behind_other_bytes(tmp_path: Path) -> None:
    document = read_document(saved(tmp_path, "表.pdf", b"\n" * 200 + pdf(table)))
    assert document.source.kind == "digital"


def test_text(tmp_path: Path) -> None:
    document = read_document(saved(tmp_path, "表.txt", "甲\t乙".encode("gb18030")))
    assert document.source.kind == "text"
    assert [cell.text for cell in document.grids[0].cells] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("name", "data", "error", "detail"),
    [
        ("a.pdf", b"", EmptyFile, ""),
        ("a.txt", b"\n\n", EmptyFile, ""),
        ("a.pdf", b"not a pdf", DamagedFile, "no PDF header"),
        ("a.pdf", b"%PDF-1.7\nnothing behind", DamagedFile, None),
        ("a.pdf", pdf(lambda p: p.line(0, 0, 9, 9)), NoText, None),
        ("a.png", b"\x89PNG\r\n\x1a\n", DamagedFile, None),
        ("a.jpg", b"\xff\xd8\xff\xe0", DamagedFile, None),
        ("a.tif", b"II*\x00", DamagedFile, None),
        ("a.bmp", b"BM\x00\x00", DamagedFile, None),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", DamagedFile, None),
        ("a.docx", b"PK\x03\x04", DamagedFile, "office-package"),
        ("a.doc", b"\xd0\xcf\x11\xe0", UnsupportedFile, "office-ole"),
        ("a.rtf", b"{\\rtf1", UnsupportedFile, "rtf"),
        ("a.bin", b"\x00\x01\x02", UnsupportedFile, "text-encoding"),
    ],
)
def test_each_cause_has_its_error(
    tmp_path: Path, name: str, data: bytes, error: type[UnreadableInput], detail: str | None
) -> None:
    path = saved(tmp_path, name, data)
    with pytest.raises(error) as caught:
        read_document(path)
    assert type(caught.value) is error
    assert caught.value.path == path
    assert detail is None or caught.value.detail == detail


@pytest.mark.parametrize(("password", "detail"), [(None, "no-password"), ("wrong", "wrong-password")])
def test_a_locked_pdf(tmp_path: Path, password: str | None, detail: str) -> None:
    with pytest.raises(EncryptedFile) as caught:
        read_document(saved(tmp_path, "a.pdf", encrypted()), ReadSettings(password=password))
    assert caught.value.detail == detail


def test_the_password_opens_it(tmp_path: Path) -> None:
    document = read_document(saved(tmp_path, "a.pdf", encrypted()), ReadSettings(password="secret", verify=True))
    assert [[r.text for r in cell.readings] for cell in document.grids[0].cells] == [["text", "text"]]


def test_too_many_pages(tmp_path: Path) -> None:
    out = io.BytesIO()
    paper = Canvas(out)
    for _ in range(3):
        paper.showPage()
    paper.save()
    with pytest.raises(TooManyPages) as caught:
        read_document(saved(tmp_path, "a.pdf", out.getvalue()), ReadSettings(max_pages=2))
    assert (caught.value.pages, caught.value.limit) == (3, 2)


def test_hidden_text_is_reported(tmp_path: Path) -> None:
    def draw(p: Canvas) -> None:
        table(p)
        text = p.beginText(200, 200)
        text.setTextRenderMode(3)
        text.textOut("隐形")
        p.drawText(text)

    assert read_document(saved(tmp_path, "a.pdf", pdf(draw))).notes == ("unseen-text:1",)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_document(tmp_path / "a.pdf")


def verified(folder: Path, data: bytes) -> list[tuple[str, str]]:
    document = read_document(saved(folder, "a.pdf", data), ReadSettings(verify=True))
    return [(cell.readings[0].text, cell.readings[1].text) for cell in document.grids[0].cells]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_two_readers_agree_on_a_plain_page(tmp_path: Path, rotation: int) -> None:
    assert sorted(verified(tmp_path, pdf(table, rotation))) == [("河道保洁经费",) * 2, ("项目名称",) * 2]


def test_two_readers_agree_on_clipped_text_and_a_crop_box(tmp_path: Path) -> None:
    def draw(p: Canvas) -> None:
        p.grid([50, 97, 300], [100, 120])
        with clipped(p, 50, 100, 47, 20):
            p.drawString(52, 106, "满意度指标的全部")
        p.drawString(150, 106, "九成")

    assert verified(tmp_path, pdf(draw, crop=(30, 40, 380, 280))) == [("满意度指标的全部",) * 2, ("九成",) * 2]


def test_two_readers_disagree_where_the_font_has_no_character(tmp_path: Path) -> None:
    """Code 1 of a Latin font stands for nothing: each reader makes something else of it."""

    def draw(p: Canvas) -> None:
        p.grid([50, 150], [100, 130])
        p.setFont("Helvetica", 10)
        p.drawString(55, 110, "12\x0145")

    ((one, other),) = verified(tmp_path, pdf(draw))
    assert one != other
    assert {one[:2] + one[-2:], other[:2] + other[-2:]} == {"1245"}
