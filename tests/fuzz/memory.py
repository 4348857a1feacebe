"""Memory of this process, in MB; 0 where the system does not tell."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path


def resident() -> int:
    """What it has now."""
    return _status("VmRSS")


def peak() -> int:
    """The most it has had since ``forget_peak``."""
    return _status("VmHWM")


def peak_ever() -> int:
    """The most it has had since it began; costs nothing."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


def forget_peak() -> None:
    """Begin to measure anew."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _status(name: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(name)), 0)
