"""Pairs of items as type checkers see them: from the stub where there is one, each once, with the paths that reach it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import cast

import msgspec

from modiff.compare.checked import is_typed
from modiff.compare.collected import Collected
from modiff.compare.members import is_compared
from modiff.compare.pairing import Pairing, answer
from modiff.compare.words import are_one_text
from modiff.graph.graph import Graph
from modiff.link import classes, decorators, told
from modiff.link.typed import typed
from modiff.link.view import View
from modiff.model.facts import Assignment, Binding, Class, Definition, Function
from modiff.model.items import Item
from modiff.model.policy import Surface

_WORD = re.compile(r"\w+")
_ALSO = frozenset({"__init__", "__new__", "__eq__", "__bool__"})


class Place(msgspec.Struct, frozen=True, eq=False):
    """One item of both versions that users reach."""

    paths: tuple[str, ...]
    """The preferred one first."""
    before: Item
    after: Item
    typed: bool
    """Does the old version tell type checkers to rely on it?"""
    reached: tuple[Item, Item] | None = None
    """Of a member the classes of both versions through which the preferred path reaches it; None: it is no member."""

    @property
    def path(self) -> str:
        """The preferred one."""
        return self.paths[0]

    @property
    def also(self) -> tuple[str, ...]:
        """The others, sorted."""
        return tuple(sorted(self.paths[1:]))

    @property
    def is_same_text(self) -> bool:
        """Do both versions say it in the same words?"""
        return are_one_text(self.before, self.after)


class Places:
    """The items of one comparison that carry types. Whether they exist is asked of the source, what they are of the types."""

    def __init__(self, old: Graph, new: Graph, surface: Surface, pairing: Pairing, hidden_aliases: Set[str] = frozenset()) -> None:
        self._old, self._new, self._surface, self._pairing = old, new, surface, pairing
        self.old, self.new = typed(old.view), typed(new.view)
        self._has_stubs = any(file.stub is not None for view in (self.old, self.new) for file in view.modules.values())
        self._hidden = hidden_aliases
        """Bare names of aliases that stand for another type now: what mentions one differs, even in the same words."""

    def __iter__(self) -> Iterator[Place]:
        self._ask_for_stubs()
        members: Collected[tuple[Item, Item]] = Collected()
        reached: dict[str, tuple[Item, Item]] = {}
        for (before, after), paths in (*self._pairing.pairs.items(), *self._pairs_of_one_text().items()):
            if before.kind == "module" or after.kind == "module":
                continue
            was, now = self.old.resolve(before.module, before.name), self.new.resolve(after.module, after.name)
            if not isinstance(was, Item) or not isinstance(now, Item):
                continue
            if was.kind == now.kind == "class":
                reached.update(dict.fromkeys(paths, (was, now)))
                self._note_members((before, after), (was, now), paths, members)
            yield self._place(was, now, paths)
        for (was, now), paths in members:
            yield self._place(was, now, paths, reached.get(paths[0].rpartition(".")[0]))

    def _pairs_of_one_text(self) -> dict[tuple[Item, Item], list[str]]:
        """Items of one text in the source, which mean something else now by a stub or an alias: pairing leaves them out."""
        found: dict[tuple[Item, Item], list[str]] = {}
        for path, before in self._old.public_paths(self._surface).items():
            if isinstance(before, Item) and before.kind not in ("module", "class") and self._says_more(before):
                after = answer(self._new, path, is_module=False)
                is_known = not isinstance(after, Item) or (before, after) in self._pairing.pairs
                if isinstance(after, Item) and not is_known:
                    found.setdefault((before, after), []).append(path)
        for paths in found.values():
            paths.sort(key=self._old.preference)
        return found

    def _says_more(self, item: Item) -> bool:
        """May it mean something else in the same words: by an alias that it mentions, by a stub, or by overloads above it?"""
        if self._has_stubs and any(_has_both(view, item.module) for view in (self.old, self.new)):
            return True
        return len(bindings_of(self.old, item)) > 1 or mentions(item.definition, self._hidden)

    def modules(self) -> Iterator[str]:
        """Modules that both versions have and the old one promises, and whose text differs."""
        for module in self._old.public_modules(self._surface):
            if module in self.new.modules:
                old, new = self.old.namespace(module), self.new.namespace(module)
                if old is not None and new is not None and old.facts is not new.facts:
                    yield module

    def answers_at_run_time(self, module: str, name: str) -> bool:
        """Did the old module have this name when imported?"""
        return self._old.view.resolve(module, name) is not None and not told.is_for_checkers_alone(self._old.view, module, name)

    def is_lost_at_run_time(self, module: str, name: str) -> bool:
        """Had the old module this name when imported, and has the new one not?"""
        return self.answers_at_run_time(module, name) and self._new.view.resolve(module, name) is None

    def has_stubs(self, module: str) -> bool:
        """Do both versions have a stub for this module?"""
        return all((file := view.modules.get(module)) is not None and file.stub is not None for view in (self.old, self.new))

    def _ask_for_stubs(self) -> None:
        """In one round each."""
        for view, side in ((self.old, 0), (self.new, 1)):
            modules = {pair[side].module for pair in self._pairing.pairs}
            view.ask_for(sorted(m for m in modules if view.modules[m].stub is not None))

    def _note_members(self, there: tuple[Item, Item], as_typed: tuple[Item, Item], paths: list[str], members: Collected[tuple[Item, Item]]) -> None:
        (before, after), (was, now) = there, as_typed
        if self._is_same_text(was, now) and not mentions(was.definition, self._hidden):
            return
        if not self._says_types(was) and not _closes_members(now):
            return
        sources, old_members, new_members = self._new.members(after), classes.members(self.old, was), classes.members(self.new, now)
        for name in self._old.members(before):
            old, new = old_members.get(name), new_members.get(name)
            if old is None or new is None or name not in sources:
                continue
            if are_one_text(old.item, new.item) and not self._says_more(old.item):
                continue
            if (is_compared(name) or name in _ALSO) and self._old.member_is_public(name, self._surface):
                members.add((old.item, new.item), [f"{path}.{name}" for path in paths], own=old.owner is was)

    def _says_types(self, cls: Item) -> bool:
        """Is anything annotated in an old class, or in what it inherits from? Where nothing is, nothing can have changed."""
        return any(isinstance(a, Item) and has_types(a.definition) for a in classes.mro(self.old, cls))

    def _is_same_text(self, before: Item, after: Item) -> bool:
        """Has the class the same text, down to all that it inherits?"""
        above, below = classes.mro(self.old, before), classes.mro(self.new, after)
        return len(above) == len(below) and all(
            a.definition is b.definition if isinstance(a, Item) and isinstance(b, Item) else a == b for a, b in zip(above, below, strict=True)
        )

    def _place(self, before: Item, after: Item, paths: list[str], reached: tuple[Item, Item] | None = None) -> Place:
        return Place(tuple(paths), before, after, self.is_typed(before.module), reached)

    def is_typed(self, module: str) -> bool:
        """Does the old version tell type checkers to rely on a module?"""
        return is_typed(self._old, module)


def has_types(definition: Definition | None) -> bool:
    """Does it tell type checkers anything?"""
    if isinstance(definition, Function):
        return definition.returns is not None or any(p.annotation is not None for p in definition.parameters)
    if isinstance(definition, Class):
        return any(_is_annotated(member.definition) for member in definition.members) or any(a.annotation for a in definition.instance_attributes)
    return isinstance(definition, Assignment)


def _is_annotated(definition: Definition) -> bool:
    return definition.annotation is not None if isinstance(definition, Assignment) else has_types(definition)


def mentions(definition: Definition | None, names: Set[str]) -> bool:
    """Does an annotation in it mention one of these names?"""
    return bool(names) and any(not names.isdisjoint(_WORD.findall(text)) for text in _annotations(definition))


def _closes_members(cls: Item) -> bool:
    """Does it forbid type checkers to let a method be overridden (`typing.final`)?"""
    members = cls.definition.members if isinstance(cls.definition, Class) else ()
    return any(isinstance(m.definition, Function) and decorators.has(m.definition.decorators, "final") for m in members)


def _annotations(definition: Definition | None) -> Iterator[str]:
    if isinstance(definition, Function):
        yield from (p.annotation for p in definition.parameters if p.annotation is not None)
        if definition.returns is not None:
            yield definition.returns
    elif isinstance(definition, Class):
        for member in definition.members:
            yield from _annotations(member.definition)
        yield from (a.annotation for a in definition.instance_attributes if a.annotation is not None)
    elif isinstance(definition, Assignment) and definition.annotation is not None:
        yield definition.annotation


def bindings_of(view: View, item: Item) -> tuple[Binding, ...]:
    """All statements that bind its name where it stands."""
    if item.owner is None:
        space = view.namespace(item.module)
        return space.names.get(item.name, ()) if space is not None else ()
    definition = item.owner.definition
    return _members_by_name(view, definition).get(item.name, ()) if isinstance(definition, Class) else ()


def _members_by_name(view: View, cls: Class) -> dict[str, tuple[Binding, ...]]:
    """Found once for a class: each of its members is asked for, and some have hundreds."""
    key = "members by name", id(cls)
    if key not in view.of_texts:
        found: dict[str, list[Binding]] = {}
        for binding in cls.members:
            found.setdefault(binding.name, []).append(binding)
        view.of_texts[key] = cls, {name: tuple(bindings) for name, bindings in found.items()}  # held, so that its id stays its own
    return cast("tuple[Class, dict[str, tuple[Binding, ...]]]", view.of_texts[key])[1]


def _has_both(view: View, module: str) -> bool:
    file = view.modules.get(module)
    return file is not None and file.stub is not None and file.source is not None


def is_typed_dict(view: View, item: Item | None) -> bool:
    """Does a class describe dicts with known keys?"""
    return item is not None and any(not isinstance(a, Item) and str(getattr(a, "path", "")).endswith(".TypedDict") for a in classes.mro(view, item))
