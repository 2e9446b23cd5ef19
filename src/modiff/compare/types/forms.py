"""What annotations mean: types as small frozen values. Two texts that mean one type give equal values."""

from __future__ import annotations

import msgspec


class Unknown(msgspec.Struct, frozen=True):
    """A type that reading cannot settle: nothing is said of it, but that it is itself where both sides have the same words for it."""

    text: str


class Anything(msgspec.Struct, frozen=True):
    """`Any`: fits everywhere, as gradual typing (PEP 484, PEP 483) has it; nothing is said of what it hides."""


class Nothing(msgspec.Struct, frozen=True):
    """`Never`, `NoReturn`: no value at all."""


class Named(msgspec.Struct, frozen=True):
    """A class, with the types that stand in its brackets."""

    path: str
    """Canonical: `builtins.int`, `collections.abc.Sequence`, `pkg.C`; `builtins.None` for None. One spelling for all aliases of a class."""
    arguments: tuple[Type, ...] = ()
    """Empty: none are written, which says nothing of them."""


class OneOf(msgspec.Struct, frozen=True):
    """Exactly this value: one entry of `Literal[...]` (PEP 586)."""

    value: str
    """As normalised source: `'r'`, `1`; of an enum's member the canonical path."""
    of: str
    """Path of its class."""


class Union(msgspec.Struct, frozen=True):
    """Any of these. Made by `union`: at least two, none of them a union."""

    members: frozenset[Type]


class FixedTuple(msgspec.Struct, frozen=True):
    """`tuple[A, B]`: so many entries of these types. `tuple[A, ...]` is a Named with one argument."""

    entries: tuple[Type, ...]


class CallableType(msgspec.Struct, frozen=True):
    """`Callable[[A, B], R]`."""

    parameters: tuple[Type, ...] | None
    """None: `...`, or something (ParamSpec, Concatenate) that is not compared."""
    returns: Type


class Distinct(msgspec.Struct, frozen=True):
    """`NewType("UserId", int)`."""

    path: str
    """Canonical."""
    of: Type
    """What it is made of."""


class Variable(msgspec.Struct, frozen=True):
    """A type variable. Its name says nothing to callers."""

    bound: str = ""
    """What it is restricted to, as source; empty: nothing."""


class Self(msgspec.Struct, frozen=True):
    """`Self` (PEP 673) in the body of a class."""

    owner: str
    """Path of the class."""


Type = Unknown | Anything | Nothing | Named | OneOf | Union | FixedTuple | CallableType | Distinct | Variable | Self

NONE = Named("builtins.None")
OBJECT = Named("builtins.object")
ANYTHING = Anything()


def union(*types: Type) -> Type:
    """All of these together, flat and without repetition; of none it is Nothing."""
    members: set[Type] = set()
    for one in types:
        members |= one.members if isinstance(one, Union) else set() if isinstance(one, Nothing) else {one}
    if Anything() in members:
        return ANYTHING
    if not members:
        return Nothing()
    return Union(frozenset(members)) if len(members) > 1 else members.pop()


BYTE_STRING = union(*(Named(f"builtins.{name}") for name in ("bytes", "bytearray", "memoryview")))
"""What `typing.ByteString` was made for; nothing else derives from it."""


def parts(one: Type) -> frozenset[Type]:
    """The members of a union; of anything else itself."""
    return one.members if isinstance(one, Union) else frozenset({one})


def is_settled(one: Type) -> bool:
    """Is nothing in it unknown?"""
    match one:
        case Unknown():
            return False
        case Named(arguments=inner) | FixedTuple(entries=inner):
            return all(map(is_settled, inner))
        case Union(members=members):
            return all(map(is_settled, members))
        case CallableType(parameters=parameters, returns=returns):
            return is_settled(returns) and all(map(is_settled, parameters or ()))
        case _:
            return True
