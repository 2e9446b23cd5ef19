"""The calls that functions, methods and constructors take, as their callers meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modiff.link import classes, decorators, outside, synthesis
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, Assignment, Class, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View


def signature(view: View, item: Item) -> Signature | None:
    """What a caller may pass: of a function or method (bound, without `self`); of a class its constructor's. None where reading cannot say, or nothing is called."""
    key = ("signature", item)
    if key not in view.memo:
        view.memo[key] = constructor(view, item) if item.kind == "class" else _of_callable(view, item) if item.kind in ("function", "method") else None
    return cast("Signature | None", view.memo[key])


def _of_callable(view: View, item: Item) -> Signature | None:
    definition = item.definition
    if isinstance(definition, Function):
        if decorators.replaces_callable(definition.decorators) is not None:
            return None
        parameters = definition.parameters if item.owner is None else bound(definition.parameters, item)
        return Signature(parameters, definition.returns, _doubt(definition), item.owner.path if item.owner else None)
    if isinstance(definition, Assignment) and definition.value is not None:
        return _of_assigned(view, item, definition)
    return None


def _of_assigned(view: View, item: Item, assignment: Assignment) -> Signature | None:
    """A lambda, or `staticmethod(f)` and `classmethod(f)` in a class body."""
    value = assignment.value
    assert value is not None
    if value.parameters is not None:
        return Signature(value.parameters if item.owner is None else bound(value.parameters, item))
    if value.call is not None and len(value.call.arguments) == 1 and value.call.callee in ("staticmethod", "classmethod"):
        wrapped = view.lookup(item.module, value.call.arguments[0], item.owner) if value.call.arguments[0].replace(".", "").isidentifier() else None
        if isinstance(wrapped, Item) and isinstance(wrapped.definition, Function):
            return Signature(bound(wrapped.definition.parameters, item))
    return None


def bound(parameters: tuple[Parameter, ...], item: Item) -> tuple[Parameter, ...]:
    """Parameters as a caller of the bound method sees them: the first one is filled in, unless `*args` takes it or the method is static."""
    if item.binding == "static" and item.name != "__new__":
        return parameters
    if not parameters or parameters[0].kind not in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
        return parameters
    return parameters[1:]


def _doubt(definition: Function) -> str | None:
    strange = decorators.unknown(definition.decorators)
    return None if strange is None else f"decorated with @{decorators.dotted(strange)}, which may change what it takes"


# --- constructors


def constructor(view: View, cls: Item) -> Signature | None:
    """What constructs an instance; None where reading cannot say (a base of another distribution, a metaclass that answers calls)."""
    if _metaclass_decides(view, cls):
        return None
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return None
        if isinstance(ancestor, Outside):
            if ancestor.path == "typing.NamedTuple":
                continue
            known = outside.constructor_of(ancestor.path)
            if known is None:
                return None
            if known.owner != "builtins.object":
                return known
            continue
        found = _own_constructor(view, cls, ancestor)
        if found is not None:
            return found if found is not _UNREADABLE else None
    return Signature(owner="builtins.object", source="__init__")


_UNREADABLE = Signature(doubt="unreadable")


def _own_constructor(view: View, cls: Item, ancestor: Item) -> Signature | None:
    """What this one class of the order says of construction; None: nothing, ask the next."""
    own = classes.own_members(view, ancestor)
    if "enum" in ancestor.flags or any(isinstance(b, Outside) and b.path.startswith("enum.") for b in classes.bases(view, ancestor)):
        return _UNREADABLE
    init, new = own.get("__init__"), own.get("__new__")
    for method, name in ((init, "__init__"), (new, "__new__")):
        if method is None or (name == "__new__" and init is None and _hands_everything_on(view, method) and _init_above(view, cls, ancestor)):
            continue
        found = signature(view, method) if method.kind == "method" else None
        if found is None:
            return _UNREADABLE
        return Signature(found.parameters, None, found.doubt, ancestor.path, name)
    if "namedtuple" in ancestor.flags or any(isinstance(b, Outside) and b.path.endswith(".NamedTuple") for b in classes.bases(view, ancestor)):
        parameters = synthesis.named_tuple_parameters(view, ancestor)
        return _UNREADABLE if parameters is None else Signature(parameters, owner=ancestor.path, source="namedtuple")
    return _dataclass(view, ancestor)


def _hands_everything_on(view: View, method: Item) -> bool:
    found = signature(view, method)
    return found is not None and [p.kind for p in found.parameters] == [VAR_POSITIONAL, 4]


def _init_above(view: View, cls: Item, ancestor: Item) -> bool:
    order = classes.mro(view, cls)
    return any(isinstance(a, Item) and "__init__" in classes.own_members(view, a) for a in order[order.index(ancestor) + 1 :])


def _dataclass(view: View, cls: Item) -> Signature | None:
    definition = cls.definition
    options = synthesis.dataclass_options(definition) if isinstance(definition, Class) else None
    if options is None or not options.init:
        return None
    fields: dict[str, Parameter | None] = {}
    for ancestor in reversed(classes.mro(view, cls)):
        if isinstance(ancestor, Item) and isinstance(ancestor.definition, Class):
            inherited = synthesis.dataclass_options(ancestor.definition)
            if inherited is not None:
                fields.update(synthesis.dataclass_fields(ancestor.definition, inherited.kw_only))
    given = [p for p in fields.values() if p is not None]
    ordered = [p for p in given if p.kind != KEYWORD_ONLY] + [p for p in given if p.kind == KEYWORD_ONLY]
    return Signature(tuple(ordered), owner=cls.path, source="dataclass")


def _metaclass_decides(view: View, cls: Item) -> bool:
    """Does a metaclass of this release define `__call__`?"""
    meta = classes.metaclass(view, cls)
    return meta is not None and "__call__" in classes.members(view, meta)
