"""Reads hostile files in child processes, a new one for each that a file brings down."""

from __future__ import annotations

import json
import os
import queue
import select
import subprocess
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

SECONDS = 120
MOST_SECONDS = 60
MOST_MEGABYTES = 1_500
_LIFE = 40  # files: the network's engine keeps what it made ready for every width of a line
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a file: an outcome of ``samples.hostile.kind``, or ``crash``, ``hang`` or ``defect``.

    ``acts``: what was run, fetched or written meanwhile. ``megabytes``: the most memory that the process had.
    """

    outcome: str
    messages: tuple[str, ...] = ()
    seconds: float = 0.0
    megabytes: int = 0
    cells: int = 0
    acts: tuple[str, ...] = ()


class Child:
    """A process that reads one file after the other, started when it is needed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._said = TemporaryFile("w+")  # noqa: SIM115

    def read(self, path: Path) -> Read:
        """Never raises for what is in the file."""
        process = self._process or self._started()
        assert process.stdin and process.stdout
        self._said.seek(0)
        self._said.truncate()
        process.stdin.write(json.dumps(str(path)) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], self._seconds)
        line = process.stdout.readline() if ready else ""
        if not line:
            self.close()
            return self._ended(process.returncode, bool(ready))
        answer = json.loads(line)
        return Read(**answer | {"messages": tuple(answer["messages"]), "acts": tuple(answer["acts"])})

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ended(self, code: int, by_itself: bool) -> Read:
        self._said.seek(0)
        last = self._said.read()[-2_000:]
        return Read("crash", (f"exit {code}: {last}",)) if by_itself else Read("hang", (f"{self._seconds} s: {last}",))

    def _started(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            cwd=_ROOT,
        )
        return self._process


def read_all(paths: Iterable[Path]) -> Mapping[Path, Read]:
    """What became of each file, read by as many processes as there are processors: a file's time is its own."""
    children = min(2, len(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else 2
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for path in paths:
        waiting.put(path)
    found: dict[Path, Read] = {}

    def work(_: int) -> None:
        child = Child()
        try:
            while True:
                for _ in range(_LIFE):
                    path = waiting.get_nowait()
                    found[path] = child.read(path)
                child.close()
        except queue.Empty:
            child.close()

    with ThreadPoolExecutor(children) as pool:
        list(pool.map(work, range(children)))
    return found


def assert_sound(read: Read) -> None:
    """It was neither long nor large nor did it do anything, and what is said of it can be understood."""
    assert read.outcome not in ("crash", "hang", "defect"), read
    assert read.seconds < MOST_SECONDS, read
    assert read.megabytes < MOST_MEGABYTES, read
    assert not read.acts, read
    assert len(read.messages) == (0 if read.outcome == "converted" else 2)
    for message in read.messages:
        assert 10 < len(message) < 300 and message.isprintable(), message
        assert not any(word in message for word in ("Traceback", " 0x", "Error(")), message
