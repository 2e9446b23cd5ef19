"""Members that a class decorator of the release sets on the class: `setattr(cls, "%s_url" % resource, classmethod(f))`.

The decorator's body is read with the arguments that it is given (`symbolic`); names that they decide are members, others make a loss doubtful.
"""

from __future__ import annotations

import ast
from fnmatch import fnmatchcase
from inspect import isroutine
from typing import TYPE_CHECKING, Literal, cast

import msgspec

from modiff.link import classes, decorators, surroundings, symbolic, symbolic_values, texts
from modiff.link.symbolic_values import Bound, Copied, Literally, Named, Routine, Special, Value, World
from modiff.model.facts import (
    KEYWORD_ONLY,
    POSITIONAL_ONLY,
    POSITIONAL_OR_KEYWORD,
    VAR_KEYWORD,
    VAR_POSITIONAL,
    Assignment,
    Class,
    Expression,
    Function,
    Parameter,
)
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MAX_DEPTH = 10


def add(view: View, owner: Item, own: dict[str, Item]) -> None:
    """Puts what the decorators of a class set on it among its members; what they may set besides is kept for `why_may_be_set`."""
    definition = owner.definition
    assert isinstance(definition, Class)
    for mark in reversed(definition.decorators):
        if decorators.unknown((mark,)) is None:
            continue
        run = _run(view, owner, mark, own)
        if run is None:
            continue
        take_over(view, owner, own, run, f"@{decorators.dotted(mark)}")


def take_over(view: View, owner: Item, own: dict[str, Item], run: symbolic.Run, said: str) -> None:
    """Puts what a run set on a class among its members; what it may have set is kept as a doubt, with what was `said` in the source."""
    for name in run.doubtful:
        what = "attributes whose names are computed" if "*" in name else f"{name} where a condition holds"
        _doubts(view, owner).setdefault(name, f"{said} sets {what}")
    for name, value in run.done.items():
        if isinstance(value, Special) and name in own:
            continue  # it is dressed up, in a way that is not read
        own[name] = _member(view, owner, name, value)


def may_set_any(view: View, owner: Item, said: str) -> None:
    """Keeps it as a doubt that what was `said` in the source sets attributes of the class whose names are computed."""
    _doubts(view, owner).setdefault("*", f"{said} sets attributes whose names are computed")


def why_may_be_set(view: View, cls: Item, name: str) -> str | None:
    """The decorator or call that may set this attribute of the class or of one above it, in words; None: none does. `*`: attributes of any name."""
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Item) and isinstance(ancestor.definition, Class):
            classes.own_members(view, ancestor)
            doubts = _doubts(view, ancestor)
            fitting = (said for pattern, said in doubts.items() if pattern != "*" != name and fnmatchcase(name, pattern))
            reason = doubts.get(name) or next(fitting, None)
            if reason is not None:
                return f"{reason} of {ancestor.path}"
    return None


def _doubts(view: View, owner: Item) -> dict[str, str]:
    return cast("dict[str, str]", view.memo.setdefault(("attached_doubts", owner), {}))


# --- running the decorator


def _run(view: View, owner: Item, mark: Expression, own: dict[str, Item]) -> symbolic.Run | None:
    """What one decorator does; None where it is no function of this release that sets attributes, or gives another class."""
    target = view.lookup(owner.module, decorators.dotted(mark), owner.owner)
    if not isinstance(target, Item) or target.kind != "function":
        return None
    decorator: Value | None = surroundings.routine(view, target)
    if decorator is None:
        return None
    run = symbolic.Run(world(view, owner, own, target.module))
    try:
        if mark.call is not None:
            positional = [surroundings.value_in(view, owner.module, texts.parsed(text)) for text in mark.call.arguments if not text.startswith("*")]
            keywords = {name: surroundings.value_in(view, owner.module, texts.parsed(text)) for name, text in mark.call.keywords if name != "**"}
            decorator = run.call(decorator, positional, keywords)
        return run if run.call(decorator, [symbolic_values.DECORATED], {}) in (symbolic_values.DECORATED, symbolic_values.UNKNOWN) else None
    except (symbolic_values.Raised, symbolic_values.TooMuch, RecursionError):
        return None


def world(view: View, owner: Item, own: dict[str, Item], module: str) -> World:
    """What a function of this module that is run on a class may ask for."""
    return World(
        has=lambda name: _has(view, owner, own, name),
        outside=lambda name: surroundings.meaning(view, module, name),
        member=lambda path, name: surroundings.attribute(view, path, name),
        function=lambda path: surroundings.function_at(view, path),
        own_names=lambda path: surroundings.own_names(view, path) if path != owner.path else symbolic_values.UNKNOWN,
        class_method=lambda name: _class_method(view, owner, own, name),
        class_value=lambda name: _class_value(view, owner, own, name),
    )


def _class_value(view: View, owner: Item, own: dict[str, Item], name: str) -> Value:
    """What the body of the class gives an attribute, where it does so once; of a method, its own or inherited, whether it is a plain function."""
    held = own.get(name)
    if held is not None and held.kind == "attribute":
        return surroundings.said_in_body(view, held)
    if held is None:
        above = (classes.own_members(view, a).get(name) for a in classes.mro(view, owner)[1:] if isinstance(a, Item))
        held = next((item for item in above if item is not None), None)
    if held is None:
        beyond = classes.answers_beyond_reading(view, owner, name)
        is_builtin = (hasattr(object, name) and beyond is None) or classes.is_inherited_from_outside(view, owner, name)
        return symbolic_values.PLAIN_FUNCTION if is_builtin and isroutine(getattr(object, name, None)) else symbolic_values.UNKNOWN
    is_plain = held.kind == "method" and isinstance(held.definition, Function) and not held.definition.decorators
    return symbolic_values.PLAIN_FUNCTION if is_plain else symbolic_values.UNKNOWN


def _class_method(view: View, owner: Item, own: dict[str, Item], name: str) -> Value:
    """A method that can be called on the class itself, its own or inherited; unknown where it is none that was read, or is decorated besides."""
    for held in (own, *(classes.own_members(view, a) for a in classes.mro(view, owner)[1:] if isinstance(a, Item))):
        if name in held:
            method = held[name]
            marks = getattr(method.definition, "decorators", ())
            if method.kind != "method" or method.binding not in ("class", "static") or len(marks) > 1:
                return symbolic_values.UNKNOWN
            routine = surroundings.routine(view, method)
            how: Literal["class", "static"] = "class" if method.binding == "class" else "static"
            return Bound(how, routine) if routine is not None else symbolic_values.UNKNOWN
    return symbolic_values.UNKNOWN


def _has(view: View, owner: Item, own: dict[str, Item], name: str) -> bool | None:
    if name in own or hasattr(object, name):
        return True
    for ancestor in classes.mro(view, owner)[1:]:
        if isinstance(ancestor, Item) and name in classes.own_members(view, ancestor):
            return True
    return None if classes.answers_beyond_reading(view, owner, name) is not None else False


# --- members of what it did


def _member(view: View, owner: Item, name: str, value: Value) -> Item:
    binding: Literal["instance", "class", "static"] = "instance"
    flags: set[str] = set()
    if isinstance(value, Bound):
        if value.how == "property":
            return _item(owner, name, "property", flags={"settable"} if value.settable else set())
        binding, value = value.how, value.function
    if isinstance(value, Copied):
        pattern = view.at(value.of.path)
        if isinstance(pattern, Item) and pattern.kind in ("function", "method") and isinstance(pattern.definition, Function):
            copied = msgspec.structs.replace(pattern.definition, returns=None)
            return _item(owner, name, "method", copied, binding, {"copied", *pattern.flags & {"async", "generator"}})
    if isinstance(value, Named):
        target = view.at(value.path)
        if isinstance(target, Item) and target.kind in ("function", "method") and isinstance(target.definition, Function):
            flags.update(target.definition.flags)
            return _item(owner, name, "method", target.definition, binding, flags)
        if isinstance(target, Item) and target.kind in ("class", "property"):
            return target
    if isinstance(value, Routine):
        made = function(value.node)
        return _item(owner, name, "method", made, binding, set(made.flags))
    text = repr(value.value) if isinstance(value, Literally) and isinstance(value.value, str | int | float | None) else None
    return _item(owner, name, "attribute", Assignment(Expression(text) if text is not None else None), None, set(), text)


def as_member(owner: Item, name: str, target: Item, line: int) -> Item:
    """A function or class of the release that the class is given under this name, by the statement on this line."""
    if target.kind == "function" and isinstance(target.definition, Function):
        return msgspec.structs.replace(_item(owner, name, "method", target.definition, "instance", set(target.definition.flags)), line=line)
    return target


def _item(
    owner: Item,
    name: str,
    kind: Literal["method", "property", "attribute"],
    definition: Function | Assignment | None = None,
    binding: Literal["instance", "class", "static"] | None = None,
    flags: set[str] | frozenset[str] = frozenset(),
    value: str | None = None,
) -> Item:
    return Item(
        f"{owner.path}.{name}", kind, name, owner.module, owner=owner, definition=definition if definition is not None else Assignment(),
        line=owner.line, file=owner.file, binding=binding, flags=frozenset(flags), value=value,
    )  # fmt: skip


def function(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Function:
    """A function as facts have it, decorators that say how it is bound left out."""
    own = () if isinstance(node, ast.Lambda) else _own(node)
    yields = any(isinstance(n, ast.Yield | ast.YieldFrom) for n in own)
    marks = () if isinstance(node, ast.Lambda) else [Expression(ast.unparse(d), ast.unparse(d).partition("(")[0]) for d in node.decorator_list]
    awaited = yields and decorators.makes_awaitable(marks)
    flags = [flag for flag, there in (
        ("async", awaited or isinstance(node, ast.AsyncFunctionDef)), ("generator", yields and not decorators.hides_generator(marks))
    ) if there]  # fmt: skip
    returns = node.returns if not isinstance(node, ast.Lambda) else None
    return Function(parameters(node.args), ast.unparse(returns) if returns is not None else None, _marks(node), tuple(flags))


def _marks(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> tuple[Expression, ...]:
    """Its decorators, those left out that say how it is bound."""
    marks = [] if isinstance(node, ast.Lambda) else node.decorator_list
    read = [Expression(ast.unparse(mark), texts.dotted(mark), texts.call(mark)) for mark in marks]
    return tuple(mark for mark in read if decorators.last(mark) not in ("classmethod", "staticmethod", "property", "wraps"))


def _own(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.AST]:
    """Nodes of its body, functions inside left out."""
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(node.body)
    while stack:
        one = stack.pop()
        found.append(one)
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack.extend(ast.iter_child_nodes(one))
    return found


def parameters(listed: ast.arguments) -> tuple[Parameter, ...]:
    """Parameters as facts have them."""
    plain = [*listed.posonlyargs, *listed.args]
    defaults: list[ast.expr | None] = [*([None] * (len(plain) - len(listed.defaults))), *listed.defaults]
    out = [
        _parameter(p, POSITIONAL_ONLY if i < len(listed.posonlyargs) else POSITIONAL_OR_KEYWORD, default)
        for i, (p, default) in enumerate(zip(plain, defaults, strict=True))
    ]
    if listed.vararg is not None:
        out.append(_parameter(listed.vararg, VAR_POSITIONAL, None))
    out += [_parameter(p, KEYWORD_ONLY, default) for p, default in zip(listed.kwonlyargs, listed.kw_defaults, strict=True)]
    if listed.kwarg is not None:
        out.append(_parameter(listed.kwarg, VAR_KEYWORD, None))
    return tuple(out)


def _parameter(node: ast.arg, kind: int, default: ast.expr | None) -> Parameter:
    return Parameter(
        node.arg, kind, ast.unparse(default) if default is not None else None, ast.unparse(node.annotation) if node.annotation is not None else None
    )
