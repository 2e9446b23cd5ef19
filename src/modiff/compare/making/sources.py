"""The text of functions as trees."""

from __future__ import annotations

import ast

from modiff.graph.graph import Graph
from modiff.model.facts import Class
from modiff.model.items import Item

_BROKEN = (SyntaxError, ValueError, MemoryError, RecursionError)
Written = ast.FunctionDef | ast.AsyncFunctionDef


class Sources:
    """Functions of one version, each read once."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[tuple[str, int], Written | None] = {}

    def of(self, function: Item) -> Written | None:
        """The function as a tree; None where it cannot be read."""
        key = function.module, function.line or 0
        if key not in self._known:
            self._known[key] = self._read(function)
        return self._known[key]

    def _read(self, function: Item) -> Written | None:
        end = self._last_line(function)
        if end is None or function.line is None or (function.file or "").endswith(".pyi"):
            return None
        found = self._graph.view.library.bodies([(function.module, function.line, -end)])
        text = next((body.source for body in found.values()), None)
        if text is None:
            return None
        try:
            (statement,) = ast.parse(f"if 1:\n{text}" if text[:1].isspace() else text).body
        except _BROKEN:
            return None
        inner = statement.body[0] if isinstance(statement, ast.If) else statement
        return inner if isinstance(inner, Written) else None

    def _last_line(self, function: Item) -> int | None:
        owner, facts = function.owner, self._graph.facts(function.module)
        around = (
            owner.definition.members if owner is not None and isinstance(owner.definition, Class) else facts.bindings if facts is not None else ()
        )
        return next((b.end_line for b in around if b.line == function.line and b.definition is function.definition), None)
