"""Processes that are killed, and processes that write at once: no acknowledged decision is lost."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from shibiao.review.chain import Head
from shibiao.review.database import log_path
from shibiao.review.log import existing_log
from shibiao.review.verifying import Verified, verify
from tests.review.logs import empty_out

ROOT = Path(__file__).parents[2]
KILLS = 30


def started(out: Path, name: str, *count: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.review.child", str(out), name, *count]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def acknowledged(said: str) -> list[tuple[Head, str]]:
    """What whole lines say: number, hash and form of entries."""
    lines = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return [(Head(int(number), digest), form) for number, digest, form in lines]


def test_thirty_kills(tmp_path: Path) -> None:
    """While two write at once: the one that is not killed goes on undisturbed."""
    out = empty_out(tmp_path / "out")
    taken: list[tuple[Head, str]] = []
    chance = random.Random(8)
    with started(out, "steady") as steady:
        for kill in range(KILLS):
            with started(out, f"k{kill}") as process:
                assert process.stdout
                first = process.stdout.readline()
                time.sleep(chance.uniform(0, 0.08))
                process.kill()
                taken += acknowledged(first + process.stdout.read())
        assert steady.poll() is None
        steady.kill()
        assert steady.stdout
        taken += acknowledged(steady.stdout.read())
    assert {form.partition("-")[0] for _, form in taken} == {"steady", *(f"k{kill}" for kill in range(KILLS))}
    found = verify(log_path(out), *(head for head, _ in taken))
    assert isinstance(found, Verified), found
    with existing_log(out) as log:
        there = {entry.number: entry for entry in log.entries()}
        whole: dict[str, int] = {}
        for entry in there.values():
            whole[entry.decision.place.form_id] = whole.get(entry.decision.place.form_id, 0) + 1
    assert all(there[head.number].decision.place.form_id == form for head, form in taken)
    assert all(count == (1 if int(form.partition("-")[2]) % 3 else 5) for form, count in whole.items())
    assert sorted(there) == list(range(1, len(there) + 1))


def test_two_at_once(tmp_path: Path) -> None:
    """They begin the log at once, too."""
    out = empty_out(tmp_path / "out")
    with started(out, "a", "60") as one, started(out, "b", "60") as other:
        said = [acknowledged(process.communicate(timeout=60)[0]) for process in (one, other)]
    numbers = [[head.number for head, _ in lines] for lines in said]
    assert sorted(numbers[0] + numbers[1]) == list(range(1, 2 * (40 + 20 * 5) + 1))
    assert all(sorted(own) == own for own in numbers)
    assert isinstance(verify(log_path(out), *(head for lines in said for head, _ in lines)), Verified)
