"""OpenVINO without its telemetry: nothing that is read here leaves the machine, not even that something is read."""

from __future__ import annotations

import sys
from types import ModuleType


def import_openvino() -> ModuleType:
    """The package ``openvino``.

    As it comes, importing it imports its converter, which writes a client id into the home folder and reports the
    import to a web service. Where the reporting module cannot be imported it takes a stub of its own instead.

    Raises: ImportError where OpenVINO is not installed.
    """
    if "openvino" not in sys.modules:
        sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # None: "cannot be imported"
    import openvino

    return openvino  # type: ignore[no-any-return]
