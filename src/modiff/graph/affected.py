"""Where two versions may differ: modules whose text differs, and all that may lead there. What lies beside them is the same, and not compared.

A name of a module leads where its statements lead: to what they import, from modules that they name. So a module that is the same on both sides,
and from which no import leads (by any number of steps) to one that differs, says the same on both sides. Imports are taken as they are written,
wherever they stand and whatever guards them, and rather too many lead somewhere than too few; docs/decisions/011 says what else is counted in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import msgspec

from modiff.graph.graph import Graph
from modiff.graph.in_part import InPart
from modiff.link import bodies, visibility
from modiff.link.view import View
from modiff.model.facts import Binding, Class, Facts, Import
from modiff.model.items import Item
from modiff.model.policy import Surface

WORTH_IT = 0.7
"""Share of modules beyond which leaving out the others does not pay."""
WORTH_LOOKING = 0.2
"""Share of modules whose text differs beyond which nearly everything is affected, so that following the imports is not worth its time."""


class Affected(InPart):
    """A version, of which only paths through affected modules are looked at."""

    def __init__(self, whole: Graph, modules: frozenset[str]) -> None:
        super().__init__(whole)
        self.affected = modules

    def modules(self) -> Iterable[str]:
        """The affected modules that this version has, sorted."""
        return [module for module in self.view.modules if module in self.affected]

    def holds(self, module: str) -> bool:
        """Is it an affected one?"""
        return module in self.affected

    def public_modules(self, surface: Surface) -> list[str]:
        """Those of them that the surface promises."""
        return [module for module in self.modules() if visibility.module_is_public(self.view, module, surface)]

    def paths_of(self, item: Item, surface: Surface) -> list[str]:
        """Every promised path that reaches this item, the preferred one first. All that lead to an affected module lead through affected ones."""
        return super().paths_of(item, surface) if item.module in self.affected else self.whole.paths_of(item, surface)


def affected_parts(old: Graph, new: Graph) -> tuple[Graph, Graph]:
    """The two versions, seen through what may differ; as they are, where that is most of them or nothing is known to be the same."""
    modules = affected_modules(old, new)
    if modules is None:
        return old, new
    return Affected(old, modules), Affected(new, modules)


def affected_modules(old: Graph, new: Graph) -> frozenset[str] | None:
    """The modules of either version that may say something else in the other; None: any may, or most."""
    every = {*old.view.modules, *new.view.modules}
    same = old.release.equal & new.release.equal
    if len(every) - len(same) > WORTH_LOOKING * len(every) or differ_as_wholes(old, new):
        return None
    differing = set(every - same)
    differing |= {module.rpartition(".")[0] for module in old.view.modules.keys() ^ new.view.modules.keys()}
    # Where a text is the same, whether it is promised hangs on names of other modules at most.
    if visibility.test_packages(old.view) != visibility.test_packages(new.view):
        differing |= {m for m in same if visibility.is_test_or_vendored(old.view, m) is not visibility.is_test_or_vendored(new.view, m)}
    links = _Links(old, new, same)
    found = _closure(differing & every, links, every)
    if len(found) <= WORTH_IT * len(every):
        links.note_inner_imports(old.view, same - found)
        found = _closure(differing & every, links, every)
    return frozenset(found) if len(found) <= WORTH_IT * len(every) else None


def differ_as_wholes(old: Graph, new: Graph) -> bool:
    """Is there anything that all modules are read by, and that differs?"""
    asks_for_pydantic = [sorted(text for text in graph.release.metadata.requires_dist if "pydantic" in text.lower()) for graph in (old, new)]
    return (
        old.release.packages != new.release.packages
        or old.view.environment != new.view.environment
        or old.release.unknown != new.release.unknown
        or asks_for_pydantic[0] != asks_for_pydantic[1]
    )


def _closure(differing: Iterable[str], links: _Links, every: Set[str]) -> set[str]:
    found: set[str] = set()
    work = list(differing)
    if work:
        work += links.computing  # what they serve at run time may be anything
    while work:
        module = work.pop()
        if module in found or module not in every:
            continue
        found.add(module)
        for index in (links.importers, links.written_by, links.behind):
            work.extend(index.get(module, ()))
        package, _, child = module.rpartition(".")
        while package:
            work.extend(links.holders.get(package, ()))
            if links.mentions(package, child):
                work.append(package)
            package, _, child = package.rpartition(".")
    return found


class _Links:
    """Which modules that are the same lead where."""

    def __init__(self, old: Graph, new: Graph, same: Set[str]) -> None:
        self.importers: dict[str, list[str]] = {}
        """By module, who imports it or anything from it."""
        self.holders: dict[str, list[str]] = {}
        """By package, who imports the package itself, and so can reach whatever lies in it by dots."""
        self.written_by: dict[str, list[str]] = {}
        """By module, where it sets attributes: it may do so in all that it imports."""
        self.behind: dict[str, list[str]] = {}
        """By package, submodules whose names it binds itself: what stands at their paths is the package's to say."""
        self.computing: list[str] = []
        """Modules that make names at run time."""
        self._facts: dict[str, Facts] = {}
        self._texts: dict[str, bytes] = {}
        for graph in (old, new):
            for module in graph.view.modules:
                if (graph is old or module not in same) and (facts := graph.facts(module)) is not None:
                    self._facts[module] = facts
                    self._note(graph.view, module, facts)

    def mentions(self, package: str, child: str) -> bool:
        """Does the text of a package mention the name of its submodule? It may mean the module, whoever imported it."""
        if package not in self._texts:
            facts = self._facts.get(package)
            self._texts[package] = msgspec.msgpack.encode(facts) if facts is not None else b""
        return child.encode() in self._texts[package]

    def _note(self, view: View, module: str, facts: Facts) -> None:
        imported = set()
        if facts.served or any(binding.name == "__getattr__" for binding in facts.bindings):
            self.computing.append(module)
        for binding in _bindings(facts.bindings):
            if isinstance(binding.definition, Import):
                imported |= set(targets(view, module, binding.definition))
            child = f"{module}.{binding.name}"
            if child in view.modules:
                self.behind.setdefault(module, []).append(child)
        self._link(module, imported)
        if facts.writes:
            self.written_by.setdefault(module, []).extend(target for target, _ in imported)

    def note_inner_imports(self, view: View, modules: Iterable[str]) -> None:
        """Imports inside functions of these modules, which facts do not hold: what takes `**kwargs` may hand it on to what they bind."""
        for module, _, statement in bodies.imports_inside(view, (module for module in modules if module in self._facts)):
            self._link(module, set(targets(view, module, statement)))

    def _link(self, module: str, imported: Iterable[tuple[str, bool]]) -> None:
        for target, is_held in imported:
            self.importers.setdefault(target, []).append(module)
            if is_held:
                self.holders.setdefault(target, []).append(module)


def targets(view: View, module: str, statement: Import) -> Iterator[tuple[str, bool]]:
    """Dotted names that an import may mean, and whether the module of that name itself may be bound."""
    names = {view.absolute(module, statement.module, statement.level)}
    if not statement.level:
        names.add(view.absolute(module, statement.module, 1))  # Python 2's import of a sibling
    for name in names:
        if name is not None:
            yield name, statement.name is None
            if statement.name is None:
                yield name.partition(".")[0], True  # `import a.b` binds `a`
            elif statement.name != "*":
                yield f"{name}.{statement.name}", True


def _bindings(bindings: Iterable[Binding]) -> Iterator[Binding]:
    for binding in bindings:
        yield binding
        if isinstance(binding.definition, Class):
            yield from _bindings(binding.definition.members)
