"""Time and memory of completing an archive, and how they grow: in memory, and from a ledger on disk."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from bench.repairs.inventing import invent
from bench.repairs.printing import print_all
from shibiao.normalize.archive import SortedTexts, complete_form, texts_of, wanted
from shibiao.normalize.cuts import mark_cuts
from shibiao.schemas.families import load_catalogue
from shibiao.schemas.records import Form


class Cost(NamedTuple):
    """What an archive of ``forms`` forms cost: texts in its index, seconds and MB of the index, seconds of completing,
    texts asked for; and on disk: seconds to write what the forms give and want, to look up what they want, MB of the
    ledger, and of the most that one look-up gave."""

    forms: int
    texts: int
    index_seconds: float
    index_mb: float
    complete_seconds: float
    asked: int
    write_seconds: float
    look_up_seconds: float
    ledger_mb: float
    most_found: int


def cost(count: int, seed: int) -> Cost:
    """Measured in a process of its own, so that its memory is its own; seconds are of processor time."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_cost, count, seed).result()


def _cost(count: int, seed: int) -> Cost:
    sure = load_catalogue().confidence
    forms = [mark_cuts(one.form, sure) for one in print_all(invent(count, seed), seed, sure)]
    texts = sum(1 for form in forms for _ in texts_of(form))
    before, began = _megabytes(), time.process_time()
    index = SortedTexts(forms)
    built, held = time.process_time(), _megabytes()
    for form in forms:
        complete_form(form, index, sure)
    done = time.process_time()
    return Cost(len(forms), texts, built - began, held - before, done - built, *_on_disk(forms))


def _on_disk(forms: list[Form]) -> tuple[int, float, float, float, int]:
    from shibiao.batch.ledger import Ledger, Settled

    with tempfile.TemporaryDirectory(prefix="shibiao-bench-") as folder:
        path = Path(folder) / "ledger.sqlite"
        ledger = Ledger(path)
        began = time.process_time()
        for form in forms:
            given = tuple(texts_of(form)), tuple(sorted(wanted(form)))
            ledger.settle(Settled(form.source.sha256, "done", evidence=given[0], wanted=given[1]))
        written = time.process_time()
        keys = ledger.known.wanted_between("0", "g")
        found = [ledger.known.evidence(key) for key in keys]
        looked_up = time.process_time()
        most = max((len(one.near) + len(one.elsewhere) for one in found), default=0)
        ledger.close()
        return len(keys), written - began, looked_up - written, path.stat().st_size / 1e6, most


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
