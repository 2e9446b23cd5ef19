"""What calling a function gives, as classes: by its annotation where there is one, else by its body where that is plain."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

import msgspec

from modiff.link import bodies, decorators, keeping, outside, signatures, texts
from modiff.link.targets import Outside, Target
from modiff.model.facts import Assignment, Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_DEPTH = 4
"""Functions that return what another function returns, so many in a row."""
_WRAPPERS = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly"})
_OPEN = frozenset("Any Union Optional Generic Protocol TypeVar AnyStr LiteralString NoReturn Never Concatenate Unpack".split())
"""Words of `typing` that name no class."""
_GIVES_BY_NAME = {
    "builtins.str": "repr ascii chr hex bin oct format input",
    "builtins.int": "len hash id ord",
    "builtins.bool": "isinstance issubclass callable hasattr all any",
    "builtins.list": "sorted dir",
    "builtins.None": "print setattr delattr exec",
}
_GIVES = {f"builtins.{name}": path for path, names in _GIVES_BY_NAME.items() for name in names.split()} | {"json.dumps": "builtins.str"}
"""What functions of the library give."""
_LAZY = {"generator": "types.GeneratorType", "function": "types.FunctionType"}
_CHANGES_RESULT = frozenset({"contextmanager", "asynccontextmanager", "coroutine", "inlineCallbacks", "singledispatch", "wraps"})


class Returned(msgspec.Struct, frozen=True):
    """What a call gives."""

    classes: tuple[str, ...]
    """Canonical paths, each once, in order of the source: `builtins.str`, `builtins.None`, `pkg.C` for an instance of C, `types.GeneratorType`. Of
    `Self` and `self` it is the class asked about."""
    complete: bool
    """Are these all? False: it may also give something that reading cannot name."""
    source: Literal["annotation", "body"]
    awaited: bool = False
    """Is it what awaiting the call gives?"""


def returned(view: View, item: Item, cls: Item | None = None, *, follow: bool = True) -> Returned | None:
    """What a call of a function or method gives, or a property when it is read; None where nothing is known.

    `cls`: the class it is asked of, for methods that return `self`; None: the one that defines it. A body counts only where nothing is annotated, and
    every decorator is known to hand on what the function returns. A generator gives a generator. `follow`: what a body returns of another function
    is asked of that one's body in turn, which may read further files; else only of its annotation."""
    return _returned(view, item, cls or item.owner, _DEPTH if follow else 1)


def _returned(view: View, item: Item, cls: Item | None, depth: int) -> Returned | None:
    definition = item.definition
    if item.kind not in ("function", "method", "property") or not isinstance(definition, Function):
        return None
    if _has_other_result(view, item, definition):
        return None
    awaited = "async" in definition.flags
    if definition.returns is not None:
        found = dict.fromkeys(_annotated(view, texts.parsed(definition.returns), item, cls, depth))
        source: Literal["annotation", "body"] = "annotation"
    elif "generator" in definition.flags:
        return None if awaited else Returned(("types.GeneratorType",), True, "body")
    elif depth > 0:
        body = bodies.body_alone(view, item)
        found = dict.fromkeys(_of_kinds(view, body.returns if body is not None else (), item, cls, depth))
        source = "body"
    else:
        return None
    known = tuple(path for path in found if path is not None)
    return Returned(known, len(known) == len(found), source, awaited) if known else None


def _has_other_result(view: View, item: Item, definition: Function) -> bool:
    """May a decorator change what the function returns, or is this no function that is called?"""
    marks = definition.decorators
    if "abstract" in item.flags or "overloaded" in item.flags or any(decorators.last(d) in _CHANGES_RESULT for d in marks):
        return True
    if item.kind == "property":
        return any(not decorators.makes_property([d]) and decorators.last(d) not in ("abstractmethod", "override", "final") for d in marks)
    told = signatures.signature(view, item)
    return told is None or told.doubt is not None or not keeping.gives_what_it_returns(view, item)


def given_by_library(path: str) -> str | None:
    """What a call of this function or class outside the release gives, as a class; None: not known."""
    path = outside.same_class(path)
    return _GIVES.get(path) or (path if _is_plain_class(path) else None)


def named_in(view: View, annotation: str, item: Item, cls: Item | None) -> tuple[str | None, ...]:
    """The classes that an annotation names which stands at this item, each once; None for what is none. `cls`: the class that `Self` means."""
    return tuple(dict.fromkeys(_annotated(view, texts.parsed(annotation), item, cls, 1)))


# --- bodies


def _of_kinds(view: View, kinds: Iterable[str], item: Item, cls: Item | None, depth: int) -> Iterator[str | None]:
    """None for what has no name."""
    for kind in kinds:
        if kind == "self":
            yield cls.path if cls is not None and item.binding == "instance" else None
        elif kind.startswith("call "):
            yield from _called(view, kind[5:], item, cls, depth)
        elif kind == "?":
            yield None
        else:
            yield _LAZY.get(kind) or f"builtins.{kind}"


def _called(view: View, dotted: str, item: Item, cls: Item | None, depth: int) -> Iterator[str | None]:
    if dotted == "self.__class__" or (dotted == "cls" and item.binding == "class"):
        yield cls.path if cls is not None else None
        return
    target = _above(view, item, dotted[8:]) if dotted.startswith("super().") else view.lookup(item.module, dotted)
    if isinstance(target, Outside):
        yield given_by_library(target.path)
    elif isinstance(target, Item) and target.kind == "class":
        yield target.path if makes_itself(view, target) else None
    elif isinstance(target, Item) and target.kind in ("function", "method") and "async" not in target.flags:
        # What is asked above is a part of the same answer, and comes to an end with the order of classes.
        found = _returned(view, target, target.owner, depth if dotted.startswith("super().") else depth - 1)
        yield from found.classes if found is not None else ()
        if found is None or not found.complete:
            yield None
    else:
        yield None


def _above(view: View, method: Item, name: str) -> Item | None:
    """The method that `super().name` means in this one, as the order of its own class has it; None: a class that is not read comes first."""
    from modiff.link import classes

    owner = method.owner or _class_around(view, method)
    for ancestor in classes.mro(view, owner)[1:] if owner is not None else ():
        if not isinstance(ancestor, Item):
            return None
        if name in (own := classes.own_members(view, ancestor)):
            return own[name] if own[name].kind == "method" else None
    return None


def _class_around(view: View, function: Item) -> Item | None:
    """The class in whose body a method stands that a module hands on as a function (`methods_as_functions`)."""
    space = view.namespace(function.module)
    for binding in space.facts.bindings if space is not None and function.line is not None else ():
        if isinstance(binding.definition, Class) and binding.line < (function.line or 0) <= binding.end_line:
            found = view.resolve(function.module, binding.name)
            return found if isinstance(found, Item) and found.kind == "class" else None
    return None


def _is_plain_class(path: str) -> bool:
    """Is it a class of the library of which calls give instances?"""
    return path != "builtins.type" and path != "builtins.super" and outside.members_of(path) is not None


def makes_itself(view: View, cls: Item) -> bool:
    """Does calling the class give an instance of it? Neither a metaclass nor a `__new__` of the release has a say."""
    from modiff.link import classes

    meta = classes.metaclass(view, cls)
    return "__new__" not in classes.members(view, cls) and (meta is None or "__call__" not in classes.members(view, meta)) and "enum" not in cls.flags


# --- annotations


def _annotated(view: View, node: ast.expr | None, item: Item, cls: Item | None, depth: int) -> Iterator[str | None]:
    """The classes that an annotation names; None for what is none."""
    match node:
        case ast.Constant(value=None):
            yield "builtins.None"
        case ast.Constant(value=str(text)):
            yield from _annotated(view, texts.parsed(text.strip()), item, cls, depth)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _annotated(view, left, item, cls, depth)
            yield from _annotated(view, right, item, cls, depth)
        case ast.Name() | ast.Attribute():
            yield from _named(view, node, item, cls, depth)
        case ast.Subscript(value=head, slice=inside):
            yield from _subscribed(view, head, inside, item, cls, depth)
        case _:
            yield None


def _named(view: View, node: ast.expr, item: Item, cls: Item | None, depth: int) -> Iterator[str | None]:
    dotted = texts.dotted(node)
    target = _target(view, dotted, item) if dotted is not None else None
    if isinstance(target, Outside):
        path = outside.same_class(target.path)
        if path.rpartition(".")[2] == "Self" and path.startswith("typing"):
            yield cls.path if cls is not None else None
        else:
            yield None if path.startswith("typing") and path.rpartition(".")[2] in _OPEN else path
    elif isinstance(target, Item) and target.kind == "class":
        yield target.path
    elif isinstance(target, Item) and isinstance(target.definition, Assignment) and target.value is not None and depth > -_DEPTH:
        yield from _annotated(view, texts.parsed(target.value), target, cls, depth - 1)
    else:
        yield None


def _subscribed(view: View, head: ast.expr, inside: ast.expr, item: Item, cls: Item | None, depth: int) -> Iterator[str | None]:
    dotted = texts.dotted(head)
    target = _target(view, dotted, item) if dotted is not None else None
    entries = list(inside.elts) if isinstance(inside, ast.Tuple) else [inside]
    word = outside.same_class(target.path).rpartition(".")[2] if isinstance(target, Outside) else ""
    if word in ("Optional", "Union"):
        for entry in entries:
            yield from _annotated(view, entry, item, cls, depth)
        if word == "Optional":
            yield "builtins.None"
    elif word in _WRAPPERS:
        yield from _annotated(view, entries[0], item, cls, depth)
    elif word == "Literal":
        yield from (f"builtins.{type(e.value).__name__.removesuffix('Type')}" if isinstance(e, ast.Constant) else None for e in entries)
    elif word in ("TypeGuard", "TypeIs"):
        yield "builtins.bool"
    else:
        yield from _named(view, head, item, cls, depth)


def _target(view: View, dotted: str, item: Item) -> Target | None:
    """What a name in an annotation leads to; methods of the class that are called like a class do not count."""
    if item.owner is not None:
        found = view.lookup(item.module, dotted, item.owner)
        if isinstance(found, Outside) or (isinstance(found, Item) and found.kind == "class"):
            return found
    return view.lookup(item.module, dotted)
