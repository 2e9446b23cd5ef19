"""The whole pipeline over two small worlds, and the same worlds behind a re-export."""

from __future__ import annotations

import ast
from collections.abc import Mapping

import msgspec

from modiff import link, reading
from modiff.compare import compare
from modiff.compare.supported import main_environment, supported
from modiff.graph import Graph
from modiff.model.findings import Finding, Report
from modiff.model.policy import Policy
from modiff.model.release import Metadata, Release
from modiff.rules.environments import judge_everywhere
from modiff.rules.examples import MAIN
from modiff.sources.memory import release_of
from modiff.sources.metadata import core_metadata, entry_points
from modiff.sources.packages import typed_packages

HIDDEN = "pkg/_behind.py"
OF_THE_DISTRIBUTION = ("METADATA", "entry_points.txt", "FILES")
"""Files of a world that are not the package's; see `modiff.rules.examples`."""
DEFAULT = Policy()


def findings(old: Mapping[str, str], new: Mapping[str, str], policy: Policy = DEFAULT) -> tuple[Finding, ...]:
    """All that is said of two versions of a package, given as texts by path."""
    return report(old, new, policy).findings


def report(old: Mapping[str, str], new: Mapping[str, str], policy: Policy = DEFAULT) -> Report:
    """The same, with what there is to warn of."""
    sides = _release(old), _release(new)
    said = [side.metadata for side in sides]
    main = main_environment(policy, said)
    before, after = (Graph(link.view(side, reading.read(side), main)) for side in sides)
    return judge_everywhere(compare(before, after, policy), before, after, policy, supported(policy, said, main))


def _release(files: Mapping[str, str]) -> Release:
    release = release_of({name: text for name, text in files.items() if name not in OF_THE_DISTRIBUTION})
    if not files.keys().isdisjoint(OF_THE_DISTRIBUTION):
        release.name, release.metadata = "pkg", distribution(files, release)
    return release


def distribution(files: Mapping[str, str], release: Release) -> Metadata:
    """What a world says of itself, as a wheel on an index would."""
    core, entries, names = (files.get(name, "") for name in OF_THE_DISTRIBUTION)
    said = core_metadata(core.encode(), built=True)
    assert release.tree is not None
    return msgspec.structs.replace(
        said,
        name="pkg",
        entry_points=entry_points(entries.encode()),
        typed=typed_packages(release.tree.files, release.modules),
        filenames=tuple(name for name in names.split("\n") if name and not name.startswith("#")),
        known=said.known | {"entry_points"},
    )


def behind_a_reexport(files: Mapping[str, str]) -> Mapping[str, str]:
    """The same package, whose `__init__` takes everything from a private module: by name, as packages do."""
    text = files[MAIN]
    names = [name for name in _bound(ast.parse(text)) if not name.startswith("_")]
    imports = "".join(f"from pkg._behind import {name} as {name}\n" for name in names)
    return {**files, MAIN: imports, HIDDEN: text}


def _bound(tree: ast.Module) -> list[str]:
    found: dict[str, None] = {}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = None
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = None
            case ast.ImportFrom(names=aliases, module=module) if (module or "").startswith("pkg"):
                found.update(dict.fromkeys(alias.asname or alias.name for alias in aliases))
    return list(found)
