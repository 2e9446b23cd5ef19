"""What kind of thing answers, in the words of `KindChanged`, and whether a difference of kinds is settled by reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modiff.graph.graph import Graph
from modiff.graph.when import when_of
from modiff.link import classes, decorators, keeping, protocols
from modiff.model.changes import KindChanged
from modiff.model.facts import Assignment, Function
from modiff.model.findings import Certainty
from modiff.model.items import Item

_GIVES_GENERATOR = frozenset({"types.GeneratorType", "typing.Generator", "collections.abc.Generator"})
_GONE_THROUGH = _GIVES_GENERATOR | {f"{module}.{name}" for module in ("typing", "collections.abc") for name in ("Iterator", "Iterable")}
"""What callers may do no more with than with a generator."""

_DONE_WITH = {"__await__": "to await", "__aiter__": "for `async for`", "__aenter__": "for `async with`"}

_CERTAIN: tuple[Certainty, str | None] = (Certainty.certain, None)
_CALLED = ("function", "method")

_LITERAL = re.compile(r"""-?\d|["'\[{(]|[bfur]{1,2}["']|(None|True|False|\.\.\.)$""")

_PENDING = ("async", "generator")
_PLAIN_CALLABLES = frozenset({"function", "method", "class method", "static method"})
_BY_CALLS = _PLAIN_CALLABLES | {"generator", "context manager"}
_PLAIN = frozenset({"property", "builtins.property", "abc.abstractproperty", "abstractproperty"})
_HANDS_ON = frozenset({"override", "typing.override", "typing_extensions.override", "final", "typing.final"})
_ACCESSOR = re.compile(r"\.(getter|setter|deleter)$")


def word(graph: Graph, item: Item) -> str:
    """The kind in words, as the item's own version has it."""
    if item.kind in ("function", "method"):
        return _callable_word(graph, item)
    if item.kind == "property":
        return "cached property" if "cached" in item.flags else "property"
    if item.kind == "class":
        return "enum" if graph.is_enum(item) else "class"
    if item.kind == "attribute":
        return "instance attribute" if "instance" in item.flags else "attribute"
    return item.kind


def _callable_word(graph: Graph, item: Item) -> str:
    flags = keeping.turned(graph.view, item).flags if isinstance(item.definition, Function) and item.definition.decorators else item.flags
    if "async" in flags:
        return "async generator" if "generator" in flags else "async method" if item.in_class else "async function"
    if "generator" in flags:
        return "generator"
    if isinstance(item.definition, Function) and decorators.has(item.definition.decorators, "contextmanager"):
        return "context manager"
    if not item.in_class:
        return "function"
    return {"static": "static method", "class": "class method"}.get(item.binding or "", "method")


def change(old: Graph, new: Graph, before: Item, after: Item, paths: Sequence[str]) -> Iterator[KindChanged]:
    """The change of kinds, where callers meet another kind of thing; `paths` as they are told, the shortest first. Whether reading knows what kinds
    they are, `is_settled` says."""
    was, now = word(old, before), word(new, after)
    told = _sureness(old, new, before, after, paths[0]) if was != now else None
    if told is not None:
        yield KindChanged(
            path=paths[0],
            also=tuple(sorted(paths[1:])),
            old=before,
            new=after,
            before=was,
            after=now,
            certainty=told[0],
            doubt=told[1],
            when=when_of(after),
        )


_Sureness = tuple[Certainty, str | None] | None
"""How sure it is that what callers do with the one fails with the other, and why it is not certain. None: it does not."""


def _sureness(old: Graph, new: Graph, before: Item, after: Item, path: str) -> _Sureness:
    was, now = word(old, before), word(new, after)
    by = keeping.turned(old.view, before).by or keeping.turned(new.view, after).by
    if by is not None and (was.startswith(_PENDING) or now.startswith(_PENDING)):
        return Certainty.possible, f"@{by} makes something of what it gives, which may be that, too"
    if now == "generator" and was in _PLAIN_CALLABLES:
        return _yielding(old, before, path, Certainty.likely) if not old.only_raises(before) and not _gives_only(old, before, _GONE_THROUGH) else None
    if was == "generator" and now in _PLAIN_CALLABLES:
        return _yielding(new, after, path, Certainty.possible) if not _gives_only(new, after, _GIVES_GENERATOR) else None
    if (was == "context manager") != (now == "context manager") and was in _BY_CALLS and now in _BY_CALLS:
        graph, plain, kind = (new, after, now) if was == "context manager" else (old, before, was)
        return _entering(graph, plain, path) if kind != "generator" else _decorated_generator(plain)
    if "property" in (before.kind, after.kind) and {before.kind, after.kind} & {"function", "method"}:
        graph, read = (old, before) if before.kind == "property" else (new, after)
        if _is_attached(before) or _is_attached(after):
            return Certainty.possible, "it is made at run time: what reading it gives is not known"
        return (Certainty.possible, "what the property gives can be called as well") if _gives(graph, read, "__call__", path) else _CERTAIN
    if was.startswith("async") != now.startswith("async") and before.kind in _CALLED and after.kind in (*_CALLED, "class"):
        return _no_longer_awaited(new, after, before, path) if was.startswith("async") else _awaited(old, before, after, path)
    return _CERTAIN


def _is_attached(member: Item) -> bool:
    """Does a decorator or a metaclass set it on the class? Such a member stands where its class does."""
    return member.owner is not None and (member.file, member.line) == (member.owner.file, member.owner.line)


def _gives(graph: Graph, item: Item, protocol: protocols.Protocol, path: str) -> bool | None:
    """Has what a callable or property gives the protocol, asked of the class that the path leads to?"""
    owner = graph.view.at(path.rpartition(".")[0]) if item.owner is not None else None
    return protocols.has(graph.view, item, protocol, owner if isinstance(owner, Item) and owner.kind == "class" else None)


def _yielding(graph: Graph, plain: Item, path: str, unsettled: Certainty) -> _Sureness:
    """Where one is a generator, and the other may hand on the generator that another one makes: whether it yields itself, its callers cannot tell.
    `unsettled`: how sure it is where reading cannot say what the other one hands on. What is no generator any more is mostly an iterator still."""
    gives = _gives(graph, plain, "__next__", path)
    if gives and (not isinstance(plain.definition, Function) or plain.definition.returns is None):
        return None
    return _CERTAIN if gives is not None else (unsettled, "what the other version gives may be a generator, too")


def _entering(graph: Graph, plain: Item, path: str) -> _Sureness:
    """Where one is made by `contextlib.contextmanager`, and what the other gives may be for `with` as well."""
    gives = _gives(graph, plain, "__enter__", path)
    if gives:
        return None
    return _CERTAIN if gives is False else (Certainty.possible, "what the other version gives may be a context manager, too")


def _decorated_generator(generator: Item) -> _Sureness:
    """Where the other one is a generator, of which a decorator may make a context manager, too."""
    mark = decorators.unknown(generator.definition.decorators) if isinstance(generator.definition, Function) else None
    return _CERTAIN if mark is None else (Certainty.possible, f"@{decorators.dotted(mark)} may make a context manager of it, too")


def _awaited(old: Graph, before: Item, after: Item, path: str) -> _Sureness:
    """Where it became asynchronous, and what it gave before may have been awaited (looped over, entered) as well; or not, as it was at work anyway.
    Where nothing says what it gave, a file that is about awaiting makes it doubtful."""
    protocol = protocols.protocol_of(after)
    gave = _gives(old, before, protocol, path)
    if gave is False or (gave is None and not protocols.speaks_of_async(old.view, before)):
        return _CERTAIN
    return Certainty.possible, f"what it returned before {'was' if gave else 'may have been'} something {_DONE_WITH[protocol]}"


def _no_longer_awaited(new: Graph, after: Item, before: Item, path: str) -> _Sureness:
    """Where it was asynchronous, and what it gives now may be awaited just as well."""
    protocol = protocols.protocol_of(before)
    gives = _gives(new, after, protocol, path)
    if gives is False or (gives is None and not protocols.speaks_of_async(new.view, after)):
        return _CERTAIN
    return None if gives else (Certainty.possible, f"what it gives now may be something {_DONE_WITH[protocol]}")


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
