"""What makes a class: its metaclass as far as reading can tell, and the methods that subclasses must define before they can be instantiated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from modiff.link import classes, decorators, texts
from modiff.link.once import once
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import Assignment, Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

ABC_META = "abc.ABCMeta"
_ABOVE = {
    "abc.ABCMeta": ("builtins.type",),
    "enum.EnumMeta": ("builtins.type",),
    "typing._ProtocolMeta": ("abc.ABCMeta", "builtins.type"),
    "builtins.type": (),
}
_OF_BASE = {
    "abc.ABC": "abc.ABCMeta",
    "typing.Protocol": "typing._ProtocolMeta",
    "typing_extensions.Protocol": "typing._ProtocolMeta",
    "typing.Generic": "builtins.type",
    "typing.NamedTuple": "builtins.type",
    "collections.OrderedDict": "builtins.type",
    "collections.defaultdict": "builtins.type",
    "collections.Counter": "builtins.type",
    "collections.deque": "builtins.type",
    "threading.Thread": "builtins.type",
    "threading.local": "builtins.type",
    "json.JSONEncoder": "builtins.type",
    "json.JSONDecoder": "builtins.type",
    "logging.Handler": "builtins.type",
    "logging.Logger": "builtins.type",
    "logging.Formatter": "builtins.type",
    "argparse.Action": "builtins.type",
    "argparse.ArgumentParser": "builtins.type",
}
_HANDS_ON = frozenset({"property", "setter", "getter", "deleter"})
# They bring no methods that could stand in for abstract ones.
_EMPTY = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "typing.Generic", "builtins.object"})


class Metaclass(msgspec.Struct, frozen=True):
    """What makes a class."""

    path: str
    """Canonical, or dotted as far as it is known: `abc.ABCMeta`, `builtins.type`."""
    above: frozenset[str]
    """Paths of the metaclasses it derives from, itself included."""


def metaclass(view: View, cls: Item) -> Metaclass | None:
    """The metaclass of a class; None where reading cannot say: a base of another distribution, or one that is computed."""
    return once(view, _most_derived_metaclass, cls)


def _most_derived_metaclass(view: View, cls: Item) -> Metaclass | None:
    found: list[Metaclass] = []
    for ancestor in classes.mro(view, cls):
        one = once(view, _written_metaclasses, ancestor) if isinstance(ancestor, Item) else _of_outside(ancestor)
        if one is None:
            return None
        found.extend(one)
    plain = Metaclass("builtins.type", frozenset({"builtins.type"}))
    # A class is made by the most derived of all (PEP 3115); where there is none it would not be made at all.
    return next((m for m in found if all(other.path in m.above for other in found)), None) if found else plain


def _of_outside(ancestor: Outside | Unsettled) -> list[Metaclass] | None:
    if isinstance(ancestor, Unsettled):
        return None
    path = ancestor.path
    known = _OF_BASE.get(path)
    if path.startswith("builtins."):
        known = "builtins.type"
    elif path.startswith("collections.abc."):
        known = ABC_META
    elif path.startswith("enum."):
        known = "enum.EnumMeta"
    return None if known is None else [_known(known)]


def _known(path: str) -> Metaclass:
    return Metaclass(path, frozenset({path, *_ABOVE[path]}))


def _written_metaclasses(view: View, cls: Item) -> list[Metaclass] | None:
    definition = cls.definition
    if not isinstance(definition, Class):
        return [] if {"namedtuple", "enum"} & cls.flags else None
    written = [value for name, value in definition.keywords if name == "metaclass"]
    written += [
        base.call.arguments[0]
        for base in definition.bases
        if base.call is not None and _is(base.call.callee, "with_metaclass") and base.call.arguments
    ]
    written += [
        mark.call.arguments[0]
        for mark in definition.decorators
        if mark.call is not None and mark.call.callee.rpartition(".")[2] in ("add_metaclass", "with_metaclass") and mark.call.arguments
    ]
    # Python 2's way of saying it; where it stands today, the branch for Python 3 says the same in its own way.
    written += [
        b.definition.value.text
        for b in definition.members
        if b.name == "__metaclass__" and isinstance(b.definition, Assignment) and b.definition.value
    ]
    if any(name == "**" for name, _ in definition.keywords):
        return None
    found = [_at(view, cls.module, text) for text in written]
    return None if None in found else [m for m in found if m is not None]


def _is(callee: str, name: str) -> bool:
    return callee.rpartition(".")[2] == name


def _at(view: View, module: str, written: str) -> Metaclass | None:
    target = view.lookup(module, written) if texts.is_dotted(written) else None
    if isinstance(target, Outside):
        return _known(target.path) if target.path in _ABOVE else Metaclass(target.path, frozenset({target.path, "builtins.type"}))
    if not isinstance(target, Item) or target.kind != "class":
        return None
    above: set[str] = {"builtins.type"}
    for ancestor in classes.mro(view, target):
        if isinstance(ancestor, Unsettled):
            return None
        above |= _known(ancestor.path).above if ancestor.path in _ABOVE else {ancestor.path}
    return Metaclass(target.path, frozenset(above))


def abstract_members(view: View, cls: Item) -> dict[str, Item] | None:
    """Members that keep the class from being instantiated, by name: abstract, never overridden, and made by a metaclass that minds (PEP 3119).

    None where reading cannot say which metaclass it is. Do not change the answer.
    """
    return once(view, _abstract_members_left, cls)


def _abstract_members_left(view: View, cls: Item) -> dict[str, Item] | None:
    meta = metaclass(view, cls)
    if meta is None:
        return None
    if ABC_META not in meta.above:
        return {}
    order = classes.mro(view, cls)
    brings = next((i for i, a in enumerate(order) if isinstance(a, Outside) and a.path not in _EMPTY), len(order))
    return {
        name: member.item
        for name, member in classes.members(view, cls).items()
        if "abstract" in member.item.flags and _is_minded(member.item) and order.index(member.owner) < brings
    }


def _is_minded(item: Item) -> bool:
    """Do the decorators above `@abstractmethod` hand the mark on? Those of properties do only if it is `property` itself."""
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    if item.kind == "property":
        return all(decorators.last(mark) in _HANDS_ON or decorators.last(mark).startswith("abstract") for mark in marks)
    return decorators.unknown(marks) is None
