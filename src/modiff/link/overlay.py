"""A version in another environment, on top of its view in the main one: only names that the environment touches are looked up again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from modiff.link.environment import Environment
from modiff.link.exports import Exports
from modiff.link.namespace import Namespace
from modiff.link.targets import Target
from modiff.link.view import View
from modiff.model.items import Item


class _Memo(dict[tuple[str, object], object]):
    """Answers of this view, and those of the view below where the subject is not touched: then they are the same."""

    def __init__(self, below: dict[tuple[str, object], object], touched: Collection[str]) -> None:
        super().__init__()
        self._below = below
        self._touched = touched

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or (isinstance(key, tuple) and key in self._below and self._is_shared(key))

    def __missing__(self, key: tuple[str, object]) -> object:
        if self._is_shared(key):
            return self._below[key]
        raise KeyError(key)

    def get(self, key: tuple[str, object], default: object = None) -> object:
        try:
            return self[key]
        except KeyError:
            return default

    def _is_shared(self, key: tuple[str, object]) -> bool:
        """Items of the view below are untouched ones: touched names lead to items of this view."""
        question, subject = key
        if question == "typed":
            return False
        first = subject[0] if isinstance(subject, tuple) and subject else subject
        return first not in self._touched if isinstance(first, str) else isinstance(first, Item) or first is None


class Overlay(View):
    """One version in another environment.

    `touched`: names by module that may lead elsewhere there than below, with everything that rests on them (see `touched`)."""

    def __init__(self, below: View, environment: Environment, touched: Mapping[str, Collection[str]]) -> None:
        super().__init__(below.release, below.library, environment)
        self.below = below
        self.touched = touched
        # These are the same everywhere.
        self._read, self._namespaces, self._module_items, self.spaces = below._read, below._namespaces, below._module_items, below.spaces
        self.memo = _Memo(below.memo, touched)

    def resolve(self, module: str, name: str) -> Target | None:
        """As for any view."""
        return super().resolve(module, name) if name in self.touched.get(module, ()) else self.below.resolve(module, name)

    def exports(self, module: str) -> Exports | None:
        """As for any view."""
        return super().exports(module) if module in self.touched else self.below.exports(module)

    def names(self, module: str) -> tuple[str, ...]:
        """As for any view."""
        return super().names(module) if module in self.touched else self.below.names(module)

    def _star_modules(self, module: str, space: Namespace) -> list[tuple[int, str]]:
        return super()._star_modules(module, space) if module in self.touched else self.below._star_modules(module, space)
