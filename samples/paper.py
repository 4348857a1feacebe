"""Turns and crops printed pages the way printer drivers and clerks do, without touching what is printed.

Then takes out what differs from run to run, so that the same seed gives the same bytes with the same programs.
"""

from __future__ import annotations

import re
from ctypes import c_float
from hashlib import md5
from pathlib import Path

from samples.style import MARGIN, PrintStyle

_CROP = (0.6 * MARGIN, 0.4 * MARGIN, 0.5 * MARGIN, 0.7 * MARGIN)
_DATE = re.compile(rb"(?<=\(D:)\d{14}")
_FINGERPRINT = re.compile(rb"(/DocChecksum\s*/)([0-9A-F]{32})|(/ID\s*\[\s*<)([0-9A-F]{32})(>\s*<)([0-9A-F]{32})")
_PRINTED = b"20240102030405"


def finish(pdf: Path, style: PrintStyle) -> None:
    """Apply ``style.rotate`` and ``style.crop`` in place, then settle the bytes. A turned page still reads upright."""
    if style.rotate or style.crop:
        _lay(pdf, style)
    pdf.write_bytes(settled(pdf.read_bytes()))


def settled(content: bytes) -> bytes:
    """A PDF with its dates set to one day and its fingerprints made from its contents; no offset moves."""
    content = _DATE.sub(_PRINTED, content)
    fingerprint = md5(_FINGERPRINT.sub(b"", content), usedforsecurity=False).hexdigest().upper().encode()

    def stamped(found: re.Match[bytes]) -> bytes:
        return found[1] + fingerprint if found[1] else found[3] + fingerprint + found[5] + fingerprint

    return _FINGERPRINT.sub(stamped, content)


def _lay(pdf: Path, style: PrintStyle) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf.read_bytes())
    for page in document:
        if style.rotate:
            _turn(page, style.rotate)
        if style.crop:
            left, bottom, right, top = page.get_mediabox()
            page.set_cropbox(left + _CROP[0], bottom + _CROP[1], right - _CROP[2], top - _CROP[3])
    document.save(pdf)


def _turn(page: object, degrees: int) -> None:
    """Store the page turned by 90° or 270° and say so in /Rotate."""
    import pypdfium2.raw as pdfium

    raw = page.raw  # type: ignore[attr-defined]
    left, bottom, right, top = page.get_mediabox()  # type: ignore[attr-defined]
    width, height = right - left, top - bottom
    # /Rotate turns clockwise when shown; the content is stored turned the other way, then moved back onto the paper.
    values = (0, 1, -1, 0, height, 0) if degrees == 90 else (0, -1, 1, 0, 0, width)
    matrix = pdfium.FS_MATRIX(*map(c_float, values))
    clip = pdfium.FS_RECTF(0, max(width, height), max(width, height), 0)
    pdfium.FPDFPage_TransFormWithClip(raw, matrix, clip)
    pdfium.FPDFPage_TransformAnnots(raw, *values)
    page.set_mediabox(0, 0, height, width)  # type: ignore[attr-defined]
    page.set_cropbox(0, 0, height, width)  # type: ignore[attr-defined]
    page.set_rotation(degrees)  # type: ignore[attr-defined]
