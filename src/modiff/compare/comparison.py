"""The order of work: pair the paths, say what is lost and what came, compare what answers on both sides, count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from modiff.compare import contracts, defaults, deprecations, distribution, hooks, keywords, kinds, members, results, values
from modiff.compare.aliases import of_lost_module
from modiff.compare.ancestry import Ancestry
from modiff.compare.callables import Compared, parameter_changes, worth_telling
from modiff.compare.collected import Collected
from modiff.compare.computed_defaults import as_far_as_known
from modiff.compare.conditions import when_bound
from modiff.compare.likeness import Likeness
from modiff.compare.making.shown import Shown
from modiff.compare.marks import do_the_same
from modiff.compare.pairing import Pairing, pair
from modiff.compare.sameness import Sameness
from modiff.compare.summary import summarise
from modiff.compare.types import comparison as types
from modiff.compare.words import are_one_text
from modiff.graph.affected import affected_parts
from modiff.graph.graph import Graph
from modiff.graph.named import named_parts
from modiff.graph.outline import LazyOutlines, depth_for
from modiff.graph.selection import Selection
from modiff.graph.when import when_of
from modiff.link.targets import Unsettled
from modiff.link.touched import Names
from modiff.model.changes import BasesChanged, Came, Change, Changes, Gone, KindChanged
from modiff.model.findings import Certainty, Side, Summary
from modiff.model.items import Item, Signature
from modiff.model.policy import Policy


def compare(old: Graph, new: Graph, policy: Policy) -> Changes:
    """Everything that differs on the policy's surface, each cause once, in stable order; and the counts over everything that was read."""
    for graph in (old, new):
        graph.read_all()  # in one round each: every path that is followed one by one would cost a round of its own
    changes, names = _by_names(old, new, policy)
    if names is None:
        changes = sorted(_comparison(old, new, policy).changes(), key=_order)
    depth = depth_for(old.release.unknown | new.release.unknown)
    summary = summarise(
        LazyOutlines(old.modules(), old.facts, depth), LazyOutlines(new.modules(), new.facts, depth), old.release.equal & new.release.equal
    )
    return Changes(_side(old), _side(new), tuple(changes), summary, (*old.gaps("old"), *new.gaps("new")), names)


def _by_names(old: Graph, new: Graph, policy: Policy) -> tuple[list[Change], Names | None]:
    """What differs, where that is told by following a few names, and these; no names: it is not. Where something is lost, what may have taken its
    place is looked for everywhere."""
    parts = named_parts(old, new)
    found = _Comparison(*parts, policy) if parts is not None else None
    if parts is None or found is None or not found.pairing.is_of_places_that_stay():
        return [], None
    changes = sorted(found.changes(), key=_order)
    return ([], None) if any(isinstance(change, Gone) for change in changes) else (changes, parts[0].names)


def _comparison(old: Graph, new: Graph, policy: Policy) -> _Comparison:
    """Over what may differ, where that is not most of it."""
    parts = affected_parts(old, new)
    found = _Comparison(*parts, policy)
    if any(before.path != after.path and not parts[0].holds(before.module) for before, after in found.pairing.pairs):
        found = _Comparison(old, new, policy)  # a name that led past what may differ leads elsewhere now: that may be about other names, too
    return found


def compare_parts(old: Graph, new: Graph, policy: Policy) -> Changes:
    """What differs between parts of two versions, as `compare`: without counts and gaps, and without what concerns the distributions as a whole."""
    found = _Comparison(old, new, policy).changes(distributions=False)
    return Changes(_side(old), _side(new), tuple(sorted(found, key=_order)), Summary())


def _side(graph: Graph) -> Side:
    release = graph.release
    return Side(release.spec, release.name, release.version, release.packages)


def _order(change: Change) -> tuple[str, str, str]:
    return change.path, type(change).__name__, getattr(change, "part", "")


class _Comparison:
    """One comparison under way."""

    def __init__(self, old: Graph, new: Graph, policy: Policy) -> None:
        self.old, self.new, self.policy, self.surface = old, new, policy, policy.surface
        self.selection = Selection(policy.only, policy.exclude)
        self.pairing: Pairing = pair(old, new, policy.surface)
        self.likeness = Likeness(old, new, policy.surface, self.pairing)
        self.sameness = Sameness(old, new)
        self.shown = Shown(old, new, policy.surface)
        self.unknown = old.release.unknown, new.release.unknown
        self.constructors: Collected[tuple[str, str, Item, Item]] = Collected()
        self.signatures: dict[tuple[str, str, Item, Item], tuple[Signature, Signature]] = {}

    def changes(self, *, distributions: bool = True) -> Iterator[Change]:
        settled = keywords.settled(self._all(distributions), self.old, self.new, self.surface)
        for change in hooks.doubted(deprecations.with_announcements(settled, self.old), self.old, self.new):
            if self.selection.wants(self._all_paths(change)) and not defaults.is_only_respelled(self.old, self.new, change):
                known = as_far_as_known(self.old, self.new, change)
                if known is not None:
                    yield self._with_home(self.shown.completed(known))

    def _with_home(self, change: Change) -> Change:
        """The change with the module that its path leads through."""
        modules = (self.old if change.old is not None or change.new is None else self.new).view.modules
        home = change.path.rpartition(".")[0]
        while home and home not in modules:
            home = home.rpartition(".")[0]
        return msgspec.structs.replace(change, home=home or None)

    @staticmethod
    def _all_paths(change: Change) -> list[str]:
        return [change.path, *change.also, *(item.path for item in (change.old, change.new) if item is not None)]

    def _all(self, distributions: bool) -> Iterator[Change]:
        yield from self._lost_modules()
        yield from self._lost_names()
        yield from self._arrivals()
        yield from self._pairs()
        yield from members.changes(self.old, self.new, self.surface, self.pairing, self.likeness, self.sameness, self.shown.made)
        yield from self._constructor_changes()
        yield from self._bases()
        yield from keywords.lost_keywords(self.old, self.new, self.surface, self.pairing)
        yield from contracts.changes(self.old, self.new, self.surface, self.pairing, self.sameness)
        yield from values.changes(self.old, self.new, self.surface, self.pairing, self.sameness)
        yield from defaults.changes(self.old, self.new, self.surface)
        yield from deprecations.changes(self.old, self.new, self.surface, self.pairing, self.sameness)
        yield from results.changes(self.old, self.new, self.surface, self.pairing, self.sameness)
        yield from types.changes(self.old, self.new, self.surface, self.pairing)
        if distributions:
            yield from distribution.changes(self.old, self.new, self.policy)

    # --- what is gone, and what came

    def _lost_modules(self) -> Iterator[Change]:
        lost = self.pairing.lost_modules
        for module in lost:
            item = self.old.module_behind(module)
            if item is not None and item.path != module and item.path in lost:
                continue  # another name of a module that is gone itself, which names it
            aliases = tuple(sorted(p for p in lost if p != module and item is not None and self.old.module_behind(p) is item))
            if item is not None and item.path == module:
                others = of_lost_module(self.old, self.new, self.surface, item)
                aliases += tuple(sorted(path for path in others if self.doubt_about(path)[0] > Certainty.possible))
            item = deprecations.announced(self.old, item, module) if item is not None else None
            certainty, doubt = self.doubt_about_module(module)
            stays = item is not None and item.path != module and item.path in self.new.view.modules
            moved = item.path if item is not None and stays else self.likeness.module_moved_to(module)
            yield Gone(path=module, also=aliases, old=item, kind="module", moved_to=moved, reexport=stays, doubt=doubt, certainty=certainty)

    def _lost_names(self) -> Iterator[Change]:
        arrivals = _by_place(self.pairing.came.items())
        losses = _by_place((lost, paths) for lost, paths in self.pairing.lost.items() if isinstance(lost, Item))
        for lost, paths in self.pairing.lost.items():
            certainty, doubt = self.doubt_about(paths[0])
            also = tuple(sorted(paths[1:]))
            if isinstance(lost, str):
                said = deprecations.served_with_warning(self.old, lost)
                certainty, doubt = self._as_witnessed(lost, certainty, doubt)
                yield Gone(path=lost, kind="attribute", announced=said, doubt=doubt, certainty=certainty)
                continue
            moved, reexport = self.likeness.moved_to(lost, paths)
            place, _, name = paths[0].rpartition(".")
            renamed = None if moved else self.likeness.renamed_to((name, lost), arrivals.get(place, ()), losses.get(place, ()))
            yield Gone(
                path=paths[0],
                also=also,
                old=deprecations.announced(self.old, lost, paths[0]),
                kind=lost.kind,
                moved_to=moved,
                renamed_to=renamed,
                signature=self.old.signature(lost),
                reexport=reexport,
                doubt=doubt,
                certainty=certainty,
                when=when_bound(self.old, lost),
            )

    def _as_witnessed(self, path: str, certainty: Certainty, doubt: str | None) -> tuple[Certainty, str | None]:
        """What only a stub said was there may never have been."""
        before = self.old.public_paths(self.surface).get(path)
        if certainty is Certainty.certain and isinstance(before, Unsettled) and before.witness == "stub":
            return Certainty.likely, before.reason
        return certainty, doubt

    def doubt_about_module(self, path: str) -> tuple[Certainty, str | None]:
        """How sure it is that a module cannot be imported whose file is gone: what hides names of its package hides no modules, unless it puts itself
        in the package's place, and few of those have modules without files."""
        if path not in self.old.view.modules:
            return self.doubt_about(path)
        package = self.new.module_behind(path.rpartition(".")[0]) if "." in path else None
        reason = self.new.view.hidden_names(package.path).get("sys.modules") if package is not None else None
        return (Certainty.certain, None) if reason is None else (Certainty.likely, reason)

    def doubt_about(self, path: str) -> tuple[Certainty, str | None]:
        """How sure it is that a path which no statement binds does not answer after all, and why.

        Names may hide in the nearest module that is still there. Where they could hide in the old version for the same reason, and yet a
        statement bound this one, its loss is likely; where the reason is new, the name may have gone into hiding.
        """
        parent = path.rpartition(".")[0]
        if parent in self.old.view.modules and self.new.module_behind(parent) is None:
            return self.doubt_about_module(parent)
        while parent and self.new.module_behind(parent) is None:
            parent = parent.rpartition(".")[0]
        there, then = (graph.module_behind(parent) if parent else None for graph in (self.new, self.old))
        if there is None:
            return Certainty.certain, None
        named = self.new.at(path)
        name = path.rpartition(".")[2]
        if isinstance(named, Unsettled) and named.witness == "nobody" and self.new.may_hide(there.path, name, "compiled"):
            return Certainty.possible, named.reason
        elsewhere = self.new.why_set_elsewhere([there], name)
        if elsewhere is not None:
            return Certainty.possible, elsewhere
        before = self._hiding(self.old, then) if then is not None else {}
        now = self._hiding(self.new, there)
        announced = self._was_announced(path)
        fresh = [
            reason
            for kind, reason in now.items()
            if kind not in before and self.new.may_hide(there.path, name, kind) and not (announced and _is_foreign_star(kind))
        ]
        if fresh:
            return Certainty.possible, fresh[0]
        if not now and "exports" in self.new.release.unknown:
            return Certainty.likely, f"a function database does not say what {there.path} imports"
        return (Certainty.likely, next(iter(now.values()))) if now else (Certainty.certain, None)

    def _was_announced(self, path: str) -> bool:
        """Did the old version say that this would go?"""
        item = self.old.at(path)
        return isinstance(item, Item) and item.deprecated is not None

    @staticmethod
    def _hiding(graph: Graph, module: Item) -> dict[str, str]:
        """Kinds of reasons why a module may have names that reading does not see, each with its sentence."""
        computed = graph.why_any_set_elsewhere([module])
        return {**graph.view.hidden_names(module.path), **({"set from outside": computed} if computed is not None else {})}

    def _arrivals(self) -> Iterator[Change]:
        for module in self.pairing.new_modules:
            yield Came(path=module, new=self.new.module_behind(module), kind="module")
        for item, paths in self.pairing.came.items():
            also, when = tuple(sorted(paths[1:])), when_bound(self.new, item)
            yield Came(path=paths[0], also=also, new=item, kind=item.kind, signature=self.new.signature(item), when=when)

    # --- what answers on both sides

    def _pairs(self) -> Iterator[Change]:
        for (before, after), paths in self.pairing.pairs.items():
            changed = kind_change(self.old, self.new, before, after, paths)
            if changed is not None:
                yield changed
            if before.kind == after.kind == "function":
                yield from self._calls(before, after, paths)
            elif before.kind == after.kind == "class" and not self.sameness.is_same_class(before, after):
                self._note_constructor(before, after, paths)
            elif "attribute" in (before.kind, after.kind):
                yield from self._calls_of_objects(before, after, paths)

    def _calls_of_objects(self, before: Item, after: Item, paths: list[str]) -> Iterator[Change]:
        """Where one of them, or both, is a variable that holds an object which can be called. Of one whose class users reach its class tells."""
        classes = [graph.class_of_object(item) for graph, item in ((self.old, before), (self.new, after))]
        if classes == [None, None] or (classes[0] is not None and classes[1] is not None and self.old.paths_of(classes[0], self.surface)):
            return
        old, new = self.old.object_signature(before), self.new.object_signature(after)
        if old is not None and new is not None:
            where = Compared(paths[0], tuple(sorted(paths[1:])), before, after, "function", *self.unknown, when_of(after))
            yield from worth_telling(self.old, before, parameter_changes(where, old, new))

    def _calls(self, before: Item, after: Item, paths: list[str]) -> Iterator[Change]:
        if are_one_text(before, after) and do_the_same(self.old, self.new, before, after):
            return
        old, new = self.old.signature(before), self.new.signature(after)
        if old is not None and new is not None:
            where = Compared(paths[0], tuple(sorted(paths[1:])), before, after, "function", *self.unknown, when_of(after))
            yield from worth_telling(self.old, before, parameter_changes(where, old, new))

    def _note_constructor(self, before: Item, after: Item, paths: list[str]) -> None:
        old, new = self.old.signature(before), self.new.signature(after)
        if old is None or new is None or (old.parameters, old.accepts) == (new.parameters, new.accepts):
            return
        inherited = old.owner != before.path or new.owner != after.path
        # What a base's constructor says it says for all heirs; where an heir changes whom it takes it from, the heir is the cause.
        cause = (old.owner or "", new.owner or "", before, after)
        if inherited and (shared := self._shared_constructor(old, new)) is not None:
            cause = shared
        self.constructors.add(cause, [f"{p}.__init__" for p in paths], own=cause[2] is before)
        self.signatures.setdefault(cause, (old, new))

    def _shared_constructor(self, old: Signature, new: Signature) -> tuple[str, str, Item, Item] | None:
        """The pair of base classes whose constructors these are, where both versions take them from one pair."""
        before, after = (
            graph.at(s.owner) if s.owner and not s.owner.startswith("builtins.") else None for graph, s in ((self.old, old), (self.new, new))
        )
        if not isinstance(before, Item) or not isinstance(after, Item):
            return None
        if (before, after) not in self.pairing.pairs and (before.name != after.name or self.old.paths_of(before, self.surface)):
            return None
        return (old.owner or "", new.owner or "", before, after)

    def _constructor_changes(self) -> Iterator[Change]:
        for cause, paths in self.constructors:
            old, new = self.signatures[cause]
            _, _, before, after = cause
            yield from parameter_changes(
                Compared(paths[0], tuple(sorted(paths[1:])), before, after, "constructor", *self.unknown, when_of(after)), old, new
            )

    def _bases(self) -> Iterator[Change]:
        if "bases" in self.unknown[0] | self.unknown[1]:
            return
        ancestry = Ancestry(self.old, self.new, self.surface, self.pairing)
        found: dict[Item, BasesChanged] = {}
        for (before, after), paths in self.pairing.pairs.items():
            if before.kind == after.kind == "class" and (change := ancestry.change(before, after, paths)) is not None:
                found[before] = change
        for before, change in found.items():
            implied = {path for base in ancestry.direct_bases(before) if base in found for path in found[base].lost}
            if change.reordered or not set(change.lost) <= implied:
                yield change


def _by_place(found: Iterable[tuple[Item, list[str]]]) -> dict[str, list[tuple[str, Item]]]:
    """By module, or whatever else stands before the last dot of a path, the things there under their last names."""
    out: dict[str, list[tuple[str, Item]]] = {}
    for item, paths in found:
        for path in paths:
            place, _, name = path.rpartition(".")
            out.setdefault(place, []).append((name, item))
    return out


def _is_foreign_star(kind: str) -> bool:
    """Is it a star import from another distribution that hides names? What the old version said would go has not gone there."""
    return kind.startswith("star ") and "." in kind


def kind_change(old: Graph, new: Graph, before: Item, after: Item, paths: list[str]) -> KindChanged | None:
    """The change of kinds between two items of one path; None where there is none, or reading cannot say."""
    if kinds.word(old, before) == kinds.word(new, after):
        return None
    if not (kinds.is_settled(before) and (kinds.is_settled(after) or kinds.is_plain_instance(new, after))):
        return None
    return next(kinds.change(old, new, before, after, paths), None)
