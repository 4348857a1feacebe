"""``shibiao doctor``: what is installed and works."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import click

from shibiao.exits import ExitCode
from shibiao.worded import WordedCommand, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.table import Table

    from shibiao.diagnosis import PartState


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="doctor",
        help=said("help.doctor"),
        epilog=said("help.doctor-examples"),
        params=[lang_option(said)],
        callback=lambda: _doctor(said),
    )


def _doctor(said: Texts) -> ExitCode:
    from shibiao import __version__
    from shibiao.diagnosis import examine
    from shibiao.terminal import console, table

    on = console()
    states = examine()
    on.print(said("doctor.system", version=__version__, python=platform.python_version(), platform=platform.platform()))
    grid = table(on, [said(f"doctor.{name}") for name in ("part", "state", "use")])
    for state in states:
        _add(grid, state, said)
    on.print(grid)
    code = next((state.code for state in states if not state.works and state.needed), ExitCode.OK)
    on.print(said("doctor.not-well" if code else "doctor.all-well"), style="red" if code else "green")
    return code


def _add(grid: Table, state: PartState, said: Texts) -> None:
    from rich.text import Text

    if state.works:
        text = Text(said("doctor.ok", version=state.version), "green")
    elif state.version:
        text = Text(said("doctor.broken", problem=state.problem), "red")
    else:
        text = Text(said("doctor.missing", package=state.package), "red" if state.needed else "yellow")
    grid.add_row(state.name, text, said(f"doctor.uses.{state.name}"))
