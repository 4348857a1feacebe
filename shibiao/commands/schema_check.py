"""``shibiao schema check``: everything that is wrong with families' files, by file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from shibiao.commands.schemas import schemas_option
from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, debug_option, lang_option
from shibiao.wording import Texts


def check_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="check",
        help=said("help.schema-check"),
        epilog=said("help.schema-check-examples"),
        params=[
            click.Argument(["paths"], metavar="[DIR|FILE...]", nargs=-1, type=click.Path(path_type=Path)),
            schemas_option(said),
            lang_option(said),
            debug_option(said),
        ],
        callback=lambda paths, debug: _check(paths, said),
    )


def _check(paths: Sequence[Path], said: Texts) -> ExitCode:
    from shibiao.schema_tools.checking import OURS, check_folder
    from shibiao.schema_tools.listing import own_folder

    found = []
    count = 0
    for folder, files in _by_folder(paths or [own_folder() or OURS]):
        found += check_folder(folder, files)
        count += len(files) if files is not None else len(list(folder.glob("*.yaml")))
    for problem in found:
        click.echo(problem.line_of_text(said))
    grave = sum(problem.grave for problem in found)
    key = "schema.checked-wrong" if grave else "schema.checked"
    click.echo(said(key, files=count, problems=grave, hints=len(found) - grave), err=True)
    return ExitCode.SCHEMA_INVALID if grave else ExitCode.OK


def _by_folder(paths: Sequence[Path]) -> list[tuple[Path, list[Path] | None]]:
    """Folders to check whole (None), and files by their folder: a file is checked among its neighbours."""
    whole: list[tuple[Path, list[Path] | None]] = []
    single: dict[Path, list[Path]] = {}
    for path in paths:
        if path.is_dir():
            if not any(path.glob("*.yaml")):
                raise Stop(ExitCode.WRONG_USAGE, "error.no-families", path=path)
            whole.append((path, None))
        elif path.suffix == ".yaml" and path.is_file():
            single.setdefault(path.parent, []).append(path)
        elif path.exists():
            raise Stop(ExitCode.WRONG_USAGE, "error.no-family-file", path=path)
        else:
            raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=path)
    return [*whole, *single.items()]
