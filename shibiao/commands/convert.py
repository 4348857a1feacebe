"""``shibiao convert``: inputs in, the files of the output contract out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from shibiao.export.folder import OutputFolder
    from shibiao.extract.source import ReadSettings
    from shibiao.reading import Input, Run


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """What the command line asked for. ``out`` is None for standard output."""

    out: Path | None
    settings: ReadSettings
    excel: bool
    parquet: bool
    pdf: bool
    overwrite: bool
    quiet: bool
    debug: bool


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
            click.Argument(["inputs"], metavar="INPUT...", nargs=-1, required=True, type=click.Path(path_type=Path)),
            WordedOption(["--out"], required=True, metavar="OUT", help=said("help.out")),
            *reading_options(said),
            *(flag("excel"), flag("parquet"), flag("pdf"), flag("overwrite"), flag("quiet")),
            *(lang_option(said), debug_option(said)),
        ],
        callback=lambda **given: _convert(said, **given),
    )


def reading_options(said: Texts) -> list[click.Option]:
    """The options that say how files are read; ``read_settings`` takes their values."""
    return [
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


def _convert(said: Texts, inputs: Sequence[Path], out: str, **given: Any) -> ExitCode:
    from shibiao.inputs import find_inputs
    from shibiao.reading import fingerprint

    options = ConvertOptions(
        out=None if out == "-" else Path(out),
        settings=read_settings(given),
        **{name: given[name] for name in ("excel", "parquet", "pdf", "overwrite", "quiet", "debug")},
    )
    _check_extras(options)
    found = [fingerprint(path) for path in find_inputs(inputs)]
    whole = _to_stdout(found, options, said) if options.out is None else _to_folder(found, options.out, options, said)
    return ExitCode.OK if whole else ExitCode.SOME_INPUTS_FAILED


def _check_extras(options: ConvertOptions) -> None:
    if options.out is None and (options.excel or options.parquet or options.pdf):
        raise Stop(ExitCode.WRONG_USAGE, "error.stdout-extras")
    if options.parquet:
        from shibiao.export.parquet import require_pyarrow

        require_pyarrow()


def _to_stdout(found: Sequence[Input], options: ConvertOptions, said: Texts) -> bool:
    """Whether everything came out."""
    from shibiao.export.json_form import json_line
    from shibiao.stdout import only_ours

    with only_ours() as stream:
        run = _read(found, options, said)
        for form in run.forms:
            stream.write(json_line(form))
    _report(run, options, said)
    return not run.failed


def _to_folder(found: Sequence[Input], out: Path, options: ConvertOptions, said: Texts) -> bool:
    """Whether everything came out."""
    from shibiao.export.folder import output_folder
    from shibiao.export.writer import Extras, files_of_run
    from shibiao.failures import failure_text

    by_hash = {item.sha256: item.path for item in found if item.sha256}
    with output_folder(out, by_hash, options.overwrite) as folder:
        run = _read(found, options, said)
        failures = {result.path: failure_text(result.failure, said) for result in run.failed if result.failure}
        for name, data in files_of_run(run, Extras(options.excel, options.parquet), failures):
            folder.stage(name, data)
        pdfs = _stage_pdfs(run, folder, options, said) if options.pdf else None
        folder.publish()
    _report(run, options, said)
    if pdfs and not options.quiet:
        click.echo(said("summary.pdfs" if pdfs.made else "summary.no-pdfs", count=pdfs.made, pdf=out / "pdf"), err=True)
    return not run.failed and not (pdfs and pdfs.failed)


class _Pdfs(NamedTuple):
    """How many searchable PDFs were made, and how many could not be."""

    made: int
    failed: int


def _stage_pdfs(run: Run, folder: OutputFolder, options: ConvertOptions, said: Texts) -> _Pdfs:
    from shibiao.export.searchable import searchable_pdfs
    from shibiao.failures import print_failure

    made = failed = 0
    for pdf in searchable_pdfs(run, options.settings.password):
        if pdf.data is not None:
            folder.stage(pdf.name, pdf.data)
            made += 1
        elif pdf.failure is not None:
            print_failure(pdf.input, pdf.failure, said, options.debug)
            failed += 1
    return _Pdfs(made, failed)


def _read(found: Sequence[Input], options: ConvertOptions, said: Texts) -> Run:
    """Read everything; say which inputs failed. Raises Stop when not a single form came of it."""
    from shibiao.failures import print_failures
    from shibiao.reading import read_inputs

    with _progress(len(found), options.quiet, said) as on_done:
        run = read_inputs(found, options.settings, on_done)
    print_failures(run, said, options.debug)
    if run.forms:
        return run
    if run.missing_library:
        raise Stop(ExitCode.MISSING_DEPENDENCY, "error.missing-reader", name=run.missing_library)
    raise Stop(ExitCode.NOTHING_READ, "error.nothing-read")


def _report(run: Run, options: ConvertOptions, said: Texts) -> None:
    if options.quiet:
        return
    from shibiao.findings import with_worded_findings
    from shibiao.report import print_places, print_summary
    from shibiao.summary import summarise
    from shibiao.terminal import console

    on = console(stderr=True)
    worded = replace(run, forms=tuple(with_worded_findings(form, said) for form in run.forms))
    print_summary(summarise(worded), on, said)
    if run.failed:
        on.print(said("summary.failed", count=len(run.failed)), style="red")
    if options.out:
        print_places(options.out, on, said)


@contextmanager
def _progress(total: int, quiet: bool, said: Texts) -> Iterator[Callable[[Path], None] | None]:
    """A progress bar on standard error, only where somebody can see it move."""
    from shibiao.terminal import console

    on = console(stderr=True)
    if quiet or total < 2 or not on.is_terminal:
        yield None
        return
    from rich.progress import Progress

    with Progress(console=on, transient=True) as bar:
        task = bar.add_task(said("progress"), total=total)
        yield lambda _path: bar.advance(task)
