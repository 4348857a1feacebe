"""Inputs read again in a process of their own, with bounds: ``python -m tests.fuzz.replay TARGET FILE…``."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.child import HANG_SECONDS
from tests.fuzz.finding import MOST_MEGABYTES, failing
from tests.fuzz.memory import forget_peak, peak, resident
from tests.fuzz.targets import TARGETS

_ROOT = Path(__file__).parents[2]
_BOUND = 4 << 30  # bytes: more would be felt by the machine
_STARTED = 60  # seconds until the libraries are loaded on a busy machine


@dataclass(frozen=True, slots=True)
class Replayed:
    """``what`` became of an input: a finding's signature, ``crash`` or ``hang``; None when all is well."""

    path: Path
    what: str | None
    seconds: float = 0.0
    megabytes: int = 0


def replayed(target: str, paths: Sequence[Path]) -> list[Replayed]:
    """Every input read again. Never raises for what it is."""
    done: list[Replayed] = []
    while len(done) < len(paths):
        waiting = paths[len(done) :]
        command = [sys.executable, "-m", "tests.fuzz.replay", target, *map(str, waiting)]
        try:
            ended = subprocess.run(
                command, cwd=_ROOT, capture_output=True, text=True, timeout=_STARTED + HANG_SECONDS * len(waiting)
            )
            said, lost = ended.stdout, f"crash {ended.returncode}: {ended.stderr[-500:]}"
        except subprocess.TimeoutExpired as late:
            said, lost = bytes(late.stdout or b"").decode(), "hang"
        answers = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
        done += [Replayed(path, **answer) for path, answer in zip(waiting, answers, strict=False)]
        if len(done) < len(paths):
            done.append(Replayed(paths[len(done)], lost))
    return done


def main(arguments: Sequence[str]) -> None:
    """A line of JSON for each file."""
    _bound()
    with TemporaryDirectory() as folder:
        check = TARGETS[arguments[0]].start(Path(folder))
        for name in arguments[1:]:
            data = Path(name).read_bytes()
            before = resident()
            forget_peak()
            began = time.process_time()
            what = failing(check, data)
            seconds, megabytes = time.process_time() - began, max(0, peak() - before)
            if what is None and megabytes > MOST_MEGABYTES:
                what = "memory"
            print(json.dumps({"what": what, "seconds": round(seconds, 3), "megabytes": megabytes}), flush=True)


def _bound() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_BOUND, _BOUND))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1:])
