"""What is found in other environments than the main one: judged anew is only what they touch, and what is told of together with that.

What is found of these paths here is taken out of what is found here, and what is found of them there is put in its place. That is right if looking at
these paths alone finds what looking at all paths finds of them. In the main environment both are at hand: where they differ, the other environment is
judged as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from modiff.compare.comparison import compare_parts
from modiff.graph.graph import Graph
from modiff.graph.part import Part, parts
from modiff.link.differing import by_module, differing, tests_about
from modiff.link.environment import Environment
from modiff.link.environments import is_of_another_language
from modiff.link.targets import Target
from modiff.link.touched import ANY, Name, Names, Rest, rest_of
from modiff.link.view import View
from modiff.model.changes import Came, Change, Changes, DistributionChanged, Gone, KeywordLost
from modiff.model.findings import Finding
from modiff.model.items import Item
from modiff.model.policy import Policy, Surface
from modiff.rules.engine import judge


class Differences:
    """What other environments change in what is found between two versions: told once for all in which the same comes out differently."""

    def __init__(self, changes: Changes, findings: Sequence[Finding], old: Graph, new: Graph, policy: Policy) -> None:
        """`findings`: what these changes are judged to be."""
        self._findings, self._sides, self._policy = findings, (old, new), policy
        self._rests = rest_of(old.view), rest_of(new.view)
        self._names = changes.names
        self._main = old.view.environment
        self._together = Together(changes, old, new, policy.surface)
        self._here: dict[frozenset[str], frozenset[Finding] | None] = {}
        """What is found of some paths in the main environment; None: looked at by themselves they tell something else than among all."""
        self._borrowed: list[list[tuple[str, Target | None]]] | None = None
        """Of each version: paths under which the other one promises names of modules that are called otherwise, and what they lead to in this one."""
        self._known: dict[tuple[object, ...], Sequence[Finding]] = {}
        """All that is found where these paths are looked at and what decides about them comes out like this."""

    def applied(self, environment: Environment) -> Sequence[Finding]:
        """All that is found in this environment."""
        if is_of_another_language(environment, self._main):
            return self._whole(environment)
        if not any(rest.roots(environment) for rest in self._rests) or self._touches_nothing_that_differs(environment):
            return self._findings
        here, there = zip(*(parts(graph, environment, rest) for graph, rest in zip(self._sides, self._rests, strict=True)), strict=True)
        seen = [differing(rest, part.view, environment) for rest, part in zip(self._rests, there, strict=True)]
        paths = self._paths(there, seen)
        if not paths:
            return self._findings
        decided = zip(there, self._rests, seen, strict=True)
        key = paths, *(self._outcomes(environment, part, rest, names, paths) for part, rest, names in decided)
        if key not in self._known:
            found = self._found_here(here, paths)
            self._known[key] = self._whole(environment) if found is None else self._with_part(found, there, paths)
        return self._known[key]

    def _touches_nothing_that_differs(self, environment: Environment) -> bool:
        """Are the names that it touches others than those that may differ between the versions?"""
        differing = self._names
        return differing is not None and not any(
            _meet(view, rest.touched(environment), differing) for rest in self._rests for view in (rest.view, rest.view.elsewhere(environment))
        )

    def _with_part(self, here: Collection[Finding], there: Sequence[Part], paths: frozenset[str]) -> Sequence[Finding]:
        """What is found in the main environment, but for what is found of these paths here: in its place what is found of them there."""
        for part in there:
            part.look_at(paths)
        return [*(finding for finding in self._findings if finding not in here), *_about(paths, judged(there, self._policy))]

    def _paths(self, there: Sequence[Part], seen: Sequence[Collection[Name]]) -> frozenset[str]:
        """The promised paths that may be about something else in an environment, given the names that may be, and those told of with them."""
        surface = self._policy.surface
        names = [by_module(some) for some in seen]
        anything = {module for some in names for module, found in some.items() if ANY in found}
        for part, some in zip(there, names, strict=True):
            for module in anything:
                some.setdefault(module, set()).update(part.names_in(module))
        through = set[str]().union(*(part.paths_through(some, surface) for part, some in zip(there, names, strict=True)))
        through |= set(self._by_paths_of_the_other(there, names))
        through = through.union(*(part.told_with(through, surface) for part in there))
        through = {path for path in through if not all(part.leads_outside(path, surface) for part in there)}
        paths = {path for path in through if any(part.promises(path, surface) for part in there)}
        return frozenset(paths | self._together.with_these(through, {f"{module}.{name}" for some in seen for module, name in some}))

    def _by_paths_of_the_other(self, there: Sequence[Part], names: Sequence[Names]) -> Iterator[str]:
        """Paths to these names through modules that only the other version promises by another name: this one may answer for them all the same."""
        if self._borrowed is None:
            prefixes = [_borrowed(other.prefixes(self._policy.surface)) for other in reversed(self._sides)]
            self._borrowed = [[(path, side.view.at(path)) for path in paths] for side, paths in zip(self._sides, prefixes, strict=True)]
        for part, prefixed, some in zip(there, self._borrowed, names, strict=True):
            for prefix, here in prefixed:
                for module in (here, part.view.at(prefix)):
                    if isinstance(module, Item) and module.kind == "module":
                        yield from (f"{prefix}.{name}" for name in some.get(module.path, ()))

    def _outcomes(self, environment: Environment, part: Part, rest: Rest, names: Iterable[Name], paths: frozenset[str]) -> object:
        """How it comes out what decides about these names, but for those on which neither another name nor any of the paths rests."""
        counting = (name for name in names if self._counts(name, part, rest, paths))
        tests = tests_about(rest.view, by_module(counting))
        return frozenset((test, environment.settles(test)) for test in tests)

    def _counts(self, name: Name, part: Part, rest: Rest, paths: frozenset[str]) -> bool:
        if name[1] == ANY or rest.resting(*name):
            return True
        return not paths.isdisjoint(part.paths_through({name[0]: {name[1]}}, self._policy.surface))

    def _found_here(self, here: Sequence[Part], paths: frozenset[str]) -> frozenset[Finding] | None:
        """What is found of these paths in the main environment, if it is the same as among all."""
        if paths not in self._here:
            for part in here:
                part.look_at(paths)
            found = frozenset(_about(paths, judged(here, self._policy)))
            among_all = frozenset(_about(paths, self._findings))
            self._here[paths] = found if found == among_all else None
        return self._here[paths]

    def _whole(self, environment: Environment) -> Sequence[Finding]:
        """The versions judged in this environment by themselves."""
        wholes = [Graph(graph.view.elsewhere(environment)) for graph in self._sides]
        return [*(finding for finding in self._findings if finding.about == "distribution"), *judged(wholes, self._policy)]


def _meet(view: View, some: Names, others: Names) -> bool:
    """Is a name among both, or does one lead to a module of the other's?"""
    if any(ANY in found or not found.isdisjoint(others.get(module, ())) for module, found in some.items()):
        return True
    for names, rest in ((some, others), (others, some)):
        reached = (view.resolve(module, name) for module, found in names.items() if module in view.modules for name in found)
        modules = tuple({target.path for target in reached if isinstance(target, Item) and target.kind == "module"})
        if any(module == path or module.startswith(f"{path}.") for module in rest for path in modules):
            return True
    return False


def _borrowed(prefixes: Mapping[str, Iterable[str]]) -> list[str]:
    """Of promised paths by the module that they lead to: those that are not its own."""
    return [path for module, paths in prefixes.items() for path in paths if path != module]


def _about(paths: Collection[str], findings: Iterable[Finding]) -> list[Finding]:
    """Those of these findings that concern one of these paths."""
    return [f for f in findings if f.about != "distribution" and any(_is_below(path, paths) for path in (f.path, *f.also))]


def _is_below(path: str, paths: Collection[str]) -> bool:
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return bool(path)


class Together:
    """Which promised paths are told of together in the main environment: looked at without one of them, another would be told otherwise.

    What is lost may have moved to what came under its name, or be called otherwise now, as something that came in its place; heirs show what is
    their base's; whoever hands `**kwargs` on shows what another callable refuses."""

    def __init__(self, changes: Changes, old: Graph, new: Graph, surface: Surface) -> None:
        self._changes, self._sides, self._surface = changes, (old, new), surface
        self._links: dict[tuple[str, str], list[int]] | None = None
        self._ties: list[frozenset[tuple[str, str]]] = []

    def with_these(self, paths: Collection[str], items: Collection[str]) -> set[str]:
        """The paths that are told of together with these paths, or with anything of these canonical paths."""
        links = self._linked()
        work = [("item", item) for item in items]
        for path in paths:
            place, _, name = path.rpartition(".")
            work += [("path", path), ("place", place), ("name", name)]
            while place:  # a module that is lost or new tells of what stands below it
                work.append(("path", place))
                place = place.rpartition(".")[0]
        seen, told = set(work), set[int]()
        while work:
            for index in links.get(work.pop(), ()):
                if index not in told:
                    told.add(index)
                    work += self._ties[index] - seen
                    seen |= self._ties[index]
        return {path for kind, path in set[tuple[str, str]]().union(*(self._ties[index] for index in told)) if kind == "path"}

    def _linked(self) -> dict[tuple[str, str], list[int]]:
        if self._links is None:
            self._links = {}
            self._ties = [frozenset(self._ties_of(change)) for change in self._changes.changes]
            for index, ties in enumerate(self._ties):
                for tie in ties:
                    self._links.setdefault(tie, []).append(index)
        return self._links

    def _ties_of(self, change: Change) -> Iterator[tuple[str, str]]:
        if isinstance(change, DistributionChanged):
            return  # named as a package may be
        for path in (change.path, *change.also):
            root = self._root(path)
            yield "path", root
            if isinstance(change, Gone | Came) and root == path:
                place, _, name = path.rpartition(".")
                yield "place", place
                yield "name", name
        for item in (change.old, change.new):
            if item is not None:
                while item.owner is not None:
                    item = item.owner
                yield "item", item.path
        if isinstance(change, Gone) and change.moved_to is not None:
            yield "path", self._root(change.moved_to)
        if isinstance(change, KeywordLost) and change.through is not None:
            yield "item", change.through

    def _root(self, path: str) -> str:
        """The promised path of a module-level name through which this one leads."""
        promised = [graph.every_public_path(self._surface) for graph in self._sides]
        root = path
        while root and not any(root in paths for paths in promised):
            root = root.rpartition(".")[0]
        if any(isinstance(reached := paths.get(root), Item) and reached.kind == "module" for paths in promised):
            return path
        return root or path


def judged(parts: Sequence[Graph], policy: Policy) -> Sequence[Finding]:
    """The findings about a part of an old and a new version."""
    return judge(compare_parts(parts[0], parts[1], policy), policy).findings
