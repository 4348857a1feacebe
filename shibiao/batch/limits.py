"""What one file may cost, and what becomes of a worker that goes beyond."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from shibiao.reading import Failure

_MB = 1024 * 1024
_SPARE_MB = 2048
_PR_SET_PDEATHSIG = 1
TOO_LARGE = getattr(signal, "SIGUSR2", signal.SIGTERM)  # ends a worker that holds too much memory


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file; defaults as documented in ``docs/archives.md``.

    ``page_seconds``: without a finished page for so long, the worker is ended. ``file_seconds``: for the whole file.
    ``memory_mb``: that a worker holds; one that holds more is ended. ``files``: after so many a worker makes room for a
    new one.
    """

    page_seconds: float = 180.0
    file_seconds: float = 4 * 3600.0
    memory_mb: int = 3072
    files: int = 500


def enter_worker(limits: Limits) -> None:
    """Make this process a worker: bound, single-threaded, deaf to Ctrl-C, and gone when its parent is."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT"):
        os.environ[name] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if sys.platform != "win32":
        import resource

        # What is asked for is far more than what is held, with OpenVINO above all: this is for what comes at once.
        bound = (2 * limits.memory_mb + _SPARE_MB) * _MB
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (bound if hard == resource.RLIM_INFINITY else min(bound, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import cv2

    cv2.setNumThreads(1)


def watch_pages(seconds: float) -> None:
    """End this process when no page is finished for so long: even code that never returns to Python is ended so.

    The alarm's default is kept, which kills; a handler in Python would wait for that code. Without effect on Windows,
    where the bound of the whole file is all there is.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def unwatch() -> None:
    """The file is finished."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def reset_peak() -> None:
    """Begin to measure the most memory anew. Without effect where the system cannot."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:  # noqa: PTH123  # no regular file
            file.write("5")
    except OSError:
        pass


def held_mb(pid: int) -> float:
    """The memory that a process holds, 0 when it is gone, or where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / _MB
    except (OSError, ValueError, IndexError):
        return 0.0


def children(pid: int) -> list[int]:
    """The processes that one has started, where the system tells."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, listed.read_text("ascii").split())
    return found


def peak_kb() -> int:
    """The most memory this process has had since ``reset_peak``."""
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            return next(int(line.split()[1]) for line in file if line.startswith("VmHWM:"))
    except (OSError, StopIteration, ValueError):
        if sys.platform == "win32":
            return 0
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def failure_of(error: BaseException) -> Failure | None:
    """Why a worker did not survive a file, told by what the pool says of it; None for an error of the program."""
    code = getattr(error, "exitcode", None)
    match type(error).__name__:
        case "TimeoutError":
            return Failure("timed-out", "file")
        case "ProcessExpired":
            return _expired(code if isinstance(code, int) else 0)
        case "KilledWorker":
            return Failure("crashed", "worker lost")
        case "MemoryError":
            return Failure("out-of-memory", "")
    return Failure("crashed", "cancelled") if isinstance(error, CancelledError) else None


def _expired(code: int) -> Failure:
    """By the signal that ended it: its own alarm, somebody's kill, or a fault."""
    signals = {
        getattr(signal, "SIGALRM", None): Failure("timed-out", "page"),
        TOO_LARGE: Failure("out-of-memory", ""),
        getattr(signal, "SIGKILL", None): Failure("killed", "SIGKILL"),
        getattr(signal, "SIGHUP", None): Failure("killed", "SIGHUP"),
    }
    try:
        known = signal.Signals(-code) if code < 0 else None
    except ValueError:
        known = None
    return signals.get(known) or Failure("crashed", known.name if known else f"exit {code}")
