"""``shibiao schema test``: the families of a folder against its samples with truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.commands.convert import read_settings, reading_options
from shibiao.commands.schemas import use_families
from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.schema_tools.testing import Tested

_MOST_SHOWN = 20  # differences of a sample


def test_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="test",
        help=said("help.schema-test"),
        epilog=said("help.schema-test-examples"),
        params=[
            click.Argument(["folder"], metavar="[DIR]", required=False, type=click.Path(path_type=Path)),
            WordedOption(["--write"], is_flag=True, help=said("help.schema-write")),
            *reading_options(said),
            lang_option(said),
            debug_option(said),
        ],
        callback=lambda folder, write, **given: _test(folder, write, given, said),
    )


def _test(folder: Path | None, write: bool, given: dict[str, Any], said: Texts) -> ExitCode:
    from shibiao.schema_tools.listing import own_folder
    from shibiao.schema_tools.testing import run_tests, untested
    from shibiao.terminal import console

    if folder is not None:
        use_families(folder)
    chosen = folder or own_folder()
    if chosen is None:
        raise Stop(ExitCode.WRONG_USAGE, "error.no-folder")
    tested = run_tests(chosen, read_settings(given), write)
    on = console()
    _print(tested, on, said)
    for name in untested(chosen, tested):
        click.echo(said("schema.untested", family=name), err=True)
    looked_at = [one for one in tested if one.forms is not None or one.failure]
    wrong = sum(not one.right for one in looked_at)
    click.echo(said("schema.tested", samples=len(tested), right=len(looked_at) - wrong, wrong=wrong), err=True)
    if wrong:
        return ExitCode.SOME_INPUTS_FAILED
    return ExitCode.OK if looked_at or write else ExitCode.NOTHING_READ


def _print(tested: Sequence[Tested], on: Console, said: Texts) -> None:
    from shibiao.schema_tools.comparing import PARTS
    from shibiao.terminal import table

    grid = table(on, [said("schema.sample"), said("schema.result"), *(said(f"schema.part.{part}") for part in PARTS)])
    for one in tested:
        grid.add_row(one.sample.name, said(f"schema.outcome.{_outcome(one)}"), *(_count(one, part) for part in PARTS))
    on.print(grid)
    for one in tested:
        _print_differences(one, on, said)


def _outcome(one: Tested) -> str:
    if one.failure:
        return "failed"
    if one.written:
        return "drafted"
    if one.forms is None:
        return "no-truth"
    if not one.right:
        return "wrong"
    return "right" if one.reviewed else "unreviewed"


def _count(one: Tested, part: str) -> str:
    counts = [compared.counts[part] for compared in one.forms or () if part in compared.counts]
    return f"{sum(right for right, _ in counts)}/{sum(all_ for _, all_ in counts)}" if counts else ""


def _print_differences(one: Tested, on: Console, said: Texts) -> None:
    from shibiao.failures import failure_text

    name = one.sample.name
    if one.failure:
        on.print(f"{name}: {failure_text(one.failure, said)}", style="red")
    if one.written:
        on.print(said("schema.written", sample=name, path=one.written))
    if one.forms is not None and one.counts[0] != one.counts[1]:
        on.print(f"{name}: {said('schema.other-count', wanted=one.counts[0], read=one.counts[1])}", style="red")
    found = [(number, d) for number, form in enumerate(one.forms or (), 1) for d in form.differences]
    for number, difference in found[:_MOST_SHOWN]:
        place = f"{number}.{difference.place}" if one.counts[0] > 1 else difference.place
        wanted, read = (text or said("schema.nothing") for text in (difference.wanted, difference.read))
        on.print(f"{name}: {place}: {said('schema.differs', wanted=wanted, read=read)}", style="red")
    if len(found) > _MOST_SHOWN:
        on.print(f"{name}: {said('schema.more', count=len(found) - _MOST_SHOWN)}", style="red")
