"""A version looked at in part: what part that is say `affected` (modules) and `named` (names)."""

from __future__ import annotations

from modiff.graph.graph import Graph
from modiff.link.targets import Target
from modiff.link.view import View
from modiff.model.items import Item
from modiff.model.policy import Surface


class InPart(Graph):
    """A version, of which only some paths are looked at. Whatever is asked about single items is answered as by the whole."""

    def __init__(self, whole: Graph) -> None:
        super().__init__(whole.view)
        self.whole = whole

    def every_public_path(self, surface: Surface) -> dict[str, Target]:
        """All that the version promises."""
        return self.whole.public_paths(surface)

    def is_undeclared(self, path: str) -> bool:
        """Is it a promised path that only a star import makes?"""
        return super().is_undeclared(path) or self.whole.is_undeclared(path)

    def preference(self, path: str) -> tuple[bool, int, int, str]:
        """As for any graph."""
        return self.is_undeclared(path), path.count("."), len(path), path

    def set_elsewhere(self) -> dict[tuple[str, str], str]:
        """As of the whole."""
        return self.whole.set_elsewhere()

    def given_elsewhere(self, path: str) -> Item | None:
        """As of the whole."""
        return self.whole.given_elsewhere(path)


def as_in_the_whole(view: View, path: str, target: Target) -> tuple[str, list[str]]:
    """Sorts promised paths as a whole version has them: module by module, name by name. What is said first of several paths hangs on that."""
    if path in view.modules and isinstance(target, Item) and target.kind == "module":
        return path, []
    module = path.rpartition(".")[0]
    while module and module not in view.modules:
        module = module.rpartition(".")[0]
    return module, path[len(module) + 1 :].split(".")
