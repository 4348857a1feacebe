"""``shibiao load``: a finished output folder into a database."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from rich.console import Console

    from shibiao.warehouse.load import LoadOptions, LoadReport, Step


def command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="load",
        help=said("help.load"),
        epilog=said("help.load-examples"),
        params=[
            click.Argument(["out"], metavar="OUT", type=click.Path(path_type=Path)),
            WordedOption(["--to"], metavar="URL", help=said("help.to")),
            WordedOption(["--schema"], metavar="NAME", help=said("help.schema")),
            WordedOption(
                ["--corrections"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.corrections")
            ),
            WordedOption(["--dry-run"], is_flag=True, help=said("help.dry-run")),
            *_bounds(said),
            WordedOption(["--lineage"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.lineage")),
            WordedOption(["--quiet"], is_flag=True, help=said("help.quiet")),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _load(said, **given),
    )


def _bounds(said: Texts) -> list[click.Option]:
    def bound(name: str, least: int, default: int | None, text: str) -> click.Option:
        return WordedOption([name], metavar="N", type=click.IntRange(min=least), default=default, help=said(text))

    return [
        bound("--wait", 0, 60, "help.load-wait"),
        bound("--memory", 256, 1024, "help.load-memory"),
        bound("--jobs", 1, None, "help.load-jobs"),
    ]


def _load(said: Texts, out: Path, to: str | None, schema: str | None, **given: Any) -> ExitCode:
    _require_engine(to or "")
    from shibiao.lineage.converted import archive_read
    from shibiao.lineage.emitter import recorded
    from shibiao.terminal import console
    from shibiao.warehouse.destination import destination
    from shibiao.warehouse.load import load
    from shibiao.warehouse.urls import password_of

    url = to or default_destination(out)
    target = destination(url, schema)
    journal = None if given["dry_run"] else given["lineage"]
    inputs = archive_read(out) if journal else []
    with (
        recorded(journal, "load", inputs, said, [password_of(url)]) as run,
        _steps(console(stderr=True), given["quiet"], said) as on_step,
    ):
        report = load(out, target, _options(given, on_step))
        run.complete(report.outputs)
    if not given["quiet"]:
        print_report(report, console(), said)
    return ExitCode.OK


def default_destination(out: Path) -> str:
    """The DuckDB file beside the output folder."""
    folder = out.absolute()
    return str(folder.with_name(f"{folder.name}.duckdb"))


@contextmanager
def _steps(on: Console, quiet: bool, said: Texts) -> Iterator[Callable[[Step], None]]:
    """Show on a terminal what the load is at."""
    if quiet or not on.is_terminal:
        yield lambda step: None
        return
    with on.status(said("load.step.reading")) as status:
        yield lambda step: status.update(said(f"load.step.{step}"))


def _options(given: dict[str, Any], on_step: Callable[[Step], None]) -> LoadOptions:
    from shibiao.commands.convert import cores
    from shibiao.warehouse.archive import Settings
    from shibiao.warehouse.load import LoadOptions

    if given["corrections"] is not None and not given["corrections"].is_file():
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=given["corrections"])
    settings = Settings(given["memory"], given["jobs"] or cores())
    return LoadOptions(given["corrections"], given["dry_run"], given["wait"], settings, on_step)


def _require_engine(to: str) -> None:
    """Raises: Stop (MISSING_DEPENDENCY) when what the load needs is not installed."""
    needed = ["duckdb", "pyarrow.parquet", *(["adbc_driver_postgresql.dbapi"] if to.startswith("postgres") else [])]
    try:
        for name in needed:
            importlib.import_module(name)
    except ImportError as error:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.no-warehouse", name=error.name) from error


def print_report(report: LoadReport, on: Console, said: Texts) -> None:
    """What the load changed."""
    from shibiao.terminal import table

    for name in report.structure.later:
        on.print(said("load.table-added", table=name), style="yellow")
    for name, columns in report.structure.added_to.items():
        on.print(said("load.columns-added", table=name, columns=", ".join(c.name for c in columns)), style="yellow")
    changed = {name: count for name, count in report.tables.items() if count.any_change}
    if not changed:
        on.print(said("load.unchanged", name=report.destination, rows=f"{_rows(report):,}"))
    else:
        key = "load.would-change" if report.dry_run else "load.changed"
        on.print(said(key, name=report.destination, load=report.load_id))
        grid = table(on, [said(f"load.{name}") for name in ("table", "new", "changed-rows", "closed", "same")])
        for name, count in changed.items():
            grid.add_row(name, *(f"{number:,}" for number in count))
        on.print(grid)
    _print_decisions(report, on, said)
    _print_differences(report, on, said)


def _rows(report: LoadReport) -> int:
    return sum(count.unchanged for count in report.tables.values())


def _print_decisions(report: LoadReport, on: Console, said: Texts) -> None:
    decisions = report.decisions
    if decisions.applied:
        on.print(said("load.corrections-applied", count=decisions.applied))
    if decisions.stale:
        on.print(said("load.corrections-stale", count=decisions.stale), style="yellow")
    if decisions.elsewhere:
        on.print(said("load.corrections-elsewhere", count=decisions.elsewhere), style="yellow")
    if report.nul_texts:
        on.print(said("load.nul", count=report.nul_texts), style="yellow")


def _print_differences(report: LoadReport, on: Console, said: Texts) -> None:
    for one in report.differences:
        on.print(f"  {one.key}  {one.column}: {_shown(one.before)} → {_shown(one.after)}")


def _shown(item: object) -> str:
    text = "∅" if item is None else str(item)
    return text if len(text) <= 80 else text[:79] + "…"
