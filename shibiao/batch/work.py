"""Work spread over an executor: a bounded number of tasks in hand, each settled as it ends, and stopped by Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Order = TypeVar("Order")
Report = TypeVar("Report")
_LOOK_SECONDS = 0.5  # the parent looks up so often, so that Ctrl-C reaches it


class Stopping:
    """Whether the user wants to stop: once, and what is in hand is finished; twice, and KeyboardInterrupt is raised."""

    def __init__(self, on_first: Callable[[], None]) -> None:
        self._on_first = on_first
        self.wanted = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to Ctrl-C and SIGTERM, in the main thread only."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._heard) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
        self._on_first()


class Spread:
    """Spreads orders over ``executor``, no more than ``window`` in hand."""

    def __init__(self, executor: Executor, window: int, stopping: Stopping) -> None:
        self._executor, self._window, self._stopping = executor, window, stopping

    def run(
        self,
        task: Callable[[Order], Report],
        orders: Iterable[Order],
        settle: Callable[[Order, Future[Report]], None],
        begin: Callable[[Order], None] | None = None,
    ) -> None:
        """Have all orders done. ``begin`` is called before one is given away, ``settle`` when it is done or failed."""
        pending: dict[Future[Any], Order] = {}
        try:
            for order in orders:
                if self._stopping.wanted:
                    break
                if begin:
                    begin(order)
                pending[self._executor.submit(task, order)] = order
                while len(pending) >= self._window:
                    _settle_some(pending, settle)
            while pending:
                _settle_some(pending, settle)
        finally:
            for future in pending:
                future.cancel()


def _settle_some(pending: dict[Future[Any], Order], settle: Callable[[Order, Future[Any]], None]) -> None:
    done, _ = wait(pending, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
    for future in done:
        settle(pending.pop(future), future)
