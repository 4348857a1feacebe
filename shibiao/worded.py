"""Click's own words (usage lines, headings, usage errors) in the user's language."""

from __future__ import annotations

from typing import Any

import click
from click.exceptions import NoArgsIsHelpError
from click.types import OptionHelpExtra

from shibiao.wording import LANGUAGES, Texts


class WordedOption(click.Option):
    """An option whose help says everything itself: click's English additions are left out."""

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        return {}


class ReaderGone(Exception):
    """Whoever read our output has closed it. Click would turn the OSError into exit code 1."""


class WordedCommand(click.Command):
    """A command whose help is laid out as written: paragraphs of ``help`` and ``epilog`` keep their lines."""

    def __init__(self, said: Texts, **settings: Any) -> None:
        super().__init__(add_help_option=False, **settings)
        self.texts = said
        self.params.append(help_option(said))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGone from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"{self.texts('help.usage')}{ctx.command_path} {pieces}\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(f"\n{(self.help or '').strip()}\n")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option))
        rows = [row for option in options if (row := option.get_help_record(ctx))]
        with formatter.section(self.texts("help.options")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write(f"\n{(self.epilog or '').strip()}\n")


class WordedGroup(WordedCommand, click.Group):
    """The same for a group of commands."""

    def brief(self, name: str) -> str:
        """What a command does, in a line."""
        return self.texts(f"help.short.{name}")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, self.brief(name)) for name in self.list_commands(ctx)]
        with formatter.section(self.texts("help.commands")):
            formatter.write_dl(rows)
        super().format_options(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not ctx.resilient_parsing and args[0] not in self.list_commands(ctx):
            raise click.UsageError(self.texts("error.no-such-command", name=args[0]), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Written by ``format_options``, before the options."""


def help_option(said: Texts) -> click.Option:
    """``--help``."""

    def show(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(ctx.get_help())
            ctx.exit()

    return WordedOption(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help=said("help.help")
    )


def lang_option(said: Texts) -> click.Option:
    """``--lang``: its effect is had before parsing (``chosen_language``); here it is checked and explained."""
    return WordedOption(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=said("help.lang"))


def debug_option(said: Texts) -> click.Option:
    """``--debug``: errors keep their traceback."""
    return WordedOption(["--debug"], is_flag=True, help=said("help.debug"))


def usage_message(error: click.UsageError, said: Texts) -> str:
    """What was wrong with the command line, and where help is."""
    if isinstance(error, NoArgsIsHelpError):
        return error.ctx.get_help() if error.ctx else ""
    path = error.ctx.command_path if error.ctx else "shibiao"
    return said("error.line", message=_usage_problem(error, said)) + "\n" + said("error.see-help", command=path)


def _usage_problem(error: click.UsageError, said: Texts) -> str:
    match error:
        case click.NoSuchOption():
            return said("error.no-such-option", name=error.option_name)
        case click.MissingParameter():
            return said("error.missing-parameter", name=_name(error.param))
        case click.BadOptionUsage():
            return said("error.no-value", name=error.option_name)
        case click.BadParameter() if error.param and isinstance(error.param.type, click.Choice):
            return said("error.bad-choice", name=_name(error.param), choices=" ".join(error.param.type.choices))
        case click.BadParameter():
            return said("error.bad-parameter", name=_name(error.param), problem=error.message)
        case _:
            return error.message


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "-"
    return max(parameter.opts, key=len) if isinstance(parameter, click.Option) else parameter.human_readable_name
