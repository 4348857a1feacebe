"""Consoles: colours and boxes on a terminal, plain text everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# Piped text is read by programs and people with any width of window: its lines are not broken.
_PIPED_WIDTH = 10_000


def console(stderr: bool = False) -> Console:
    """A console on standard output or error. NO_COLOR is respected."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not made.is_terminal:
        made.width = _PIPED_WIDTH
    return made


def table(on: Console, title: str | None = None, header: bool = True) -> Table:
    """An empty table in the style of the console: ruled on a terminal, only aligned elsewhere."""
    from rich import box
    from rich.table import Table

    style = box.ROUNDED if on.is_terminal else None
    return Table(
        title=title, title_justify="left", title_style="bold", box=style, show_header=header, show_lines=on.is_terminal
    )
