"""Fuzzing of a target from outside: a process is started, bounded, and started again after what ended it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.finding import keep
from tests.fuzz.replay import Replayed, replayed
from tests.fuzz.targets import Target

WORK = Path(__file__).parents[2] / "build" / "fuzz"
_GRACE = 120  # seconds beyond the time given: loading, and the last input
_LEAST = 5  # seconds that are worth another start
_ENDED_BY = ("crash-*", "timeout-*", "oom-*", "leak-*", "hang-*")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of it. ``known``: kept inputs that are findings still; ``note``: what else should be said."""

    target: str
    runs: int
    seconds: float
    new: tuple[Replayed, ...]
    known: tuple[Replayed, ...]
    note: str = ""


def fuzz(target: Target, seconds: float, found: Path, work: Path = WORK) -> Fuzzed:
    """Fuzz one target for so long; inputs of findings go to a folder of ``found``."""
    corpus, kept = work / target.name, found / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    for data in target.seeds():
        keep(data[: target.most_bytes], corpus)
    earlier = sorted(kept.glob("*.bin"))
    known = tuple(one for one in replayed(target.name, earlier) if one.what)
    began, runs = time.monotonic(), 0
    notes: list[str] = []
    new: list[Replayed] = []
    while (left := seconds - (time.monotonic() - began)) > _LEAST or not runs:
        said = _child(target, max(left, _LEAST), corpus, kept, [one.what or "" for one in known], work)
        runs += max([1, *(int(found) for found in re.findall(r"(?:Done |^#)(\d+)", said, re.M))])
        notes += [line for line in said.splitlines() if line.startswith("atheris is not")]
        ends = [path for pattern in _ENDED_BY for path in sorted(corpus.glob(pattern))]
        again = _kept(target, ends, corpus, kept)
        new += again
        if len(again) < len(ends):
            notes.append("a process ended at an input that does no harm by itself: memory of those before it")
        if not ends and (" runs" not in said):
            notes.append(f"ended without a word: see {work / target.name}.log")
            break
    done = {one.path for one in new}
    for one in replayed(target.name, sorted(set(kept.glob("*.bin")) - set(earlier) - done)):
        if one.what:
            new.append(one)
        else:
            _drop(one.path)
            notes.append("what was found once was not found again by itself, and is not kept")
    note = "; ".join(dict.fromkeys(notes))
    return Fuzzed(target.name, runs, time.monotonic() - began, tuple(new), known, note)


def _child(target: Target, seconds: float, corpus: Path, kept: Path, known: Sequence[str], work: Path) -> str:
    """All that the process said."""
    command = [sys.executable, "-m", "tests.fuzz.child", target.name, str(seconds), str(corpus), str(kept), *known]
    log = work / f"{target.name}.log"
    with log.open("w", encoding="utf-8") as file:
        try:
            subprocess.run(
                command, stdout=file, stderr=subprocess.STDOUT, cwd=WORK.parents[1], timeout=seconds + _GRACE
            )
        except subprocess.TimeoutExpired:
            file.write("stopped from outside\n")
    return log.read_text(encoding="utf-8", errors="replace")


def _kept(target: Target, ends: Sequence[Path], corpus: Path, kept: Path) -> list[Replayed]:
    """The inputs that end a process by themselves; what ended this one only with all before it is dropped."""
    results = []
    for end in ends:
        data = end.read_bytes()
        end.unlink()
        for path in corpus.iterdir():  # it would end the next process too
            if path.is_file() and path.read_bytes() == data:
                path.unlink()
        path = keep(data, kept)
        again = replayed(target.name, [path])[0]
        if again.what:
            results.append(again)
        else:
            _drop(path)
    return results


def _drop(path: Path) -> None:
    path.unlink()
    if not any(path.parent.iterdir()):
        path.parent.rmdir()
