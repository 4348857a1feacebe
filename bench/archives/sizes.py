"""Many files: scaling with workers, the parent's memory, what the ledger costs, and a rerun with nothing to do."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.archives.made import ROOT, copies, texts
from bench.archives.process import command, watched
from bench.report import table


def scaling(folder: Path, pdfs: int, scans: Sequence[Path], scan_count: int, rounds: int) -> str:
    """Seconds with one worker and with two, in turn; and what the machine allows: two runs of one worker at once, which
    share nothing but its cores, its caches and its memory."""
    digital = copies(folder / "digital", sorted((ROOT / "samples" / "forms").glob("*.pdf")), pdfs)
    scanned = copies(folder / "scanned", scans, scan_count)
    rows = []
    for name, archive in (("born-digital PDFs", digital), ("scans", scanned)):
        ratios, allowed, ones = [], [], []
        for _ in range(rounds):
            one, two = (_timed(archive, folder / f"out{jobs}", jobs) for jobs in (1, 2))
            with ThreadPoolExecutor(2) as pool:
                both = max(pool.map(_timed, (archive, archive), (folder / "both1", folder / "both2"), (1, 1)))
            ratios.append(one / two)
            allowed.append(2 * one / both)
            ones.append(one)
            print(f"{name}: {one:.1f} s, {two:.1f} s, two runs {both:.1f} s", file=sys.stderr, flush=True)
        count = str(len(list(archive.iterdir())))
        medians = (statistics.median(values) for values in (ones, ratios, allowed))
        rows.append([name, count, *(f"{median:.2f}" for median in medians)])
    return table(["archive", "files", "seconds, 1 worker", "times faster with 2", "two runs at once"], rows)


def _timed(archive: Path, out: Path, jobs: int) -> float:
    shutil.rmtree(out, ignore_errors=True)
    return watched(command(archive, out, "--jobs", jobs)).seconds


def memory(folder: Path, files: int) -> str:
    """The parent's memory over a run: after the first tenth of it, and at most."""
    run = watched(command(texts(folder / "in", files), folder / "out"))
    early = max(run.memory[: max(1, len(run.memory) // 10)])
    return f"{files:,} files: {early:.0f} MB after a tenth of the run, {max(run.memory):.0f} MB at most."


def rerun(folder: Path, files: int) -> str:
    """A first run over many small files, what of it the ledger took, and a second one with nothing to do."""
    archive, out = texts(folder / "in", files), folder / "out"
    first = watched(command(archive, out))
    again = watched(command(archive, out))
    return (
        f"{files:,} small files: {first.seconds:,.0f} s, {first.seconds / files * 1000:.1f} ms a file with two workers;"
        f" the ledger {ledger_cost(folder, files):.2f} ms a file; again with nothing to do: {again.seconds:.1f} s."
    )


def ledger_cost(folder: Path, files: int) -> float:
    """Milliseconds a file for all that a run writes into the ledger for it, measured by themselves."""
    from shibiao.batch.ledger import Found, Hashed, Ledger, Settled
    from shibiao.normalize.archive import Key, Text

    copy = sqlite3.connect(f"file:{folder}/out/.shibiao/ledger.sqlite?mode=ro", uri=True)
    evidence = copy.execute("SELECT count(*) FROM evidence").fetchone()[0] // max(1, files)
    copy.close()
    ledger = Ledger(folder / "alone.sqlite")
    began = time.perf_counter()
    for low in range(0, files, 1000):
        ledger.note_found(1, [Found(f"/archive/{n:06d}.txt".encode(), "1 2 3") for n in range(low, low + 1000)])
    for low in range(0, files, 64):
        many = range(low, min(files, low + 64))
        ledger.note_hashed([Hashed(f"/archive/{n:06d}.txt".encode(), f"{n:064x}") for n in many], "reader")
    for content in ledger.unread():
        ledger.lease(content.sha256)
        form_id = f"{content.sha256[:16]}-0001"
        texts = tuple(
            (
                Key("name", "数量指标", "水利局", f"开展{n}次"),
                Text(f"开展{n}次", "", True, True, form_id, "p1.r1.c1", f"开展{n}次", "水利局", "水库", "2023"),
            )
            for n in range(evidence)
        )
        ledger.settle(Settled(content.sha256, "done", form_ids=(form_id,), evidence=texts))
    spent = time.perf_counter() - began
    ledger.close()
    return spent / files * 1000
