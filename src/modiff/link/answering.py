"""Whether a `__getattr__` answers for one name: of a class, a metaclass or a module (PEP 562). Its body is read with that name (`symbolic`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link import classes, outside, surroundings, texts
from modiff.link.symbolic import Run
from modiff.link.symbolic_values import INSTANCE, UNKNOWN, Literally, Raised, Routine, TooMuch, Value, World
from modiff.link.targets import Outside
from modiff.model.facts import Assignment, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def instance_answers(view: View, cls: Item, name: str) -> bool | None:
    """Does the `__getattr__` of a class, its own or inherited, give something for this name? None: reading cannot say."""
    return _answers(view, cls, cls, name)


def class_answers(view: View, cls: Item, name: str) -> bool | None:
    """Does the `__getattr__` of its metaclass answer, asked of the class itself?"""
    meta = classes.metaclass(view, cls)
    return False if meta is None or "__getattr__" not in classes.members(view, meta) else _answers(view, meta, None, name)


def module_answers(view: View, module: str, name: str) -> bool | None:
    """Does the module's `__getattr__` answer, its own or one that a function of the release makes for it?"""
    key = ("module_answers", (module, name))
    if key not in view.memo:
        view.memo[key] = None  # a module that asks itself
        view.memo[key] = _module_answers(view, module, name)
    return cast("bool | None", view.memo[key])


def _module_answers(view: View, module: str, name: str) -> bool | None:
    space = view.namespace(module)
    made = space.names.get("__getattr__", ()) if space is not None else ()
    found = view.target_of(module, made[0], None) if len(made) == 1 and not made[0].guard else None
    if not isinstance(found, Item):
        return None
    if isinstance(found.definition, Function):
        return _outcome(view, found, surroundings.routine(view, found), [Literally(name)], _of_module(view, found.module, module, name))
    call = found.definition.value.call if isinstance(found.definition, Assignment) and found.definition.value is not None else None
    maker = view.lookup(found.module, call.callee) if call is not None else None
    if call is None or call.keywords or not isinstance(maker, Item) or maker.kind != "function":
        return None
    start = surroundings.routine(view, maker)
    world = _of_module(view, maker.module, module, name)
    given = [surroundings.value_in(view, found.module, texts.parsed(text)) for text in call.arguments]
    try:
        made_function = Run(world).call(start, given, {}) if start is not None else UNKNOWN
    except (Raised, TooMuch, RecursionError):
        return None
    return _outcome(view, maker, made_function, [Literally(name)], world)


def _answers(view: View, holder: Item, asked_of: Item | None, name: str) -> bool | None:
    key = ("getattr_answers", (holder, name))
    if key not in view.memo:
        view.memo[key] = None  # `__getattr__` that asks for the same name again
        method = classes.members(view, holder).get("__getattr__")
        if method is not None:
            start, world = surroundings.routine(view, method.item), _world(view, method.item.module, asked_of, holder)
            view.memo[key] = _outcome(view, method.item, start, [INSTANCE, Literally(name)], world)
    return cast("bool | None", view.memo[key])


def _outcome(view: View, function: Item, start: Value | None, given: list[Value], world: World) -> bool | None:
    """True: it gives a value; False: it raises; None: reading cannot say."""
    if not isinstance(start, Routine) or (isinstance(function.definition, Function) and function.definition.decorators):
        return None
    try:
        return None if Run(world).call(start, given, {}) == UNKNOWN else True
    except Raised:
        return False
    except (TooMuch, RecursionError):
        return None


def _world(view: View, module: str, cls: Item | None, holder: Item | None = None) -> World:
    return World(
        has=lambda name: None,
        outside=lambda name: surroundings.meaning(view, module, name),
        member=lambda path, name: surroundings.attribute(view, path, name),
        function=lambda path: surroundings.function_at(view, path),
        is_mapping=lambda path: surroundings.is_mapping(view, path),
        class_value=lambda name: _class_value(view, holder, name),
        asked_above=lambda name: _asked_above(view, holder, name),
        asked_of_class=lambda name: _asked_of_class(view, cls, name),
        strict=True,
    )


def _of_module(view: View, home: str, module: str, name: str) -> World:
    """For a function of `home` that is asked for a name which `module` has not."""
    return msgspec.structs.replace(_world(view, home, None), has=lambda other: False if other == name else None, module=module)


def _class_value(view: View, holder: Item | None, name: str) -> Value:
    """A table in the class body that no method binds anew."""
    member = classes.members(view, holder).get(name) if holder is not None else None
    item = member.item if member is not None else None
    if item is None or item.owner is None or item.kind != "attribute" or item.value is None or "instance" in item.flags:
        return UNKNOWN
    definition = item.owner.definition
    if any(a.name == name for a in getattr(definition, "instance_attributes", ())):
        return UNKNOWN
    return surroundings.value_in(view, item.module, texts.parsed(item.value))


def _asked_above(view: View, holder: Item | None, name: str) -> bool | None:
    """Does anything above the class have this name?"""
    if holder is None:
        return None
    known: bool | None = hasattr(object, name)
    for ancestor in classes.mro(view, holder)[1:]:
        if isinstance(ancestor, Item):
            known = known or name in classes.own_members(view, ancestor)
        else:
            has = outside.members_of(ancestor.path) if isinstance(ancestor, Outside) else None
            known = True if known or (has is not None and name in has) else None if has is None else known
    return known


def _asked_of_class(view: View, cls: Item | None, name: str) -> bool | None:
    if cls is None:
        return None
    if name in classes.members(view, cls):
        return True
    if classes.answers_beyond_reading(view, cls, name) is not None:
        return None
    return class_answers(view, cls, name)
