"""The desk's hold on the worker that samples are worked on by: who asks for the same waits for the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

from shibiao.batch.limits import Limits
from shibiao.review.printing import pdf_of
from shibiao.review.web import sample_work
from shibiao.review.web.sample_work import Refused, Said
from shibiao.review.web.workers import NoWorker, Workers

_JOBS = 2  # a report over many forms takes long: a plan or a result does not wait for it
_LIMITS = Limits(page_seconds=900.0, file_seconds=900.0, memory_mb=3072, files=100_000)
_PLAN_SECONDS = 30.0
_RESULT_SECONDS = 60.0
_REPORT_SECONDS = 900.0
_BUSY_SECONDS = 5.0
_MOST_ASKING = 8
_RESTED = 4  # a result is not worked out again before so many times as long as it took


class TooLong(Exception):
    """It is not done in the time that there is."""


class _Known(NamedTuple):
    head: int
    at: float
    took: float
    result: Said | Refused


class SampleDesk:
    """Plans, drawing, results and reports of one folder. Its methods wait, and are called in threads of their own."""

    def __init__(self, out: Path) -> None:
        self._out = str(out)
        self._workers = Workers(_JOBS, _LIMITS, sample_work.warm)
        self._lock = threading.Lock()
        self._under_way: dict[tuple[Any, ...], Future[Any]] = {}
        self._known: dict[tuple[str, str], _Known] = {}
        self._reports = threading.Semaphore(1)
        self._asking = threading.Semaphore(_MOST_ASKING)
        self._printing = threading.Semaphore(1)

    def close(self) -> None:
        """End the workers."""
        self._workers.close()

    def plan(self, demand: Said, language: str) -> Said | Refused:
        """How large a sample would be. Raises: TooLong."""
        found: Said | Refused = self._done(_PLAN_SECONDS, sample_work.planned, demand, language)
        return found

    def draw(self, demand: Said) -> str | Refused:
        """Draw one; its id. Raises: TooLong."""
        found: str | Refused = self._done(_RESULT_SECONDS, sample_work.drawn, demand)
        return found

    def result(self, sample_id: str, language: str, head: int) -> Said | Refused:
        """What is known of a sample, as of the log's entry ``head`` or, for a moment, somewhat earlier: what it is as
        of says the result. Raises: TooLong."""
        known = self._known.get((sample_id, language))
        if known and (known.head >= head or time.monotonic() - known.at < known.took * _RESTED):
            return known.result
        began = time.monotonic()
        found: Said | Refused = self._done(_RESULT_SECONDS, sample_work.result, sample_id, language)
        now = time.monotonic()
        self._known[sample_id, language] = _Known(head, now, now - began, found)
        while len(self._known) > 50:
            self._known.pop(next(iter(self._known)), None)
        return found

    def report(self, kind: str, sample_id: str, language: str, title: str | None) -> str | Refused:
        """The page of the statement or of the acceptance report, one at a time. Raises: TooLong."""
        work = sample_work.acceptance if kind == "acceptance" else sample_work.statement
        if not self._reports.acquire(timeout=_BUSY_SECONDS):
            raise TooLong
        try:
            found: str | Refused = self._done(_REPORT_SECONDS, work, sample_id, language, title)
            return found
        finally:
            self._reports.release()

    def printed(self, html: str) -> bytes:
        """A report as PDF; one browser at a time. Raises: TooLong, Stop where there is no browser."""
        if not self._printing.acquire(timeout=_PLAN_SECONDS):
            raise TooLong
        try:
            return pdf_of(html)
        finally:
            self._printing.release()

    def _done(self, seconds: float, work: Callable[..., Any], *given: Any) -> Any:
        if not self._asking.acquire(blocking=False):  # the threads that answer pages are not to be used up
            raise TooLong
        try:
            return self._answer(seconds, work, *given)
        finally:
            self._asking.release()

    def _answer(self, seconds: float, work: Callable[..., Any], *given: Any) -> Any:
        key = (work.__name__, repr(given))
        future: Future[Any] | None = None
        try:
            with self._lock:
                future = self._under_way.get(key)
                if future is None:
                    future = self._under_way[key] = self._workers.submit(work, self._out, *given)
            return future.result(seconds)
        except NoWorker as error:
            raise TooLong from error
        except Exception as error:  # the worker's end, or no time left
            if future is not None:
                future.cancel()
            raise TooLong from error
        finally:
            with self._lock:
                self._under_way.pop(key, None)
