"""What instances of a class allow beside its members: attributes of any name, weak references, hashing, comparison, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from modiff.link import classes, decorators, makers, records, texts
from modiff.link.builtin import builtin
from modiff.link.once import once
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import Assignment, Class
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_WITHOUT_DICT = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "typing.Generic", "typing.NamedTuple"})
ORDERINGS = ("__lt__", "__le__", "__gt__", "__ge__")
Says = Literal["yes", "no", "ask above", "unknown"]


class Layout(msgspec.Struct, frozen=True):
    """Where instances keep their attributes."""

    anything: bool
    """Do they have a `__dict__`, so that any name can be assigned?"""
    weakly: bool
    """Can they be referred to weakly?"""
    slots: frozenset[str]
    """Names that `__slots__` of the class and its bases give."""
    settled: bool
    """False: a base of another distribution, or slots that are computed, may add to all of that."""


def layout(view: View, cls: Item) -> Layout:
    """How instances of a class are laid out (the data model's section on `__slots__`)."""
    anything = weakly = False
    settled, slots = True, set[str]()
    for ancestor in classes.mro(view, cls):
        if not isinstance(ancestor, Item):
            has = _of_outside(ancestor)
            settled = settled and has is not None
            anything, weakly = anything or bool(has and has[0]), weakly or bool(has and has[1])
            continue
        own = once(view, own_slots, ancestor)
        if own is None:
            anything = weakly = True
        elif "*" in own:
            settled = False
        else:
            slots.update(own)
    return Layout(anything or "__dict__" in slots, weakly or "__weakref__" in slots, frozenset(slots), settled)


def _of_outside(ancestor: Outside | Unsettled) -> tuple[bool, bool] | None:
    """(has a `__dict__`, takes weak references); None: not known."""
    if isinstance(ancestor, Unsettled):
        return None
    if ancestor.path in _WITHOUT_DICT or ancestor.path.startswith("collections.abc."):
        return False, False
    known = builtin(ancestor.path)
    return None if known is None else (known.__dictoffset__ != 0, known.__weakrefoffset__ != 0)


def own_slots(view: View, cls: Item) -> tuple[str, ...] | None:
    """The names in the `__slots__` that a class itself says, or that what makes its fields gives it; `*` for what is computed. None: it has none."""
    definition = cls.definition
    if not isinstance(definition, Class):
        return () if "namedtuple" in cls.flags else None
    if any(isinstance(base, Outside) and base.path.endswith(".NamedTuple") for base in classes.bases(view, cls)):
        return ()
    for binding in definition.members:
        if binding.name == "__slots__":
            value = binding.definition.value if isinstance(binding.definition, Assignment) else None
            return ("*",) if value is None or binding.guard else _names(value.text)
    maker = makers.maker(view, cls)
    if maker is None:
        return ("*",) if any(name == "**" for name, _ in definition.keywords) else None
    if maker.doubt is not None or not maker.says("slots", False):
        return ("*",) if maker.doubt is not None else None
    weak = ("__weakref__",) if maker.says("weakref_slot", maker.kind == "attrs") else ()
    return (*(b.name for b in definition.members if isinstance(b.definition, Assignment)), *weak)


def _names(text: str) -> tuple[str, ...]:
    node = texts.parsed(text)
    one = texts.string(node)
    names = [one] if one is not None else texts.strings(node)
    return ("*",) if names is None else tuple(names)


# --- hashing and comparison


def is_hashable(view: View, cls: Item) -> bool | None:
    """Can instances be hashed? A class that defines `__eq__` and not `__hash__` sets it to None. None: reading cannot say."""
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return None
        if isinstance(ancestor, Outside):
            if ancestor.path in _WITHOUT_DICT or ancestor.path.startswith("enum."):
                continue
            known = builtin(ancestor.path)
            if known is None:
                return None
            if "__hash__" in vars(known):
                return known.__hash__ is not None
            continue
        says = _own_hash(view, ancestor)
        if says == "unknown":
            return None
        if says != "ask above":
            return says == "yes"
    return True


def _maker(view: View, cls: Item) -> makers.Maker | None:
    """What makes its fields: a decorator, or the call that makes the whole class (`make_dataclass`)."""
    call = cls.definition.value.call if isinstance(cls.definition, Assignment) and cls.definition.value is not None else None
    if call is None or records.FLAG not in cls.flags:
        return makers.maker(view, cls)
    options = dict(call.keywords)
    return makers.Maker("dataclass", call.callee, options, "its options are computed" if "**" in options else None)


def _own_hash(view: View, cls: Item) -> Says:
    own = classes.own_members(view, cls)
    written = own.get("__hash__")
    if written is not None and "instance" not in written.flags and "annotated-only" not in written.flags:
        return "no" if written.value == "None" else "yes"
    maker = _maker(view, cls)
    if maker is not None and maker.doubt is not None and "**" in maker.options:
        return "unknown"
    if maker is not None and maker.doubt is None:
        asked = maker.options.get("unsafe_hash", maker.options.get("hash", "None"))
        if asked == "True":
            return "yes"
        if asked == "False" and maker.kind == "attrs":
            return "ask above"
        if _makes_equality(view, maker, cls):
            return "yes" if maker.says("frozen", False) else "no"
    return "no" if "__eq__" in own and own["__eq__"].kind != "attribute" else "ask above"


def _makes_equality(view: View, maker: makers.Maker, cls: Item) -> bool:
    """Does what makes its fields make `__eq__` too? attrs leaves exceptions alone, and its newer decorators what the class writes."""
    if maker.kind == "attrs" and (
        classes.is_inherited_from_outside(view, cls, "__traceback__")
        or ("__eq__" in classes.own_members(view, cls) and maker.says("auto_detect", False))
    ):
        return False
    return maker.says("eq", maker.says("cmp", True))


def orderings_and_equality(view: View, cls: Item) -> frozenset[str] | None:
    """Which comparisons the class has (names of dunder methods): written, made by a decorator, or inherited. None: reading cannot say."""
    return once(view, _comparisons, cls)


def _comparisons(view: View, cls: Item) -> frozenset[str] | None:
    has: set[str] = set()
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            return None
        if isinstance(ancestor, Outside):
            found = _of_stranger(ancestor)
            if found is None:
                return None
            has |= found
        else:
            has |= once(view, _own_comparisons, ancestor)
    return frozenset(has)


def _of_stranger(ancestor: Outside) -> set[str] | None:
    if ancestor.path in _WITHOUT_DICT or ancestor.path.startswith("enum."):
        return {"__eq__", *ORDERINGS} if ancestor.path == "typing.NamedTuple" else set()
    known = builtin(ancestor.path)
    if known is None:
        return None
    return {name for name in ("__eq__", *ORDERINGS) if getattr(known, name) is not getattr(object, name)}


def _own_comparisons(view: View, cls: Item) -> set[str]:
    own = classes.own_members(view, cls)
    has = {name for name in ("__eq__", *ORDERINGS) if name in own and own[name].value != "None"}
    if "namedtuple" in cls.flags:
        return {"__eq__", *ORDERINGS}
    if isinstance(cls.definition, Class) and decorators.has(cls.definition.decorators, "total_ordering"):
        has |= set(ORDERINGS)
    maker = _maker(view, cls)
    if maker is not None:
        equality = _makes_equality(view, maker, cls)
        has |= {"__eq__"} if equality else set()
        # attrs' older decorators order what they compare, unless they are told otherwise.
        has |= set(ORDERINGS) if maker.says("order", False) and (equality or maker.kind == "dataclass") else set()
    return has


def is_frozen(view: View, cls: Item) -> bool | None:
    """Does what makes its fields forbid assigning them? None: nothing that is known makes its fields."""
    found = None
    for ancestor in classes.mro(view, cls):
        maker = _maker(view, ancestor) if isinstance(ancestor, Item) else None
        if maker is not None:
            if maker.doubt is not None:
                return None
            found = bool(found) or maker.says("frozen", False)
    return found
