"""``shibiao schema list`` and ``schema show``: which families there are, and what one of them says."""

from __future__ import annotations

import click

from shibiao.commands.schemas import schemas_option
from shibiao.exits import ExitCode, Stop
from shibiao.worded import WordedCommand, debug_option, lang_option
from shibiao.wording import Texts

_COLUMNS = ("key", "name", "extends", "origin", "layout", "fields", "columns", "tables")


def list_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="list",
        help=said("help.schema-list"),
        epilog=said("help.schema-list-examples"),
        params=[schemas_option(said), lang_option(said), debug_option(said)],
        callback=lambda debug: _list(said),
    )


def show_command(said: Texts) -> click.Command:
    """The command in one language."""
    return WordedCommand(
        said,
        name="show",
        help=said("help.schema-show"),
        epilog=said("help.schema-show-examples"),
        params=[click.Argument(["key"], metavar="KEY"), schemas_option(said), lang_option(said), debug_option(said)],
        callback=lambda key, debug: _show(key, said),
    )


def _list(said: Texts) -> ExitCode:
    from shibiao.schema_tools.listing import listed_families
    from shibiao.terminal import console, table

    on = console()
    grid = table(on, [said(f"schema.{name}") for name in _COLUMNS])
    found = listed_families()
    for one in found:
        family = one.family
        name = family.name.zh if said.language == "zh" else family.name.en
        counts = (len(family.fields), len(family.columns), len(family.tables))
        origin = said(f"schema.from.{one.origin}")
        grid.add_row(family.key, name, one.extends or "", origin, family.layout, *map(str, counts))
    on.print(grid)
    families = len({one.family.family for one in found})
    click.echo(said("schema.counted", families=families, files=len(found)), err=True)
    return ExitCode.OK


def _show(key: str, said: Texts) -> ExitCode:
    from shibiao.schema_tools.listing import like, of_key
    from shibiao.schema_tools.showing import family_yaml
    from shibiao.schemas.families import load_catalogue
    from shibiao.schemas.family_files import ancestry, chosen_family_paths

    paths, catalogue = chosen_family_paths(), load_catalogue()
    family = of_key(key, catalogue)
    if family is None:
        near = " ".join(like(key, list(paths)) or sorted(paths))
        raise Stop(ExitCode.WRONG_USAGE, "error.no-such-family", name=key, near=near)
    click.echo(family_yaml(family, ancestry(key, paths)), nl=False)
    return ExitCode.OK
