"""The part of a version that another environment touches, as a graph of its own: its promised paths are only those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from modiff.graph.graph import Graph
from modiff.graph.in_part import as_in_the_whole
from modiff.link import visibility
from modiff.link.environment import Environment
from modiff.link.overlay import Overlay
from modiff.link.targets import Outside, Target
from modiff.link.touched import Rest, is_for_checkers
from modiff.link.view import View
from modiff.model.items import Item
from modiff.model.policy import Surface


def parts(whole: Graph, environment: Environment, rest: Rest) -> tuple[Part, Part]:
    """The part of a version that an environment touches, as it is in the environment of `whole`, and as it is in that other one."""
    names = rest.touched(environment)
    return Part(whole, whole.view, names), Part(whole, Overlay(whole.view, environment, names), names)


class Part(Graph):
    """A version in some environment, looked at through a few promised paths; what lies beside them is that of `whole`."""

    def __init__(self, whole: Graph, view: View, touched: Mapping[str, set[str]]) -> None:
        super().__init__(view)
        self.whole = whole
        self._touched = touched
        self._looked_at: frozenset[str] = frozenset()
        self._every: dict[Surface, dict[str, Target]] = {}
        self._below: dict[Surface, set[str]] = {}
        self._here: dict[Surface, dict[str, Target]] = {}
        self._own: dict[Surface, dict[Item, list[str]]] = {}
        self._writes = whole.set_elsewhere() if view is whole.view else None

    def look_at(self, paths: Iterable[str]) -> None:
        """Chooses the paths: those of them that this version promises here."""
        self._looked_at = frozenset(paths)
        self._paths.clear()
        self._own.clear()

    def modules(self) -> Iterable[str]:
        """The modules that hold touched names or what the chosen paths reach, sorted."""
        return sorted((self._touched.keys() | {path.rpartition(".")[0] for path in self._looked_at}) & self.view.modules.keys())

    def public_modules(self, surface: Surface) -> list[str]:
        """Those of them that the surface promises."""
        return [module for module in self.modules() if visibility.module_is_public(self.view, module, surface)]

    def public_paths(self, surface: Surface) -> dict[str, Target]:
        """The chosen paths, and what they reach here."""
        if surface not in self._paths:
            every = self.every_public_path(surface)
            found = {path: every[path] for path in self._looked_at if path in every}
            self._paths[surface] = dict(sorted(found.items(), key=lambda entry: as_in_the_whole(self.view, *entry)))
        return self._paths[surface]

    def every_public_path(self, surface: Surface) -> dict[str, Target]:
        """All that the version promises in this environment."""
        if surface not in self._every:
            below = dict(self.whole.every_public_path(surface))
            for path in self._touched_below(surface):
                below.pop(path, None)
            below.update(self._touched_here(surface))
            self._every[surface] = below
        return self._every[surface]

    def touched_paths(self, surface: Surface) -> set[str]:
        """Paths that may lead elsewhere here, with all other promised paths of what they reach. Whether this version promises them does not
        matter, as the other one may."""
        return self.told_with(self.paths_through(self._touched, surface), surface)

    def paths_through(self, names: Mapping[str, set[str]], surface: Surface) -> set[str]:
        """The paths through some of the touched names, promised or not."""
        every = self.whole.every_public_path(surface), self._touched_here(surface)
        return {f"{module}.{name}" for module, found in names.items() for name in found}.union(*(self._through(names, one, surface) for one in every))

    def names_in(self, module: str) -> set[str]:
        """The names that a module binds, whoever asks: empty where it is not there, or has no text."""
        space = self.view.namespace(module)
        return set(space.names) | self._bound_in(module) if space is not None else set()

    def told_with(self, paths: Iterable[str], surface: Surface) -> set[str]:
        """These paths with all other promised paths of what they reach, of `whole` and here; of modules with all that is promised below them, of
        classes with what they inherit from, which is told of there."""
        found = set(paths)
        for graph, every in ((self.whole, self.whole.every_public_path(surface)), (self, self._touched_here(surface))):
            reached = {path: target for path in paths if isinstance(target := every.get(path), Item)}
            for target in {target for target in reached.values() if target.kind != "module"}:
                for item in graph.ancestors(target) if target.kind == "class" else (target,):
                    found.update(graph.paths_of(item, surface) if isinstance(item, Item) else ())
            found |= _below(every, (path for path, target in reached.items() if target.kind == "module"))
        return found

    def promises(self, path: str, surface: Surface) -> bool:
        """Is it a promised path, of `whole` or here, or one that only type checkers may know?"""
        if path in self.whole.every_public_path(surface) or path in self._touched_here(surface):
            return True
        module, _, name = path.rpartition(".")
        space = self.view.namespace(module)
        return space is not None and name in space.names and is_for_checkers(self.view, module, name)

    def leads_outside(self, path: str, surface: Surface) -> bool:
        """Does a path lead out of the release, of `whole` and here?"""
        below, here = self.whole.every_public_path(surface).get(path), self._touched_here(surface).get(path)
        return isinstance(below, Outside) and isinstance(here, Outside)

    def paths_of(self, item: Item, surface: Surface) -> list[str]:
        """Every promised path that reaches this item here, the preferred one first."""
        if surface not in self._own:
            self._own[surface] = {}
            for path, target in {**self._touched_here(surface), **self.public_paths(surface)}.items():
                if isinstance(target, Item):
                    self._own[surface].setdefault(target, []).append(path)
            for paths in self._own[surface].values():
                paths.sort(key=self.preference)
        own, every = self._own[surface].get(item, []), self.every_public_path(surface)
        beside = [path for path in self.whole.paths_of(item, surface) if path not in own and every.get(path) is item]
        if not own and not beside and item.owner is not None:
            return [f"{path}.{item.name}" for path in self.paths_of(item.owner, surface)]
        return sorted([*own, *beside], key=self.preference) if beside else own

    def is_undeclared(self, path: str) -> bool:
        """Is it a promised path that only a star import makes?"""
        touched = any(path in found for found in self._here.values())
        return super().is_undeclared(path) if touched else self.whole.is_undeclared(path)

    def preference(self, path: str) -> tuple[bool, int, int, str]:
        """As for any graph."""
        return self.is_undeclared(path), path.count("."), len(path), path

    def _touched_below(self, surface: Surface) -> set[str]:
        """Paths of `whole` through touched names."""
        if surface not in self._below:
            self._below[surface] = self._through(self._touched, self.whole.every_public_path(surface), surface)
        return self._below[surface]

    def _through(self, names: Mapping[str, set[str]], every: Mapping[str, Target], surface: Surface) -> set[str]:
        """Of these paths, those through these names."""
        found = {f"{prefix}.{name}" for module, some in names.items() for prefix in self.whole.prefixes(surface).get(module, ()) for name in some}
        found &= every.keys()
        return found | _below(every, (path for path in found if isinstance(target := every[path], Item) and target.kind == "module"))

    def _touched_here(self, surface: Surface) -> dict[str, Target]:
        """Paths of this environment through touched names."""
        if surface not in self._here:
            self._here[surface] = dict(self._promised_here(surface))
        return self._here[surface]

    def _promised_here(self, surface: Surface) -> Iterator[tuple[str, Target]]:
        below = self._touched_below(surface)  # what touched names lead to is followed from these
        for module, names in self._touched.items():
            prefixes = [prefix for prefix in self.whole.prefixes(surface).get(module, ()) if prefix == module or prefix not in below]
            for name in sorted(names & self._bound_in(module)) if prefixes else ():
                why = visibility.why_public(self.view, module, name, surface)
                for prefix in prefixes if why is not None else ():
                    yield from self._promised_at(f"{prefix}.{name}", module, why or "", surface, frozenset({module}))

    def _bound_in(self, module: str) -> set[str]:
        listed = self.view.listed(module)
        return {*self.view.names(module), *(listed.names if listed is not None else ())}


def _below(paths: Iterable[str], modules: Iterable[str]) -> set[str]:
    """Of these paths, those below these modules."""
    places = tuple(f"{module}." for module in modules)
    return {path for path in paths if path.startswith(places)} if places else set()
