"""Killed at random, worker or parent, and resumed until done: nothing lost, nothing doubled, the same bytes."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench.archives.made import mixed
from bench.archives.process import command, results, watched
from shibiao.batch.limits import children


def kills(folder: Path, files: int, times: int, seed: int) -> str:
    """What came of it, as a paragraph. Raises: AssertionError when a promise is broken."""
    archive = mixed(folder / "in", files)
    whole = watched(command(archive, folder / "undisturbed"))
    chance, out = random.Random(seed), folder / "out"
    struck: Counter[str] = Counter()
    runs = 0
    while struck.total() < times:
        runs += 1
        _one_run(command(archive, out), chance, whole.seconds, struck, times)
        if (out / ".shibiao" / "ledger.sqlite").exists():
            _check_balance(out, files)
        if (out / "manifest.jsonl").exists() and struck.total() < times:
            _forget_some(out, chance)
        print(f"{struck.total()} kills, {runs} runs", file=sys.stderr, flush=True)
    watched(command(archive, out))
    counts = _check_balance(out, files)
    expected, found = results(folder / "undisturbed"), results(out)
    differing = [name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)]
    assert not differing, sorted(differing)
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    ids = Counter(form_id for line in lines for form_id in line["form_ids"])
    assert len(lines) == len({line["path"] for line in lines}) == files and max(ids.values()) == 1
    return (
        f"{files} files, {struck['parent']} kills of the parent and {struck['worker']} of a worker in {runs} runs; then"
        f" {sum(counts.values())} = {' + '.join(f'{n} {state}' for state, n in sorted(counts.items()))} in the ledger,"
        f" {len(found)} result files, all as undisturbed; every input once in the manifest, every form once."
    )


def _one_run(arguments: list[str], chance: random.Random, whole: float, struck: Counter[str], times: int) -> None:
    """A run that is struck some times, the last time at its parent, unless it ends before."""
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    for _ in range(chance.randint(1, 6)):
        time.sleep(chance.uniform(0.05, max(0.5, whole / 5)))
        if process.poll() is not None or struck.total() >= times - 1:
            break
        workers = children(process.pid)
        if workers:
            _kill(chance.choice(workers))
            struck["worker"] += 1
    if process.poll() is None and struck.total() < times:
        _kill(process.pid)
        struck["parent"] += 1
    process.wait()


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _check_balance(out: Path, files: int) -> dict[str, int]:
    ledger = sqlite3.connect(f"file:{out}/.shibiao/ledger.sqlite?mode=ro", uri=True)
    try:
        rows = ledger.execute(
            "SELECT coalesce(state, CASE WHEN inputs.kind IS NULL THEN 'unhashed' ELSE 'failed' END), count(*)"
            " FROM inputs LEFT JOIN contents USING (sha256) GROUP BY 1"
        ).fetchall()
    finally:
        ledger.close()
    counts = {str(state): int(n) for state, n in rows}
    assert sum(counts.values()) in (0, files), counts
    return counts


def _forget_some(out: Path, chance: random.Random) -> None:
    """A run has ended before it was struck enough: some of what it knows is taken away, so that there is work again."""
    ledger = sqlite3.connect(out / ".shibiao" / "ledger.sqlite")
    with ledger:
        known = [row[0] for row in ledger.execute("SELECT sha256 FROM contents WHERE state = 'done'")]
        for sha256 in chance.sample(known, len(known) // 2):
            ledger.execute("UPDATE contents SET state = 'discovered', attempts = 0 WHERE sha256 = ?", (sha256,))
    ledger.close()
