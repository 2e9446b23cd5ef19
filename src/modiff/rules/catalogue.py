"""Every rule there is, found by the names of the files. Nothing is imported before it is asked for; all together cost a few milliseconds.

A new rule is a new file in one of the folders: there is no list to add it to. Rules of others are made known here by `modiff.plugins`, which
loads them; they speak beside ours where a policy asks for them, and are listed and explained with ours.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from typing import Any

from modiff.errors import UnknownRule
from modiff.rules.beside import StandIn
from modiff.rules.interface import Rule

AnyRule = Rule[Any]

FAMILIES = {
    "names": "Names",
    "parameters": "Parameters",
    "kinds": "Kinds of object",
    "bases": "Base classes",
    "classes": "Classes",
    "values": "Values",
    "deprecation": "Deprecation",
    "types": "Types",
    "distribution": "Distribution",
}
"""The folders, in the order in which they are shown, and their titles."""


@cache
def ids() -> tuple[str, ...]:
    """The ids of all rules, sorted by family and then by name."""
    return tuple(_modules())


@cache
def rules() -> tuple[AnyRule, ...]:
    """All rules, in the order of `ids`."""
    return tuple(rule(name) for name in ids())


def rule(name: str) -> AnyRule:
    """The rule of this id: ours, or one of others that is known. Raises UnknownRule, with those that it may have meant."""
    modules = _modules()
    if name not in modules:
        if (other := next((rule for rule in reversed(_others.values()) if rule.id == name), None)) is not None:
            return other
        names = known()
        near = get_close_matches(name, names, 3, 0.5) or [known for known in names if name in known][:3]
        meant = [f"did you mean {', '.join(near)}?"] if near else []
        raise UnknownRule(f"There is no rule {name!r}.", [*meant, "`modiff rules` lists all of them"])
    found = importlib.import_module(modules[name]).RULE
    assert isinstance(found, Rule)
    return found


_others: dict[str, StandIn] = {}
"""Rules of others by the name of their module. What is known here is judged by only where a policy names it."""


def known() -> tuple[str, ...]:
    """The ids of all rules of ours, and then of those of others that were made known."""
    return (*ids(), *sorted({rule.id for rule in _others.values()}))


def make_known(rule: StandIn) -> None:
    """From now on this rule of somebody else's is found by its id and by its module."""
    _others.pop(rule.module, None)  # so that the last one that was made known is the last of them
    _others[rule.module] = rule


def others(modules: tuple[str, ...]) -> tuple[StandIn, ...]:
    """The rules of others in these modules. KeyError for one that was not made known."""
    return tuple(_others[module] for module in modules)


@cache
def _modules() -> dict[str, str]:
    """Module names by id."""
    found = {}
    for family in FAMILIES:
        package = importlib.import_module(f"modiff.rules.{family}")
        for entry in sorted(pkgutil.iter_modules(package.__path__), key=lambda entry: entry.name):
            found[entry.name.replace("_", "-")] = f"{package.__name__}.{entry.name}"
    return found
