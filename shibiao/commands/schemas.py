"""``--schemas``: the folder of the user's families, for every command that reads forms or looks at families."""

from __future__ import annotations

import os
from pathlib import Path

import click

from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedOption
from shibiao.wording import Texts


def schemas_option(said: Texts) -> click.Option:
    """The option. Its effect is had at once: the environment variable is set, which worker processes inherit.

    Raises (when parsed): Stop for a folder that is none, or has no family in it; named by the variable too.
    """
    return WordedOption(
        ["--schemas"],
        metavar="DIR",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_use,
        help=said("help.schemas"),
    )


def _use(ctx: click.Context, _param: click.Parameter, folder: Path | None) -> None:
    from shibiao.schemas.family_files import OWN_FAMILIES

    named = os.environ.get(OWN_FAMILIES)
    chosen = folder or (Path(named) if named else None)
    if chosen is not None and not ctx.resilient_parsing:
        use_families(chosen)


def use_families(folder: Path) -> None:
    """Read with the families of this folder, here and in all processes that are started from here on.

    Raises: Stop.
    """
    from shibiao.schemas.family_files import OWN_FAMILIES

    if not folder.exists():
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-path", path=folder)
    if not folder.is_dir() or not any(folder.glob("*.yaml")):
        raise Stop(ExitCode.WRONG_USAGE, "error.no-families", path=folder)
    os.environ[OWN_FAMILIES] = str(folder.resolve())
