"""Which pages of a form were read from pixels, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shibiao.schemas.records import Form

_POINTS_PER_INCH = 72.0


class ScannedPage(NamedTuple):
    """``points_per_pixel`` ties the form's boxes to the pixels of an image file, None where that is not known.

    ``turned`` is the page's rotation that was undone for reading, in degrees.
    """

    points_per_pixel: float | None
    turned: int = 0


def scanned_pages(form: Form) -> dict[int, ScannedPage]:
    """The form's scanned pages by their number."""
    scans = form.source.scans
    if not scans and form.source.kind == "scan":
        return dict.fromkeys(form.source.pages, ScannedPage(None))
    return {
        scan.page: ScannedPage(_POINTS_PER_INCH / scan.dpi, scan.turned)
        for scan in scans
        if scan.page in form.source.pages
    }
