"""The statements of a constructor in a trial: what they bind, and what they set on instances, for certain or perhaps."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from modiff.compare.making.calls import Calls
from modiff.compare.making.expressions import Names
from modiff.compare.making.values import ANY, MADE_UP, Known, Local, Object, Several, Unfit, Value, is_made_up, joined
from modiff.graph.graph import Graph
from modiff.link.targets import Outside
from modiff.model.items import Item

_STEPS = 3000
_ROUNDS = 20
Ending = Literal["next", "left", "maybe left"]
"""How a block ends: by its last statement, by `return` (or `break` and `continue`, which are taken for it), or perhaps so."""


class Statements(Calls):
    """Runs blocks. What hangs on a condition that is not known is run both ways."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.objects: list[Object] = []
        """All instances that are made meanwhile."""
        self.results: list[Value] = []
        """What `return` gave in the function that is being run."""
        self._steps = 0

    def block(self, statements: Sequence[ast.stmt], names: Names) -> Ending:
        ending: Ending = "next"
        for index, statement in enumerate(statements):
            self._steps += 1
            if self._steps > _STEPS:
                raise Unfit
            ending = self._statement(statement, names)
            if ending == "left":
                return ending
            if ending == "maybe left":
                with self.doubtful(names):
                    self.block(statements[index + 1 :], names)
                return ending
        return ending

    @contextmanager
    def doubtful(self, names: Names | None = None) -> Iterator[None]:
        """What is set meanwhile may not be set."""
        before = self._state(names)
        yield
        self._merge(names, before, self._state(names))

    def _state(self, names: Names | None) -> tuple[Names, list[tuple[Object, dict[str, Value], set[str]]]]:
        return dict(names or {}), [(made, dict(made.attributes), set(made.doubtful)) for made in self.objects]

    def _merge(self, names: Names | None, *states: Any) -> None:
        """What holds whichever of these came to be."""
        if names is not None:
            every = [state[0] for state in states]
            names.clear()
            for name in {name for one in every for name in one}:
                names[name] = joined(*(one.get(name, ANY) for one in every))
        for made in self.objects:
            held = [(attributes, doubtful) for state in states for one, attributes, doubtful in state[1] if one is made]
            if len(held) == len(states):
                keys = {name for attributes, _ in held for name in attributes}
                made.doubtful = {name for name in keys if any(name not in attributes or name in doubtful for attributes, doubtful in held)}
                made.attributes = {name: joined(*(a.get(name, ANY) for a, _ in held)) for name in keys}

    def _branches(self, names: Names, *blocks: Sequence[ast.stmt]) -> Ending:
        """Each of these may be what is run."""
        before = self._state(names)
        ends, states = [], []
        for block in blocks:
            self._restore(names, before)
            ends.append(self.block(block, names))
            states.append(self._state(names))
        self._merge(names, *states)
        if all(end == "left" for end in ends):
            return "left"
        return "next" if all(end == "next" for end in ends) else "maybe left"

    def _restore(self, names: Names, state: Any) -> None:
        names.clear()
        names.update(state[0])
        for made, attributes, doubtful in state[1]:
            made.attributes, made.doubtful = dict(attributes), set(doubtful)

    def _statement(self, node: ast.stmt, names: Names) -> Ending:
        match node:
            case ast.Expr():
                self.value(node.value, names)
            case ast.Assign():
                value = self.value(node.value, names)
                for target in node.targets:
                    self.assign(target, value, names)
            case ast.AnnAssign():
                if node.value is not None:
                    self.assign(node.target, self.value(node.value, names), names)
            case ast.AugAssign():
                read = ast.Name(node.target.id) if isinstance(node.target, ast.Name) else node.target
                self.assign(node.target, self._applied(type(node.op), [self.value(read, names), self.value(node.value, names)]), names)
            case ast.If():
                truth = self.truth(self.value(node.test, names))
                if truth is None:
                    return self._branches(names, node.body, node.orelse)
                return self.block(node.body if truth else node.orelse, names)
            case ast.Return():
                self.results.append(self.value(node.value, names))
                return "left"
            case ast.For() | ast.While():
                return self._loop(node, names)
            case ast.With():
                for item in node.items:
                    self.value(item.context_expr, names)
                    if item.optional_vars is not None:
                        self.assign(item.optional_vars, ANY, names)
                return self.block(node.body, names)
            case ast.Try() if all(isinstance(part, ast.Import | ast.ImportFrom) for part in node.body) and node.handlers:
                for alias in (alias for part in node.body if isinstance(part, ast.Import | ast.ImportFrom) for alias in part.names):
                    names[(alias.asname or alias.name).partition(".")[0]] = ANY
                return self._branches(names, node.orelse, *(handler.body for handler in node.handlers))
            case ast.Try():
                ending = self.block([*node.body, *node.orelse], names)
                return ending if self.block(node.finalbody, names) == "next" else "left"
            case ast.Assert():
                if self.truth(tested := self.value(node.test, names)) is False or (not isinstance(tested, Known) and is_made_up(tested)):
                    raise Unfit
            case ast.FunctionDef():
                names[node.name] = Local(node, names, self.module) if not node.decorator_list else ANY
            case ast.Import() | ast.ImportFrom():
                self._import(node, names)
            case ast.Break() | ast.Continue():
                return "left"
            case ast.Pass() | ast.Global() | ast.Nonlocal():
                pass
            case ast.Delete():
                for target in node.targets:
                    if not isinstance(target, ast.Name):
                        raise Unfit
            case _:
                raise Unfit
        return "next"

    def assign(self, target: ast.expr, value: Value, names: Names) -> None:
        match target:
            case ast.Name():
                names[target.id] = value
            case ast.Attribute():
                self._set(self.value(target.value, names), target.attr, value)
            case ast.Tuple() | ast.List() if isinstance(value, Several):
                if len(value.values) != len(target.elts):
                    raise Unfit
                for part, one in zip(target.elts, value.values, strict=True):
                    self.assign(part, one, names)
            case ast.Tuple() | ast.List():
                if isinstance(value, Object) or (is_made_up(value) and not isinstance(value, Known)):
                    raise Unfit
                parts: list[Any] = list(value.value) if isinstance(value, Known) and isinstance(value.value, tuple | list) else []
                if isinstance(value, Known) and len(parts) != len(target.elts):
                    raise Unfit
                for index, part in enumerate(target.elts):
                    self.assign(part, Known(parts[index], is_made_up(value)) if parts else ANY, names)
            case ast.Subscript():
                if is_made_up(self.value(target.value, names)):
                    raise Unfit
            case _:
                raise Unfit

    def _set(self, made: Value, name: str, value: Value) -> None:
        if isinstance(made, Known) or is_made_up(made):
            raise Unfit
        if not isinstance(made, Object):
            return
        member = self.graph.members(made.cls).get(name)
        if member is not None and member.item.kind == "property" and not self.is_changed(member.item):
            if is_made_up(value):
                raise Unfit  # its setter may do anything with it
            return
        made.attributes[name] = value
        made.doubtful.discard(name)

    def _loop(self, node: ast.For | ast.While, names: Names) -> Ending:
        if isinstance(node, ast.While):
            truth = self.truth(self.value(node.test, names))
            if truth:
                raise Unfit
            return "next" if truth is False else self._once(node.body, names)
        source = self.value(node.iter, names)
        if isinstance(source, Several):
            source = ANY if not any(map(is_made_up, source.values)) else MADE_UP
        if isinstance(source, Known):
            try:
                every = list(source.value)
            except TypeError as error:
                raise Unfit from error
            if len(every) > _ROUNDS:
                raise Unfit
            for one in every:
                self.assign(node.target, Known(one, source.made_up), names)
                if self.block(node.body, names) != "next":
                    return "maybe left" if self.results else "next"
            return "next"
        if isinstance(source, Object) or is_made_up(source):
            raise Unfit
        with self.doubtful(names):
            self.assign(node.target, ANY, names)
            self.block(node.body, names)
        return "maybe left" if self.results else "next"

    def _once(self, body: Sequence[ast.stmt], names: Names) -> Ending:
        with self.doubtful(names):
            self.block(body, names)
        return "maybe left" if self.results else "next"

    def _import(self, node: ast.Import | ast.ImportFrom, names: Names) -> None:
        """Of the release or the standard library; another distribution may not be there."""
        level = node.level if isinstance(node, ast.ImportFrom) else 0
        for alias in node.names:
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else alias.name
            first = module.partition(".")[0]
            if level == 0 and first not in self.view.release.packages and first not in sys.stdlib_module_names:
                raise Unfit
            names[(alias.asname or alias.name).partition(".")[0]] = ANY
            if isinstance(node, ast.ImportFrom):
                home = self.view.absolute(self.module, module, level)
                found = self.view.at(f"{home}.{alias.name}") if home is not None else None
                if isinstance(found, Item | Outside):
                    names[alias.asname or alias.name] = self.as_value(found)
            elif alias.asname is not None or "." not in alias.name:
                found = self.view.at(alias.name)
                if isinstance(found, Item | Outside):
                    names[alias.asname or alias.name] = self.as_value(found)
