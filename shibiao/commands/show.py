"""``shibiao show``: the forms of a file in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.commands.convert import read_settings, reading_options
from shibiao.exits import ExitCode
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from shibiao.schemas.records import Form


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="show",
        help=said("help.show"),
        epilog=said("help.show-examples"),
        params=[
            click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path)),
            WordedOption(["--cells"], is_flag=True, help=said("help.cells")),
            *reading_options(said),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _show(said, **given),
    )


def _show(said: Texts, file: Path, cells: bool, **given: Any) -> ExitCode:
    from shibiao.failures import print_failures
    from shibiao.inputs import find_inputs
    from shibiao.reading import fingerprint, read_inputs

    run = read_inputs([fingerprint(path) for path in find_inputs([file])], read_settings(given))
    print_failures(run, said, given["debug"])
    _print(run.forms, cells, said)
    if not run.forms:
        return ExitCode.MISSING_DEPENDENCY if run.missing_library else ExitCode.NOTHING_READ
    return ExitCode.SOME_INPUTS_FAILED if run.failed else ExitCode.OK


def _print(forms: Sequence[Form], cells: bool, said: Texts) -> None:
    if not forms:
        return
    from shibiao.display import show_cells, show_form
    from shibiao.findings import with_worded_findings
    from shibiao.terminal import console

    on = console()
    in_order = sorted(forms, key=lambda form: (form.source.name, form.source.pages, first_row(form)))
    for form in in_order:
        (show_cells if cells else show_form)(with_worded_findings(form, said), on, said)
    on.print(f"\n{said('show.legend')}", style="dim")


def first_row(form: Form) -> tuple[int, int]:
    """Where the form begins in its file: page and row of its first cell."""
    return min(((cell.page, cell.row) for cell in form.cells), default=(0, 0))
