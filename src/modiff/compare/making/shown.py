"""What a change needs beside itself to be shown by lines: a call that worked, how a base is reached, what decorators leave to be seen."""

from __future__ import annotations

import ast

import msgspec

from modiff.compare.making.instances import Instances
from modiff.compare.making.sources import Sources
from modiff.graph.graph import Graph
from modiff.link import decorators
from modiff.link.targets import Outside
from modiff.model.changes import BasesChanged, Change, KeywordLost, KindChanged, ParameterChanged, ResultChanged
from modiff.model.facts import Expression, Function
from modiff.model.findings import Certainty
from modiff.model.items import Item
from modiff.model.policy import Surface


class Shown:
    """Completes the changes between two versions."""

    def __init__(self, old: Graph, new: Graph, surface: Surface) -> None:
        self._old, self._new, self._surface = old, new, surface
        self.made = Instances(old)
        self._sources: dict[int, Sources] = {}
        self._reached: dict[Item, list[str]] | None = None

    def completed(self, change: Change) -> Change:
        """The change, with what lines that show it need; as it is where they need nothing, or reading is not sure."""
        if change.certainty is Certainty.possible:
            return change
        if isinstance(change, BasesChanged):
            return msgspec.structs.replace(change, reached=tuple(map(self._import_of_class, change.lost)))
        if isinstance(change, KindChanged):
            return msgspec.structs.replace(change, unwraps=True) if self._unwraps(change) else change
        if isinstance(change, ResultChanged):
            return self._with_result(change)
        return self._with_call(change) if isinstance(change, KeywordLost | ParameterChanged) and _needs_call(change) else change

    # --- calls

    def _with_call(self, change: KeywordLost | ParameterChanged) -> Change:
        item, signature = change.old, change.old_signature
        if item is None or _waits(item) or (change.callable == "constructor" and item.kind != "class"):
            return change
        taken = change.part not in signature.accepts or any(p.name == change.part for p in signature.parameters)
        cls = self.made.class_at(change.path.rpartition(".")[0]) if change.callable == "method" else None
        if change.callable == "method" and cls is None:
            return change
        target = item if item.kind != "class" else self.made.class_at(change.path.removesuffix(".__init__")) or item
        return msgspec.structs.replace(change, call=self.made.called(target, cls, change.part, is_taken=taken))

    def _with_result(self, change: ResultChanged) -> Change:
        item = change.old
        if change.awaited or item is None or item.kind not in ("function", "method") or _waits(item):
            return change
        cls = self.made.class_at(change.path.rpartition(".")[0]) if item.kind == "method" else None
        if item.kind == "method" and cls is None:
            return change
        return msgspec.structs.replace(change, call=self.made.called(item, cls))

    # --- bases

    def _import_of_class(self, path: str) -> str:
        """The statement by which users reach a class of the old version that is not defined where they should look for it; empty: none, or it is
        not one of its."""
        found = self._old.at(path) if any(part[:1] == "_" or part[:1].isupper() for part in path.split(".")[:-1]) else None
        if not isinstance(found, Item) or found.kind != "class":
            return ""
        if self._reached is None:
            self._reached = {}
            for public, item in self._old.every_public_path(self._surface).items():
                if isinstance(item, Item) and item.kind == "class":
                    self._reached.setdefault(item, []).append(public)
        home, _, name = min(self._reached.get(found, [""]), key=self._old.preference).rpartition(".")
        return f"from {home} import {name}" if home in self._old.view.modules and name.isidentifier() else ""

    # --- decorators

    def _unwraps(self, change: KindChanged) -> bool:
        """Can `inspect.unwrap` find the one of both that is to be awaited, whatever stands on it?"""
        for graph, item in ((self._old, change.old), (self._new, change.new)):
            if item is not None and "async" in item.flags and isinstance(item.definition, Function):
                return all(self._keeps(graph, item, mark) for mark in item.definition.decorators)
        return False

    def _keeps(self, graph: Graph, item: Item, mark: Expression) -> bool:
        name = mark.name or (mark.call.callee if mark.call is not None else "")
        found = graph.view.lookup(item.module, name, item.owner) if name else None
        if isinstance(found, Outside):
            return found.path.removeprefix("builtins.").partition(".")[0] in ("classmethod", "staticmethod", "abc", "functools", "typing")
        if not isinstance(found, Item):
            return False
        node = self._sources.setdefault(id(graph), Sources(graph)).of(found)
        calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call)) if node is not None else ()
        return any((func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else "") == "wraps" for func in calls)


def _waits(item: Item) -> bool:
    """Does a call of it run nothing of its body yet?"""
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    return not item.flags.isdisjoint({"generator", "async"}) or decorators.has(marks, "contextmanager", "asynccontextmanager")


def _needs_call(change: KeywordLost | ParameterChanged) -> bool:
    """Do bodies or decorators alone take and refuse the keyword, so that no signature shows it?"""
    if isinstance(change, KeywordLost):
        return change.fate == "rejected"
    if change.event not in ("removed", "renamed") or (f"{change.part}=" not in change.broken and change.fate != "rejected"):
        return False
    return change.fate == "rejected" or change.part in change.old_signature.accepts
