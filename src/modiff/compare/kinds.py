"""What kind of thing answers, in the words of `KindChanged`, and whether a difference of kinds is settled by reading."""

from __future__ import annotations

import re

from modiff.graph.graph import Graph
from modiff.link import classes
from modiff.model.facts import Assignment, Function
from modiff.model.items import Item

_GIVES_GENERATOR = frozenset({"types.GeneratorType", "typing.Generator", "collections.abc.Generator"})
_GONE_THROUGH = _GIVES_GENERATOR | {f"{module}.{name}" for module in ("typing", "collections.abc") for name in ("Iterator", "Iterable")}
"""What callers may do no more with than with a generator."""

_LITERAL = re.compile(r"""-?\d|["'\[{(]|[bfur]{1,2}["']|(None|True|False|\.\.\.)$""")

_PLAIN_CALLABLES = frozenset({"function", "method", "class method", "static method"})
_PLAIN = frozenset({"property", "builtins.property", "abc.abstractproperty", "abstractproperty"})
_HANDS_ON = frozenset({"override", "typing.override", "typing_extensions.override", "final", "typing.final"})
_ACCESSOR = re.compile(r"\.(getter|setter|deleter)$")


def word(graph: Graph, item: Item) -> str:
    """The kind in words, as the item's own version has it."""
    if item.kind in ("function", "method"):
        return _callable_word(item)
    if item.kind == "property":
        return "cached property" if "cached" in item.flags else "property"
    if item.kind == "class":
        return "enum" if graph.is_enum(item) else "class"
    if item.kind == "attribute":
        return "instance attribute" if "instance" in item.flags else "attribute"
    return item.kind


def _callable_word(item: Item) -> str:
    if "async" in item.flags:
        return "async generator" if "generator" in item.flags else "async method" if item.in_class else "async function"
    if "generator" in item.flags:
        return "generator"
    if not item.in_class:
        return "function"
    return {"static": "static method", "class": "class method"}.get(item.binding or "", "method")


def is_change(old: Graph, new: Graph, before: Item, after: Item, was: str, now: str) -> bool:
    """Do callers meet another kind of thing? Not where a function hands on the generator that another one makes: whether it yields itself, its
    callers cannot tell; nor where it never did more than raise."""
    if was == now:
        return False
    if now == "generator" and was in _PLAIN_CALLABLES:
        return not old.only_raises(before) and not _gives_only(old, before, _GONE_THROUGH)
    if was == "generator" and now in _PLAIN_CALLABLES:
        return not _gives_only(new, after, _GIVES_GENERATOR)
    return True


def _gives_only(graph: Graph, item: Item, known: frozenset[str]) -> bool:
    """Is all that a call gives among these?"""
    given = graph.returned_by(item)
    return given is not None and given.complete and known.issuperset(given.classes)


def is_settled(item: Item) -> bool:
    """Does reading know what kind of thing it is? Not where a value is computed: it may be a callable, a class, a descriptor."""
    if item.kind != "attribute":
        return True
    if "instance" in item.flags or not isinstance(item.definition, Assignment):
        return False
    if "enum-member" in item.flags or "field" in item.flags:
        return True
    return item.value is not None and _LITERAL.match(item.value) is not None


def is_plain_instance(graph: Graph, item: Item) -> bool:
    """Is it an instance, which cannot be called, of a class that this release defines, and whose bases are all read?"""
    call = item.definition.value.call if isinstance(item.definition, Assignment) and item.definition.value is not None else None
    if item.kind != "attribute" or call is None or item.owner is not None:
        return False
    cls = graph.view.lookup(item.module, call.callee)
    if not isinstance(cls, Item) or cls.kind != "class" or graph.is_enum(cls) or classes.metaclass(graph.view, cls) is not None:
        return False
    members = graph.members(cls)
    return not {"__call__", "__new__"} & members.keys() and graph.why_member_may_answer(cls, "__call__") is None


def is_plain_property(item: Item) -> bool:
    """Is it the language's own `property`, which forbids what it has no function for? Others of that name often let themselves be overwritten."""
    definition = item.definition
    if isinstance(definition, Function):
        outermost = next((d.name or "" for d in definition.decorators if d.name not in _HANDS_ON), "")
        return outermost in _PLAIN or _ACCESSOR.search(outermost) is not None
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    return call is not None and call.callee == "property"
