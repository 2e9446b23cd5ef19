"""Members that a class gets from what makes it: the `__init__` of a metaclass of this release that says `cls.fields = …`.

It is read as a class decorator is (`attached`), with the new class for `cls`, for each class that the metaclass makes. Of its `__new__` only one
thing is asked: does it give the class names that its body does not say?
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from modiff.link import attached, bodies, classes, surroundings, symbolic
from modiff.link.symbolic_values import DECORATED, UNKNOWN, Literally, Raised, TooMuch
from modiff.model.facts import Class
from modiff.model.items import Item, Member

if TYPE_CHECKING:
    from modiff.link.view import View

_NAMESPACE = 3
"""Where `__new__` takes what the class body said: after the metaclass, the name and the bases."""
_MOST_STEPS = 3
"""Variables in a row by which names of the class body are followed."""


def add(view: View, owner: Item, own: dict[str, Item]) -> None:
    """Puts what the metaclass sets on a class among its members; what it may set besides makes a loss doubtful."""
    meta = classes.metaclass(view, owner)
    if meta is None or meta is owner or not isinstance(owner.definition, Class):
        return
    hooks = classes.members(view, meta)
    if (made := hooks.get("__new__")) is not None and _computes_names(view, made.item):
        attached.may_set_any(view, owner, f"{made.item.path}()")
    if (hook := hooks.get("__init__")) is not None and hook.item.kind == "method":
        _run_init(view, owner, own, hook)


def _run_init(view: View, owner: Item, own: dict[str, Item], hook: Member) -> None:
    body = bodies.body_alone(view, hook.item)
    routine = surroundings.routine(view, hook.item) if body is not None and body.source is not None else None
    if routine is None:
        return
    run = symbolic.Run(attached.world(view, owner, own, hook.item.module))
    try:
        run.call(routine, [DECORATED, Literally(owner.name), UNKNOWN, UNKNOWN], {})
    except (Raised, TooMuch, RecursionError):
        return
    attached.take_over(view, owner, own, run, f"{hook.item.path}()")


def replaces(view: View, owner: Item, name: str) -> bool:
    """Does the `__new__` of the metaclass put something under a name that the class body binds, too: `d["name"] = made_of(d["name"])`?"""
    meta = classes.metaclass(view, owner)
    hook = classes.members(view, meta).get("__new__") if meta is not None and meta is not owner else None
    return hook is not None and name in _literal_names(view, hook.item)


def _literal_names(view: View, hook: Item) -> frozenset[str]:
    """Names that it writes into the class and that stand in its own text. Memoised."""
    key = ("writes names", hook)
    if key not in view.memo:
        body = bodies.body_alone(view, hook)
        node = surroundings.parsed(body.source) if body is not None and body.source is not None else None
        names = (name.value for name in (_written(node) if node is not None else ()) if isinstance(name, ast.Constant))
        view.memo[key] = frozenset(name for name in names if isinstance(name, str))
    return cast("frozenset[str]", view.memo[key])


# --- names that `__new__` computes


def _computes_names(view: View, hook: Item) -> bool:
    """Does it write names into the class that neither stand in its own text nor are those of the class body? Memoised."""
    key = ("computes names", hook)
    if key not in view.memo:
        body = bodies.body_alone(view, hook)
        node = surroundings.parsed(body.source) if body is not None and body.source is not None else None
        view.memo[key] = node is not None and any(_is_computed(name, node) for name in _written(node))
    return cast("bool", view.memo[key])


def _written(node: ast.FunctionDef) -> Iterator[ast.expr]:
    """The names that it writes into what becomes the class, or sets on it, as expressions."""
    into = {argument.arg for argument in node.args.args[_NAMESPACE : _NAMESPACE + 1]}
    made: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "__new__":
            into |= {argument.id for argument in part.args[-1:] if isinstance(argument, ast.Name)}
        if isinstance(part, ast.Assign) and any(isinstance(n, ast.Attribute) and n.attr == "__new__" for n in ast.walk(part.value)):
            made |= {target.id for target in part.targets if isinstance(target, ast.Name)}
    for part in ast.walk(node):
        if isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) and isinstance(part.value, ast.Name) and part.value.id in into:
            yield part.slice
        elif isinstance(part, ast.Call) and ast.unparse(part.func) == "setattr" and len(part.args) == 3 and ast.unparse(part.args[0]) in made:
            yield part.args[1]


def _is_computed(name: ast.expr, node: ast.FunctionDef) -> bool:
    """Is it no literal, no constant of the module, and no variable of a loop over what the class body said?"""
    if isinstance(name, ast.Constant):
        return False
    if not isinstance(name, ast.Name):
        return True
    given = [part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id == name.id]
    loops = [part for part in ast.walk(node) if isinstance(part, ast.For | ast.comprehension) and _key(part.target) in given]
    if not given:
        return any(isinstance(part, ast.arg) and part.arg == name.id for part in ast.walk(node))
    return len(loops) != len(given) or not all(_is_said(loop.iter, node, 0) for loop in loops)


def _key(target: ast.expr) -> ast.expr:
    """What a loop over names, or over names and values, binds to the name."""
    return target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target


def _is_said(over: ast.expr, node: ast.FunctionDef, depth: int) -> bool:
    """Do these names come from the class body: it, a copy, or a part of it that a comprehension chose?"""
    said = {argument.arg for argument in node.args.args[_NAMESPACE : _NAMESPACE + 1]}
    if isinstance(over, ast.Name):
        values = [part.value for part in ast.walk(node) if isinstance(part, ast.Assign) and over.id in map(ast.unparse, part.targets)]
        return over.id in said or (bool(values) and depth < _MOST_STEPS and all(_is_said(value, node, depth + 1) for value in values))
    if isinstance(over, ast.Call) and isinstance(over.func, ast.Attribute) and over.func.attr in ("items", "keys", "copy"):
        return _is_said(over.func.value, node, depth)
    if isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id in ("list", "tuple", "sorted", "dict", "set"):
        return bool(over.args) and _is_said(over.args[0], node, depth)
    if isinstance(over, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) and len(over.generators) == 1:
        key = over.key if isinstance(over, ast.DictComp) else _key(over.elt)
        named = isinstance(key, ast.Name) and ast.dump(_key(over.generators[0].target)).replace("Store", "Load") == ast.dump(key)
        return named and _is_said(over.generators[0].iter, node, depth)
    return False
