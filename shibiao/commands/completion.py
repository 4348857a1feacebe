"""``shibiao completion``: the script that makes a shell complete our commands and options."""

from __future__ import annotations

import click

from shibiao.exits import ExitCode
from shibiao.worded import WordedCommand, lang_option
from shibiao.wording import Texts

SHELLS = ("bash", "zsh", "fish")


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="completion",
        help=said("help.completion"),
        epilog=said("help.completion-examples"),
        params=[click.Argument(["shell"], type=click.Choice(SHELLS)), lang_option(said)],
        callback=_print_script,
    )


def _print_script(shell: str) -> ExitCode:
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:
        raise click.BadParameter(shell)
    root = click.get_current_context().find_root().command
    # Bash asks for its own version here; a script is of use without it.
    click.echo(completion(root, {}, "shibiao", "_SHIBIAO_COMPLETE").source())
    return ExitCode.OK
