"""Options of the commands that a distribution installs, where the function that an entry point names is decorated with click's own.

Only options are compared, and only of that function: its decorators say them in so many words. What a group's subcommands take, arguments, and
commands made otherwise (argparse, typer, click with a class of its own) are nothing that decorators settle.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches

import msgspec

from modiff.graph.graph import Graph
from modiff.link import makers, texts
from modiff.model.changes import DistributionChanged
from modiff.model.facts import Call, Expression, Function
from modiff.model.items import Item

_HOMES = ("click", "rich_click", "asyncclick")
_COMMANDS = frozenset({"command", "group"})
_NAMED_BY_DEFAULT = {"help_option": "--help", "version_option": "--version", "password_option": "--password", "confirmation_option": "--yes"}
_SAYS_NOTHING = frozenset({"pass_context", "pass_obj", "argument", "make_pass_decorator"})


class Option(msgspec.Struct, frozen=True):
    """One option as it is declared."""

    names: tuple[str, ...]
    """As they are written on a command line: `-q`, `--quiet`, `--no-quiet`."""
    hidden: bool


class Command(msgspec.Struct, frozen=True):
    """What a command is known to take."""

    options: tuple[Option, ...]
    open: bool
    """May it take others, too: by a decorator that is not click's, or because it lets unknown ones pass?"""

    @property
    def names(self) -> frozenset[str]:
        """Every spelling of every option."""
        return frozenset(name for option in self.options for name in option.names)


def changes(name: str, old: Graph, new: Graph, scripts: dict[str, tuple[str, str]]) -> Iterator[DistributionChanged]:
    """The options that commands lost. `scripts`: by command, what it calls in the old version and in the new one (`module:function`)."""
    for script, (before, after) in sorted(scripts.items()):
        was = command(old, before)
        now = command(new, after) if was is not None and was.options else None
        if was is None or now is None or now.open:
            continue
        came = sorted(now.names - was.names)
        for option in was.options:
            lost = [spelling for spelling in option.names if spelling not in now.names]
            if lost and not option.hidden:
                longest = max(lost, key=len)
                near = next(iter(get_close_matches(longest, came, 1, 0.8)), None)
                yield DistributionChanged(
                    path=name, event="option-removed", part=f"{script} {longest}", names=tuple(lost), before=", ".join(option.names), near=near
                )


def command(graph: Graph, target: str) -> Command | None:
    """What the command takes that this entry point calls; None: it is no function that click's decorators make a command of."""
    module, _, name = target.partition("[")[0].strip().partition(":")
    found = graph.at(f"{module.strip()}.{name.strip()}") if name else None
    definition = found.definition if isinstance(found, Item) and found.kind == "function" else None
    if not isinstance(found, Item) or not isinstance(definition, Function):
        return None
    marks = [(mark, _of_click(graph, found, mark)) for mark in definition.decorators]
    made = [mark for mark, kind in marks if kind in _COMMANDS]
    helps = _helps(made[0].call) if len(made) == 1 else None
    if helps is None:
        return None
    options: list[Option] = []
    is_open = False
    for mark, kind in marks:
        read = _option(mark.call, _NAMED_BY_DEFAULT.get(kind or "")) if kind == "option" or kind in _NAMED_BY_DEFAULT else None
        options += [read] if read is not None else []
        is_open = is_open or (read is None and kind not in _COMMANDS | _SAYS_NOTHING)
    return Command((*options, Option(helps, hidden=False)), is_open)


def _of_click(graph: Graph, function: Item, mark: Expression) -> str | None:
    """`option` for `@click.option(…)`; None for what is not click's."""
    name = mark.call.callee if mark.call is not None else mark.name
    path = makers.path_of(graph.view, function.module, name) if name is not None and texts.is_dotted(name) else None
    home, _, last = (path or "").rpartition(".")
    return last if home.partition(".")[0] in _HOMES else None


def _helps(call: Call | None) -> tuple[str, ...] | None:
    """The spellings that ask for help, where click alone decides what the command takes. None: it does not, with a class of the command's own, with
    parameters that are handed over, or where unknown options are let pass."""
    given = dict(call.keywords) if call is not None else {}
    if {"cls", "params", "**", "add_help_option"} & given.keys():
        return None
    read = texts.table(texts.parsed(given["context_settings"])) if "context_settings" in given else []
    settings = dict(read) if read is not None else None
    if settings is None or "ignore_unknown_options" in settings:
        return None
    names = texts.strings(settings["help_option_names"]) if "help_option_names" in settings else ["--help"]
    return tuple(names) if names is not None else None


def _option(call: Call | None, otherwise: str | None) -> Option | None:
    """The option that a decorator declares; None: its spellings are computed."""
    arguments = call.arguments if call is not None else ()
    said = [texts.string_in(argument) for argument in arguments]
    keywords = dict(call.keywords) if call is not None else {}
    if None in said or "**" in keywords or "cls" in keywords:
        return None
    spelt = [one.strip() for text in said for one in (text or "").split("/") if one.strip().startswith("-")]
    names = tuple(spelt) or ((otherwise,) if otherwise is not None else ())
    return Option(names, _is_true(keywords.get("hidden", "False"))) if names else None


def _is_true(text: str) -> bool:
    node = texts.parsed(text)
    return not isinstance(node, ast.Constant) or bool(node.value)  # what is computed may be true
