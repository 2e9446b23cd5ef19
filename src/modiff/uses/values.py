"""What an expression of the client is, as far as reading sees. All are frozen and compare by value, so that the same value met twice is one."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import msgspec

from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.uses.modules import Module, Scope


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Anything: nothing follows from it, and nothing is wrong with it. There is but one."""


UNKNOWN = Unknown()


class Thing(msgspec.Struct, frozen=True):
    """A module, class, function or attribute of a package, itself."""

    item: Item
    path: str
    """As the client reaches it."""


class Instance(msgspec.Struct, frozen=True):
    """An object of a package's class."""

    cls: Item
    args: tuple[Value, ...] = ()
    """What its type parameters stand for; empty: not known."""


class Method(msgspec.Struct, frozen=True):
    """A method, taken of an object or of its class."""

    item: Item
    cls: Item
    """The class it was asked of."""
    bound: bool
    """Is the object filled in?"""


@dataclass(frozen=True, slots=True)
class Plain:
    """An object of a class of the standard library (`builtins.str`, `collections.abc.Iterator` …)."""

    path: str
    args: tuple[Value, ...] = ()
    """What it holds: elements, keys and values; of a tuple each element. Empty: not known."""
    origin: str | None = field(compare=False, hash=False, default=None)
    """Canonical path of what gave it, in a package that is compared; None: the client made it itself."""
    said: str | None = field(compare=False, hash=False, default=None)
    """What the documentation of that says it gives, where nothing else does."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, number, tuple of such … whose value is known."""

    value: str | bytes | int | float | complex | bool | tuple[object, ...] | object | None
    version: bool = field(compare=False, hash=False, default=False)
    """Is it the version of a package that is compared?"""


@dataclass(frozen=True, slots=True)
class OfVersion:
    """Something that was worked out from the version of a package that is compared, or from what its functions take, in a way that reading does not
    follow."""


OF_VERSION = OfVersion()


class Foreign(msgspec.Struct, frozen=True):
    """Something of a module that is neither the client's nor one that is compared."""

    path: str


class Keywords(msgspec.Struct, frozen=True):
    """A mapping with known keys, as it is unpacked into a call."""

    keys: tuple[tuple[str, Value], ...]
    complete: bool = True
    """Are these all of its keys?"""
    always: bool = True
    """Are they always there? False: some callers give them."""

    def including(self, name: str, value: Value) -> Keywords:
        """With one key more."""
        return Keywords((*(each for each in self.keys if each[0] != name), (name, value)), self.complete, self.always)

    def without(self, name: str) -> Keywords:
        """With one key less."""
        return Keywords(tuple(each for each in self.keys if each[0] != name), self.complete, self.always)


class Awaitable(msgspec.Struct, frozen=True):
    """What a call of an `async def` gives."""

    result: Value


class Manager(msgspec.Struct, frozen=True):
    """What a function under `contextmanager` gives: `with` makes the result of it."""

    result: Value
    asynchronous: bool = False
    origin: str = ""
    """Canonical path of the function, in a package that is compared; empty: it is the client's."""


class Gives(msgspec.Struct, frozen=True):
    """Something that can be called, of which only the result is known."""

    result: Value


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the client, or a method taken of its class."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: Scope = field(compare=False, hash=False)
    """Where it stands."""
    owner: OwnClass | None = None
    bound: bool = False
    """Is it taken of an object?"""


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the client."""

    node: ast.ClassDef
    scope: Scope = field(compare=False, hash=False)
    """Its body."""
    bases: tuple[Value, ...] = field(compare=False, hash=False, default=())


class OwnInstance(msgspec.Struct, frozen=True):
    """An object of a client's class."""

    cls: OwnClass


class OwnModule(msgspec.Struct, frozen=True):
    """A module of the client."""

    module: Module


class Super(msgspec.Struct, frozen=True):
    """`super()` in a method of a client's class."""

    cls: OwnClass


class OneOf(msgspec.Struct, frozen=True):
    """One of several; which, reading cannot say."""

    values: tuple[Value, ...]
    others: bool = False
    """May it be something else besides?"""


Value = (
    Unknown | Thing | Instance | Method | Plain | Constant | Foreign | Keywords | Awaitable | Manager | Gives
    | OwnFunction | OwnClass | OwnInstance | OwnModule | Super | OfVersion | OneOf
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A name that does not answer."""

    path: str
    """What was asked for."""
    owner: str
    """What was asked, in words: `module 'pkg'`, `'C' object`."""
    canonical: str | None
    """Where that is defined."""
    doubt: str | None = None
    served: bool = False
    """Is the doubt that a function of the module answers for names?"""
    said: str | None = None
    """The documentation that it rests upon; None: none."""
    above: tuple[str, ...] = ()
    """Canonical paths of the classes that were asked, of an object."""


VERSIONS = frozenset({"__version__", "VERSION", "__version_info__", "version_info", "__version_tuple__"})
"""What packages call their own version."""
_MOST = 6
"""Possibilities that are kept apart."""


def one_of(values: list[Value]) -> Value:
    """The union: one value if they are all the same, unknown if there are too many. Beside something unknown only objects of packages' classes and
    their methods are kept, and what documentation says: of them there may be something to say."""
    if len(values) == 1 and not isinstance(values[0], OneOf):
        return values[0]
    flat: dict[Value, None] = {}
    others = False
    for value in values:
        others = others or (isinstance(value, OneOf) and value.others)
        for each in value.values if isinstance(value, OneOf) else (value,):
            if isinstance(each, Unknown):
                others = True
            else:
                flat[each] = None
    if others:
        kept = tuple(each for each in flat if isinstance(each, Instance | Method) or (isinstance(each, Plain) and each.said is not None))
        return OneOf(kept, True) if 0 < len(kept) <= _MOST else UNKNOWN
    if len(flat) == 1:
        return next(iter(flat))
    return OneOf(tuple(flat)) if 0 < len(flat) <= _MOST else UNKNOWN


def may_be_other(value: Value) -> bool:
    """May it be something that is not among its possibilities?"""
    return isinstance(value, OneOf) and value.others


def options(value: Value) -> tuple[Value, ...]:
    """The possibilities."""
    return value.values if isinstance(value, OneOf) else (value,)


def of_version(*values: Value) -> bool:
    """Is any of these a version of a package that is compared, or worked out from one?"""
    for value in values:
        if isinstance(value, Constant):
            if value.version:
                return True
        elif isinstance(value, OneOf):
            if of_version(*value.values):
                return True
        elif isinstance(value, OfVersion) or (isinstance(value, Thing) and value.item.kind == "attribute" and value.item.name in VERSIONS):
            return True
    return False


def worked_out(value: Value, *of: Value) -> Value:
    """A constant, marked if it was worked out from a version; anything else as it is."""
    return replace(value, version=True) if isinstance(value, Constant) and not value.version and of_version(*of) else value


def without_none(value: Value) -> Value:
    """What it is if it is not None."""
    left = [each for each in options(value) if each not in (Constant(None), Plain("builtins.None"))]
    return one_of(left) if left else value


def class_of_constant(value: Constant) -> str:
    """`builtins.str` …"""
    return "builtins.None" if value.value is None else f"builtins.{type(value.value).__name__}"


def given_by(item: Item, value: Value) -> Value:
    """The value, marked with what gave it if it is of a class of the library."""
    match value:
        case Plain(origin=None):
            return replace(value, origin=item.path)
        case OneOf(values=values, others=others):
            return OneOf(tuple(given_by(item, each) for each in values), others)
        case Awaitable(result=result):
            return Awaitable(given_by(item, result))
    return value
