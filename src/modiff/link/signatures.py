"""The calls that functions, methods and constructors take, as their callers meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link import (
    bodies,
    classes,
    decorators,
    generated,
    keeping,
    makers,
    metaclassed,
    outside,
    overloads,
    pydantic_models,
    records,
    replaced,
    shims,
    synthesis,
    wrapped,
)
from modiff.link.handing_on import taken_through
from modiff.link.targets import Outside, Unsettled
from modiff.model.bodies import Wrapper
from modiff.model.facts import POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Assignment, Class, Function, Parameter
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View


def signature(view: View, item: Item) -> Signature | None:
    """What a caller may pass: of a function or method (bound, without `self`); of a class its constructor's. None where reading cannot say, or
    nothing is called."""
    key = ("signature", item)
    if key not in view.memo:
        view.memo[key] = (
            constructor(view, item) if item.kind == "class" else _of_callable(view, item) if item.kind in ("function", "method") else None
        )
    return cast("Signature | None", view.memo[key])


def _of_callable(view: View, item: Item) -> Signature | None:
    definition = item.definition
    if isinstance(definition, Function):
        if definition.decorators and replaced.is_replaced(view, item):
            return replaced.signature(view, item)
        if decorators.replaces_callable(definition.decorators) is not None:
            return None
        if item.owner is not None and metaclassed.replaces(view, item.owner, item.name):
            return None
        taken = keeping.taken(view, item.module, definition.decorators, definition.parameters)
        parameters = taken.parameters if item.owner is None else bound(taken.parameters, item)
        exact = True
        if len(several := overloads.alternatives(view, item)) > 1:
            parameters, exact = overloads.together([f.parameters if item.owner is None else bound(f.parameters, item) for f in several])
            taken = keeping.Taken(parameters, keeping.unknown(view, item.module, definition.decorators))
        found = of_function(definition, msgspec.structs.replace(taken, parameters=parameters), item.owner.path if item.owner else None)
        if not exact and found.doubt is None:
            return msgspec.structs.replace(found, doubt=f"{item.path} has overloads, which are judged together")
        if "copied" in item.flags and found.doubt is None:
            return msgspec.structs.replace(found, doubt=f"{item.path} is made at run time, after the pattern of another")
        return found
    if isinstance(definition, Assignment) and definition.value is not None:
        return _of_assigned(view, item, definition)
    return None


def _of_assigned(view: View, item: Item, assignment: Assignment) -> Signature | None:
    """A lambda, or a call that makes a callable of another."""
    value = assignment.value
    assert value is not None
    if value.parameters is not None:
        return Signature(value.parameters if item.owner is None else bound(value.parameters, item))
    return wrapped.signature(view, item, value.call) if value.call is not None else None


def of_function(definition: Function, taken: keeping.Taken, owner: str | None) -> Signature:
    """What callers of a `def` may pass, given what its decorators leave to them of its parameters (of a method without `self`), with what decorators
    do whose name says it."""
    if not definition.decorators:
        return Signature(taken.parameters, definition.returns, None, owner)
    accepts, doubt = shims.accepted(taken.parameters, definition.decorators)
    if taken.strange is not None:
        doubt = f"decorated with @{decorators.dotted(taken.strange)}, which may change what it takes"
    opened = shims.opened(taken.parameters, definition.decorators)
    return Signature(opened, definition.returns, doubt, owner, accepts=accepts, through=taken.through)


def bound(parameters: tuple[Parameter, ...], item: Item) -> tuple[Parameter, ...]:
    """Parameters as a caller of the bound method sees them: the first one is filled in, unless `*args` takes it or the method is static."""
    if item.binding == "static" and item.name != "__new__":
        return parameters
    if not parameters or parameters[0].kind not in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD):
        return parameters
    return parameters[1:]


# --- constructors


def constructor(view: View, cls: Item) -> Signature | None:
    """What constructs an instance; None where reading cannot say (a base of another distribution, a metaclass that answers calls in its own way)."""
    meta = classes.metaclass(view, cls)
    call = classes.members(view, meta).get("__call__") if meta is not None else None
    return _constructor(view, cls) if call is None else _by_metaclass(view, cls, call.item)


def _by_metaclass(view: View, cls: Item, call: Item) -> Signature | None:
    """What the `__call__` of its metaclass takes: by itself, or, with its `*args` and `**kwargs`, for what constructs the class else."""
    found = signature(view, call) if call.kind == "method" else None
    if found is None or call.owner is None:
        return None
    if not any(p.kind in (VAR_POSITIONAL, VAR_KEYWORD) for p in found.parameters):
        return Signature(found.parameters, None, found.doubt, call.owner.path, "__call__", found.accepts, found.through)
    body, inner = bodies.body_alone(view, call), _constructor(view, cls)
    if body is None or body.to_type is None or inner is None:
        return None
    parameters = taken_through(Wrapper("bare", found.parameters, body.to_type), inner.parameters)
    if parameters is None:
        return None
    always = body.escapes is None and any(forward.sure for forward in body.forwards)
    doubt = found.doubt or inner.doubt or (None if always else f"{call.path}() decides whether it is constructed")
    return msgspec.structs.replace(inner, parameters=parameters, doubt=doubt)


def _constructor(view: View, cls: Item) -> Signature | None:
    """The same as if `type` itself answered calls of the class."""
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return None
        if isinstance(ancestor, Outside):
            if ancestor.path == "typing.NamedTuple":
                continue
            if pydantic_models.is_base(ancestor.path):
                return pydantic_models.constructor(view, cls, ancestor.path)
            known = outside.constructor_of(ancestor.path)
            if known is None:
                return None
            if known.owner != "builtins.object":
                return known
            continue
        found = _own_constructor(view, cls, ancestor)
        if found is not None and not pydantic_models.is_handed_on(view, cls, ancestor, found):
            return found if found is not _UNREADABLE else None
        if _may_be_given_a_constructor(view, ancestor):
            return None
    return Signature(owner="builtins.object", source="__init__")


_UNREADABLE = Signature(doubt="unreadable")


def _may_be_given_a_constructor(view: View, cls: Item) -> bool:
    """Does a decorator that is not known stand above a class that annotates what may be its fields?"""
    definition = cls.definition
    if not isinstance(definition, Class) or not definition.decorators or decorators.unknown(definition.decorators) is None:
        return False
    annotated = any(isinstance(b.definition, Assignment) and b.definition.annotation is not None for b in definition.members)
    return annotated and makers.maker(view, cls) is None


def _own_constructor(view: View, cls: Item, ancestor: Item) -> Signature | None:
    """What this one class of the order says of construction; None: nothing, ask the next."""
    own = classes.own_members(view, ancestor)
    if "enum" in ancestor.flags or any(isinstance(b, Outside) and b.path.startswith("enum.") for b in classes.bases(view, ancestor)):
        return _UNREADABLE
    if "typeddict" in ancestor.flags:
        return None
    if records.FLAG in ancestor.flags:
        return records.constructor(view, ancestor) or _UNREADABLE
    if generated.overrides_written(view, ancestor):
        return generated.constructor(view, ancestor)
    init, new = own.get("__init__"), own.get("__new__")
    for method, name in ((init, "__init__"), (new, "__new__")):
        if method is None or (name == "__new__" and init is None and _hands_everything_on(view, method) and _init_above(view, cls, ancestor)):
            continue
        found = signature(view, method) if method.kind == "method" else None
        if found is None:
            return _UNREADABLE
        return Signature(found.parameters, None, found.doubt, ancestor.path, name, found.accepts, found.through)
    if "namedtuple" in ancestor.flags or any(isinstance(b, Outside) and b.path.endswith(".NamedTuple") for b in classes.bases(view, ancestor)):
        parameters = synthesis.named_tuple_parameters(view, ancestor)
        return _UNREADABLE if parameters is None else Signature(parameters, owner=ancestor.path, source="namedtuple")
    return generated.constructor(view, ancestor)


def _hands_everything_on(view: View, method: Item) -> bool:
    found = signature(view, method)
    return found is not None and [p.kind for p in found.parameters] == [VAR_POSITIONAL, 4]


def _init_above(view: View, cls: Item, ancestor: Item) -> bool:
    order = classes.mro(view, cls)
    return any(isinstance(a, Item) and "__init__" in classes.own_members(view, a) for a in order[order.index(ancestor) + 1 :])
