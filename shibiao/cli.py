"""The command line: finds the command, and turns whatever ends it into a message and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import ReaderGone, WordedGroup, lang_option, usage_message
from shibiao.wording import Texts, chosen_language, texts

COMMANDS = ("convert", "load", "review", "sample", "status", "show", "schema", "doctor", "completion")


class LazyGroup(WordedGroup):
    """The commands, each imported when it is asked for, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"shibiao.commands.{cmd_name}")
        command: click.Command = module.command(self.texts)
        return command


def main() -> None:
    """Entry point of ``shibiao`` and ``python -m shibiao``."""
    arguments = sys.argv[1:]
    sys.exit(run(arguments, texts(chosen_language(arguments))))


def program(said: Texts) -> LazyGroup:
    """The whole command line in one language."""
    return LazyGroup(
        said,
        name="shibiao",
        help=said("help.shibiao"),
        epilog=said("help.shibiao-examples"),
        params=[version_option(said), lang_option(said)],
        no_args_is_help=True,
        invoke_without_command=True,
        callback=lambda: _require_command(said),
    )


def _require_command(said: Texts) -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        raise click.UsageError(said("error.no-command"), ctx)


def version_option(said: Texts) -> click.Option:
    """``--version``."""

    def show(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            from shibiao import __version__

            click.echo(f"shibiao {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=said("help.version")
    )


def run(arguments: Sequence[str], said: Texts) -> int:
    """Run one command line. The only place where an error becomes an exit code; 1 is a defect of ours."""
    try:
        code = program(said).main(list(arguments), prog_name="shibiao", standalone_mode=False)
        return ExitCode(code or 0)
    except click.UsageError as error:
        return _say(ExitCode.WRONG_USAGE, usage_message(error, said))
    except (click.Abort, KeyboardInterrupt):
        return _say(ExitCode.INTERRUPTED, said("error.interrupted"))
    except ReaderGone:
        _silence_stdout()
        return ExitCode.OUTPUT_NOT_WRITABLE
    except Exception as error:
        if "--debug" in arguments:
            traceback.print_exception(error)
        stop = stop_for(error)
        if stop is None:
            problem = f"{type(error).__name__}: {error}"
            return _say(1, said("error.line", message=said("error.crash", problem=problem)))
        return _say(stop.code, said("error.line", message=said(stop.key, **stop.values)))


def stop_for(error: Exception) -> Stop | None:
    """The exit code and message of an error that is the user's to mend; None for one that is ours."""
    if isinstance(error, Stop):
        return error
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("shibiao"):
        return Stop(ExitCode.MISSING_DEPENDENCY, "error.missing-library", name=error.name)
    if type(error).__module__ == "shibiao.schemas.loader":
        return Stop(ExitCode.SCHEMA_INVALID, "error.schema", problem=error)
    return None


def _say(code: int, message: str) -> int:
    click.echo(message, err=True)
    return code


def _silence_stdout() -> None:
    """The reader of our output has gone: keep the interpreter from complaining when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
