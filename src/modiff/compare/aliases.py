"""Other names that a release promises for a thing: a module that another module's `__init__` imports, an object that is called as its class says."""

from __future__ import annotations

from collections.abc import Iterator

from modiff.graph.graph import Graph
from modiff.link import visibility
from modiff.link.replaced import class_of_value
from modiff.model.facts import Assignment
from modiff.model.items import Item
from modiff.model.policy import Surface


def of_lost_module(old: Graph, new: Graph, surface: Surface, module: Item) -> Iterator[str]:
    """Promised names of modules that led to this module of the old version, and that no statement binds now: `graph_objects.bar`, which is
    `graph_objs.bar`."""
    package, _, name = module.path.rpartition(".")
    for home in old.modules():
        space = old.view.namespace(home)
        if space is None or name not in space.names or home == package or home not in new.view.modules:
            continue
        if old.view.resolve(home, name) is not module or new.view.resolve(home, name) is not None:
            continue
        if visibility.module_is_public(old.view, home, surface) and visibility.why_public(old.view, home, name, surface) is not None:
            yield f"{home}.{name}"


class Objects:
    """Promised variables of modules that are objects of classes of the release: `tokenize = Tokenizer()`. To call one is to call `__call__`."""

    def __init__(self, old: Graph, new: Graph, surface: Surface) -> None:
        self.old, self.new, self.surface = old, new, surface
        self._paths: dict[Item, list[str]] | None = None

    def of(self, before: Item, after: Item) -> list[str]:
        """Paths of those that are objects of this class on both sides, sorted."""
        if self._paths is None:
            self._paths = {}
            for path, target in self.old.public_paths(self.surface).items():
                cls = _class_of(self.old, target) if isinstance(target, Item) else None
                if cls is not None:
                    self._paths.setdefault(cls, []).append(path)
        return sorted(path for path in self._paths.get(before, ()) if _class_of(self.new, self.new.at(path)) is after)


def _class_of(graph: Graph, target: object) -> Item | None:
    made = target.definition if isinstance(target, Item) and target.kind == "attribute" and target.owner is None else None
    if not isinstance(target, Item) or not isinstance(made, Assignment) or made.value is None or made.value.call is None:
        return None
    return class_of_value(graph.view, target)
