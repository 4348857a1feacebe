"""The process that fuzzes one target: ``python -m tests.fuzz.child TARGET SECONDS CORPUS FOUND [KNOWN…]``.

Exceptions are kept as findings and fuzzing goes on; at what ends a process (a crash, a hang, no memory) the input lies
in CORPUS beside the others, under a name that tells: then ``tests.fuzz.runs`` starts another.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.finding import failing, keep, smaller
from tests.fuzz.targets import TARGETS, Check, Target

HANG_SECONDS = 40  # by the clock; other processes may have most of the machine
MOST_RESIDENT = 3_000  # MB: the recognition network keeps what it made ready for every width of a line
FELL_BACK = "atheris is not installed (it is for Linux, Python before 3.14): hypothesis is used, which sees no coverage"


class Noting:
    """A check that keeps the inputs of findings, the first of each signature, and never raises."""

    def __init__(self, check: Check, found: Path, known: Sequence[str]) -> None:
        self._check, self._found = check, found
        self._known = set(known)

    def __call__(self, data: bytes) -> None:
        what = failing(self._check, data)
        if what is None or what in self._known:
            return
        self._known.add(what)
        if what not in ("slow", "memory"):
            data = smaller(data, lambda less: failing(self._check, less) == what)
        print(f"FOUND {what} {keep(data, self._found)}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Fuzz until the time is over."""
    name, seconds, corpus, found, *known = arguments
    target = TARGETS[name]
    atheris = _atheris()
    hook: AbstractContextManager[object] = atheris.instrument_imports(include=["shibiao"]) if atheris else nullcontext()
    with TemporaryDirectory() as folder, hook:
        check = Noting(target.start(Path(folder)), Path(found), known)
        if atheris:
            _with_atheris(atheris, target, check, int(float(seconds)), Path(corpus))
        else:
            print(FELL_BACK, flush=True)
            _with_hypothesis(target, check, float(seconds), Path(corpus))


def _atheris() -> Any:
    try:
        return import_module("atheris")
    except ImportError:
        return None


def _with_atheris(atheris: Any, target: Target, check: Check, seconds: int, corpus: Path) -> None:
    def mutate(data: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        changed = target.change(data, rng) if data and rng.random() < 0.5 else atheris.Mutate(data, most)
        return bytes(changed[:most])

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.most_bytes}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MOST_RESIDENT}",
        f"-artifact_prefix={corpus}/",
        "-report_slow_units=1000",
        "-len_control=20",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], check, custom_mutator=mutate)
    atheris.Fuzz()


def _with_hypothesis(target: Target, check: Check, seconds: float, corpus: Path) -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    until = time.monotonic() + seconds
    begun = sorted(path.read_bytes() for path in corpus.iterdir())
    runs = 0

    @st.composite
    def inputs(draw: st.DrawFn) -> bytes:
        data = draw(st.sampled_from(begun) | st.binary(max_size=200))
        rng = draw(st.randoms(use_true_random=False))
        for _ in range(draw(st.integers(0, 4))):
            data = target.change(data, rng) if data else data
        return data[: target.most_bytes]

    def once(data: bytes) -> None:
        nonlocal runs
        if time.monotonic() < until:
            runs += 1
            hang = corpus / "hang-last"  # left behind by what ends this process
            hang.write_bytes(data)
            check(data)
            hang.unlink()

    turn = 0
    while time.monotonic() < until:
        turn += 1
        few = settings(
            max_examples=100,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        seed(turn)(few(given(inputs())(once)))()
    print(f"Done {runs} runs", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
