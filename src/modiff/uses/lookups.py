"""Names and attributes of the client: its own, those of packages, and those that its classes inherit from packages."""

from __future__ import annotations

import ast
import builtins

from modiff.link import texts
from modiff.uses import library, typed
from modiff.uses.events import Answer
from modiff.uses.modules import Scope
from modiff.uses.readings import Reading
from modiff.uses.values import (
    UNKNOWN,
    Constant,
    Foreign,
    Instance,
    Method,
    Missing,
    OfVersion,
    OneOf,
    OwnClass,
    OwnFunction,
    OwnInstance,
    OwnModule,
    Plain,
    Super,
    Thing,
    Value,
    may_be_other,
    one_of,
    options,
)  # fmt: skip

_NONE = Constant(None)
_BUILTINS = frozenset(dir(builtins))


def named(reading: Reading, scope: Scope, name: str) -> Value:
    """What a bare name is."""
    found = scope.lookup(name)
    if found == _NONE and scope.kind == "function" and name not in scope.names:
        return UNKNOWN  # a global that is filled later
    if found is not None:
        return found
    return Foreign(f"builtins.{name}") if name in _BUILTINS else UNKNOWN


def dotted(reading: Reading, scope: Scope, name: str) -> Value:
    """What a dotted name is, without a word on whether it answers."""
    first, *rest = name.split(".")
    value = named(reading, scope, first)
    for part in rest:
        value = attribute(reading, None, value, part)
    return value


def annotated(reading: Reading, scope: Scope, node: ast.expr | None, myself: Value = UNKNOWN) -> Value:
    """What something annotated so in the client is."""
    return typed.value_of(node, lambda name: dotted(reading, scope, name), myself) if node is not None else UNKNOWN


def attribute(reading: Reading, node: ast.AST | None, value: Value, name: str) -> Value:
    """What `value.name` is; that it answers, or does not, is noted at the node (None: nowhere)."""
    if value is UNKNOWN:
        if node is not None and not reading.silent:
            reading.events.ask(reading.module.file.path, node, name)
        return UNKNOWN
    if isinstance(value, Foreign | Constant):  # of which there is nothing to note
        answer = reading.world.attribute(value, name)
        return UNKNOWN if isinstance(answer, Missing) else answer
    possible = [each for each in options(value) if each != _NONE] or [value]
    found = [_attribute(reading, each, name) for each in possible]
    there = [each for each in found if not isinstance(each, Missing)]
    missing = [each for each in found if isinstance(each, Missing)]
    if node is not None:
        _tell(reading, node, possible, found, name, "it may be something else" if may_be_other(value) else None)
    return one_of([*there, UNKNOWN] if may_be_other(value) or missing else there)


def _tell(reading: Reading, node: ast.AST, asked: list[Value], found: list[Value | Missing], name: str, doubt: str | None) -> None:
    """Notes what came of it: fine where any possibility answers, as which of them it is nobody knows."""
    if not any(isinstance(each, Thing | Instance | Method | OwnInstance | OwnClass | Super) or _was_given(each) for each in asked):
        return
    missing = [each for each in found if isinstance(each, Missing)]
    if len(missing) == len(found):
        first = missing[0]
        complaint = f"{first.owner} has no attribute '{name}'"
        answer = Answer(False, first.path, first.canonical, complaint, first.doubt or doubt, open=first.served, said=first.said, above=first.above)
        reading.tell(node, "attribute", name, answer)
        return
    index = next(index for index, each in enumerate(found) if not isinstance(each, Missing))
    held = asked[index]
    if found[index] == UNKNOWN and isinstance(held, OwnInstance | OwnClass | Super):
        base = _base_with(reading, held.cls if isinstance(held, OwnInstance | Super) else held, name)
        if base is not None:
            reading.tell(node, "attribute", name, Answer(True, f"{base.path}.{name}", f"{base.item.path}.{name}"))
    elif found[index] != UNKNOWN or isinstance(asked[index], Thing | Instance | Method | Plain):
        value = found[index]
        path, canonical = path_of(asked[index], name, value if not isinstance(value, Missing) else UNKNOWN)
        vague = found[index] == UNKNOWN and isinstance(held, Thing) and held.item.kind == "attribute"
        reading.tell(node, "attribute", name, Answer(True, path, canonical, vague=vague))


def _base_with(reading: Reading, cls: OwnClass, name: str) -> Thing | None:
    """The class of a package that a class of the client has an attribute from, of which nothing more is known; None: its own, or not known."""
    if name in cls.scope.names or reading.learnt.attribute(cls.node, name, reading.function) is not None:
        return None
    for base in cls.bases:
        if isinstance(base, OwnClass):
            return _base_with(reading, base, name)
        if not isinstance(base, Thing) or base.item.kind != "class":
            return None
        if not isinstance(reading.world.attribute(Instance(base.item), name), Missing):
            return base
    return None


def _was_given(value: Value) -> bool:
    """Is it of a class of the library, and a package gave it?"""
    return isinstance(value, Plain) and value.origin is not None


def path_of(asked: Value, name: str, found: Value) -> tuple[str, str | None]:
    """The path of an attribute as the client reaches it, and where it is defined."""
    canonical = found.item.path if isinstance(found, Thing | Method) else None
    match asked:
        case Thing(path=path):
            return f"{path}.{name}", canonical
        case Instance(cls=cls) | Method(item=cls):
            return f"{cls.path}.{name}", canonical or f"{cls.path}.{name}"
        case Plain(origin=str(origin)):
            return origin, origin
    return name, canonical


def _attribute(reading: Reading, value: Value, name: str) -> Value | Missing:
    match value:
        case Thing() | Instance() | Plain() | Constant() | Foreign() | Method():
            return reading.world.attribute(value, name)
        case OwnModule(module=module):
            reading.read_module(module)
            found = module.scope.names.get(name)
            return found if found is not None else reading.client.value(f"{module.file.module}.{name}")
        case OwnInstance(cls=cls):
            own = of_own_class(reading, cls, name, on_instance=True)
            asked = isinstance(own, Missing) or (own == UNKNOWN and (_lacks(reading, cls, name) or _left_open(reading, cls, name)))
            return (_of_heirs(reading, cls, name) or own) if asked else own
        case OwnClass():
            return of_own_class(reading, value, name, on_instance=False)
        case Super(cls=cls):
            return of_bases(reading, cls, name, on_instance=True)
        case OneOf(values=values):
            found_all = [_attribute(reading, each, name) for each in values]
            return one_of([each for each in found_all if not isinstance(each, Missing)] or [UNKNOWN])
        case OfVersion():
            return value
    return UNKNOWN


def of_own_class(reading: Reading, cls: OwnClass, name: str, *, on_instance: bool) -> Value | Missing:
    """An attribute of a class of the client, or of an object of it. That it is None, or a bool, may change at any time, unless a version says so."""
    found = _of_own_class(reading, cls, name, on_instance=on_instance)
    return UNKNOWN if isinstance(found, Constant) and not found.version and (found.value is None or isinstance(found.value, bool)) else found


def _of_own_class(reading: Reading, cls: OwnClass, name: str, *, on_instance: bool) -> Value | Missing:
    if on_instance:
        held = reading.learnt.attribute(cls.node, name, reading.function)
        if held is not None:
            return held
    found = cls.scope.names.get(name)
    if found is None:
        return of_bases(reading, cls, name, on_instance=on_instance)
    if isinstance(found, OwnFunction) and not isinstance(found.node, ast.Lambda):
        marks = [texts.dotted(mark) or "" for mark in found.node.decorator_list]
        if any(mark.endswith(("property", "cached_property")) for mark in marks) and on_instance:
            reading.demand(found.node)
            return reading.learnt.returned(found.node, reading.function)
        static = any(mark == "staticmethod" for mark in marks)
        bound = (on_instance or any(mark == "classmethod" for mark in marks)) and not static
        return OwnFunction(found.node, found.scope, cls, bound)
    return found


def of_bases(reading: Reading, cls: OwnClass, name: str, *, on_instance: bool) -> Value | Missing:
    """What a class of the client inherits. A name is only missing where every base is known."""
    missing: Missing | None = None
    for base in cls.bases:
        match base:
            case OwnClass():
                if len(cls.bases) > 1 and not base.node.decorator_list and _lacks(reading, base, name):
                    continue  # a mixin, which leaves the name to the other bases
                found = of_own_class(reading, base, name, on_instance=on_instance)
            case Thing(item=item) if item.kind == "class":
                found = reading.world.attribute(Instance(item) if on_instance else base, name)
            case Foreign(path="builtins.object"):
                continue
            case _:
                return UNKNOWN
        if not isinstance(found, Missing):
            return found
        missing = missing or found
    if missing is not None and ("__getattr__" in cls.scope.names or name in cls.scope.names):
        return UNKNOWN
    if missing is not None and set_somewhere(reading, cls, name):
        return UNKNOWN
    return missing if missing is not None else UNKNOWN


def _lacks(reading: Reading, cls: OwnClass, name: str) -> bool:
    """Is it sure that a class, of which all bases are the client's, has no such attribute?"""
    if name in cls.scope.names or "__getattr__" in cls.scope.names or reading.learnt.attribute(cls.node, name, reading.function) is not None:
        return False
    return all(_lacks(reading, base, name) if isinstance(base, OwnClass) else base == Foreign("builtins.object") for base in cls.bases)


def _left_open(reading: Reading, cls: OwnClass, name: str) -> bool:
    """Does a class say no more of an attribute than that it is None: `driver = None`, which heirs fill?"""
    return cls.scope.names.get(name) == _NONE and reading.learnt.attribute(cls.node, name, reading.function) in (None, _NONE)


def _of_heirs(reading: Reading, cls: OwnClass, name: str) -> Value | None:
    """What those heirs in the client have under this name that have it: an object that is asked for what its class lacks is of one of them. None: no
    heir has it."""
    found: list[Value] = []
    for heir in reading.heirs.get(cls.node, {}).values():
        own = of_own_class(reading, heir, name, on_instance=True)
        if not isinstance(own, Missing) and not (own == UNKNOWN and _lacks(reading, heir, name)):
            found.append(own)
        elif (below := _of_heirs(reading, heir, name)) is not None:
            found.append(below)
    return one_of(found) if found else None


def set_somewhere(reading: Reading, cls: OwnClass, name: str) -> bool:
    """Does any method of the class, or of one of its bases in the client, assign to this attribute?"""
    known = reading.learnt.attribute(cls.node, name, reading.function) is not None or name in cls.scope.names
    return known or any(isinstance(base, OwnClass) and set_somewhere(reading, base, name) for base in cls.bases)


def element_of(reading: Reading, value: Value) -> Value:
    """What a loop over it gives."""
    found: list[Value] = []
    for each in options(value):
        if isinstance(each, Instance):
            method = reading.world.attribute(each, "__iter__")
            made = reading.world.called(method) if isinstance(method, Method) else UNKNOWN
            found.append(library.element(made) if isinstance(made, Plain) else UNKNOWN)
        else:
            found.append(library.element(each))
    return one_of(found)
