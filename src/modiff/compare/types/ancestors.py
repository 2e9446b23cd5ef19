"""What fills the brackets of a class's ancestors: `class Names(Base[str])` has `Base[str]` above it, and `T` of `Base` is `str` where users
reach it through `Names` (PEP 484)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from modiff.compare.types.forms import ANYTHING, Named, Type, Unpacked, Variable, replaced
from modiff.compare.types.hierarchy import parents
from modiff.compare.types.meaning import Meanings, Scope
from modiff.link import classes
from modiff.link.view import View
from modiff.model.facts import Class, Function
from modiff.model.items import Item


class Ancestors:
    """For one version, in the paths that both share."""

    def __init__(self, view: View, meanings: Meanings, path_of: Callable[[Item], str]) -> None:
        self._view, self._meanings, self.path_of = view, meanings, path_of
        """The path of a class in what both versions share."""
        self._bases: dict[Item, list[Named]] = {}

    def above(self, cls: Item, path: str) -> Named | None:
        """The ancestor at `path` with what fills its brackets, in the variables of `cls`. None: there is none, or reading cannot say."""
        items = {self.path_of(a): a for a in classes.mro(self._view, cls) if isinstance(a, Item)}
        for base in self.bases_of(cls):
            found = self._from_base(base, items.get(base.path), cls, path)
            if found is not None:
                return found
        return None

    def filled(self, cls: Item, one: Named, path: str) -> Named | None:
        """The same for a class with types in its own brackets."""
        found = self.above(cls, path)
        if found is None or any(isinstance(argument, Unpacked) for argument in one.arguments):
            return None
        there = replaced(found, lambda variable: _argument(variable, one) if variable.of.startswith(f"{one.path}/") else variable)
        return there if isinstance(there, Named) else None

    def as_seen(self, reached: Item, owner: Item) -> Callable[[Type], Type]:
        """Reads a type that stands in the body of `owner` as who reaches it through `reached` sees it; what it cannot settle is left open."""
        if reached == owner:
            return lambda one: one
        path, himself = self.path_of(owner), self.path_of(reached)
        found = self.above(reached, path)

        def by(variable: Variable) -> Type:
            if not variable.of.startswith(f"{path}/"):
                return variable
            if found is None or any(isinstance(argument, Unpacked) for argument in found.arguments):
                return msgspec.structs.replace(variable, of="?")
            return _argument(variable, found)

        return lambda one: replaced(one, by, himself)

    def _from_base(self, base: Named, item: Item | None, cls: Item, path: str) -> Named | None:
        if base.path == path:
            return base
        if item is None:
            return next((found for parent in parents(base) if (found := self._from_base(parent, None, cls, path)) is not None), None)
        return self.filled(item, base, path) if item != cls else None

    def type_of(self, text: str, item: Item, reached: Item) -> Type:
        """What an annotation of a member means to who reaches it through this class."""
        declared = item.definition.type_parameters if isinstance(item.definition, Function) else ()
        found = self._meanings.of(text, Scope(item.module, item.owner, declared))
        return found if item.owner is None else self.as_seen(reached, item.owner)(found)

    def bases_of(self, cls: Item) -> list[Named]:
        """The bases of a class as they are written, with what fills their brackets."""
        if cls not in self._bases:
            definition = cls.definition
            texts = [base.text for base in definition.bases if base.call is None] if isinstance(definition, Class) else []
            read = [self._meanings.of(text, Scope(cls.module, cls)) for text in texts]
            self._bases[cls] = [one for one in read if isinstance(one, Named)]
        return self._bases[cls]


def _argument(variable: Variable, filled: Named) -> Type:
    """What stands in the place of a parameter of a class; Any where nothing does."""
    return filled.arguments[variable.place] if variable.place < len(filled.arguments) else ANYTHING
