"""Which pages of a form were read from pixels, and at what scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shibiao.schemas.records import Form

_POINTS_PER_INCH = 72.0


def scanned_pages(form: Form) -> dict[int, float]:
    """The form's scanned pages, each with the points of a pixel that its boxes were made with."""
    scans = getattr(form.source, "scans", ())
    return {scan.page: _POINTS_PER_INCH / scan.dpi for scan in scans if scan.page in form.source.pages}
