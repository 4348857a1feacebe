"""``shibiao schema suggest``: spellings that auditors' decisions teach (the same as ``shibiao review suggest``)."""

from __future__ import annotations

from pathlib import Path

import click

from shibiao.exits import ExitCode
from shibiao.worded import WordedCommand, debug_option, lang_option
from shibiao.wording import Texts


def suggest_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="suggest",
        help=said("help.review-suggest"),
        epilog=said("help.schema-suggest-examples"),
        params=[
            click.Argument(["out"], metavar="OUT", type=click.Path(path_type=Path)),
            lang_option(said),
            debug_option(said),
        ],
        callback=lambda out, debug: _suggest(out, said),
    )


def _suggest(out: Path, said: Texts) -> ExitCode:
    from shibiao.review.learning import as_yaml, proposals
    from shibiao.review.log import existing_log

    with existing_log(out) as log:
        found = proposals(log, out)
    click.echo(as_yaml(found), nl=False)
    click.echo(said("review.suggested", count=len(found)), err=True)
    return ExitCode.OK
