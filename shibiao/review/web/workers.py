"""Worker processes of the desk: what takes long or may crash is done there, and never holds up a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from shibiao.batch.limits import Limits
from shibiao.batch.pool import IsolatedPool

_WAIT_SECONDS = 70.0


class NoWorker(Exception):
    """No worker started, or the desk is closing."""


class Workers:
    """``jobs`` worker processes within ``limits``, started when one is wanted, or ``warm_after`` seconds from now
    (None: only when wanted). ``warm`` imports what they need; it is given a function of a module."""

    def __init__(self, jobs: int, limits: Limits, warm: Callable[[], None], warm_after: float | None = None) -> None:
        self._jobs, self._limits, self._warm, self._warm_after = jobs, limits, warm, warm_after
        self._pool: IsolatedPool | None = None
        self._wanted, self._ready, self._closed = threading.Event(), threading.Event(), threading.Event()
        self._keeper = threading.Thread(target=self._keep_pool, daemon=True)
        self._keeper.start()

    def close(self) -> None:
        """End the workers."""
        self._closed.set()
        self._wanted.set()
        self._keeper.join(10)

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Something to be done by the next free worker. Raises: NoWorker."""
        self._wanted.set()
        if not self._ready.wait(_WAIT_SECONDS) or self._pool is None or self._closed.is_set():
            raise NoWorker
        return self._pool.submit(work, *given)

    def _keep_pool(self) -> None:
        """The workers die with the thread that started them (``limits.enter_worker``), so this one stays."""
        self._wanted.wait(self._warm_after)
        if self._closed.is_set():
            return
        self._pool = IsolatedPool(self._jobs, self._limits)
        self._pool.submit(self._warm)
        self._ready.set()
        self._closed.wait()
        self._pool.shutdown(cancel_futures=True)
