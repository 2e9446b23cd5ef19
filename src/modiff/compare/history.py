"""What one release of a history gained and lost, by name: modules, and below those that both have functions, classes and methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modiff.compare.summary import NOTHING, item_summary, names, signature_summary, total
from modiff.graph.outline import ClassOutline, FunctionOutline, Outline
from modiff.model.findings import LevelCount, Summary
from modiff.model.history import LEVELS, Names, Step, Totals

Outlined = Mapping[str, Outline | None]


def step(since: str, old: Outlined, new: Outlined) -> Step:
    """From the release `since`, whose modules are `old`, to the one after it. Modules whose outlines are one object are known to be the same."""
    found = _Found()
    for module in sorted(old.keys() | new.keys()):
        if module not in new:
            found.add("module", "removed", module)
        elif module not in old:
            found.add("module", "added", module)
        else:
            found.compare(module, old[module], new[module])
    return found.step(since)


def totals(module: Outline | None) -> Totals:
    """How much one module holds. One that cannot be read counts as a module."""
    items = module.items.values() if module is not None else ()
    classes = [item for item in items if isinstance(item, ClassOutline)]
    functions = [item for item in items if isinstance(item, FunctionOutline)]
    methods = [method for item in classes for method in item.methods.values()]
    return Totals(1, len(functions), len(classes), len(methods), sum(len(item.parameters) for item in (*functions, *methods)))


class _Found:
    """What is found, while it is looked for."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, list[str]]] = {level: {"removed": [], "added": [], "changed": []} for level in LEVELS}
        self._summaries: list[Summary] = []

    def add(self, level: str, what: str, path: str) -> None:
        self._names[level][what].append(path)

    def compare(self, module: str, old: Outline | None, new: Outline | None) -> None:
        """A module that both have. One that cannot be read on either side says nothing."""
        if old is None or new is None or old is new or old == new:
            return
        summaries = [self._item(f"{module}.{name}", old.items.get(name), new.items.get(name)) for name in names(old, new)]
        if any(summary != NOTHING for summary in summaries):
            self.add("module", "changed", module)
            self._summaries += summaries

    def step(self, since: str) -> Step:
        modules = self._names["module"]
        counted = total([*self._summaries, Summary(module=LevelCount(len(modules["removed"]), len(modules["added"])))])
        return Step(since, counted, {level: Names(**{what: tuple(paths) for what, paths in said.items()}) for level, said in self._names.items()})

    def _item(self, path: str, old: Any, new: Any) -> Summary:
        summary = item_summary(old, new)
        if type(old) is not type(new):
            for what, item in (("removed", old), ("added", new)):
                if item is not None:
                    self.add("class" if isinstance(item, ClassOutline) else "function", what, path)
        elif summary != NOTHING:
            self.add("class" if isinstance(old, ClassOutline) else "function", "changed", path)
            if isinstance(old, ClassOutline):
                self._methods(path, old, new)
        return summary

    def _methods(self, path: str, old: ClassOutline, new: ClassOutline) -> None:
        for name in (*old.methods, *(name for name in new.methods if name not in old.methods)):
            if name not in new.methods or name not in old.methods:
                self.add("method", "removed" if name in old.methods else "added", f"{path}.{name}")
            elif signature_summary(old.methods[name].parameters, new.methods[name].parameters) != NOTHING:
                self.add("method", "changed", f"{path}.{name}")
