"""`--allow`, `--warn` and `--deny`: what the command line says about rules and groups, over what the configuration does."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, get_args

import click
import msgspec

from modiff.errors import BadUsage, UnknownRule
from modiff.model.findings import Action, Group
from modiff.model.policy import Policy

HELP = {
    Action.allow: "Do not object to this rule or group, and show it as allowed (repeatable).",
    Action.warn: "Show this rule or group without objecting to it (repeatable).",
    Action.deny: "Object to this rule or group (repeatable).",
}


def action_options(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command the three options, each a tuple of words under its own name."""
    for action in reversed(Action):
        command = click.option(f"--{action}", str(action), multiple=True, metavar="RULE|GROUP", help=HELP[action])(command)
    return command


def with_actions(policy: Policy, given: dict[Action, tuple[str, ...]]) -> Policy:
    """The policy with these words in force. A group given here wins over what the configuration says of its rules.

    Raises UnknownRule with near names; BadUsage for a word that is given twice with different actions.
    """
    said = {word: action for action, words in given.items() for word in _names(words)}
    if not said:
        return policy
    from modiff.plugins import with_others
    from modiff.rules import catalogue

    if not said.keys() <= {*catalogue.ids(), *get_args(Group)}:
        with_others(policy)
    groups = get_args(Group)
    for word in said:
        if word not in groups and word not in catalogue.known():
            raise UnknownRule(f"There is no rule and no group {word!r}.", _near(word, (*catalogue.known(), *groups)))
        actions = [str(action) for action, words in given.items() if word in _names(words)]
        if len(actions) > 1:
            raise BadUsage(f"{word} cannot have two actions: --{' and --'.join(actions)}.", [f"--{action} {word}" for action in actions])
    kept = {name: action for name, action in policy.actions.items() if name in groups or catalogue.rule(name).group not in said}
    return msgspec.structs.replace(policy, actions={**kept, **said})


def _names(words: tuple[str, ...]) -> list[str]:
    return [name.strip().lower() for word in words for name in word.split(",") if name.strip()]


def _near(word: str, known: tuple[Any, ...]) -> list[str]:
    return [*get_close_matches(word, known, 3, 0.5), "`modiff rules` lists all rules and their groups"]
