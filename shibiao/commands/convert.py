"""``shibiao convert``: inputs in, the files of the output contract out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from shibiao.commands.schemas import schemas_option
from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from shibiao.batch.archive import ArchiveResult
    from shibiao.batch.limits import Limits
    from shibiao.batch.run import RunSettings
    from shibiao.extract.source import ReadSettings
    from shibiao.reading import Input, Run
    from shibiao.summary import Summary


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """What the command line asked for. ``out`` is None for standard output."""

    out: str | None
    settings: ReadSettings
    excel: bool
    parquet: bool
    pdf: bool
    xlsx: bool
    overwrite: bool
    retry_failed: bool
    quiet: bool
    debug: bool
    jobs: int
    limits: Limits
    log: Path | None
    cluster: str | None
    work: Path | None
    lineage: Path | None

    @property
    def folder(self) -> Path | None:
        """The local folder that results are made in; None for standard output."""
        return self.work if self.out_url else None if self.out is None else Path(self.out)

    @property
    def out_url(self) -> str | None:
        """The URL that results are sent to."""
        from shibiao.batch.places import is_url

        return self.out if self.out and is_url(self.out) else None


def command(said: Texts) -> click.Command:
    """The command in one language."""

    def flag(name: str) -> click.Option:
        return WordedOption([f"--{name}"], is_flag=True, help=said(f"help.{name}"))

    return WordedCommand(
        said,
        name="convert",
        help=said("help.convert"),
        epilog=said("help.convert-examples"),
        params=[
            click.Argument(["inputs"], metavar="INPUT...", nargs=-1, required=True, type=click.Path()),
            WordedOption(["--out"], required=True, metavar="OUT", help=said("help.out")),
            *reading_options(said),
            *map(flag, ("excel", "xlsx", "parquet", "pdf", "overwrite", "retry-failed")),
            *_run_options(said),
            flag("quiet"),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _convert(said, **given),
    )


def reading_options(said: Texts) -> list[click.Option]:
    """The options that say how files are read; ``read_settings`` takes their values."""
    return [
        schemas_option(said),
        WordedOption(["--password"], metavar="TEXT", help=said("help.password")),
        WordedOption(["--verify"], is_flag=True, help=said("help.verify")),
        WordedOption(
            ["--ocr"],
            type=click.Choice(("rapidocr", "tesseract", "both")),
            default="both",
            help=said("help.ocr"),
        ),
        WordedOption(["--encoding"], metavar="NAME", callback=_known_encoding, help=said("help.encoding")),
        WordedOption(
            ["--max-pages"], metavar="N", type=click.IntRange(min=1), default=2000, help=said("help.max-pages")
        ),
    ]


def _run_options(said: Texts) -> list[click.Option]:
    """How many workers there are, and what one file may cost them."""

    def bound(name: str, least: int, default: int | None) -> click.Option:
        kind = click.IntRange(min=least)
        return WordedOption([f"--{name}"], metavar="N", type=kind, default=default, help=said(f"help.{name}"))

    return [
        WordedOption(["-j", "--jobs"], metavar="N", type=click.IntRange(min=1), help=said("help.jobs")),
        bound("page-seconds", 1, 180),
        bound("file-seconds", 1, 4 * 3600),
        bound("memory", 256, 3072),
        WordedOption(["--cluster"], metavar="ADDRESS", help=said("help.cluster")),
        WordedOption(["--work"], metavar="DIR", type=click.Path(path_type=Path), help=said("help.work")),
        WordedOption(["--log"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.log")),
        WordedOption(["--lineage"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.lineage")),
    ]


def read_settings(given: dict[str, Any]) -> ReadSettings:
    """The settings from the values of ``reading_options``."""
    from shibiao.extract.source import ReadSettings

    return ReadSettings(given["password"], given["encoding"], given["max_pages"], given["verify"], given["ocr"])


def _known_encoding(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str | None:
    import codecs

    try:
        return codecs.lookup(name).name if name else None
    except LookupError as error:
        raise click.BadParameter(str(name)) from error


def _convert(said: Texts, inputs: Sequence[str], out: str, **given: Any) -> ExitCode:
    from shibiao.batch.limits import Limits

    options = ConvertOptions(
        out=None if out == "-" else out,
        settings=read_settings(given),
        jobs=given["jobs"] or cores(),
        limits=Limits(given["page_seconds"], given["file_seconds"], given["memory"]),
        **{n: given[n] for n in ("excel", "parquet", "pdf", "xlsx", "overwrite", "retry_failed", "quiet", "debug")},
        **{n: given[n] for n in ("log", "cluster", "work", "lineage")},
    )
    _check_options(options)
    if options.out is not None:
        return _to_folder(inputs, options, said)
    from shibiao.inputs import find_inputs

    found = find_inputs([Path(name) for name in inputs])
    return ExitCode.OK if _to_stdout(found, options, said) else ExitCode.SOME_INPUTS_FAILED


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _check_options(options: ConvertOptions) -> None:
    extras = (options.excel, options.parquet, options.pdf, options.xlsx, options.lineage)
    if options.out is None and any(extras):
        raise Stop(ExitCode.WRONG_USAGE, "error.stdout-extras")
    if options.out_url and options.work is None:
        raise Stop(ExitCode.WRONG_USAGE, "error.url-without-work", out=options.out_url)
    lineage, folder = options.lineage, options.folder
    if lineage and folder and lineage.resolve().is_relative_to(folder.resolve()):
        raise Stop(ExitCode.WRONG_USAGE, "error.lineage-in-out", out=folder)
    if options.parquet:
        from shibiao.export.parquet import require_pyarrow

        require_pyarrow()
    if options.xlsx:
        from shibiao.export.workbook import require_xlsxwriter

        require_xlsxwriter()


def _to_stdout(found: Sequence[Path], options: ConvertOptions, said: Texts) -> bool:
    """Whether everything came out."""
    from shibiao.export.json_form import json_line
    from shibiao.reading import fingerprint
    from shibiao.stdout import only_ours

    with only_ours() as stream:
        run = _read([fingerprint(path) for path in found], options, said)
        for form in run.forms:
            stream.write(json_line(form))
    if not options.quiet:
        from shibiao.findings import with_worded_findings
        from shibiao.summary import summarise

        worded = replace(run, forms=tuple(with_worded_findings(form, said) for form in run.forms))
        _print_summary(summarise(worded), said)
        _print_failed(len(run.failed), "summary.failed", said)
    return not run.failed


def _to_folder(inputs: Sequence[str], options: ConvertOptions, said: Texts) -> ExitCode:
    from shibiao.lineage.converted import inputs_given, inputs_read, tables_written
    from shibiao.lineage.emitter import recorded

    folder, out = options.folder, options.out
    assert folder is not None and out is not None
    given = inputs_given(inputs, out) if options.lineage else ()
    with recorded(options.lineage, "convert", given, said, [options.settings.password]) as run:
        result = _run(inputs, options, said)
        if run.wanted:
            run.complete(tables_written(folder, out, result.rows), inputs_read(folder, out))
    _report(result, options, said)
    whole = not (result.failed or result.quarantined or result.problems)
    return ExitCode.OK if whole else ExitCode.SOME_INPUTS_FAILED


def _run(inputs: Sequence[str], options: ConvertOptions, said: Texts) -> ArchiveResult:
    """Results in place, at a URL too. Raises: Stop, when it was interrupted too."""
    from shibiao.batch.archive import Conversion, convert_archive, found_inputs
    from shibiao.batch.progress import ShownProgress
    from shibiao.batch.work import Stopping
    from shibiao.failures import failure_text
    from shibiao.terminal import console

    folder, url = options.folder, options.out_url
    assert folder is not None
    if url:
        from shibiao.batch.mirror import check_mirror, mirror

        check_mirror(url)
    found = found_inputs(inputs)
    with _log(options.log) as log, _run_settings(options, said) as settings:
        shown = ShownProgress(said, console(stderr=True), options.quiet, options.debug, log)
        stopping = Stopping(lambda: shown.say("stopping"))
        with shown.shown():
            describe = partial(failure_text, said=said)
            result = convert_archive(Conversion(found, folder, settings, shown, describe, stopping))
        shown.finish()
    if result.interrupted:
        raise Stop(ExitCode.INTERRUPTED, "batch.interrupted", out=folder)
    if url:
        mirror(folder, url)
    return result


@contextmanager
def _run_settings(options: ConvertOptions, said: Texts) -> Iterator[RunSettings]:
    """What the run is told, its workers on this machine or on a cluster."""
    from shibiao.batch.complete import Extras
    from shibiao.batch.pool import IsolatedPool
    from shibiao.batch.run import RunSettings
    from shibiao.batch.tasks import own_families_hash, reader_key

    read = replace(options.settings, threads=1)  # each worker has a core of its own, and the same bytes on any number
    settings = RunSettings(
        read=read,
        extras=Extras(options.excel, options.parquet, options.pdf, options.xlsx),
        limits=options.limits,
        jobs=options.jobs,
        overwrite=options.overwrite,
        retry_failed=options.retry_failed,
        language=said.language,
        reader=reader_key(read),
        pool=lambda jobs: IsolatedPool(jobs, options.limits),
        families=own_families_hash(),
    )
    if not options.cluster:
        yield settings
        return
    from shibiao.batch.cluster import Cluster

    with Cluster(options.cluster, options.limits) as cluster:
        yield replace(settings, jobs=cluster.workers, pool=lambda _jobs: cluster.pool())


@contextmanager
def _log(path: Path | None) -> Iterator[TextIO | None]:
    """Raises: Stop (OUTPUT_NOT_WRITABLE) when the log cannot be written."""
    if path is None:
        yield None
        return
    try:
        file = path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=reason) from error
    with file:
        yield file


def _report(result: ArchiveResult, options: ConvertOptions, said: Texts) -> None:
    from shibiao.failures import failure_text
    from shibiao.reading import Failure
    from shibiao.report import print_places
    from shibiao.terminal import console

    for problem in result.problems:
        why = said("failure.no-pdf", problem=failure_text(Failure(problem.kind, problem.detail), said))
        if options.debug:
            click.echo(problem.trace, err=True, nl=False)
        click.echo(said("error.line", message=said("error.input", path=problem.path, problem=why)), err=True)
    if options.quiet:
        return
    if result.summary:
        _print_summary(result.summary, said)
    _print_failed(result.failed, "summary.failed", said)
    _print_failed(result.quarantined, "summary.quarantined", said)
    on = console(stderr=True)
    out = options.out or ""
    print_places(out, on, said)
    if options.pdf:
        key = "summary.pdfs" if result.pdfs else "summary.no-pdfs"
        click.echo(said(key, count=result.pdfs, pdf=f"{out}/pdf"), err=True)


def _read(found: Sequence[Input], options: ConvertOptions, said: Texts) -> Run:
    """Read everything; say which inputs failed. Raises Stop when not a single form came of it."""
    from shibiao.failures import print_failures
    from shibiao.reading import read_inputs

    run = read_inputs(found, options.settings)
    print_failures(run, said, options.debug)
    if run.forms:
        return run
    if run.missing_library:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.missing-reader", name=run.missing_library)
    raise Stop(ExitCode.NOTHING_READ, "error.nothing-read")


def _print_summary(summary: Summary, said: Texts) -> None:
    from shibiao.report import print_summary
    from shibiao.terminal import console

    print_summary(summary, console(stderr=True), said)


def _print_failed(count: int, key: str, said: Texts) -> None:
    from shibiao.terminal import console

    if count:
        console(stderr=True).print(said(key, count=count), style="red")
