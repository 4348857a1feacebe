"""``shibiao review OUT`` opens the auditor's desk; ``review log OUT`` and its like are about its record."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from shibiao.review.chain import Head


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return Desk(said, _command(said, ("review", "review-examples"), _server_options(said), _serve))


class Desk(WordedCommand):
    """The desk, unless the first argument is the name of something else to do."""

    def __init__(self, said: Texts, desk: dict[str, Any]) -> None:
        super().__init__(said, **desk)
        self._others = {
            "log": _command(said, ("review-log", "review-log-examples"), [_json_option(said)], _log),
            "verify": _command(said, ("review-verify", "review-verify-examples"), [_head_option(said)], _verify),
            "export": _command(said, ("review-export", "review-export-examples"), [], _export),
            "suggest": _command(said, ("review-suggest", "review-suggest-examples"), [], _suggest),
        }

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Of the other command, where one is named."""
        other = self._others.get(args[0]) if args else None
        if other is None:
            return super().make_context(info_name, args, parent, **extra)
        return WordedCommand(self.texts, **other).make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The other commands beside what the desk takes."""
        names = [CompletionItem(name) for name in self._others if name.startswith(incomplete)]
        return names + super().shell_complete(ctx, incomplete)


def _command(
    said: Texts, texts: tuple[str, str], options: list[click.Option], run: Callable[..., ExitCode]
) -> dict[str, Any]:
    out = click.Argument(["out"], metavar="OUT", type=click.Path(path_type=Path))
    about, examples = (said(f"help.{key}") for key in texts)
    return {
        "name": texts[0],
        "help": about,
        "epilog": examples,
        "params": [out, *options, lang_option(said), debug_option(said)],
        "callback": lambda out, debug, **given: run(said, out, **given),
    }


# The desk


def _server_options(said: Texts) -> list[click.Option]:
    """What the desk is told: by these names it stands in ``ServeOptions``."""
    inputs = click.Path(exists=False, path_type=Path)
    port = click.IntRange(0, 65535)
    return [
        WordedOption(["--inputs"], metavar="DIR", type=inputs, multiple=True, help=said("help.review-inputs")),
        WordedOption(["--port"], metavar="N", type=port, default=0, help=said("help.review-port")),
        WordedOption(["--host"], metavar="ADDRESS", default="127.0.0.1", help=said("help.review-host")),
        WordedOption(
            ["--password"], metavar="WORD", envvar="SHIBIAO_REVIEW_PASSWORD", help=said("help.review-password")
        ),
        WordedOption(["--pdf-password"], metavar="WORD", help=said("help.password")),
        WordedOption(["--no-browser", "no_browser"], is_flag=True, help=said("help.review-no-browser")),
    ]


def _serve(said: Texts, out: Path, no_browser: bool, **given: Any) -> ExitCode:
    try:
        from shibiao.review.web.serve import ServeOptions, serve
    except ModuleNotFoundError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-review", name=error.name) from error
    from shibiao.review.database import log_path

    options = ServeOptions(open_browser=not no_browser, language=said.language, **given)
    serve(out, options, lambda address: click.echo(said("review.open", address=address)))
    click.echo(said("review.ended", log=log_path(out), again=f"shibiao review {shlex.quote(str(out))}"), err=True)
    return ExitCode.OK


# Its record


def _head_option(said: Texts) -> click.Option:
    return WordedOption(
        ["--head", "heads"], metavar="N:HASH", multiple=True, help=said("help.head"), callback=_heads(said)
    )


def _heads(said: Texts) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], list[Head]]:
    def parse(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> list[Head]:
        from shibiao.review.chain import Head

        try:
            return [Head.parse(text) for text in given]
        except ValueError as error:
            raise click.BadParameter(said("review.bad-head")) from error

    return parse


def _verify(said: Texts, out: Path, heads: list[Head]) -> ExitCode:
    from shibiao.review.database import log_path
    from shibiao.review.verifying import Tampered, verify

    found = verify(log_path(out), *heads)
    if isinstance(found, Tampered):
        raise found.stop
    click.echo(said("review.verified", count=found.head.number, begun=found.beginning.begun))
    if heads:
        click.echo(said("review.witnessed", count=len(heads)))
    click.echo(said("review.head", head=found.head))
    if not heads:
        click.echo(said("review.keep-head"), err=True)
    return ExitCode.OK


def _export(said: Texts, out: Path) -> ExitCode:
    from shibiao.corrections import NAME
    from shibiao.review.exporting import export_corrections
    from shibiao.review.log import existing_log

    with existing_log(out) as log:
        count = export_corrections(log, out)
    click.echo(said("review.exported", path=out / NAME, count=count), err=True)
    return ExitCode.OK


def _suggest(said: Texts, out: Path) -> ExitCode:
    from shibiao.review.learning import as_yaml, proposals
    from shibiao.review.log import existing_log

    with existing_log(out) as log:
        found = proposals(log, out)
    click.echo(as_yaml(found), nl=False)
    click.echo(said("review.suggested", count=len(found)), err=True)
    return ExitCode.OK


def _json_option(said: Texts) -> click.Option:
    return WordedOption(["--json", "as_json"], is_flag=True, help=said("help.review-json"))


def _log(said: Texts, out: Path, as_json: bool) -> ExitCode:
    from shibiao.review.chain import entry_json
    from shibiao.review.entries import print_entries, tsv_lines
    from shibiao.review.log import existing_log
    from shibiao.terminal import console

    with existing_log(out) as log:
        entries = log.entries()
    on = console()
    if as_json:
        for entry in entries:
            click.echo(entry_json(entry))
    elif not entries:
        click.echo(said("review.no-entries"), err=True)
    elif on.is_terminal:
        print_entries(entries, on, said)
    else:
        for line in tsv_lines(entries):
            click.echo(line)
    return ExitCode.OK
