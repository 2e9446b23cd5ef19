"""Which modules of a release import which others of it, when they are imported themselves."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.graph.graph import Graph
from modiff.model.facts import Import


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


def _target(said: Import, package: str, known: set[str]) -> str | None:
    """The module that an import runs, if it is one of these."""
    base = said.module
    if said.level:
        above = package.split(".")[: len(package.split(".")) - said.level + 1]
        base = ".".join([*above, *([said.module] if said.module else [])])
    if said.name is not None and f"{base}.{said.name}" in known:
        return f"{base}.{said.name}"
    return base if base in known else None
