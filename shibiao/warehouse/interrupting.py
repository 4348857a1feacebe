"""Ctrl-C while DuckDB works: it looks for no signals of its own during a long statement."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

from duckdb import DuckDBPyConnection


@contextlib.contextmanager
def interruptible(work: DuckDBPyConnection) -> Iterator[None]:
    """Let a signal end what the connection is at; Python's own handler then raises KeyboardInterrupt as always.

    Without effect outside of the main thread, where no signals arrive.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    read, write = os.pipe()
    os.set_blocking(write, False)
    before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    watcher = threading.Thread(target=_watch, args=(read, work), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(write)  # the watcher reads the end
        watcher.join()
        os.close(read)


def _watch(read: int, work: DuckDBPyConnection) -> None:
    while data := os.read(read, 64):
        if signal.SIGINT in data:
            with contextlib.suppress(Exception):  # closed already
                work.interrupt()
