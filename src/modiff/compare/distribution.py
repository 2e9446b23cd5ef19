"""What two releases say of themselves: supported Pythons, extras, entry points, dependencies, types; and whom the files of a release serve.

Asked only where both sides are distributions that name themselves; of each field only what both sides say in full (a project that leaves its
dependencies to the build says nothing of them). An import package that is gone is a module that is gone, and told as such, once.
Versions, classifiers, descriptions and URLs do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from modiff.compare import commands, dependencies, wheels
from modiff.compare.pythons import MINORS, PLATFORMS, Minor, admitted, places, shown
from modiff.graph.graph import Graph
from modiff.model.changes import DistributionChanged
from modiff.model.facts import Class, Facts, Function
from modiff.model.findings import Certainty
from modiff.model.policy import Policy
from modiff.model.release import Metadata

SCRIPTS = ("console_scripts", "gui_scripts")
"""Groups of entry points that become commands; all other groups are looked up by other distributions."""


def changes(old: Graph, new: Graph, policy: Policy) -> Iterator[DistributionChanged]:
    """All that differs between the two distributions. Nothing where one of the sides is none."""
    before, after = old.release.metadata, new.release.metadata
    name = old.release.name or new.release.name
    if before.name is None or after.name is None or name is None:
        return
    yield from _pythons(name, before, after, policy)
    yield from _extras(name, before, after)
    yield from _entry_points(name, before, after)
    if _both_say("entry_points", before, after):
        yield from commands.changes(name, old, new, _kept_scripts(before, after))
    pythons = _kept_pythons(before, after, policy)
    if _both_say("requires_dist", before, after) and pythons and before.requires_dist != after.requires_dist:
        platforms = [policy.platform] if policy.platform is not None else list(PLATFORMS)
        yield from dependencies.changes(name, before.requires_dist, after.requires_dist, places(pythons, platforms))
    if before.filenames and after.filenames and pythons:
        yield from wheels.changes(name, before.filenames, after.filenames, pythons)
    yield from _types(name, old, new)


def _both_say(field: str, *sides: Metadata) -> bool:
    return all(getattr(side, field) or field in side.known for side in sides)


# --- Pythons ----------------------------------------------------------------------------------------------------------------


def _kept_pythons(before: Metadata, after: Metadata, policy: Policy) -> frozenset[Minor]:
    """Those for which both versions are, as far as they say."""
    kept = frozenset(MINORS) if policy.python_version is None else frozenset({policy.python_version})
    return kept.intersection(*(admitted(side.requires_python) or frozenset(MINORS) for side in (before, after)))


def _pythons(name: str, before: Metadata, after: Metadata, policy: Policy) -> Iterator[DistributionChanged]:
    left, right = admitted(before.requires_python), admitted(after.requires_python)
    if not _both_say("requires_python", before, after) or left is None or right is None:
        return
    dropped = sorted(python for python in left - right if policy.python_version in (None, python))
    if not dropped:
        return
    certainty, doubt = Certainty.certain, None
    if before.requires_python is None:
        served = [python for python in dropped if wheels.name_python(before.filenames, python)]
        dropped, certainty = (served, Certainty.likely) if served else (dropped, Certainty.possible)
        doubt = "the old version did not say which Pythons it was for" + (" other than by its wheels" if served else "")
    yield DistributionChanged(
        path=name,
        event="python-dropped",
        part=f"python:{shown(dropped[0])}",
        names=tuple(map(shown, dropped)),
        before=before.requires_python,
        after=after.requires_python,
        certainty=certainty,
        doubt=doubt,
    )


# --- what can be asked for by name ------------------------------------------------------------------------------------------


def _extras(name: str, before: Metadata, after: Metadata) -> Iterator[DistributionChanged]:
    if not _both_say("extras", before, after):
        return
    left, right = ({_normalised(extra): extra for extra in side.extras} for side in (before, after))
    came = [right[extra] for extra in sorted(right.keys() - left.keys())]
    for extra in sorted(left.keys() - right.keys()):
        near = get_close_matches(left[extra], came, 1, 0.6)
        yield DistributionChanged(path=name, event="extra-removed", part=f"extra:{left[extra]}", before=left[extra], near=next(iter(near), None))


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _entry_points(name: str, before: Metadata, after: Metadata) -> Iterator[DistributionChanged]:
    if not _both_say("entry_points", before, after):
        return
    yield from _scripts(name, before, after)
    left, right = (_plugins(side) for side in (before, after))
    for group in sorted(left):
        lost = sorted(left[group].keys() - right.get(group, {}).keys())
        if lost and group not in right:
            shown_as = f"[{group}] {', '.join(lost)}"
            yield DistributionChanged(path=name, event="entry-point-removed", part=f"{group}:", names=tuple(lost), before=shown_as)
            continue
        came = sorted(right.get(group, {}).keys() - left[group].keys())
        for entry in lost:
            near = _same_target(left[group][entry], came, right[group]) or next(iter(get_close_matches(entry, came, 1, 0.7)), None)
            shown_as = f"{entry} = {left[group][entry]}"
            yield DistributionChanged(path=name, event="entry-point-removed", part=f"{group}:{entry}", names=(entry,), before=shown_as, near=near)


def _scripts(name: str, before: Metadata, after: Metadata) -> Iterator[DistributionChanged]:
    left, right = ({entry: target for group, entry, target in side.entry_points if group in SCRIPTS} for side in (before, after))
    came = sorted(right.keys() - left.keys())
    for script in sorted(left.keys() - right.keys()):
        near = _same_target(left[script], came, right) or next(iter(get_close_matches(script, came, 1, 0.7)), None)
        yield DistributionChanged(path=name, event="script-removed", part=script, before=f"{script} = {left[script]}", near=near)


def _kept_scripts(before: Metadata, after: Metadata) -> dict[str, tuple[str, str]]:
    """Commands for a console that both versions install, with what they call."""
    left, right = ({entry: target for group, entry, target in side.entry_points if group == SCRIPTS[0]} for side in (before, after))
    return {script: (target, right[script]) for script, target in left.items() if script in right}


def _plugins(said: Metadata) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for group, entry, target in said.entry_points:
        if group not in SCRIPTS:
            found.setdefault(group, {})[entry] = target
    return found


def _same_target(target: str, names: Iterable[str], targets: dict[str, str]) -> str | None:
    """The name under which the same object is offered now."""
    return next((name for name in names if targets[name] == target), None)


# --- types ------------------------------------------------------------------------------------------------------------------


def _types(name: str, old: Graph, new: Graph) -> Iterator[DistributionChanged]:
    """`py.typed` (PEP 561) and stub files of packages and modules that are still there; stubs that go with `py.typed` are not told again."""
    before, after = old.release.metadata, new.release.metadata
    untyped = [package for package in before.typed if package in new.release.modules and not _is_typed(package, after)]
    if untyped:
        file = f"{untyped[0].replace('.', '/')}/py.typed"
        yield DistributionChanged(path=name, event="py-typed-removed", part=untyped[0], names=tuple(untyped), before=file)
    lost = [module for module in _stubs_lost(old, new) if not any(_is_within(module, package) for package in untyped)]
    if lost:
        stub = old.release.modules[lost[0]].stub
        yield DistributionChanged(path=name, event="stub-removed", part=lost[0], names=tuple(lost), before=stub)


def _is_typed(module: str, said: Metadata) -> bool:
    return any(_is_within(module, package) for package in said.typed)


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _stubs_lost(old: Graph, new: Graph) -> Iterator[str]:
    """Public modules whose stub is gone, and whose source does not say the types in its place."""
    for module, before in old.release.modules.items():
        after = new.release.modules.get(module)
        if before.stub is None or after is None or after.stub is not None or any(part.startswith("_") for part in module.split(".")):
            continue
        facts = new.facts(module) if after.source is not None else None
        if facts is None or not _annotates(facts):
            yield module


def _annotates(facts: Facts) -> bool:
    """Does a source say types itself, or hold nothing that could have any?"""
    classes = [binding.definition for binding in facts.bindings if isinstance(binding.definition, Class)]
    bound = [*facts.bindings, *(member for each in classes for member in each.members)]
    # What a module's own `__getattr__` hands on has its types elsewhere.
    served = ("__getattr__", "__dir__")
    functions = [binding.definition for binding in bound if isinstance(binding.definition, Function) and binding.name not in served]
    return not functions or any(f.returns is not None or any(p.annotation is not None for p in f.parameters) for f in functions)
