"""A sign of life after every page, for whoever watches over the reading: he need not guess how long a file may take."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(on_page: Callable[[], None]) -> None:
    """Call this after every page that is read in this process."""
    _listeners.append(on_page)


def page_read() -> None:
    """A page was read, or given up."""
    for on_page in _listeners:
        on_page()
