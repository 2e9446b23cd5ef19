"""What can be done with what a call gives, or a property: by the protocol that it has to have: `__await__`, `__aiter__`, `__aenter__` (PEP 492),
`__call__`, `__enter__` (PEP 343), or, of generators, `__next__`.

An `async def` may take the place of a function that handed on a coroutine, and the other way round, without any caller seeing it; so may a method
that of a property which gave a function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from modiff.link import bodies, classes, decorators, outside, returned, signatures
from modiff.link.targets import Outside, Target
from modiff.model.facts import Function
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

Protocol = Literal["__await__", "__aiter__", "__aenter__", "__enter__", "__next__", "__call__"]

_DEPTH = 5
"""Functions that return what another function returns, so many in a row."""
_GIVE_AWAITABLE = frozenset(
    f"asyncio.{name}"
    for name in """create_task ensure_future Future gather open_connection run_coroutine_threadsafe shield sleep start_server Task to_thread wait
    wait_for wrap_future""".split()
)
_AWAITED = frozenset("Awaitable Coroutine Deferred Future Task".split())
_BY_PROTOCOL = {
    "__await__": _AWAITED,
    "__aiter__": frozenset({"AsyncIterable", "AsyncIterator", "AsyncGenerator"}),
    "__aenter__": frozenset({"AbstractAsyncContextManager", "AsyncContextManager", "AsyncExitStack"}),
    "__enter__": frozenset({"AbstractContextManager", "ContextManager", "ExitStack"}),
    "__next__": frozenset({"Generator", "GeneratorType", "Iterator"}),
    "__call__": frozenset({"Callable", "FunctionType", "MethodType", "partial"}),
}
"""Last words of classes outside the release that have it."""
_KINDS: dict[str, Protocol] = {"generator": "__next__", "function": "__call__"}
"""Of `Body.returns`: what they can be used for."""
_IS_ABOUT_ASYNC = re.compile(rb"\basync[ \t]+(?:def|with|for)\b|\b(?:await|coroutine|asyncio|Future|Deferred|Awaitable|Coroutine|__await__)\b")


def protocol_of(item: Item) -> Protocol:
    """What callers do with what this asynchronous function gives."""
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    if decorators.has(marks, "asynccontextmanager"):
        return "__aenter__"
    return "__aiter__" if {"async", "generator"} <= item.flags else "__await__"


def has(view: View, item: Item, protocol: Protocol, cls: Item | None = None) -> bool | None:
    """Has what a call of a function, method or class gives this protocol, or a property when it is read? None: reading cannot say, or it is only
    sometimes so.

    `cls`: the class that a method is called on; None: the one that defines it."""
    return _gives(view, item, protocol, cls or item.owner, _DEPTH)


def speaks_of_async(view: View, item: Item) -> bool:
    """Is anything in the file of this item about what is awaited?"""
    return _IS_ABOUT_ASYNC.search(view.library.text(item.module)) is not None


def _gives(view: View, item: Item, protocol: Protocol, cls: Item | None, depth: int) -> bool | None:
    if item.kind == "class":
        return _instances_have(view, item, protocol)
    definition = item.definition
    if item.kind not in ("function", "method", "property") or not isinstance(definition, Function) or "overloaded" in item.flags:
        return None
    if "async" in item.flags:
        return protocol_of(item) == protocol
    if decorators.makes_awaitable(definition.decorators):
        return protocol == "__await__"
    if decorators.has(definition.decorators, "contextmanager"):
        return protocol == "__enter__"
    if item.kind == "property":
        if any(not decorators.makes_property([mark]) for mark in definition.decorators):
            return None
    elif (told := signatures.signature(view, item)) is None or told.doubt is not None:
        return None
    if "generator" in definition.flags:
        return protocol == "__next__"
    if definition.returns is not None:
        given = returned.returned(view, item, cls)
        known = given is not None and given.complete
        return _all_or_none(_class_has(view, view.at(path), path, protocol) for path in given.classes) if given is not None and known else None
    body = bodies.body_alone(view, item) if depth > 0 else None
    return _all_or_none(_of_kinds(view, body.returns, item, protocol, cls, depth)) if body is not None else None


def _all_or_none(answers: Iterable[bool | None]) -> bool | None:
    """What all say; None where they differ. Where nothing is given, nothing has it."""
    said = set(answers)
    return said.pop() if len(said) == 1 else None if said else False


def _of_kinds(view: View, kinds: Iterable[str], item: Item, protocol: Protocol, cls: Item | None, depth: int) -> Iterator[bool | None]:
    """For each kind of value that a body gives, as `Body.returns` has them."""
    for kind in kinds:
        if kind == "?":
            yield None
        elif kind == "self":
            yield _instances_have(view, cls, protocol) if cls is not None and item.binding == "instance" else None
        elif kind in _KINDS:
            yield _KINDS[kind] == protocol
        elif kind.startswith("call "):
            target, of = _callee(view, kind[5:], item, cls)
            if isinstance(target, Item):
                yield _gives(view, target, protocol, of or target.owner, depth - 1)
            else:
                yield _library_gives(target.path, protocol) if isinstance(target, Outside) else None
        else:
            yield False


def _callee(view: View, dotted: str, item: Item, cls: Item | None) -> tuple[Target | None, Item | None]:
    """What is called, and the class that a method is called on."""
    first, _, name = dotted.partition(".")
    parameters = item.definition.parameters if isinstance(item.definition, Function) else ()
    if item.binding in ("instance", "class") and parameters and parameters[0].name == first and "." not in name:
        member = classes.members(view, cls).get(name) if cls is not None else None
        return (member.item, cls) if member is not None else (None, None)
    return view.lookup(item.module, dotted), None


def _library_gives(path: str, protocol: Protocol) -> bool | None:
    if protocol == "__await__" and path in _GIVE_AWAITABLE:
        return True
    given = returned.given_by_library(path)
    return _outside_has(given, protocol) if given is not None else None


def _class_has(view: View, target: Target | None, path: str, protocol: Protocol) -> bool | None:
    """Has an instance of this class the protocol? `path`: of what the release does not define."""
    if isinstance(target, Item):
        return _instances_have(view, target, protocol) if target.kind == "class" else None
    return _outside_has(path, protocol)


def _outside_has(path: str, protocol: Protocol) -> bool | None:
    if path.rpartition(".")[2] in _BY_PROTOCOL[protocol]:
        return True
    known = outside.members_of(outside.same_class(path)) if path != "builtins.None" else frozenset()
    return protocol in known if known is not None else None


def _instances_have(view: View, cls: Item, protocol: Protocol) -> bool | None:
    unread = False
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Item):
            if protocol in classes.own_members(view, ancestor):
                return True
        elif isinstance(ancestor, Outside):
            found = _outside_has(ancestor.path, protocol)
            if found:
                return True
            unread |= found is None
        else:
            unread = True
    return None if unread or "__new__" in classes.members(view, cls) else False
