"""``shibiao schema new``: a family's file drafted from a sample form."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shibiao.commands.convert import read_settings, reading_options
from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, WordedOption, debug_option, lang_option
from shibiao.wording import Texts

if TYPE_CHECKING:
    from shibiao.schema_tools.new import Draft

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")


def new_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="new",
        help=said("help.schema-new"),
        epilog=said("help.schema-new-examples"),
        params=[
            click.Argument(["sample"], metavar="SAMPLE", type=click.Path(path_type=Path)),
            WordedOption(["--name"], metavar="KEY", help=said("help.schema-name")),
            WordedOption(["--out"], metavar="FILE", type=click.Path(path_type=Path), help=said("help.schema-out")),
            *reading_options(said),
            lang_option(said),
            debug_option(said),
        ],
        callback=lambda sample, name, out, **given: _new(sample, name, out, given, said),
    )


def _new(sample: Path, name: str | None, out: Path | None, given: dict[str, Any], said: Texts) -> ExitCode:
    key = _key(sample, name, out)
    target = out / f"{key}.yaml" if out and out.is_dir() else out
    if target is not None and target.exists():
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.exists", path=target)
    made = _drafted(sample, key, given, said)
    if isinstance(made, ExitCode):
        return made
    if target is None:
        click.echo(made.text, nl=False)
    else:
        _write(target, made.text)
        click.echo(said("schema.drafted", path=target, questions=made.text.count("  # ?")), err=True)
    if made.forms > 1:
        click.echo(said("schema.first-of", forms=made.forms), err=True)
    if made.before:
        click.echo(said("schema.known-already", family=made.before), err=True)
    if not made.knows_its_sample(key):
        click.echo(said("schema.not-known-yet", sample=sample, family=made.now or "unknown"), err=True)
        return ExitCode.SOME_INPUTS_FAILED
    return ExitCode.OK


def _key(sample: Path, name: str | None, out: Path | None) -> str:
    """The family's key: as told, else as the file to be written is called, else as the sample is."""
    named = out.name.removesuffix(".yaml") if out is not None and not out.is_dir() else None
    key = name or named or (sample.stem if _KEY.fullmatch(sample.stem) else "new_family")
    if not _KEY.fullmatch(key) or key == "unknown":
        raise Stop(ExitCode.WRONG_USAGE, "error.bad-key", name=key)
    if named is not None and (named != key or out is None or out.suffix != ".yaml"):
        raise Stop(ExitCode.WRONG_USAGE, "error.other-key", name=key)
    return key


def _drafted(sample: Path, key: str, given: dict[str, Any], said: Texts) -> Draft | ExitCode:
    from shibiao.extract.errors import UnreadableInput
    from shibiao.failures import failure_line
    from shibiao.inputs import find_inputs
    from shibiao.reading import Failure
    from shibiao.schema_tools.new import draft

    found = find_inputs([sample])
    if len(found) > 1:
        raise Stop(ExitCode.WRONG_USAGE, "error.one-sample", count=len(found))
    try:
        return draft(found[0], key, read_settings(given), said)
    except UnreadableInput as error:
        click.echo(failure_line(sample, Failure(error.kind, error.detail), said), err=True)
        return ExitCode.NOTHING_READ


def _write(path: Path, text: str) -> None:
    from shibiao.export.durable import write_durably

    try:
        write_durably(path, text.encode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise Stop(ExitCode.OUTPUT_NOT_WRITABLE, "error.not-writable", path=path, reason=reason) from error
