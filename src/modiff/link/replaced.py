"""Functions that are none any more once their decorators are through: `@Command def run(): …` binds `run` to a `Command`, whose `__call__`
says what it takes; a decorator that returns nothing leaves nothing to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link import bodies, classes, decorators, keeping, signatures, texts
from modiff.link.targets import Target
from modiff.model.facts import VAR_KEYWORD, VAR_POSITIONAL, Assignment, Expression, Function
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View


def is_replaced(view: View, item: Item) -> bool:
    """Is there something else in place of this function, of which `signature` says what it takes?"""
    return instance_of(view, item) is not None


def signature(view: View, item: Item) -> Signature | None:
    """What a caller may pass to the object that a function's name is bound to; None where nothing is called. One that takes anything, and hands it
    to the function no doubt, takes what the function does."""
    cls = instance_of(view, item)
    called = classes.members(view, cls).get("__call__") if cls is not None else None
    if cls is None or called is None or called.item.kind != "method":
        return None
    found = signatures.signature(view, called.item)
    if found is None:
        return None
    if any(p.kind in (VAR_POSITIONAL, VAR_KEYWORD) for p in found.parameters):
        definition = cast(Function, item.definition)
        strange = keeping.unknown(view, item.module, definition.decorators)
        own = signatures.of_function(definition, keeping.Taken(definition.parameters, strange), None)
        return msgspec.structs.replace(own, doubt=own.doubt or f"it is an object of {cls.path}, which may take other calls")
    return msgspec.structs.replace(found, doubt=found.doubt or f"its decorator binds the name to an object of {cls.path}", owner=None)


def instance_of(view: View, item: Item) -> Item | None:
    """The class of this release of which a module-level function's name is an instance, as its outermost decorators have it; None: it is a function,
    or reading does not say."""
    if not isinstance(item.definition, Function) or item.owner is not None or decorators.unknown(item.definition.decorators) is None:
        return None
    key = ("instance_of_decorator", item)
    if key not in view.memo:
        view.memo[key] = None  # a circle ends here
        mark = keeping.unknown(view, item.module, item.definition.decorators)
        view.memo[key] = _given_by(view, item, mark) if mark is not None else None
    return cast("Item | None", view.memo[key])


def _given_by(view: View, item: Item, mark: Expression) -> Item | None:
    name = decorators.dotted(mark)
    if not texts.is_dotted(name):
        return None
    called = mark.call is not None
    target = _at(view, item, name)
    if isinstance(target, Item) and target.kind == "class":
        return _by_call(view, target) if called else target if _makes_objects(view, target) else None
    if isinstance(target, Item) and target.kind == "function":
        return None if called else _by_function(view, target)
    holder, _, method = name.rpartition(".")
    return _by_method(view, item, holder, method, called) if holder else None


def _makes_objects(view: View, cls: Item) -> bool:
    """Is what a call of it gives an instance, as far as reading sees, and no descriptor?"""
    members = classes.members(view, cls)
    return "__new__" not in members and "__get__" not in members and classes.metaclass(view, cls) is None


def _by_call(view: View, cls: Item) -> Item | None:
    """`@C(…)`, where a call of the instance gives the instance."""
    method = classes.members(view, cls).get("__call__")
    body = bodies.body_alone(view, method.item) if method is not None else None
    return cls if body is not None and body.returns == ("self",) and _makes_objects(view, cls) else None


def _by_function(view: View, function: Item) -> Item | None:
    """`def d(f): return C(f)`."""
    body = bodies.body_alone(view, function)
    if body is None or len(body.returns) != 1 or not body.returns[0].startswith("call ") or decorators.unknown(_marks(function)) is not None:
        return None
    made = view.lookup(function.module, body.returns[0].removeprefix("call "))
    return made if isinstance(made, Item) and made.kind == "class" and _makes_objects(view, made) else None


def _by_method(view: View, item: Item, holder: str, method: str, called: bool) -> Item | None:
    """`@x.m`, where `x` is an object whose method `m` gives the object itself, or a function that does."""
    target = _at(view, item, holder)
    cls = instance_of(view, target) if isinstance(target, Item) and target.kind == "function" else class_of_value(view, target)
    found = classes.members(view, cls).get(method) if cls is not None else None
    body = bodies.body_alone(view, found.item) if found is not None and found.item.binding == "instance" else None
    if body is None:
        return None
    return cls if (body.gives_itself if called else body.returns == ("self",)) else None


def class_of_value(view: View, target: Target | None) -> Item | None:
    """The class of which the variable `x = C(…)` holds an object; None: it holds something else, or reading does not say."""
    definition = target.definition if isinstance(target, Item) and target.kind == "attribute" else None
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    made = view.lookup(cast(Item, target).module, call.callee) if call is not None and texts.is_dotted(call.callee) else None
    return made if isinstance(made, Item) and made.kind == "class" and _makes_objects(view, made) else None


def signature_of_value(view: View, item: Item) -> Signature | None:
    """What a caller may pass to the object that a variable holds; None where nothing is called, or reading cannot say."""
    cls = class_of_value(view, item) if item.owner is None else None
    called = classes.members(view, cls).get("__call__") if cls is not None else None
    found = signatures.signature(view, called.item) if called is not None and called.item.kind == "method" else None
    return None if found is None or cls is None else msgspec.structs.replace(found, doubt=found.doubt or f"it is an object of {cls.path}", owner=None)


def _at(view: View, item: Item, name: str) -> Target | None:
    """What a name means where the decorator stands: a function of the same name is an earlier one."""
    first, _, rest = name.partition(".")
    if first != item.name:
        return view.lookup(item.module, name)
    space = view.namespace(item.module)
    earlier = [b for b in (space.facts.bindings if space is not None else ()) if b.name == first and item.line is not None and b.line < item.line]
    return view.target_of(item.module, earlier[-1], None) if earlier and not rest else None


def _marks(item: Item) -> tuple[Expression, ...]:
    return item.definition.decorators if isinstance(item.definition, Function) else ()
