"""Variables of the release that switch definitions on and off: `HAS_SSL = False` where an import failed, `if HAS_SSL: def …`.

What such a variable most likely is decides which of two definitions counts, as it is for `try` and `except`: imports succeed. Nothing is excluded by
it: the other definition stays, behind the likely one.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from modiff.link import texts
from modiff.link.targets import Outside
from modiff.model.facts import Binding, Import, Test
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_CONSTANTS = {"True": True, "False": False, "None": None}


def in_force(view: View, module: str, bindings: Sequence[Binding]) -> list[Binding]:
    """The bindings that may be in force after the module ran, the likeliest first: those that a switch turns off come last."""
    if len(bindings) == 1 and not bindings[0].guard:
        return [bindings[0]]  # as nearly all are
    found = view.environment.candidates(bindings)
    if len(found) < 2 or not any(_is_switch(test) for binding in found for test in binding.guard):
        return found
    return sorted(found, key=lambda binding: any(_is_off(view, module, test) for test in binding.guard))


def _is_switch(test: Test) -> bool:
    return test.kind == "other"


def _is_off(view: View, module: str, test: Test) -> bool:
    """Does this test most likely not hold?"""
    if not _is_switch(test):
        return False
    key = ("switch", (module, test.text))
    if key not in view.memo:
        view.memo[key] = None  # a switch that hangs on itself
        view.memo[key] = _value(view, module, texts.parsed(test.text))
    known = cast("bool | None", view.memo[key])
    return known is not None and known is not test.holds


def _value(view: View, module: str, node: ast.expr | None) -> bool | None:
    """The likely outcome of a condition; None: reading cannot say."""
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inside = _value(view, module, operand)
            return None if inside is None else not inside
        case ast.BoolOp(op=operator, values=values):
            return _joined([_value(view, module, value) for value in values], isinstance(operator, ast.And))
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as operator], comparators=[ast.Constant(value=None)]):
            missing = _is_missing(view, module, left)
            return None if missing is None else missing is isinstance(operator, ast.Is)
        case ast.Name() | ast.Attribute():
            return _switch(view, module, node)
    return None


def _joined(parts: list[bool | None], all_must: bool) -> bool | None:
    """`and` (or `or`) of what is known: one part may settle it."""
    if (not all_must) in parts:
        return not all_must
    return None if None in parts else all_must


def _switch(view: View, module: str, node: ast.expr) -> bool | None:
    name = texts.dotted(node)
    if name is not None and name.rpartition(".")[2] == "TYPE_CHECKING":
        return view.environment.type_checking
    target = view.lookup(module, name) if name is not None else None
    if not isinstance(target, Item):
        return None
    if target.kind != "attribute":
        return True  # a module, class or function that was imported or defined
    known = _CONSTANTS.get(target.value or "", "unknown")
    return None if known == "unknown" else bool(known)


def _is_missing(view: View, module: str, node: ast.expr) -> bool | None:
    """Is it None, as what stands in for a failed import?"""
    name = texts.dotted(node)
    if name is not None and _is_imported_from_elsewhere(view, module, name):
        return False
    target = view.lookup(module, name) if name is not None else None
    if isinstance(target, Outside):
        return False
    if not isinstance(target, Item):
        return None
    return target.value == "None" if target.kind == "attribute" and target.value in _CONSTANTS else False if target.kind != "attribute" else None


def _is_imported_from_elsewhere(view: View, module: str, name: str) -> bool:
    """Is it most likely what an import of another distribution binds, and not what stands in where that fails?"""
    space = view.namespace(module)
    found = view.environment.candidates(space.names.get(name, ())) if space is not None else []
    return bool(found) and isinstance(found[0].definition, Import) and isinstance(view.target_of(module, found[0], None), Outside)
