"""Keywords handed on to methods of what attributes hold."""

from __future__ import annotations

import pytest

from modiff.graph import Graph
from modiff.model.items import Item
from tests.worlds import graph_of

STORE = """
    class Store:
        def put(self, key, *, ttl=1): pass
        def drop(self, key, **more): pass
    class Box:
        def __init__(self):
            self.store = Store()
    class Abstract:
        from abc import abstractmethod
        @abstractmethod
        def put(self, key): ...
"""
CLIENT = """
    from ._impl import Store, Box, Abstract
    _default = Store()
    _any = make()
    class Base:
        def __init__(self):
            self._above = Store()
    class Client(Base):
        shared = Store()
        def __init__(self, given: Store, any, perhaps: "Store | None" = None, abstract: Abstract = None):
            super().__init__()
            self._made = Store()
            self._given = given
            self._any = any
            self._perhaps = perhaps
            self._abstract = abstract
            self._said: Store = any
            self._box = Box()
            self._rebound = Store()
            self._later = None
            self._reset = Store()
            for self._looped in [Store()]:
                pass
        def open(self):
            self._rebound = any()
            self._later = Store()
            self._reset = None
        @property
        def asked(self) -> Store:
            return self._any
"""
METHOD = "        def put(self, **kw):\n            return {}.put(1, **kw)\n"


def verdict(callee: str, keyword: str) -> tuple[str, str | None]:
    graph = graph_of(pkg=CLIENT + METHOD.format(callee), pkg___impl=STORE)
    return fate(graph, "Client.put", keyword)


def fate(graph: Graph, path: str, keyword: str) -> tuple[str, str | None]:
    item = graph.at(f"pkg.{path}")
    assert isinstance(item, Item)
    found = graph.keyword_fate(item, keyword)
    return found.verdict, found.by


_HELD = "self._made self._given self._perhaps self._said self._box.store self._reset self._above self.shared self.asked _default"


@pytest.mark.parametrize("callee", _HELD.split())
def test_the_method_of_what_is_held_decides(callee: str) -> None:
    assert verdict(callee, "ttl") == ("taken", "pkg._impl.Store.put")
    assert verdict(callee, "colour") == ("rejected", "pkg._impl.Store.put")
    assert verdict(callee, "key") == ("rejected", "pkg._impl.Store.put")  # given twice


@pytest.mark.parametrize("callee", ["self._any", "self._rebound", "self._later", "self._looped", "self._abstract", "self._unheard_of", "_any"])
def test_what_may_be_anything_takes_anything(callee: str) -> None:
    assert verdict(callee, "colour") == ("unknown", None)


def test_what_the_method_throws_away_is_thrown_away() -> None:
    text = CLIENT + "        def drop(self, **kw):\n            return self._made.drop(1, **kw)\n"
    assert fate(graph_of(pkg=text, pkg___impl=STORE), "Client.drop", "colour") == ("ignored", "pkg.Client.drop")
