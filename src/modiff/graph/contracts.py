"""Questions about one class that is not only read: what it asks of those who derive from it, and what it lets users do with its instances."""

from __future__ import annotations

from modiff.graph.graph import Graph
from modiff.link import generics, instances, metaclasses
from modiff.link.generics import Subscript
from modiff.link.instances import Layout
from modiff.link.metaclasses import Metaclass
from modiff.model.items import Item


class Contracts:
    """Answers for one version. None always means: reading cannot say."""

    def __init__(self, graph: Graph) -> None:
        self.view = graph.view

    def metaclass(self, cls: Item) -> Metaclass | None:
        """What makes the class."""
        return metaclasses.metaclass(self.view, cls)

    def abstract_members(self, cls: Item) -> dict[str, Item] | None:
        """Members that keep it from being instantiated, by name."""
        return metaclasses.abstract_members(self.view, cls)

    def layout(self, cls: Item) -> Layout:
        """Where its instances keep their attributes."""
        return instances.layout(self.view, cls)

    def is_hashable(self, cls: Item) -> bool | None:
        """Can its instances be hashed?"""
        return instances.is_hashable(self.view, cls)

    def comparisons(self, cls: Item) -> frozenset[str] | None:
        """Which comparisons it defines or inherits: names of dunder methods."""
        return instances.orderings_and_equality(self.view, cls)

    def is_frozen(self, cls: Item) -> bool | None:
        """Does what makes its fields forbid assigning them? None also where nothing makes fields."""
        return instances.is_frozen(self.view, cls)

    def subscript(self, cls: Item) -> Subscript | None:
        """What may stand in brackets behind it."""
        return generics.subscript(self.view, cls)

    def match_arguments(self, cls: Item) -> tuple[str, ...] | None:
        """What a pattern takes by position, where it is written."""
        return generics.match_arguments(self.view, cls)

    def is_runtime_checkable(self, cls: Item) -> bool:
        """May a protocol be asked for by `isinstance`?"""
        return generics.is_runtime_checkable(cls)
