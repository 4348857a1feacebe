"""Consoles: colours and boxes on a terminal, plain text everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# Piped text is read by programs and people with any width of window: its lines are not broken.
_PIPED_WIDTH = 10_000


class _Unpadded:
    """A stream that leaves out the blanks that fill a table's last column: nobody wants them in a pipe."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding

    def write(self, text: str) -> int:
        return self._stream.write("\n".join(line.rstrip(" ") for line in text.split("\n")))

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return False


def console(stderr: bool = False) -> Console:
    """A console on standard output or error. NO_COLOR is respected.

    Its ``print`` raises BrokenPipeError when the reader is gone, where rich would leave the program with 1.
    """
    from rich.console import Console

    class OurConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return OurConsole(file=stream, highlight=False, emoji=False, markup=False)
    plain = cast(TextIO, _Unpadded(stream))
    return OurConsole(file=plain, highlight=False, emoji=False, markup=False, width=_PIPED_WIDTH, force_terminal=False)


def table(on: Console, columns: Sequence[str | None], title: str | None = None, lines: bool = False) -> Table:
    """An empty table in the style of the console: ruled on a terminal, only aligned elsewhere.

    ``columns`` are the headings, all None for a table without. Long texts are folded, never cut:
    Chinese has no blanks to break at.
    """
    from rich import box
    from rich.table import Table

    ruled = on.is_terminal
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=box.ROUNDED if ruled else None,
        show_header=any(columns),
        show_lines=lines and ruled,
    )
    for heading in columns:
        made.add_column(heading or "", overflow="fold")
    return made
