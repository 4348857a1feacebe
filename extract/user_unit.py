"""The size of a PDF unit. PDFium does not tell it; files that set it set it once for all pages (ISO 32000-1, 14.11.2)."""

from __future__ import annotations

import re

_USER_UNIT = re.compile(rb"/UserUnit\s+([0-9]+(?:\.[0-9]+)?)")


def user_unit(data: bytes) -> float:
    """Points in a unit of this PDF, 1.0 where its bytes say nothing."""
    found = _USER_UNIT.search(data)
    return float(found.group(1)) or 1.0 if found else 1.0
