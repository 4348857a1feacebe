"""The size of a PDF unit, which PDFium does not tell. Files that set it set it once for all pages."""

from __future__ import annotations

import math
import re

_USER_UNIT = re.compile(rb"/UserUnit\s+([0-9]+(?:\.[0-9]+)?)")


def user_unit(data: bytes) -> float:
    """Points in a unit of this PDF, 1.0 where its bytes say nothing."""
    found = _USER_UNIT.search(data)
    unit = float(found.group(1)) if found else 1.0
    return unit if 0 < unit < math.inf else 1.0
