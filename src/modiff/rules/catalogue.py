"""Every rule there is, found by the names of the files. Nothing is imported before it is asked for; all together cost a few milliseconds.

A new rule is a new file in one of the folders: there is no list to add it to.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache
from typing import Any

from modiff.errors import UnknownRule
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


@cache
def rule(name: str) -> AnyRule:
    """The rule of this id. Raises UnknownRule, with those that it may have meant."""
    modules = _modules()
    if name not in modules:
        near = get_close_matches(name, modules, 3, 0.5) or [known for known in modules if name in known][:3]
        meant = [f"did you mean {', '.join(near)}?"] if near else []
        raise UnknownRule(f"There is no rule {name!r}.", [*meant, "`modiff rules` lists all of them"])
    found = importlib.import_module(modules[name]).RULE
    assert isinstance(found, Rule)
    return found


@cache
def _modules() -> dict[str, str]:
    """Module names by id."""
    found = {}
    for family in FAMILIES:
        package = importlib.import_module(f"modiff.rules.{family}")
        for entry in sorted(pkgutil.iter_modules(package.__path__), key=lambda entry: entry.name):
            found[entry.name.replace("_", "-")] = f"{package.__name__}.{entry.name}"
    return found
