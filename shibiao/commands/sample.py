"""``shibiao sample``: a random sample of forms, what it shows, and the statements to sign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.review.result import Result
    from shibiao.review.samples import Drawn
    from shibiao.review.sampling import Sample

_BY = ("year", "unit", "source")
_LISTED = 10


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="sample",
        help=said("help.sample"),
        epilog=said("help.sample-examples"),
        params=[
            click.Argument(["out"], metavar="OUT", type=click.Path(path_type=Path)),
            *_demands(said),
            WordedOption(["--result"], is_flag=True, help=said("help.sample-result")),
            WordedOption(["--statement"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.statement")),
            WordedOption(
                ["--acceptance"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.acceptance")
            ),
            WordedOption(["--title"], metavar="TEXT", help=said("help.sample-title")),
            WordedOption(["--id", "sample_id"], metavar="ID", help=said("help.sample-id")),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _sample(said, **given),
    )


def _demands(said: Texts) -> list[click.Option]:
    def rate(name: str, default: float, text: str) -> click.Option:
        return WordedOption([name], metavar="RATE", type=click.FloatRange(0, 1), default=default, help=said(text))

    return [
        rate("--confidence", 0.95, "help.sample-confidence"),
        rate("--tolerable", 0.05, "help.sample-tolerable"),
        rate("--expected", 0.01, "help.sample-expected"),
        WordedOption(["--by"], type=click.Choice(_BY), multiple=True, help=said("help.sample-by")),
        WordedOption(
            ["--only"], metavar="NAME=TEXT", multiple=True, help=said("help.sample-only"), callback=_only(said)
        ),
        WordedOption(["--size"], metavar="N", type=click.IntRange(min=1), help=said("help.sample-size")),
        WordedOption(["--seed"], metavar="SEED", help=said("help.sample-seed")),
        WordedOption(["--curtailed"], is_flag=True, help=said("help.sample-curtailed")),
    ]


def _only(said: Texts) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    def parse(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        parts = [text.partition("=") for text in given]
        if not all(name in _BY and sign for name, sign, _ in parts):
            raise click.BadParameter(said("sample.bad-only"))
        return tuple((name, text) for name, _, text in parts)

    return parse


def _sample(
    said: Texts,
    out: Path,
    result: bool,
    statement: Path | None,
    acceptance: Path | None,
    title: str | None,
    sample_id: str | None,
    **given: Any,
) -> ExitCode:
    from shibiao.terminal import console

    given.pop("debug")
    if not (result or statement or acceptance):
        if sample_id:
            raise Stop(ExitCode.WRONG_USAGE, "sample.id-without")
        return _draw(out, given, console(), said)
    from shibiao.review.facts import facts_of
    from shibiao.review.samples import chosen_sample

    told = facts_of(out, chosen_sample(out, sample_id))
    if result:
        print_result(told.result, console(), said)
    if statement:
        from shibiao.review.statement import statement_html

        _write(statement, statement_html(told, said, title), said)
    if acceptance:
        from shibiao.review.acceptance import acceptance_of
        from shibiao.review.acceptance_page import acceptance_html

        _write(acceptance, acceptance_html(told, acceptance_of(out, told.result), said, title), said)
    return ExitCode.OK


def _draw(out: Path, given: dict[str, Any], on: Console, said: Texts) -> ExitCode:
    from shibiao.review.samples import draw_in
    from shibiao.review.sampling import Demand

    chosen = given.pop("by")
    by = tuple(name for name in _BY if name in chosen)
    drawn = draw_in(out, Demand(by=by, **given))
    print_plan(drawn, on, said)
    return ExitCode.OK


def print_plan(drawn: Drawn, on: Console, said: Texts) -> None:
    """What was drawn, and where the worklist is."""
    from shibiao.review.paper import plain

    sample, plan = drawn.sample, drawn.sample.plan
    on.print(said("sample.again" if drawn.again else "sample.drawn", id=sample.sample_id), style="bold")
    on.print(said("sample.size", lot=f"{plan.lot:,}", size=f"{plan.size:,}"))
    rates = {name: plain(getattr(plan, name)) for name in ("confidence", "tolerable", "expected")}
    if plan.allowed is None:
        on.print(said("sample.proves-nothing", **rates), style="yellow")
    else:
        on.print(said("sample.proves", allowed=f"{plan.allowed:,}", **rates))
    on.print(said("sample.seed", seed=plan.seed))
    on.print(said("sample.lot-hash", hash=plan.lot_sha256))
    if plan.columns:
        _print_strata(sample, on, said)
    on.print(said("sample.kept", path=drawn.path))
    on.print(said("sample.worklist", path=drawn.worklist))
    for form_id in sample.forms[:_LISTED]:
        on.print(f"  {form_id}")
    if plan.size > _LISTED:
        on.print(f"  {said('sample.more', count=f'{plan.size - _LISTED:,}')}")


def _print_strata(sample: Sample, on: Console, said: Texts) -> None:
    from shibiao.review.rates import strata_words, stratum_name
    from shibiao.terminal import table

    columns = (strata_words(sample.plan.columns, said), said("sample.forms"), said("sample.drawn-of"))
    grid = table(on, columns)
    for one in sample.plan.strata:
        grid.add_row(stratum_name(one.key, said), f"{one.forms:,}", f"{one.drawn:,}")
    on.print(grid)


def print_result(result: Result, on: Console, said: Texts) -> None:
    """The state of a sample, or what it shows."""
    from shibiao.review.paper import percent, up
    from shibiao.review.statement import conclusion, verdict_said

    on.print(said("sample.id", id=result.sample.sample_id), style="bold")
    on.print(f"{verdict_said(result, said)}  {conclusion(result, said)}")
    for kind, rate in result.kinds.items():
        if rate.wrong:
            name = said(f"statement.kind.{kind}")
            shares = {"rate": percent(rate.estimate), "share": up(rate.at_most)}
            on.print(f"  {said('sample.of-kind', kind=name, wrong=rate.wrong, examined=rate.examined, **shares)}")


def _write(path: Path, html: str, said: Texts) -> None:
    """As HTML, or as PDF where the name says so."""
    from shibiao.export.durable import write_durably
    from shibiao.review.printing import pdf_of

    if path.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise Stop(ExitCode.WRONG_USAGE, "sample.suffix", path=path)
    data = pdf_of(html) if path.suffix.lower() == ".pdf" else html.encode("utf-8")
    try:
        write_durably(path, data)
    except OSError as error:
        raise Stop(
            ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=error.strerror or error
        ) from error
    click.echo(said("sample.written", path=path), err=True)
