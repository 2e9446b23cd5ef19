"""What annotations mean: types as small frozen values. Two texts that mean one type give equal values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

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
    """None: `...`, or something (unpacked tuples) that is not compared."""
    returns: Type
    rest: Variable | None = None
    """The variable for all that follows these (PEP 612): `P` of `Callable[P, R]` and of `Callable[Concatenate[A, P], R]`."""


class Distinct(msgspec.Struct, frozen=True):
    """`NewType("UserId", int)`."""

    path: str
    """Canonical."""
    of: Type
    """What it is made of."""


class Variable(msgspec.Struct, frozen=True):
    """A type variable (PEP 484, PEP 695), or one for parameters (PEP 612). Its name says nothing to callers."""

    path: str = ""
    """Which one it is within one signature. Of a class its place in the brackets: `pkg.C[0]`, whatever it is called."""
    bound: Type = Named("builtins.object")
    """What it is restricted to; `object`: nothing."""
    constraints: tuple[Type, ...] = ()
    """One of exactly these; empty: none are written."""
    of: str = ""
    """The class whose parameter it is, with the number of them: `pkg.C/2`; empty: none, each call chooses anew; `?`: reading cannot say."""
    role: Role = "open"
    free: bool = False
    """Of one that is taken: may it become anything in its range, whatever stands in the other parameters? Of one that is fixed: may it be more than
    what callers gave?"""

    @property
    def values(self) -> tuple[Type, ...]:
        """Types that it may stand for, of which all others are kinds."""
        return self.constraints or (self.bound,)

    @property
    def place(self) -> int:
        """Of a class's: its place in the brackets, from 0."""
        return int(self.path.rpartition("[")[2].rstrip("]"))


Role = Literal["open", "given", "taken", "fixed"]
"""How a variable is looked at. given: callers chose any type in its range; taken: one may be chosen so that it fits; fixed: some type in its range,
the same wherever this variable stands; open: nothing is known but that it is itself."""


class Unpacked(msgspec.Struct, frozen=True):
    """`*Ts`, `*tuple[int, ...]` (PEP 646): any number of entries. Nothing is said of it, but that it is itself."""

    of: Type


class Self(msgspec.Struct, frozen=True):
    """`Self` (PEP 673) in the body of a class."""

    owner: str
    """Path of the class."""


Type = Unknown | Anything | Nothing | Named | OneOf | Union | FixedTuple | CallableType | Distinct | Variable | Unpacked | Self

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
    return not any(isinstance(part, Unknown) for part in walk(one))


def walk(one: Type) -> Iterator[Type]:
    """Itself and all that is in it, from left to right."""
    yield one
    match one:
        case Named(arguments=inner) | FixedTuple(entries=inner):
            parts_of = inner
        case Union(members=members):
            parts_of = tuple(members)
        case CallableType(parameters=parameters, returns=returns, rest=rest):
            parts_of = (*(parameters or ()), *((rest,) if rest is not None else ()), returns)
        case Unpacked(of=inside):
            parts_of = (inside,)
        case _:
            return
    for part in parts_of:
        yield from walk(part)


def variables(one: Type) -> list[Variable]:
    """Each time a variable stands in it."""
    return [part for part in walk(one) if isinstance(part, Variable)]


def replaced(one: Type, by: Callable[[Variable], Type], himself: str | None = None) -> Type:
    """The same type with others in the place of its variables; `himself` is the class that `Self` means instead (None: the same as before).
    What a variable for parameters becomes must be one too, else `...` is meant."""

    def inside(part: Type) -> Type:
        return replaced(part, by, himself)

    match one:
        case Variable():
            return by(one)
        case Self() if himself is not None:
            return Self(himself)
        case Named(path=path, arguments=arguments) if arguments:
            return Named(path, tuple(map(inside, arguments)))
        case FixedTuple(entries=entries):
            return FixedTuple(tuple(map(inside, entries)))
        case Union(members=members):
            return union(*map(inside, members))
        case CallableType(parameters=parameters, returns=returns, rest=rest):
            told = by(rest) if rest is not None else None
            more = told if isinstance(told, Variable) else None
            is_known = parameters is not None and (more is None) == (rest is None)
            return CallableType(tuple(map(inside, parameters or ())) if is_known else None, inside(returns), more)
        case Unpacked(of=what):
            return Unpacked(inside(what))
        case _:
            return one
