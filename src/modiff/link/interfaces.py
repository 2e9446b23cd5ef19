"""Interfaces of `zope.interface`, which other distributions' classes say they implement. A loop over one gives the names it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import classes, decorators
from modiff.link.targets import Outside
from modiff.model.facts import Class, Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_ROOTS = frozenset(("zope.interface.Interface", "zope.interface.interface.Interface"))
_NO_NAMES = frozenset(("__doc__", "__module__", "__qualname__", "__annotations__", "__slots__"))


def names_at(view: View, path: str) -> list[str] | None:
    """The names of methods and attributes that an interface asks for, inherited ones included (`zope.interface.interfaces.IInterface.__iter__`);
    None where the path leads to no interface, or to one that is not read whole."""
    cls = view.at(path)
    if not isinstance(cls, Item) or not isinstance(cls.definition, Class) or classes.is_under_way(view, cls):
        return None
    above = classes.mro(view, cls)
    if not any(isinstance(a, Outside) and a.path in _ROOTS for a in above):
        return None
    if any(not isinstance(a, Item) and not (isinstance(a, Outside) and a.path in _ROOTS) for a in above):
        return None
    return sorted(name for name, member in classes.members(view, cls).items() if name not in _NO_NAMES and not _is_invariant(member.item))


def _is_invariant(member: Item) -> bool:
    """Does it say what must hold of what implements the interface, and asks for no name?"""
    marks = member.definition.decorators if isinstance(member.definition, Function) else ()
    return any(decorators.last(mark) == "invariant" for mark in marks)
