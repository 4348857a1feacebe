"""Worker processes behind ``concurrent.futures.Executor``: a file that kills its worker, hangs or eats memory costs
that file, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any

from pebble import ProcessPool

from shibiao.batch.limits import TOO_LARGE, Limits, children, enter_worker, held_mb

_LOOK_SECONDS = 0.5


class IsolatedPool(Executor):
    """``jobs`` workers within ``limits``. A future fails with TimeoutError or ``pebble.ProcessExpired`` where the
    worker did not survive its task (``limits.failure_of``); a new worker takes the place."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self._limits = limits
        # Spawned, not forked: a worker inherits neither locks nor open files, the output folder's lock among them.
        self._pool = ProcessPool(
            max_workers=jobs,
            max_tasks=limits.files,
            initializer=enter_worker,
            initargs=(limits,),
            context=multiprocessing.get_context("spawn"),
        )
        self._closed = threading.Event()
        threading.Thread(target=self._watch_memory, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A task for the next free worker."""
        future: Future[Any] = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._limits.file_seconds)
        return future

    def _watch_memory(self) -> None:
        """End workers that hold more than they may."""
        while not self._closed.wait(_LOOK_SECONDS):
            for pid in children(os.getpid()):
                if held_mb(pid) > self._limits.memory_mb:
                    with suppress(ProcessLookupError):
                        os.kill(pid, TOO_LARGE)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go; with ``cancel_futures`` at once, whatever they are at."""
        if cancel_futures:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        if wait:
            self._pool.join()
        self._closed.set()
