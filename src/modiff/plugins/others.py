"""Finds rules of others, in files that a project names and in packages that are installed, and makes them known to the catalogue.

What a project names must be right: mistakes are errors. What some installed package brings is nobody's wish: mistakes are warnings, and the rule is
left out. None of it runs in this process, and where there are no such rules no other is started.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from modiff.errors import BrokenRule
from modiff.model import changes
from modiff.model.policy import Policy
from modiff.plugins.mentioned import mentioned
from modiff.plugins.messages import Described, Source
from modiff.rules import catalogue
from modiff.rules.beside import StandIn

if TYPE_CHECKING:  # what starts processes is loaded where there is something to be asked; and that process needs nothing of this
    from importlib.metadata import EntryPoint

    from modiff.plugins.asking import Asking

GROUP = "modiff.rules"
"""The group of entry points; each names a module that is a rule, or a package of such modules."""


class Loaded(NamedTuple):
    """A policy with rules of others in force."""

    policy: Policy
    warnings: tuple[str, ...]
    """A sentence for each installed package with rules that cannot be used."""


def with_others(policy: Policy) -> Loaded:
    """Loads what the policy asks for, and names it in the policy. May be called again: nothing is loaded twice.

    Raises BrokenRule for a rule of `rule_files` that cannot be used, and for two rules of one name; FileMissing."""
    installed = _installed() if policy.installed_rules else []
    if not policy.rule_files and not installed:
        return Loaded(msgspec.structs.replace(policy, others=()), ())
    from modiff.plugins import asking

    found: dict[str, tuple[Described, Source]] = {}
    warnings: list[str] = []
    for name in policy.rule_files:
        source = _source(name)
        for described in asking.loaded(source):
            _add(found, described, source)
    for entry in installed:
        source = Source(entry.value.partition(":")[0], _origin(entry), is_path=False)
        try:
            for described in _tried_once(source):
                _add(found, described, source)
        except BrokenRule as error:
            warnings.append(f"{error.message.rstrip('.')}; it is left out")
    panel = asking.Asking({described.module: source for described, source in found.values()})
    for described, _ in found.values():
        catalogue.make_known(_stand_in(described, panel))
    modules = tuple(described.module for described, _ in found.values())
    return Loaded(msgspec.structs.replace(policy, others=modules), tuple(warnings))


def looks_like_a_path(name: str) -> bool:
    """Does it name a file, and no module?"""
    return name.endswith(".py") or "/" in name or "\\" in name or name in (".", "..")


def _source(name: str) -> Source:
    is_path = looks_like_a_path(name) or Path(name).exists()
    return Source(os.path.abspath(name) if is_path else name, name, is_path)


def _installed() -> list[EntryPoint]:
    """Each once, in stable order."""
    if not mentioned(GROUP):
        return []
    from importlib.metadata import entry_points

    return sorted(set(entry_points(group=GROUP)), key=lambda entry: (entry.name, entry.value))


def _origin(entry: EntryPoint) -> str:
    return f"{entry.value} of {entry.dist.name}" if entry.dist is not None else entry.value


_failed: dict[Source, BrokenRule] = {}


def _tried_once(source: Source) -> list[Described]:
    """The rules of an installed package. One that cannot be used is not tried again: it may take its whole time each time."""
    from modiff.plugins import asking

    if source in _failed:
        raise _failed[source]
    try:
        return asking.loaded(source)
    except BrokenRule as error:
        _failed[source] = error
        raise


def _add(found: dict[str, tuple[Described, Source]], described: Described, source: Source) -> None:
    """Raises BrokenRule where the name is taken."""
    name = _id(described)
    if name in catalogue.ids():
        raise BrokenRule(
            f"The rule {name} in {source.shown} has the name of one of modiff's own.", ["its file's name is its own: give the file another"]
        )
    if name in found and found[name][0].module != described.module:
        raise BrokenRule(
            f"Two rules are called {name}: one in {found[name][1].shown}, and one in {source.shown}.", ["a file's name is the rule's: rename one"]
        )
    found[name] = described, source


def _id(described: Described) -> str:
    return described.module.rpartition(".")[2].replace("_", "-")


def _stand_in(described: Described, panel: Asking) -> StandIn:
    return StandIn(
        module=described.module,
        watches=getattr(changes, described.watches),
        severity=described.severity,
        breaks=described.breaks,
        group=described.group,
        since=described.since,
        old=_shown if described.shows_old else None,
        new=_shown if described.shows_new else None,
        text=described.page,
        panel=panel,
    )


def _shown(_: Any) -> str | None:
    return None
