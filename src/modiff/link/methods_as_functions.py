"""Methods that a module hands on as functions of its own: `seed = _inst.seed`, `area_chart = _main.area_chart`, `parse = Parser.parse`.

What answers at the module's name is called as the method is, bound to the object or the class that it was taken from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from modiff.link import classes, decorators, keeping, replaced, signatures
from modiff.model.bodies import Wrapper
from modiff.model.facts import Binding, Expression, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def handed_on(view: View, module: str, binding: Binding, dotted: str) -> Item | None:
    """The function that `name = holder.method` makes of a method, where the holder is a class of this release, or a variable that holds an object of
    one; None: it is something else, or reading does not say."""
    holder, _, name = dotted.rpartition(".")
    target = view.lookup(module, holder)
    by_class = isinstance(target, Item) and target.kind == "class"
    cls = target if by_class else replaced.class_of_value(view, target)
    member = classes.members(view, cls).get(name) if isinstance(cls, Item) else None
    if member is None or member.item.kind != "method" or not isinstance(member.item.definition, Function):
        return None
    method = member.item
    if "overloaded" in method.flags or _is_wrapped(view, method):
        return None  # which is found out of the class alone
    # Taken from the class, a method that is called on instances is a plain function, which is given one by its caller.
    parameters = member.item.definition.parameters
    if not by_class or method.binding != "instance":
        parameters = signatures.bound(parameters, method)
    made = msgspec.structs.replace(member.item.definition, parameters=parameters, decorators=_others(member.item.definition))
    path = f"{module}.{binding.name}"
    return msgspec.structs.replace(method, path=path, kind="function", guard=binding.guard, owner=None, binding=None, definition=made)


def _is_wrapped(view: View, method: Item) -> bool:
    """Does a decorator of the release put an inner function in its place, which takes the object by itself?"""
    marks = method.definition.decorators if isinstance(method.definition, Function) else ()
    known = (keeping.effect(view, decorators.dotted(mark), method.module, mark.call is not None) for mark in marks)
    return any(isinstance(effect, Wrapper) for effect in known)


def _others(definition: Function) -> tuple[Expression, ...]:
    """Its decorators but for those that say how it is bound."""
    return tuple(mark for mark in definition.decorators if decorators.last(mark) not in ("staticmethod", "classmethod"))
