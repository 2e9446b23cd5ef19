"""What griffe says of a pair of releases, as the scorer of `truth/` takes it. Run by accuracy.py as a process of its own.

    python griffe_findings.py OLD_TREE NEW_TREE PACKAGE…

Loads and compares as `griffe check` does: nothing is imported, aliases are resolved, none of them into other distributions. Prints
`{"findings": [{"path", "canonical", "also", "rule", "part"}], "aborted": ["why griffe gave up on a package"]}`. The rule is the name of griffe's own
kind of breakage; kinds that say that a value is another one (a default, an attribute) are left out on this side as they are on modiff's, as no
call stops working.
What griffe found in a package before it gave up is kept, though its own command would show none of it.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import griffe

VALUES = {"PARAMETER_CHANGED_DEFAULT", "ATTRIBUTE_CHANGED_VALUE"}


def findings(old_tree: str, new_tree: str, package: str) -> Iterator[dict[str, Any]]:
    """The breakages of one import package. Whatever griffe raises goes through."""
    load = partial(griffe.load, package, allow_inspection=False, resolve_aliases=True, resolve_external=None)
    sides = [load(search_paths=[tree]) for tree in (old_tree, new_tree)]
    for breakage in griffe.find_breaking_changes(*sides):
        if breakage.kind.name not in VALUES:
            yield as_finding(breakage)


def as_finding(breakage: griffe.Breakage) -> dict[str, Any]:
    """One breakage in the scorer's words."""
    about_parameter = breakage.kind.name.startswith("PARAMETER")
    parameter = (breakage.old_value or breakage.new_value) if about_parameter else None
    try:
        canonical = breakage.obj.canonical_path
    except griffe.AliasResolutionError:
        canonical = None
    rule = breakage.kind.name.lower().replace("_", "-")
    also = sorted(paths(breakage.obj) - {breakage.obj.path})
    return {"path": breakage.obj.path, "canonical": canonical, "also": also, "rule": rule, "part": parameter.name.lstrip("*") if parameter else None}


def paths(thing: griffe.Object | griffe.Alias) -> set[str]:
    """All that griffe knows to lead to it: it names where something is defined, the scorer mostly where users find it."""
    out = {thing.path, *({} if thing.is_alias else thing.aliases)}
    if thing.parent is not None and thing.parent.is_class:
        out |= {f"{path}.{thing.name}" for path in paths(thing.parent)}
    return out


def main(old_tree: str, new_tree: str, packages: list[str]) -> None:
    """All packages of the pair, one object."""
    logging.disable(logging.CRITICAL)
    found: list[dict[str, Any]] = []
    aborted: list[str] = []
    for package in packages:
        try:
            for finding in findings(old_tree, new_tree, package):
                found.append(finding)  # one by one: what came before an error stays
        except Exception as error:
            aborted.append(f"{package}: {type(error).__name__}: {error}"[:200])
    json.dump({"findings": found, "aborted": aborted}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
