"""``shibiao status``: the account of an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.batch.figures import RunFigures


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="status",
        help=said("help.status"),
        epilog=said("help.status-examples"),
        params=[
            click.Argument(["out"], metavar="OUT", type=click.Path(path_type=Path)),
            WordedOption(["--html"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.html")),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda out, html, debug: _status(out, html, said),
    )


def _status(out: Path, html: Path | None, said: Texts) -> ExitCode:
    from shibiao.batch.account import account_of
    from shibiao.terminal import console

    figures = account_of(out)
    _print(figures, console(), said)
    if html:
        from shibiao.batch.page import report_html
        from shibiao.export.durable import write_durably

        try:
            write_durably(html, report_html(figures, said).encode("utf-8"))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=html, reason=reason) from error
        click.echo(said("batch.page-written", path=html), err=True)
    return ExitCode.OK


def _print(figures: RunFigures, on: Console, said: Texts) -> None:
    from shibiao.failures import failure_text
    from shibiao.reading import Failure

    state = "running" if figures.running else "finished" if figures.finished else "stopped"
    outcomes = ("converted", "duplicate", "failed", "quarantined", "waiting")
    on.print(said(f"batch.state.{state}"), style="bold")
    on.print(said("batch.account", inputs=figures.inputs, **{o: figures.count(o) for o in outcomes}))
    minutes, seconds = divmod(round(figures.seconds), 60)
    time = f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    on.print(said("batch.spent", time=time, jobs=figures.jobs, memory=f"{figures.largest_mb:,.0f}"))
    for source in figures.sources:
        kind = said.term("source", source.kind)
        mean = f"{source.seconds / max(1, source.pages):.2f}"
        on.print(f"  {said('batch.page-times', kind=kind, pages=source.pages, seconds=mean)}")
    for failure in figures.failures:
        problem = failure_text(Failure(failure.kind, failure.detail), said)
        on.print(f"  {said('batch.why', count=failure.count, problem=problem, example=failure.example)}", style="red")
