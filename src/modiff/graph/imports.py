"""Which modules of a release import which others of it, when they are imported themselves."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.graph.graph import Graph
from modiff.graph.selection import Selection
from modiff.model.facts import Import
from modiff.model.policy import Policy


def imports(graph: Graph) -> Iterator[tuple[str, str]]:
    """(module, module that it imports), sorted, each once. Imports inside functions and under TYPE_CHECKING do not count, nor does that a submodule
    imports the packages above it: that is done before, and cannot go round."""
    known = set(graph.modules())
    for module in sorted(known):
        said = graph.facts(module)
        if said is None:
            continue
        package = module if graph.release.modules[module].package else module.rpartition(".")[0]
        found = set()
        for binding in said.bindings:
            if isinstance(binding.definition, Import) and not any(test.kind == "typing" and test.holds for test in binding.guard):
                found.add(_target(binding.definition, package, known))
        yield from ((module, other) for other in sorted(name for name in found if name is not None and name != module))


def imports_within(graph: Graph, policy: Policy) -> tuple[tuple[str, str], ...]:
    """The same between modules that the policy looks at: promised ones, and private ones that promised ones reach by imports."""
    selection = Selection(policy.only, policy.exclude)
    after: dict[str, list[str]] = {}
    for module, other in imports(graph):
        after.setdefault(module, []).append(other)
    todo = [module for module in graph.public_modules(policy.surface) if selection.wants((module,))]
    reached = set(todo)
    while todo:
        found = {other for other in after.get(todo.pop(), ()) if other not in reached and selection.wants((other,))}
        reached |= found
        todo.extend(sorted(found))
    return tuple((module, other) for module in sorted(reached) for other in after.get(module, ()) if other in reached)


def _target(said: Import, package: str, known: set[str]) -> str | None:
    """The module that an import runs, if it is one of these."""
    base = said.module
    if said.level:
        above = package.split(".")[: len(package.split(".")) - said.level + 1]
        base = ".".join([*above, *([said.module] if said.module else [])])
    if said.name is not None and f"{base}.{said.name}" in known:
        return f"{base}.{said.name}"
    return base if base in known else None
