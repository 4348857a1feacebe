"""Behind ``shibiao.read``."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from shibiao.exits import ExitCode, Stop
from shibiao.extract.source import ReadSettings
from shibiao.inputs import find_inputs
from shibiao.reading import fingerprint, read_inputs

if TYPE_CHECKING:
    from shibiao.schemas.records import Form


def read_path(path: str | os.PathLike[str], settings: ReadSettings) -> list[Form]:
    """See ``shibiao.read``."""
    place = Path(path)
    try:
        paths = find_inputs([place])
    except Stop as stop:
        if stop.code is ExitCode.NOTHING_READ:
            return []
        raise FileNotFoundError(place) from stop
    run = read_inputs([fingerprint(path) for path in paths], settings)
    for result in run.failed:
        error = result.failure.error if result.failure else None
        if error and not place.is_dir():
            raise error
        warnings.warn(f"{result.path}: {result.failure.kind if result.failure else ''}", stacklevel=3)
    return list(run.forms)
