"""``shibiao show``: the forms of a file in the terminal, or drawn over its pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.commands.convert import read_settings, reading_options
from shibiao.exits import ExitCode, Stop
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
            WordedOption(
                ["--image"], metavar="OUT.png", type=click.Path(dir_okay=False, path_type=Path), help=said("help.image")
            ),
            WordedOption(["--why"], is_flag=True, help=said("help.why")),
            *reading_options(said),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _show(said, **given),
    )


def _show(said: Texts, file: Path, cells: bool, image: Path | None, why: bool, **given: Any) -> ExitCode:
    if why:
        if cells or image:
            raise Stop(ExitCode.WRONG_USAGE, "error.why-alone")
        return _tell_why(said, file, given)
    from shibiao.failures import print_failures
    from shibiao.inputs import find_inputs
    from shibiao.reading import fingerprint, read_inputs

    found = find_inputs([file])
    if image:
        from shibiao.pictures import check_picture_name

        check_picture_name(image, found)
    run = read_inputs([fingerprint(path) for path in found], read_settings(given))
    print_failures(run, said, given["debug"])
    if not run.forms:
        return ExitCode.MISSING_DEPENDENCY if run.missing_library else ExitCode.NOTHING_READ
    if image:
        _draw(found[0], run.forms, image, given["password"], said)
    else:
        _print(run.forms, cells, said)
    return ExitCode.SOME_INPUTS_FAILED if run.failed else ExitCode.OK


def _tell_why(said: Texts, file: Path, given: dict[str, Any]) -> ExitCode:
    """For each form of each file, which family it was taken for and why."""
    from shibiao.extract.errors import UnreadableInput
    from shibiao.failures import failure_line
    from shibiao.inputs import find_inputs
    from shibiao.reading import Failure
    from shibiao.schema_tools.why import read_segments, show_why
    from shibiao.terminal import console

    on = console()
    told = failed = 0
    for path in find_inputs([file]):
        try:
            found = read_segments(path, read_settings(given))
            failure = None if found else Failure("no-form", "")
        except UnreadableInput as error:
            found, failure = [], Failure(error.kind, error.detail)
        except OSError as error:
            found, failure = [], Failure("cannot-open", error.strerror or str(error))
        if failure:
            click.echo(failure_line(path, failure, said), err=True)
            failed += 1
        show_why(found, path.name, on, said)
        told += len(found)
    if not told:
        return ExitCode.NOTHING_READ
    return ExitCode.SOME_INPUTS_FAILED if failed else ExitCode.OK


def _draw(file: Path, forms: Sequence[Form], image: Path, password: str | None, said: Texts) -> None:
    from shibiao.pictures import write_pictures

    for path in write_pictures(file, forms, image, password, said):
        click.echo(said("picture.written", path=path))


def _print(forms: Sequence[Form], cells: bool, said: Texts) -> None:
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
