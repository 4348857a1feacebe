"""The program run as its users run it, watched from outside."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from shibiao.batch.limits import held_mb

_LOOK_SECONDS = 0.2


def command(folder: Path, out: Path, *flags: object) -> list[str]:
    """A command line of ``convert``."""
    return [sys.executable, "-m", "shibiao", "convert", str(folder), "--out", str(out), "--quiet", *map(str, flags)]


@dataclass(slots=True)
class Watched:
    """A run: its exit code, how long it took, and the parent's resident memory now and then, in MB."""

    code: int
    seconds: float
    memory: list[float] = field(default_factory=list)


def watched(arguments: list[str]) -> Watched:
    """Run to the end. Raises: RuntimeError for a code that says something is wrong."""
    began = time.perf_counter()
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
    run = Watched(0, 0.0)
    while process.poll() is None:
        run.memory.append(held_mb(process.pid))
        time.sleep(_LOOK_SECONDS)
    run.code, run.seconds = process.returncode, time.perf_counter() - began
    said = process.stderr.read() if process.stderr else ""
    if run.code not in (0, 11):
        raise RuntimeError(f"exit code {run.code}: {said[-2000:]}")
    return run


def results(out: Path) -> dict[str, str]:
    """The hash of every result: all files but the manifest, which holds times, and what a run keeps for the next."""
    names = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    kept = (name for name in sorted(names) if not name.startswith(".shibiao") and name != "manifest.jsonl")
    return {name: hashlib.sha256(names[name].read_bytes()).hexdigest() for name in kept}
