"""Files that are two things at once, and texts that another program would run or unfold."""

from __future__ import annotations

import json
from functools import partial

from samples.hostile.disguised import docx, good_pdf, image
from samples.hostile.kind import Kind, Outcome, content

_READ: tuple[Outcome, ...] = ("converted",)
_NOTHING: tuple[Outcome, ...] = ("no-form",)


def _laughs() -> bytes:
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>{entities}]><x>&a9;</x>".encode()


def _yaml() -> bytes:
    rows = ["a0: &a0 [ha, ha]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    return (
        "\n".join(rows).encode() + b"\nrun: !!python/object/apply:os.system ['touch /tmp/shibiao-hostile-was-here']\n"
    )


def _pickle() -> bytes:
    return b"cos\nsystem\n(S'touch /tmp/shibiao-hostile-was-here'\ntR."


def _kind(name: str, suffix: str, what: str, how: str, outcomes: tuple[Outcome, ...], make: partial[bytes]) -> Kind:
    return Kind(name, "disguised", what, how, outcomes, content(suffix, make))


KINDS = (
    _kind("pickle-as-txt", ".txt", "a Python object that runs a program", "pickle", _READ, partial(_pickle)),
    _kind(
        "yaml-bomb",
        ".txt",
        "YAML that unfolds to 10^9 words and runs a program",
        "&a, *a, !!python",
        _READ,
        partial(_yaml),
    ),
    _kind("xml-bomb", ".txt", "XML that unfolds to 10^9 words", "entities", _READ, partial(_laughs)),
    _kind(
        "svg-as-png",
        ".png",
        "an SVG that includes a file, named .png",
        "xlink:href",
        ("converted", "damaged", "unsupported"),
        partial(bytes, b"<svg xmlns='http://www.w3.org/2000/svg'><image xlink:href='file:///etc/passwd'/></svg>"),
    ),
    _kind(
        "json-nested",
        ".txt",
        "JSON of 100,000 arrays in each other",
        "[[[…",
        _READ,
        partial(lambda: b"[" * 100_000 + b"]" * 100_000),
    ),
    _kind(
        "json-form",
        ".txt",
        "a record of shibiao itself",
        "schema, forms",
        _READ,
        partial(lambda: json.dumps({"form_id": "../../x"}).encode()),
    ),
    _kind(
        "pdf-and-zip",
        ".pdf",
        "a PDF that is a ZIP too",
        "the ZIP behind it",
        _READ,
        partial(lambda: good_pdf() + docx()),
    ),
    _kind(
        "zip-and-pdf",
        ".pdf",
        "a ZIP that is a PDF too",
        "the PDF within 1,024 bytes",
        ("converted", "unsupported"),
        partial(lambda: docx()[:200] + good_pdf()),
    ),
    _kind(
        "png-and-pdf",
        ".pdf",
        "a PNG with a PDF behind it",
        "by hand",
        _NOTHING,
        partial(lambda: image("PNG") + good_pdf()),
    ),
    _kind(
        "html-and-pdf",
        ".pdf",
        "a web page with a PDF in it",
        "by hand",
        _READ,
        partial(lambda: b"<html><!--" + good_pdf() + b"--></html>"),
    ),
    _kind(
        "text-of-pdf",
        ".txt",
        "text that speaks of %PDF-1.7",
        "by hand",
        ("damaged", "converted"),
        partial(bytes, "项目名称\t%PDF-1.7\n".encode()),
    ),
    _kind(
        "text-like-bmp",
        ".txt",
        "text that begins like a BMP",
        "BM",
        _READ,
        partial(bytes, "BM项目名称\t河道\n".encode()),
    ),
)
