"""``shibiao schema``: the families of forms, ours and the user's: listing, checking, drafting, testing them."""

from __future__ import annotations

import importlib

import click

from shibiao.worded import WordedGroup, lang_option
from shibiao.wording import Texts

_COMMANDS = {
    "list": "schema_list",
    "show": "schema_list",
    "check": "schema_check",
    "new": "schema_new",
    "test": "schema_test",
    "suggest": "schema_suggest",
}


class SchemaGroup(WordedGroup):
    """The commands about families, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"shibiao.commands.{_COMMANDS[cmd_name]}")
        made: click.Command = getattr(module, f"{cmd_name}_command")(self.texts)
        return made

    def brief(self, name: str) -> str:
        return self.texts(f"help.schema-short.{name}")


def command(said: Texts) -> click.Command:
    """The group in one language."""
    return SchemaGroup(
        said,
        name="schema",
        help=said("help.schema-families"),
        epilog=said("help.schema-examples"),
        params=[lang_option(said)],
        no_args_is_help=True,
    )
