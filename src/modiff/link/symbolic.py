"""Runs the body of a function on names: which attributes a decorator sets on its class, whether a `__getattr__` answers for a name.

Nothing of the release is executed: statements are walked as text (`ast`), with values that are literals, functions written inside, or unknown. What
hangs on an unknown condition counts as doubtful, never as done.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, Literal

from modiff.link import compiled, decorators
from modiff.link.symbolic_expressions import Expressions
from modiff.link.symbolic_values import (
    DECORATED,
    NOTHING,
    UNKNOWN,
    Bound,
    Copied,
    Literally,
    MadeClass,
    Named,
    Raised,
    Routine,
    TooMuch,
    Value,
    World,
    bind,
    bound,
    catches,
    joined,
    listed,
    truth_of,
)

_STEPS = 4000
_DEPTH = 6
_MOST = 500
"""Elements of a list that a loop runs over."""
Ending = Literal["left", "next", "stop", "maybe left"] | None
"""How a block ends: by `return` or `raise`, `continue`, `break`, perhaps by one of these, or by its last statement."""


class Run(Expressions):
    """One decorator applied to one class. `done` is what it sets for certain, `doubtful` what it may set; `*` where a name is computed."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._steps = 0
        self._depth = 0
        self._result: Value | None = None
        self._routines: list[Routine] = []
        """The functions that are being run, the innermost last."""

    def call(self, routine: Value, positional: list[Value], keywords: Mapping[str, Value]) -> Value:
        """What a function gives for these arguments; unknown where it is none of those written here. Raises TooMuch, and Raised where it
        does."""
        if isinstance(routine, Named):
            routine = self.world.function(routine.path)
        if not isinstance(routine, Routine):
            return UNKNOWN
        names = dict(routine.names) | bind(routine.node.args, positional, keywords, lambda node: self.value(node, dict(routine.names)))
        if isinstance(routine.node, ast.Lambda):
            return self.value(routine.node.body, names)
        if self._depth >= _DEPTH:
            raise TooMuch
        before, self._result, doubt = self._result, None, self._doubt
        self._depth += 1
        self._routines.append(routine)
        ending: Ending = None
        raised: Raised | None = None
        try:
            ending = self._block(routine.node.body, names)
        except Raised as error:
            raised = error
        may_have_returned = self._doubt > doubt
        self._depth -= 1
        self._routines.pop()
        found, self._result, self._doubt = self._result, before, doubt
        if raised is not None:
            if may_have_returned:
                return UNKNOWN
            raise raised
        given = found if found is not None else UNKNOWN if ending == "maybe left" else NOTHING
        return self._compiled(routine.node, names, given)

    def _local_names(self) -> frozenset[str]:
        """What the functions that are being run bind themselves: parameters, variables, definitions."""
        return frozenset(name for routine in self._routines for name in _bound_inside(routine.node))

    def _compiled(self, node: ast.FunctionDef | ast.AsyncFunctionDef, names: dict[str, Any], given: Value) -> Value:
        """What a function gives that compiles it, as far as reading sees after which pattern."""
        held = given.function if isinstance(given, Bound) else given
        looked_at = compiled.looked_at(node) if held is UNKNOWN else None
        pattern = self.value(looked_at, names) if looked_at is not None else UNKNOWN
        if not isinstance(pattern, Named):
            return given
        return Bound(given.how, Copied(pattern)) if isinstance(given, Bound) else Copied(pattern)

    # --- statements

    def _block(self, statements: list[ast.stmt], names: dict[str, Any]) -> Ending:
        ending: Ending = None
        for statement in statements:
            self._steps += 1
            if self._steps > _STEPS:
                raise TooMuch
            left = self._statement(statement, names)
            if left is not None and left != "maybe left":
                return left
            if left is not None:
                ending = "maybe left"
                self._doubt += 1  # until the function ends
        return ending

    def _statement(self, statement: ast.stmt, names: dict[str, Any]) -> Ending:
        match statement:
            case ast.Return(value=value):
                self._return(self.value(value, names) if value is not None else NOTHING)
                return "left"
            case ast.Raise(exc=raised):
                called = raised.func if isinstance(raised, ast.Call) else raised
                raise Raised(ast.unparse(called).rpartition(".")[2] if called is not None else "Exception")
            case ast.Continue() | ast.Break():
                return "next" if isinstance(statement, ast.Continue) else "stop"
            case ast.If():
                return self._if(statement, names)
            case ast.For():
                return self._for(statement, names)
            case ast.While(body=body):
                return self._doubtfully(body, names)
            case ast.Try(finalbody=finalbody):
                ending = self._try(statement, names)
                return self._block(finalbody, names) or ending
            case ast.With(body=body):
                return self._block(body, names)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                names[statement.name] = self._decorated(statement, names)
            case ast.ClassDef(name=name):
                names[name] = MadeClass(statement, dict(names), self._local_names()) if not self._doubt and self._routines else UNKNOWN
            case ast.Import(names=bound) | ast.ImportFrom(names=bound):
                names.update((alias.asname or alias.name.partition(".")[0], UNKNOWN) for alias in bound)
            case ast.Assign(targets=targets, value=value):
                found_value = self.value(value, names)
                for target in targets:
                    self.assign(target, found_value, names)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value, names), names)
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                names[name] = joined(op, names.get(name, UNKNOWN), self.value(value, names)) if not self._doubt else UNKNOWN
            case ast.Expr(value=value):
                self.value(value, names)
            case _:
                pass
        return None

    def _return(self, value: Value) -> None:
        if self._doubt and self._result is None and value is not DECORATED:
            self._result = UNKNOWN
        elif self._result is None or self._result == value:
            self._result = value
        else:
            self._result = UNKNOWN

    def _if(self, statement: ast.If, names: dict[str, Any]) -> Ending:
        truth = truth_of(self.value(statement.test, names))
        if truth is not None:
            return self._block(statement.body if truth else statement.orelse, names)
        outer, endings, set_by = self._set_in_branch, [], []
        for branch in (statement.body, statement.orelse):
            self._set_in_branch = (self._doubt + 1, set())
            endings.append(self._doubtfully(branch, names))
            set_by.append(self._set_in_branch[1])
        self._set_in_branch = outer
        for name in set_by[0] & set_by[1]:
            self._set_either_way(name)
        if not any(endings):
            return None
        return endings[0] if endings[0] == endings[1] else "maybe left"

    def _doubtfully(self, body: list[ast.stmt], names: dict[str, Any]) -> Ending:
        doubt = self._doubt
        self._doubt += 1
        try:
            return self._block(body, names)
        except Raised:
            return "left" if self.world.strict else None
        finally:
            self._doubt = doubt

    def _try(self, statement: ast.Try, names: dict[str, Any]) -> Ending:
        before = self._unknown, self._result, dict(self.done), set(self.doubtful)
        try:
            ending = self._block(statement.body, names)
        except Raised as error:
            for handler in statement.handlers:
                if catches(handler, error.kind):
                    return self._block(handler.body, names)
            raise
        if self._unknown == before[0]:
            return ending or self._block(statement.orelse, names)
        _, self._result, self.done, self.doubtful = before
        found = [self._doubtfully(b, names) for b in ([*statement.body, *statement.orelse], *(h.body for h in statement.handlers))]
        if not any(found):
            return None
        return found[0] if all(e == found[0] for e in found) else "maybe left"

    def _for(self, statement: ast.For, names: dict[str, Any]) -> Ending:
        over = self.looped(self.value(statement.iter, names))
        if over is None or len(over) > _MOST:
            self.assign(statement.target, UNKNOWN, names)
            self._doubtfully(statement.body, names)
            return None
        leaves = _may_leave(statement.body)
        ending: Ending = None
        for element in over:
            doubt = self._doubt
            self.assign(statement.target, element, names)
            ended = self._block(statement.body, names)
            if ended == "left":
                return "left"
            if ended == "stop":
                return ending
            if ended == "maybe left" and leaves:
                ending = "maybe left"
            else:
                self._doubt = doubt  # what may go on to the next one leaves only this one
        if ending is not None:
            return ending
        return self._block(statement.orelse, names)

    def assign(self, target: ast.expr, value: Value, names: dict[str, Any]) -> None:
        """Binds the names of a target; an attribute of the decorated class is set."""
        if isinstance(target, ast.Name):
            known = names.get(target.id)
            names[target.id] = value if not self._doubt or known is None else value if known == value else UNKNOWN
        elif isinstance(target, ast.Tuple | ast.List):
            parts = listed(value)
            for index, part in enumerate(target.elts):
                self.assign(part, parts[index] if parts is not None and len(parts) == len(target.elts) else UNKNOWN, names)
        elif isinstance(target, ast.Attribute):
            holder = self.value(target.value, names)
            if holder is DECORATED:
                self._set(Literally(target.attr), value)
            elif isinstance(holder, MadeClass) and not target.attr.startswith("__"):
                raise TooMuch  # it is not what its statement says
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id in names:
            names[target.value.id] = self._with_entry(names[target.value.id], self.value(target.slice, names), value)

    def _with_entry(self, table: Value, key: Value, value: Value) -> Value:
        """A table after an assignment to one of its keys; of a list it is not known what it is then."""
        if self._doubt or not isinstance(table, Literally) or not isinstance(table.value, dict):
            return UNKNOWN
        return Literally({**table.value, key.value: value}) if isinstance(key, Literally) and isinstance(key.value, str) else UNKNOWN

    def _decorated(self, node: ast.FunctionDef | ast.AsyncFunctionDef, names: Mapping[str, Any]) -> Value:
        found: Value = Routine(node, names)
        for mark in reversed(node.decorator_list):
            said = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark).rpartition(".")[2]
            if said in ("classmethod", "staticmethod", "property"):
                found = bound(said, [found])
            elif said != "wraps" and not decorators.keeps(said):
                return UNKNOWN
        return found


def _bound_inside(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    found = {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    found |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    found |= {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) and n is not node}
    return found | {(n.asname or n.name).partition(".")[0] for n in ast.walk(node) if isinstance(n, ast.alias)}


def _may_leave(body: list[ast.stmt]) -> bool:
    """Is there a `break` or `return` in it, those of functions inside left out?"""
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Break | ast.Return):
            return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(node))
    return False
