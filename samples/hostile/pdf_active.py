"""PDFs that want to do something, and PDFs that are locked. Nothing in them may ever be run or unpacked."""

from __future__ import annotations

import io
from functools import partial

from samples.hostile.kind import Outcome, pdf_kind
from samples.hostile.pdf_syntax import ROOT, document, one_page, page_objects, stream, table

_READ: tuple[Outcome, ...] = ("converted",)
_LOCKED: tuple[Outcome, ...] = ("encrypted",)
_ODD: tuple[Outcome, ...] = ("encrypted", "damaged", "no-form", "converted")
_SCRIPT = b"app.launchURL('http://127.0.0.1:9/'); this.exportDataObject({cName: 'a', nLaunch: 2}); while (true) {}"
_MARK = b"/tmp/shibiao-hostile-was-here"


def _action(action: bytes) -> bytes:
    """Done when the file is opened, when the page is, and when somebody touches it."""
    note = b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %s /AA << /E %s /PO %s >> >>" % ((action,) * 3)
    return one_page(
        table(), page=b"/Annots [6 0 R] /AA << /O %s >>" % action, catalog=b"/OpenAction " + action, more={6: note}
    )


def _embedded() -> bytes:
    """A program as an attachment, one that goes out of the folder by its name."""
    name = b"../../../../tmp/shibiao-hostile-was-here"
    file = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 7 0 R >> >>" % (name, name)
    held = stream(b"#!/bin/sh\ntouch %s\n" % _MARK, b"/Type /EmbeddedFile /Subtype /application#2Fx-sh")
    return one_page(table(), catalog=b"/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>", more={6: file, 7: held})


def _xfa() -> bytes:
    """A form in XML that includes a file of the system."""
    xml = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><xdp:xdp>&b;</xdp:xdp>"
    return one_page(table(), catalog=b"/AcroForm << /XFA 6 0 R /Fields [] >>", more={6: stream(xml)})


def _metadata() -> bytes:
    """XML that unfolds to 10^9 words."""
    entities = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    xml = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>%s]><x>&a9;</x>" % entities
    return one_page(table(), catalog=b"/Metadata 6 0 R", more={6: stream(xml, b"/Type /Metadata /Subtype /XML")})


def _external() -> bytes:
    """A content that stands in another file."""
    content = b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"
    return document(page_objects(content))


def _encrypted(strength: int, user: str, owner: str | None = None) -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    paper = Canvas(out, encrypt=StandardEncryption(user, owner, strength=strength), invariant=1)
    paper.grid([50, 200, 350], [600, 650, 700])
    paper.drawString(55, 660, "Budget 12")
    paper.save()
    return out.getvalue()


def _lock(entries: bytes) -> bytes:
    trailer = (
        ROOT
        + b" /Encrypt << %s >> /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]" % entries
    )
    return document(page_objects(stream(table())), trailer)


_SECRET = b"<%s>" % (b"00" * 32)
KINDS = (
    pdf_kind(
        "javascript",
        "a script run on opening",
        "/OpenAction, /AA",
        _READ,
        lambda: _action(b"<< /S /JavaScript /JS (%s) >>" % _SCRIPT.replace(b"(", b"\\(").replace(b")", b"\\)")),
    ),
    pdf_kind(
        "launch",
        "a program started on opening",
        "/Launch",
        _READ,
        lambda: _action(b"<< /S /Launch /F (/bin/touch) /Win << /F (cmd.exe) /P (/c calc) >> /P (%s) >>" % _MARK),
    ),
    pdf_kind(
        "call-home",
        "an address called on opening",
        "/URI",
        _READ,
        lambda: _action(b"<< /S /URI /URI (http://127.0.0.1:9/) >>"),
    ),
    pdf_kind(
        "submit-form",
        "data sent on opening",
        "/SubmitForm",
        _READ,
        lambda: _action(b"<< /S /SubmitForm /F (http://127.0.0.1:9/) /Fields [] >>"),
    ),
    pdf_kind(
        "import-data",
        "data taken from a file on opening",
        "/ImportData",
        _READ,
        lambda: _action(b"<< /S /ImportData /F (/etc/passwd) >>"),
    ),
    pdf_kind(
        "other-file",
        "another file opened",
        "/GoToR",
        _READ,
        lambda: _action(b"<< /S /GoToR /F (\\\\\\\\127.0.0.1\\\\share\\\\a.pdf) /D [0 /Fit] >>"),
    ),
    pdf_kind(
        "embedded-program", "a program as an attachment with a path in its name", "/EmbeddedFiles", _READ, _embedded
    ),
    pdf_kind("xfa-entity", "a form in XML that includes /etc/passwd", "/XFA", _READ, _xfa),
    pdf_kind("metadata-laughs", "metadata that unfold to 10^9 words", "XML entities", _READ, _metadata),
    pdf_kind(
        "external-content", "a content that stands in /etc/passwd", "/F of a stream", ("no-form", "damaged"), _external
    ),
    pdf_kind("encrypted-40", "a PDF with a user password", "RC4, 40 bits", _LOCKED, partial(_encrypted, 40, "secret")),
    pdf_kind(
        "encrypted-128", "a PDF with a user password", "RC4, 128 bits", _LOCKED, partial(_encrypted, 128, "secret")
    ),
    pdf_kind(
        "encrypted-owner",
        "a PDF with an owner's password only",
        "RC4, 128 bits",
        _READ,
        partial(_encrypted, 128, "", "owner"),
    ),
    pdf_kind(
        "lock-unknown",
        "a PDF locked in an unknown way",
        "/Filter /Unknown",
        _ODD,
        lambda: _lock(b"/Filter /Unknown /V 99 /R 99"),
    ),
    pdf_kind("lock-empty", "a lock without anything", "/Encrypt << >>", _ODD, lambda: _lock(b"")),
    pdf_kind(
        "lock-wrong",
        "a lock whose parts have wrong sizes",
        "/O, /U",
        _ODD,
        lambda: _lock(b"/Filter /Standard /V 5 /R 6 /O (a) /U (b) /OE () /UE () /P 1 /Length 99999999"),
    ),
    pdf_kind(
        "lock-negative",
        "a key of negative length",
        "/Length",
        _ODD,
        lambda: _lock(b"/Filter /Standard /V 2 /R 3 /O %s /U %s /P -1 /Length -128" % (_SECRET, _SECRET)),
    ),
)
