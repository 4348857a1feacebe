"""The same work on the workers of a Dask cluster (extra ``cluster``); each does it in a process of its own."""

from __future__ import annotations

import functools
import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from shibiao.batch.limits import Limits
from shibiao.batch.pool import IsolatedPool
from shibiao.exits import ExitCode, Stop
from shibiao.schemas.family_files import OWN_FAMILIES

_CONNECT_SECONDS = 15


class Cluster:
    """A connection to the scheduler at ``address`` (``tcp://host:8786``).

    A worker that is lost loses nothing: its task goes to another, and what it writes is the same bytes under the same
    name.

    Raises: Stop when there is no scheduler, or dask.distributed is not installed.
    """

    def __init__(self, address: str, limits: Limits) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-distributed") from error
        try:
            self._client: Any = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            raise Stop(ExitCode.WRONG_USAGE, "error.no-cluster", address=address) from error
        self._limits = limits

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    @property
    def workers(self) -> int:
        """How many tasks the cluster does at a time."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def pool(self) -> Executor:
        """An executor of tasks on the cluster."""
        return _ClusterPool(self._client.get_executor(pure=False), self._limits)


class _ClusterPool(Executor):
    """Tasks for the workers of a cluster, each done in a process of its own there."""

    def __init__(self, inner: Executor, limits: Limits) -> None:
        self._inner, self._limits = inner, limits

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A task for some worker."""
        own = os.environ.get(OWN_FAMILIES)
        return self._inner.submit(isolated, self._limits, own, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave what is not begun; the cluster goes on without us."""
        self._inner.shutdown(wait=wait and not cancel_futures)


def isolated(limits: Limits, own: str | None, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run a task in a process of its own, on the worker where this runs. ``own``: the folder of the user's families."""
    return _pool(limits, own).submit(fn, *args, **kwargs).result()


@functools.cache
def _pool(limits: Limits, own: str | None) -> IsolatedPool:
    if multiprocessing.current_process().daemon:
        raise RuntimeError("start the workers with DASK_DISTRIBUTED__WORKER__DAEMON=False (docs/scale.md)")
    os.environ.pop(OWN_FAMILIES, None)
    if own:  # the processes of the pool inherit it
        os.environ[OWN_FAMILIES] = own
    return IsolatedPool(1, limits)
