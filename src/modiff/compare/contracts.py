"""What classes ask of those who derive from them, and let users do with their instances: each difference once, told of the class that causes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import msgspec

from modiff.compare.collected import Collected
from modiff.compare.pairing import Pairing
from modiff.compare.sameness import Sameness
from modiff.graph.contracts import Contracts
from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link import outside
from modiff.link.targets import Outside
from modiff.model.changes import Change, ClassChanged, ClassEvent
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD
from modiff.model.items import Item
from modiff.model.policy import Surface

_OPERATORS = (("<", "__lt__", "__gt__"), ("<=", "__le__", "__ge__"))
"""What `a < b` asks: a's method, then b's mirrored one."""


_NO_WEAKREF = "no weak references either"
_PLAIN_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Generic"})
"""Bases of other distributions that let every attribute be set."""


class Difference(msgspec.Struct, frozen=True):
    """One difference of two classes, wherever they are reached."""

    event: ClassEvent
    part: str | None = None
    names: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


def changes(old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> Iterator[Change]:
    """Every change of this sort, over all pairs of classes; none where a source does not tell of bases and decorators."""
    if not old.release.unknown | new.release.unknown:
        yield from _Comparison(old, new, surface, pairing, sameness).changes()


class _Comparison:
    def __init__(self, old: Graph, new: Graph, surface: Surface, pairing: Pairing, sameness: Sameness) -> None:
        self.old, self.new, self.surface, self.pairing, self.sameness = old, new, surface, pairing, sameness
        self.was, self.now = Contracts(old), Contracts(new)
        self.known: dict[tuple[Item, Item], tuple[Difference, ...]] = {}
        self.pairs: dict[tuple[Item, Difference], tuple[Item, Item]] = {}

    def changes(self) -> Iterator[Change]:
        found: Collected[tuple[Item, Difference]] = Collected()
        work = list(self.pairing.pairs.items())
        while work:
            (before, after), paths = work.pop()
            if before.kind != "class" or after.kind != "class":
                continue
            work.extend(self._nested(before, after, paths))
            for difference in self.differences(before, after):
                cause = self._cause(before, difference)
                found.add((cause, difference), paths, own=cause is before)
                if cause is before or (cause, difference) not in self.pairs:
                    self.pairs[cause, difference] = before, after
        for (cause, difference), paths in found:
            if difference.event == "metaclass-changed" and self._became_abstract(cause):
                continue  # by the same base or keyword: that breaks more, and is said
            yield self._change(cause, difference, paths)

    def _nested(self, before: Item, after: Item, paths: list[str]) -> Iterator[tuple[tuple[Item, Item], list[str]]]:
        for name, inner in self.old.own_members(before).items():
            there = self.new.own_members(after).get(name) if inner.kind == "class" and inner.owner is before else None
            if there is not None and there.kind == "class" and self.old.member_is_public(name, self.surface):
                yield (inner, there), [f"{path}.{name}" for path in paths]

    def _cause(self, before: Item, difference: Difference) -> Item:
        """The class furthest up that shows the same difference."""
        for ancestor in reversed(self.old.ancestors(before)):
            if isinstance(ancestor, Item) and ancestor is not before:
                there = self.new.at(ancestor.path)
                if isinstance(there, Item) and there.kind == "class" and difference in self.differences(ancestor, there):
                    return ancestor
        return before

    def _became_abstract(self, cause: Item) -> bool:
        there = self.new.at(cause.path)
        return isinstance(there, Item) and any(d.event == "became-abstract" for d in self.known.get((cause, there), ()))

    def _change(self, cause: Item, difference: Difference, paths: list[str]) -> ClassChanged:
        before, after = self.pairs[cause, difference]
        change = ClassChanged(
            path=paths[0], also=tuple(sorted(paths[1:])), old=before, new=after, when=when_of(after), **msgspec.structs.asdict(difference)
        )
        return self._of_member(change, difference.part) if difference.event == "abstract-added" and difference.part is not None else change

    def _of_member(self, change: ClassChanged, name: str) -> ClassChanged:
        """What a class asks of heirs, told of the method that it asks for."""
        before, after = cast("Item", change.old), cast("Item", change.new)
        was = self.old.members(before).get(name)
        made = self.old.signature(before)
        return msgspec.structs.replace(
            change,
            path=f"{change.path}.{name}",
            also=tuple(f"{path}.{name}" for path in change.also),
            old=was.item if was is not None else None,
            new=self.new.members(after)[name].item,
            abstract=tuple(sorted(self.was.abstract_members(before) or ())),
            made_bare=made is not None and made.doubt is None and not any(p.required for p in made.parameters),
        )

    def differences(self, before: Item, after: Item) -> tuple[Difference, ...]:
        """All that differs between two classes. Memoised."""
        key = before, after
        if key not in self.known:
            same = self.sameness.is_same_class(before, after)
            self.known[key] = () if same else tuple(self._differences(before, after))
        return self.known[key]

    def _differences(self, before: Item, after: Item) -> Iterator[Difference]:
        if self.old.is_enum(before) or self.new.is_enum(after):
            return  # their members and their kind say it all
        if any(item.file is not None and item.file.endswith(".pyi") for item in (before, after)):
            return  # stubs tell type checkers how to use a class, not how it is made
        if "final" not in before.flags:
            yield from self._asked_of_subclasses(before, after)
        if not self.now.abstract_members(after):  # nobody has instances of what is abstract: others say how theirs are
            yield from self._layout(before, after)
            yield from self._operators(before, after)
        yield from self._subscript(before, after)
        yield from self._marks(before, after)

    # --- those who derive from it

    def _asked_of_subclasses(self, before: Item, after: Item) -> Iterator[Difference]:
        yield from self._abstract(before, after)
        yield from self._metaclass(before, after)
        yield from self._keywords(before, after)

    def _abstract(self, before: Item, after: Item) -> Iterator[Difference]:
        was, now = self.was.abstract_members(before), self.now.abstract_members(after)
        added = tuple(sorted(now.keys() - was.keys())) if was is not None and now is not None else ()
        if not was and added:
            yield Difference("became-abstract", names=added)
        elif was:
            yield from (Difference("abstract-added", name) for name in added)

    def _metaclass(self, before: Item, after: Item) -> Iterator[Difference]:
        """A metaclass that the old one does not derive from: a subclass whose own metaclass knew only the old one can't be made."""
        was, now = self.was.metaclass(before), self.now.metaclass(after)
        if was is None or now is None or now.path in was.above or self._is_same_path(was.path, now.path):
            return
        yield Difference("metaclass-changed", before=was.path, after=now.path)

    def _is_same_path(self, before: str, after: str) -> bool:
        """Has the metaclass merely moved, or is it not to be compared by its name?"""
        return before.rpartition(".")[2] == after.rpartition(".")[2]

    def _keywords(self, before: Item, after: Item) -> Iterator[Difference]:
        """What `class D(C, key=…)` may and must give (PEP 487)."""
        was, now = self._taken(self.old, before), self._taken(self.new, after)
        if was is None or now is None:
            return
        yield from (Difference("subclass-keyword-added", name) for name, required in now.items() if required and not was.get(name))
        if "**" not in now:
            yield from (Difference("subclass-keyword-removed", name) for name in was if name not in now and name != "**")

    @staticmethod
    def _taken(graph: Graph, cls: Item) -> dict[str, bool] | None:
        """Keywords of its `__init_subclass__`, and whether they are required; `**` for any. None: not known."""
        member = graph.members(cls).get("__init_subclass__")
        if member is None:
            return {} if graph.why_member_may_answer(cls, "__init_subclass__") in (None, "builtins.object has it") else None
        signature = graph.signature(member.item)
        if signature is None or signature.doubt is not None:
            return None
        named = {p.name: p.required for p in signature.parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)}
        return named | ({"**": False} if any(p.kind == VAR_KEYWORD for p in signature.parameters) else {})

    # --- instances

    def _layout(self, before: Item, after: Item) -> Iterator[Difference]:
        was, now = self.was.layout(before), self.now.layout(after)
        if not now.settled or now.anything:
            return
        if was.anything:
            # A class without slots of its own or above it is one that others mix in: nobody has instances of just that.
            if now.slots:
                yield Difference("slots-added", names=tuple(sorted(now.slots)), after=_NO_WEAKREF if was.weakly and not now.weakly else None)
            return
        if was.weakly and not now.weakly:
            yield Difference("weakref-removed")

    def _operators(self, before: Item, after: Item) -> Iterator[Difference]:
        was, now = self.was.comparisons(before), self.now.comparisons(after)
        if was is not None and now is not None:
            if "__eq__" in was and "__eq__" not in now:
                yield Difference("equality-removed")
            lost = tuple(sign for sign, *names in _OPERATORS if was & {*names} and not now & {*names})
            if lost:
                yield Difference("ordering-removed", names=lost)
        if self.was.is_hashable(before) is True and self.now.is_hashable(after) is False:
            yield Difference("hash-removed")
        if self.now.is_frozen(after) is True and (self.was.is_frozen(before) is False or self._could_be_assigned(before, after)):
            yield Difference("became-frozen")

    def _could_be_assigned(self, before: Item, after: Item) -> bool:
        """Was it a plain class, whose instances let the same attributes be set that are fields now?"""
        known = all(isinstance(a, Item) or (isinstance(a, Outside) and a.path in _PLAIN_BASES) for a in self.old.ancestors(before))
        if self.was.is_frozen(before) is not None or not known or self.old.forbids_assignment(before):
            return False
        was, now = self.old.members(before), self.new.members(after)
        return any("instance" in m.item.flags and name[:1] != "_" and name in now and now[name].item.kind == "attribute" for name, m in was.items())

    # --- while a program runs

    def _subscript(self, before: Item, after: Item) -> Iterator[Difference]:
        was, now = self.was.subscript(before), self.now.subscript(after)
        if was is None or now is None or was.takes == "nothing" or now.takes == "anything":
            return
        if now.takes == "nothing":
            yield Difference("subscript-removed", before=", ".join(was.parameters) or None)
        elif was.takes == "types" and len(was.parameters) != len(now.parameters):
            yield Difference("type-parameters-changed", before=", ".join(was.parameters), after=", ".join(now.parameters))

    def _marks(self, before: Item, after: Item) -> Iterator[Difference]:
        if self.was.is_runtime_checkable(before) and not self.now.is_runtime_checkable(after) and self._is_protocol(after):
            yield Difference("runtime-check-removed")
        was, now = self.was.match_arguments(before), self.now.match_arguments(after)
        if was is not None and now is not None and now[: len(was)] != was:
            yield Difference("match-arguments-changed", before=", ".join(was), after=", ".join(now))

    def _is_protocol(self, cls: Item) -> bool:
        return any(isinstance(base, Outside) and base.path in outside.PROTOCOLS for base in self.new.bases(cls))
