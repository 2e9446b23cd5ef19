"""What makes a module a rule: a page at its head, and one object called RULE that says so of itself."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, get_args

from packaging.version import InvalidVersion, Version

from modiff.errors import BrokenRule
from modiff.model import changes
from modiff.model.changes import Change
from modiff.model.findings import Breaks, Group, Severity
from modiff.rules.catalogue import AnyRule
from modiff.rules.interface import Rule

SHAPE = ("docs/rules-of-your-own.md tells what a rule's file looks like", "`modiff rules new PATH` writes one to start from")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_QUESTIONS = ("sentence", "applies", "part", "hint", "identity", "doubt", "lesser", "client")
_PLACES = ("old", "new")


def rule_of(module: ModuleType, origin: str) -> AnyRule:
    """The rule that a module holds. Raises BrokenRule, which says what is wrong with it, first things first."""
    rule = getattr(module, "RULE", None)
    wrong = _wrong(rule, module)
    if wrong is not None:
        raise BrokenRule(f"{origin} holds no rule that can be used: {wrong}.", SHAPE)
    assert isinstance(rule, Rule)
    return rule


def _wrong(rule: Any, module: ModuleType) -> str | None:
    """As a clause; None: it is as it should be."""
    if not isinstance(rule, Rule):
        return "it has no object RULE" if rule is None else f"its RULE is no Rule, but of type {type(rule).__name__}"
    if rule.module != module.__name__:
        return "its RULE is not made with module=__name__"
    if not _NAME.fullmatch(rule.id):
        return f"{rule.id!r}, the name of its file, is no name for a rule: it takes two words or more, like parameter_removed.py"
    watched: object = rule.watches
    if not (isinstance(watched, type) and issubclass(watched, Change) and vars(changes).get(watched.__name__) is watched):
        return "its RULE does not watch a class of modiff.model.changes"
    severity: object = rule.severity
    if not isinstance(severity, Severity):
        return f"the severity of its RULE is no Severity, but {severity!r}"
    if bad := [word for word in rule.breaks if word not in get_args(Breaks)]:
        return f"nothing that can break is called {bad[0]!r}; there are {', '.join(get_args(Breaks))}"
    if rule.group not in get_args(Group):
        return f"there is no group {rule.group!r}; there are {', '.join(get_args(Group))}"
    if uncallable := [name for name in _QUESTIONS if not callable(getattr(rule, name))]:
        return f"{uncallable[0]} of its RULE is no function"
    if uncallable := [name for name in _PLACES if getattr(rule, name) is not None and not callable(getattr(rule, name))]:
        return f"{uncallable[0]} of its RULE is no function, and not None"
    try:
        Version(rule.since)
    except (InvalidVersion, TypeError):
        return f"its since is no version of modiff, but {rule.since!r}"
    return _wrong_with_page(module)


def _wrong_with_page(module: ModuleType) -> str | None:
    lines = (module.__doc__ or "").strip().splitlines()
    if not lines:
        return "it has no docstring, which is its page"
    if not lines[0].startswith("# ") or not lines[0].strip("# ."):
        return "its docstring does not begin with a title (`# What happened to what`)"
    return None
