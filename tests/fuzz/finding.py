"""Findings: what is told of one, when two are the same, and how their inputs are made small and kept."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.memory import peak_ever
from tests.fuzz.targets import Check

MOST_SECONDS = 10.0
MOST_MEGABYTES = 1024
FOUND = Path(__file__).parent / "found"
_ROOT = Path(__file__).parents[2]
_SPENT = 20.0  # seconds on making one input small


def signature(error: BaseException) -> str:
    """Its type, and the last of our own lines that it came through: findings that agree in both are one."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _ours(frame.filename)]
    where = frames[-1] if frames else None
    if where is None:
        return f"{type(error).__name__} elsewhere"
    file = Path(where.filename).relative_to(_ROOT).as_posix()
    return f"{type(error).__name__} {file}:{where.lineno} {where.name}"


def _ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(_ROOT) and not path.is_relative_to(_ROOT / ".venv") and "tests" not in path.parts


def failing(check: Check, data: bytes) -> str | None:
    """The signature of what an input brings about; None when nothing."""
    began, most = time.process_time(), peak_ever()
    error = _raised(check, data)
    if isinstance(error, RecursionError):  # by itself, or because the stack was deep already?
        error = _raised_on_a_stack_of_its_own(check, data)
    if error:
        return signature(error)
    if time.process_time() - began > MOST_SECONDS:
        return "slow"
    return "memory" if peak_ever() - most > MOST_MEGABYTES else None


def _raised(check: Check, data: bytes) -> Exception | None:
    try:
        check(data)
    except Exception as error:
        return error
    return None


def _raised_on_a_stack_of_its_own(check: Check, data: bytes) -> Exception | None:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_raised, check, data).result()


def smaller(data: bytes, still: Callable[[bytes], bool]) -> bytes:
    """As much left out as can be in some seconds while it is ``still`` a finding."""
    until = time.monotonic() + _SPENT
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            if time.monotonic() > until:
                return data
            shorter = data[:at] + data[at + size :]
            if still(shorter):
                data = shorter
            else:
                at += size
        size //= 2
    return data


def keep(data: bytes, folder: Path) -> Path:
    """Write an input to where its test finds it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}.bin"
    path.write_bytes(data)
    return path
