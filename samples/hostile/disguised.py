"""Files that are not what their names say."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import partial

from PIL import Image

from samples.hostile.deflate import bomb
from samples.hostile.kind import Kind, Outcome, content
from samples.hostile.pdf_syntax import one_page, table

_OTHER: tuple[Outcome, ...] = ("unsupported",)
_DAMAGED: tuple[Outcome, ...] = ("damaged",)
_READ: tuple[Outcome, ...] = ("converted",)
_NOTHING: tuple[Outcome, ...] = ("no-form",)
_WHEN = (2024, 1, 1, 0, 0, 0)


def image(kind: str) -> bytes:
    """A small white image."""
    out = io.BytesIO()
    Image.new("L", (60, 40), 255).save(out, kind)
    return out.getvalue()


def _zip(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx() -> bytes:
    """As much of a Word file as tells that it is one."""
    return _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


def _zip_bomb() -> bytes:
    return _zip({f"{n}.txt": bytes(10_000_000) for n in range(20)})


def _zip_slip() -> bytes:
    return _zip({"../../../../tmp/shibiao-hostile-was-here": b"here"})


def _exe() -> bytes:
    return (
        b"MZ\x90\x00"
        + bytes(56)
        + b"\x80\x00\x00\x00"
        + b"\x0e\x1f\xba\x0e\x00\xb4\x09\xcd\x21"
        + b"PE\x00\x00"
        + bytes(400)
    )


def _html() -> bytes:
    return b"<!DOCTYPE html><html><script>while(1){}</script><table><tr><td>1</td></tr></table></html>"


def good_pdf() -> bytes:
    """A PDF of one table."""
    return one_page(table())


def _kind(name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "disguised", what, how, outcomes, content(suffix, make))


_BYTES = "its bytes, another suffix"
KINDS = (
    _kind("png-as-pdf", ".pdf", "a PNG named .pdf", _BYTES, _NOTHING, partial(image, "PNG")),
    _kind("jpeg-as-txt", ".txt", "a JPEG named .txt", _BYTES, _NOTHING, partial(image, "JPEG")),
    _kind("tiff-as-jpeg", ".jpg", "a TIFF named .jpg", _BYTES, _NOTHING, partial(image, "TIFF")),
    _kind("gif-as-tiff", ".tif", "a GIF named .tif", _BYTES, _NOTHING, partial(image, "GIF")),
    _kind("ico-as-png", ".png", "an icon named .png", _BYTES, ("unsupported", "damaged"), partial(image, "ICO")),
    _kind("pcx-as-bmp", ".bmp", "a PCX named .bmp", _BYTES, ("unsupported", "damaged"), partial(image, "PCX")),
    _kind(
        "ppm-as-png",
        ".png",
        "a PPM named .png",
        _BYTES,
        ("unsupported", "damaged", "converted"),
        partial(image, "PPM"),
    ),
    _kind("eps-as-pdf", ".pdf", "an EPS named .pdf", _BYTES, _DAMAGED, partial(image, "EPS")),
    _kind(
        "avif-as-jpeg",
        ".jpg",
        "an AVIF named .jpg",
        _BYTES,
        _OTHER,
        partial(bytes, b"\x00\x00\x00\x1cftypavif" + bytes(90)),
    ),
    _kind("pdf-as-png", ".png", "a PDF named .png", _BYTES, _READ, partial(good_pdf)),
    _kind("pdf-as-txt", ".txt", "a PDF named .txt", _BYTES, _READ, partial(good_pdf)),
    _kind("pdf-as-docx", ".docx", "a PDF named .docx", _BYTES, _READ, partial(good_pdf)),
    _kind("pdf-without-suffix", "", "a PDF without a suffix", _BYTES, _READ, partial(good_pdf)),
    _kind("text-as-pdf", ".pdf", "text named .pdf", _BYTES, _DAMAGED, partial(bytes, "项目名称\t河道\n".encode())),
    _kind(
        "text-as-png",
        ".png",
        "text named .png",
        _BYTES,
        ("converted", "damaged", "unsupported"),
        partial(bytes, "项目名称\t河道\n".encode()),
    ),
    _kind("zip-as-pdf", ".pdf", "a ZIP named .pdf", _BYTES, _OTHER, partial(_zip, {"a.txt": b"a"})),
    _kind("docx-as-pdf", ".pdf", "a Word file named .pdf", _BYTES, _OTHER, partial(docx)),
    _kind("docx-as-tiff", ".tif", "a Word file named .tif", _BYTES, _OTHER, partial(docx)),
    _kind(
        "ole-as-pdf",
        ".pdf",
        "an old Word file named .pdf",
        _BYTES,
        _OTHER,
        partial(bytes, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)),
    ),
    _kind(
        "rtf-as-txt",
        ".txt",
        "an RTF named .txt",
        _BYTES,
        _OTHER,
        partial(bytes, b"{\\rtf1\\ansi{\\object\\objdata 00}}"),
    ),
    _kind("zip-bomb-as-pdf", ".pdf", "a ZIP of 200 MB in a few kB, named .pdf", "zeros", _OTHER, partial(_zip_bomb)),
    _kind(
        "zip-slip-as-pdf",
        ".pdf",
        "a ZIP with a way out of the folder, named .pdf",
        "../../",
        _OTHER,
        partial(_zip_slip),
    ),
    _kind("exe-as-pdf", ".pdf", "a Windows program named .pdf", _BYTES, ("damaged", "unsupported"), partial(_exe)),
    _kind(
        "elf-as-txt",
        ".txt",
        "a Linux program named .txt",
        _BYTES,
        _OTHER,
        partial(bytes, b"\x7fELF\x02\x01\x01" + bytes(500)),
    ),
    _kind(
        "script-as-pdf",
        ".pdf",
        "a shell script named .pdf",
        _BYTES,
        _DAMAGED,
        partial(bytes, b"#!/bin/sh\ntouch /tmp/shibiao-hostile-was-here\n"),
    ),
    _kind("html-as-pdf", ".pdf", "a web page named .pdf", _BYTES, _DAMAGED, partial(_html)),
    _kind("html-as-txt", ".txt", "a web page named .txt", _BYTES, _READ, partial(_html)),
    _kind(
        "gzip-as-pdf",
        ".pdf",
        "a gzip of 1 GiB named .pdf",
        "zeros",
        ("damaged", "unsupported"),
        partial(lambda: gzip.compress(b"", mtime=0)[:10] + bomb(1 << 30, b"\x00")[2:]),
    ),
    _kind(
        "rar-as-pdf",
        ".pdf",
        "a RAR named .pdf",
        _BYTES,
        ("damaged", "unsupported"),
        partial(bytes, b"Rar!\x1a\x07\x01\x00" + bytes(99)),
    ),
    _kind(
        "7z-as-tiff",
        ".tif",
        "a 7z named .tif",
        _BYTES,
        ("damaged", "unsupported"),
        partial(bytes, b"7z\xbc\xaf\x27\x1c" + bytes(99)),
    ),
    _kind(
        "mp4-as-jpeg",
        ".jpg",
        "a film named .jpg",
        _BYTES,
        ("damaged", "unsupported"),
        partial(bytes, b"\x00\x00\x00\x18ftypmp42" + bytes(99)),
    ),
    _kind(
        "sqlite-as-txt",
        ".txt",
        "a database named .txt",
        _BYTES,
        _OTHER,
        partial(bytes, b"SQLite format 3\x00" + bytes(900)),
    ),
)
