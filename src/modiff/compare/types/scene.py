"""All that comparing the types of one pair of versions shares: two views, their classes as one world, and what annotations mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modiff.compare.pairing import Pairing
from modiff.compare.types.ancestors import Ancestors
from modiff.compare.types.classes import Classes
from modiff.compare.types.constructs import is_alias
from modiff.compare.types.forms import Named, OneOf, Type
from modiff.compare.types.meaning import Meanings, Scope
from modiff.compare.types.places import Place, bindings_of, is_typed_dict
from modiff.compare.types.relation import compared
from modiff.compare.types.rewritten import rewritten
from modiff.graph.graph import Graph
from modiff.link import decorators
from modiff.link.typed import typed
from modiff.link.view import View
from modiff.model.facts import Function
from modiff.model.items import Item

_NOT_GIVEN = ("nodefault", "notgiven", "unset", "missing", "sentinel", "ellipsis", "undefined")
"""Parts of names of classes whose values stand for a parameter that was not given."""


class Scene:
    """For one pair of versions."""

    def __init__(self, old: Graph, new: Graph, pairing: Pairing) -> None:
        self.old, self.new = typed(old.view), typed(new.view)
        self._holds = old.holds
        self._rewritten = list(rewritten(self.old, self.new))
        self.classes = Classes(self.old, self.new, pairing)
        self._told: dict[str, str] = {}
        """Aliases that stand for another type now and are told of for themselves, not wherever they are used: new paths by either path."""
        self._hidden: dict[str, str] = {}
        """The same for those that users do not reach by themselves."""
        self.hidden_aliases: dict[str, tuple[Item, Item]] = {}
        """These, both versions of each, by their bare names."""
        self._meanings = self._readers(lambda alias: self._told.get(alias.path) or self._hidden.get(alias.path))
        self._expanding = self._readers(lambda alias: self._told.get(alias.path))
        promised = [pair for pair in pairing.pairs if all(map(is_alias, pair))]
        self._note_aliases(promised, self._told)
        reached = {item.path for pair in promised for item in pair}
        hidden = [pair for pair in self._aliases_of_both() if pair[0].path not in reached]
        self._note_aliases(hidden, self._hidden)
        for meanings in (*self._meanings, *self._expanding):
            meanings.forget()
        of_old, of_new = self._meanings
        self.ancestors = Ancestors(self.old, of_old, self.classes.path_in_new), Ancestors(self.new, of_new, self.classes.note_new)
        """What stands above the classes of each version, with what fills their brackets."""
        self.classes.know(self.ancestors)
        self.hidden_aliases = {before.name: (before, after) for before, after in hidden if before.path in self._hidden}
        self.other_classes = self._names_of_other_classes()
        """Bare names by which some module means another class now."""

    def _readers(self, opaque: object) -> tuple[Meanings, Meanings]:
        assert callable(opaque)
        return Meanings(self.old, self.classes.path_in_new, opaque), Meanings(self.new, self.classes.note_new, opaque)

    def _aliases_of_both(self) -> Iterator[tuple[Item, Item]]:
        """Aliases of modules whose text differs, wherever both versions have them."""
        for module, aliases, _, _ in self._rewritten:
            for name in aliases if self._holds(module) else ():
                before, after = self.old.resolve(module, name), self.new.resolve(module, name)
                if isinstance(before, Item) and isinstance(after, Item) and is_alias(before) and is_alias(after):
                    yield before, after

    def _names_of_other_classes(self) -> frozenset[str]:
        """Bare names that some module imports from elsewhere now, so that they mean another class."""
        found: set[str] = set()
        for module, _, imports, _ in self._rewritten:
            found.update(name for name in imports if name not in found and self._is_another_class(module, name))
        return frozenset(found)

    def _is_another_class(self, module: str, name: str) -> bool:
        was, now = self.old.resolve(module, name), self.new.resolve(module, name)
        if not isinstance(was, Item) or not isinstance(now, Item):
            return False
        return was.kind == now.kind == "class" and self.classes.path_in_new(was) != self.classes.note_new(now)

    def mentions_other_class(self, text: str) -> bool:
        """Is a name in this text one that may mean another class in the new version?"""
        return bool(self.other_classes) and not self.other_classes.isdisjoint(re.findall(r"\w+", text))

    def in_full(self, text: str, item: Item, view: View) -> str:
        """An annotation with the whole paths of the classes that its words mean otherwise now."""

        def path_of(word: re.Match[str]) -> str:
            found = view.lookup(item.module, word[0]) if word[0] in self.other_classes else None
            return found.path if isinstance(found, Item) else word[0]

        return re.sub(r"(?<![.\w'\"])[A-Za-z_]\w*", path_of, text)

    def changed_dicts(self) -> frozenset[str]:
        """Bare names of typed dicts that say something else now: who takes their keys as keywords (PEP 692) differs, even in the same words."""
        found: set[str] = set()
        for module, _, _, dicts in self._rewritten:
            resolved = ((name, self.old.resolve(module, name)) for name in dicts)
            found.update(name for name, cls in resolved if isinstance(cls, Item) and cls.kind == "class" and is_typed_dict(self.old, cls))
        return frozenset(found)

    def _note_aliases(self, pairs: list[tuple[Item, Item]], into: dict[str, str]) -> None:
        changed = [(a, b) for a, b in pairs if a.value != b.value and self._differs(a, b)]
        for before, after in changed:
            into |= {before.path: after.path, after.path: after.path}

    def _differs(self, before: Item, after: Item) -> bool:
        was, now = self.old_type(before.value or "", before), self.new_type(after.value or "", after)
        return compared(was, now, self.classes).relation != "same"

    # --- what annotations mean

    def old_type(self, text: str, item: Item) -> Type:
        """What an annotation of an old item means."""
        return self._meanings[0].of(text, scope_of(item))

    def new_type(self, text: str, item: Item) -> Type:
        """What an annotation of a new item means."""
        return self._meanings[1].of(text, scope_of(item))

    def old_type_in_full(self, text: str, item: Item) -> Type:
        """The same, down through aliases that are not public."""
        return self._expanding[0].of(text, scope_of(item))

    def new_type_in_full(self, text: str, item: Item) -> Type:
        """The same, down through aliases that are not public."""
        return self._expanding[1].of(text, scope_of(item))

    def hidden_alias_in(self, text: str) -> tuple[Item, Item] | None:
        """An alias without a public path that stands for another type now, if the annotation mentions one."""
        if not self.hidden_aliases:
            return None
        return next((self.hidden_aliases[word] for word in re.findall(r"\w+", text) if word in self.hidden_aliases), None)

    def is_overloaded(self, place: Place) -> bool:
        """Do overloads say what it takes, on either side?"""
        return bool(overloads(self.old, place.before) or overloads(self.new, place.after))

    def is_only_a_mark(self, one: Type) -> bool:
        """Is it a class with a private name, or a value of one, that stands for "not given"? Callers do not write it."""
        if isinstance(one, Named) and one.path == "builtins.type" and one.arguments:
            return self.is_only_a_mark(one.arguments[0])
        path = one.path if isinstance(one, Named) else one.of if isinstance(one, OneOf) else ""
        if path.startswith(("builtins.", "alias:")) or not path:
            return False
        last = path.removeprefix("old:").rpartition(".")[2]
        return last.startswith("_") or any(mark in last.lower() for mark in _NOT_GIVEN)


def overloads(view: View, item: Item) -> list[Function]:
    """The variants of an overloaded function, in order; none for another."""
    functions = [b.definition for b in bindings_of(view, item) if isinstance(b.definition, Function) and not view.environment.excludes(b.guard)]
    return [f for f in functions if decorators.is_overload(f.decorators)]


def scope_of(item: Item) -> Scope:
    """Where the annotations of an item stand."""
    return Scope(item.module, item.owner, item.definition.type_parameters if isinstance(item.definition, Function) else ())
