"""A version looked at through a few names: those that say something else in another version, and all that rests on them.

What lies beside these names is the same in both versions and not compared. Finer than what `affected` finds, where one file of a package changed
that all others import, and only tried there. docs/decisions/011 says what it is held by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modiff.graph.affected import differ_as_wholes, targets
from modiff.graph.changed import changed_names
from modiff.graph.graph import Graph
from modiff.graph.in_part import InPart, as_in_the_whole
from modiff.link import bodies, visibility
from modiff.link.targets import Target
from modiff.link.touched import ANY, Name, Names, Rest, packages_above, rest_of
from modiff.model.items import Item
from modiff.model.policy import Surface

MOST_NAMES = 3_000
"""Names beyond which following modules is the quicker way."""


class Named(InPart):
    """A version, of which only paths through these names are looked at."""

    def __init__(self, whole: Graph, names: Names) -> None:
        super().__init__(whole)
        self.names = names

    def modules(self) -> Iterable[str]:
        """The modules that hold such names, sorted."""
        return sorted(self.names.keys() & self.view.modules.keys())

    def holds(self, module: str) -> bool:
        """Of no module all names are looked at."""
        return False

    def public_modules(self, surface: Surface) -> list[str]:
        """Those of them that the surface promises."""
        return [module for module in self.modules() if visibility.module_is_public(self.view, module, surface)]

    def paths_of(self, item: Item, surface: Surface) -> list[str]:
        """Every promised path that reaches this item, the preferred one first. All that lead to one of these names lead through such."""
        top = item
        while top.owner is not None:
            top = top.owner
        return super().paths_of(item, surface) if top.name in self.names.get(top.module, ()) else self.whole.paths_of(item, surface)

    def _promised(self, surface: Surface) -> Iterator[tuple[str, Target]]:
        found: dict[str, Target] = {}
        for module in self.modules():
            found.update(self._promised_of(module, surface))
        yield from sorted(found.items(), key=lambda entry: as_in_the_whole(self.view, *entry))

    def _promised_of(self, module: str, surface: Surface) -> Iterator[tuple[str, Target]]:
        for name in sorted(self.names[module]):
            below = self.view.module(f"{module}.{name}")
            if below is not None and visibility.module_is_public(self.view, below.path, surface):
                yield below.path, self._in_front_of(below, surface) or below
            why = visibility.why_public(self.view, module, name, surface) if self._is_bound(module, name) else None
            for prefix in self._prefixes_of(module, surface) if why is not None else ():
                yield from self._promised_at(f"{prefix}.{name}", module, why or "", surface, frozenset({module}))

    def _prefixes_of(self, module: str, surface: Surface) -> Iterable[str]:
        """The promised paths of the module under which its names are reached."""
        return (module,) if visibility.module_is_public(self.view, module, surface) else self.whole.prefixes(surface).get(module, ())

    def _is_bound(self, module: str, name: str) -> bool:
        listed = self.view.listed(module)
        return name in self.view.names(module) or (listed is not None and name in listed.names)


def named_parts(old: Graph, new: Graph) -> tuple[Named, Named] | None:
    """The two versions, seen through the names that may say something else; None: these can't be told, or are too many."""
    if differ_as_wholes(old, new) or (roots := changed_names(old, new)) is None:
        return None
    roots |= {(module, name) for module in old.view.modules if _computes(old, module) for name in (*old.view.names(module), ANY)}
    found = _resting_on(roots, (rest_of(old.view), rest_of(new.view)), _handed_inside(old, new)) if len(roots) <= MOST_NAMES else None
    if found is None or any(_makes_names_of(graph, found) for graph in (old, new)) or not _set_the_same(old, new):
        return None
    return Named(old, found), Named(new, found)


def _computes(graph: Graph, module: str) -> bool:
    """Does the module make names at run time of what reading does not know? They may be anything."""
    facts = graph.facts(module)
    if facts is None:
        return False
    served = [one for one in facts.served if one.how != "global"]
    if any(binding.name == "__getattr__" for binding in facts.bindings) and all(one.how != "getattr" for one in served):
        return True
    if any(one.through or not (one.complete or one.how == "globals") for one in served):
        return True
    return any(one.how == "globals" for one in served) and facts.imports_inside


_Inside = dict[str, list[Name]]
"""By module, or package, what hands `**kwargs` on to what it imports from there inside a function."""


def _handed_inside(old: Graph, new: Graph) -> _Inside:
    """In either version; modules of one text are asked once."""
    found: _Inside = {}
    same = old.release.equal & new.release.equal
    for view, modules in ((old.view, old.view.modules.keys()), (new.view, new.view.modules.keys() - same)):
        for module, line, statement in bodies.imports_inside(view, modules):
            facts = view.facts(module)
            names = [(module, one.name) for one in facts.bindings if one.line <= line <= one.end_line] if facts is not None else []
            for path, _ in targets(view, module, statement):
                found.setdefault(path, []).extend(names)
    return found


def _resting_on(roots: Iterable[Name], versions: Iterable[Rest], inside: _Inside) -> Names | None:
    """The names and all that rests on them in either version; None: they are too many."""
    found: Names = {}
    work, count = list(roots), 0
    while work:
        module, name = work.pop()
        known = found.setdefault(module, set())
        if name not in known:
            known.add(name)
            count += 1
            if count > MOST_NAMES:
                return None
            for rest in versions:
                work.extend(rest.resting(module, name))
            for place in (module, *packages_above(module)):
                work.extend(inside.get(place, ()))
    return found


def _set_the_same(old: Graph, new: Graph) -> bool:
    """Do statements that bind nothing set the same attributes of the same things?"""
    return old.set_elsewhere().keys() == new.set_elsewhere().keys() and old.given_at() == new.given_at()


def _makes_names_of(graph: Graph, names: Names) -> bool:
    """Does a module make names at run time of names of its own that are among these?"""
    spaces = (graph.facts(module) for module in names)
    return any(served.how == "globals" for facts in spaces if facts is not None for served in facts.served)
