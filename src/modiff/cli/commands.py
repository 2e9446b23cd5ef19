"""The group `modiff` and its commands, each loaded when it is called for."""

from __future__ import annotations

import importlib

import click

import modiff as package

COMMANDS = {
    "diff": "What changed between two versions, judged.",
    "check": "May this project be released as it lies here, under its version?",
    "impact": "Which lines of my code break when I upgrade?",
    "sql": "Questions in SQL to the API of one or more versions.",
    "history": "The API of a package over its releases.",
    "accept": "A break that is meant, written down with its reason.",
    "show": "The public API of one version.",
    "rules": "The catalogue of rules.",
    "explain": "One rule's page.",
    "cache": "What is kept between runs: show it, bound it, clear it.",
}
"""Name and one line of help; the module of that name in this folder holds the command."""


class _OnDemand(click.Group):
    """Knows its commands by name, so that help and version load none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"modiff.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_unknown(args[0]))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _unknown(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, 1)
    meant = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(COMMANDS)}."
    return f"There is no command {word!r}. {meant}"


@click.group(
    cls=_OnDemand,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 nothing to object to, 1 objections, 2 could not check, 130 interrupted.",
)
@click.version_option(package.__version__, "--version", "-V", message="modiff %(version)s")
def modiff() -> None:
    """Compares the public API of two versions of a Python package and says what breaks, for whom, and why."""
