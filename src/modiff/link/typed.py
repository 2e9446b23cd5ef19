"""A version as type checkers see it: stubs before source, and `TYPE_CHECKING` true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import msgspec

from modiff.link.asks import Asks
from modiff.link.view import View
from modiff.model.bodies import Body
from modiff.model.facts import Facts
from modiff.model.release import ModuleFile


class _StubsFirst:
    """The same library, asked for types."""

    def __init__(self, library: Asks) -> None:
        self._library = library

    @property
    def modules(self) -> Mapping[str, ModuleFile]:
        return self._library.modules

    def facts(self, modules: list[str]) -> Mapping[str, Facts]:
        return self._library.stub_facts(modules)

    stub_facts = facts

    def bodies(self, functions: list[tuple[str, int, int]]) -> Mapping[tuple[str, int, int], Body]:
        return self._library.bodies(functions)

    def text(self, module: str) -> bytes:
        return self._library.text(module)

    def lacks(self, module: str, name: str) -> bool:
        return self._library.lacks(module, name)


def typed(view: View) -> View:
    """The view that answers questions about types; memoised. Its items are others than those of `view`: what is one thing has one path."""
    key = ("typed", view.release.spec)
    if key not in view.memo:
        other = View(view.release, _StubsFirst(view.library), msgspec.structs.replace(view.environment, type_checking=True))
        other.share_texts_with(view)  # most modules have no stub, and one text
        view.memo[key] = other
    return cast("View", view.memo[key])
