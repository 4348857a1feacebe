"""Worker processes behind ``concurrent.futures.Executor``: a file that kills its worker, hangs or eats memory costs
that file, and nothing else."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from pebble import ProcessPool

from shibiao.batch.limits import Limits, enter_worker


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

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A task for the next free worker."""
        future: Future[Any] = self._pool.schedule(fn, args=args, kwargs=kwargs, timeout=self._limits.file_seconds)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go; with ``cancel_futures`` at once, whatever they are at."""
        if cancel_futures:
            self._pool.stop()  # type: ignore[no-untyped-call]
        else:
            self._pool.close()  # type: ignore[no-untyped-call]
        if wait:
            self._pool.join()
