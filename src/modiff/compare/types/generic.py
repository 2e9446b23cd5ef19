"""The type variables of two signatures: which became which, whatever they are called, and the part each plays when the signatures are compared.

Callers choose the variables of a function anew with every call. What a parameter took is what some choice of theirs made it; what it takes now
is what some choice makes it. In a result a variable is the same type as in the parameters, where the parameters settle it. The variables of a
class are chosen by who names the class, so they are the same types throughout; only where the call makes the object they are free.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Literal

import msgspec

from modiff.compare.types.forms import CallableType, FixedTuple, Named, Role, Self, Type, Union, Unpacked, Variable, replaced, variables
from modiff.compare.types.hierarchy import variance
from modiff.compare.types.polarity import occurrences
from modiff.compare.types.relation import Question, World, fits

Pair = tuple[Type, Type]
OfClass = Literal["fixed", "chosen", "open"]
_NEW = "new:"
"""Begins the path of a new variable that none of the old ones became."""


class Generic(msgspec.Struct, frozen=True):
    """For one pair of signatures."""

    successors: dict[str, str]
    """Old variables by the new ones that they became, in the parameters that both have."""
    ranges: dict[str, Variable]
    """Of each old variable that became another: the narrower of both."""
    exact: frozenset[str]
    """Old variables whose successors are just what callers give, as they stand where nothing more fits (`list[T]`)."""
    settled: frozenset[str]
    """Old variables without a successor that callers may still choose as they like: all parameters that mention them go on taking everything."""
    single: tuple[frozenset[str], frozenset[str]]
    """Variables that stand only once in all parameters, old ones and new ones."""
    of_class: OfClass = "fixed"
    """The variables of the class: chosen before the call, or by it (constructors, class methods); open where the receiver has a type of its own."""

    def of_parameter(self, old: Type, new: Type) -> Question:
        """How a parameter is compared."""
        was, now = self._old(old), self._renamed(new)
        return Question(self._as(was, "given"), self._as(now, "given"), self._as(now, "taken"), self._as(was, "taken"))

    def of_result(self, old: Type, new: Type) -> Question:
        """How a result is compared, or an attribute."""
        was, now = self._fixed(old, is_old=True), self._fixed(self._renamed(new), is_old=False)
        return Question(was, now, now, was)

    def _old(self, old: Type) -> Type:
        return replaced(old, lambda variable: msgspec.structs.replace(variable, free=variable.path in self.single[0]))

    def _renamed(self, new: Type) -> Type:
        def by(variable: Variable) -> Variable:
            if self._is_of_class(variable):
                return variable
            path = self.successors.get(variable.path, _NEW + variable.path)
            return msgspec.structs.replace(variable, path=path, free=variable.path in self.single[1])

        return replaced(new, by)

    def _as(self, one: Type, role: Role) -> Type:
        def by(variable: Variable) -> Variable:
            if self._is_of_class(variable):
                return self._of_class(variable)
            return msgspec.structs.replace(variable, role=role)

        return replaced(one, by)

    def _fixed(self, one: Type, *, is_old: bool) -> Type:
        def by(variable: Variable) -> Variable:
            if self._is_of_class(variable):
                return self._of_class(variable)
            if variable.path in self.ranges:
                known = self.ranges[variable.path]
                return known if is_old or known.path in self.exact else msgspec.structs.replace(known, free=True)
            return msgspec.structs.replace(variable, role="fixed" if variable.path in self.settled else "open", free=False)

        return replaced(one, by)

    def _is_of_class(self, variable: Variable) -> bool:
        return bool(variable.of) and self.of_class != "chosen"

    def _of_class(self, variable: Variable) -> Variable:
        return msgspec.structs.replace(variable, role="open" if variable.of == "?" or self.of_class == "open" else "fixed")


def matched(pairs: Sequence[Pair], old: Sequence[Type], new: Sequence[Type], world: World, of_class: OfClass = "fixed") -> Generic:
    """The variables of two signatures. `pairs` are the types of parameters that both have, `old` and `new` those of all parameters of one side."""
    met: list[tuple[Variable, Variable]] = []
    astray: set[str] = set()
    for was, now in pairs:
        _meet(was, now, met, astray)
    by_new, by_old = _partners(met), _partners([(b, a) for a, b in met])
    successors = {
        now: next(iter(was)).path
        for now, was in by_old.items()
        if len(was) == 1 and now not in astray and len(by_new[(only := next(iter(was))).path]) == 1 and only.path not in astray
    }
    ranges = {}
    told_by_old, told_by_new = _told_by_calls(old, world), _told_by_calls(new, world)
    for was, now in met:
        if successors.get(now.path) == was.path and was.path in told_by_old and now.path in told_by_new:
            narrower = _narrower(was, now, world)
            if narrower is not None:
                ranges[was.path] = msgspec.structs.replace(narrower, path=was.path, role="fixed", of=was.of, free=False)
    exact = frozenset(successors[path] for path in told_by_new & _told_by_calls(new, world, False) if path in successors)
    made = Generic(successors, ranges, exact, frozenset(), (_single(old), _single(new)), of_class)
    left = told_by_old - set(successors.values())
    return msgspec.structs.replace(made, settled=frozenset(path for path in left if _is_still_free(path, pairs, old, made, world)))


def _single(types: Sequence[Type]) -> frozenset[str]:
    counts = Counter(variable.path for one in types for variable in variables(one))
    return frozenset(path for path, count in counts.items() if count == 1)


def _told_by_calls(types: Sequence[Type], world: World, at_least: bool = True) -> set[str]:
    """Variables of which what callers give says that they are at least this, or at most: `T` of a parameter `T` may be more, that of
    `Callable[[T], R]` may be less, that of `list[T]` neither."""

    def signs(path: str) -> str | None:
        return variance(path) or world.variance(path)

    return {variable.path for one in types for variable, upwards in occurrences(one, signs) if upwards is at_least}


def _partners(met: Sequence[tuple[Variable, Variable]]) -> dict[str, set[Variable]]:
    out: dict[str, set[Variable]] = {}
    for one, other in met:
        out.setdefault(one.path, set()).add(other)
    return out


def _narrower(was: Variable, now: Variable, world: World) -> Variable | None:
    """That of the two with fewer choices; None where reading cannot say."""
    if was.constraints or now.constraints:
        return was if was.constraints == now.constraints else None
    if fits(was.bound, now.bound, world):
        return was
    return now if fits(now.bound, was.bound, world) else None


def _is_still_free(path: str, pairs: Sequence[Pair], old: Sequence[Type], made: Generic, world: World) -> bool:
    """May callers choose this variable as before?"""

    def mentions(one: Type) -> bool:
        return any(variable.path == path for variable in variables(one))

    asked = [made.of_parameter(was, now) for was, now in pairs if mentions(was)]
    return len(asked) == sum(map(mentions, old)) and all(fits(each.old, each.new_place, world) for each in asked)


# --- variables in the same places


def _meet(old: Type, new: Type, met: list[tuple[Variable, Variable]], astray: set[str]) -> None:
    """Walks two types side by side. Variables that have none of the other side in their place go astray."""
    if isinstance(old, Variable) and isinstance(new, Variable):
        met.append((old, new))
        return
    for was, now in _side_by_side(old, new):
        if was is None or now is None:
            astray.update(variable.path for one in (was, now) if one is not None for variable in variables(one))
        else:
            _meet(was, now, met, astray)


def _side_by_side(old: Type, new: Type) -> Iterator[tuple[Type | None, Type | None]]:
    match old, new:
        case Named(), Named() if len(old.arguments) == len(new.arguments):
            yield from zip(old.arguments, new.arguments, strict=True)
        case FixedTuple(), FixedTuple() if len(old.entries) == len(new.entries):
            yield from zip(old.entries, new.entries, strict=True)
        case Unpacked(), Unpacked():
            yield old.of, new.of
        case CallableType(), CallableType():
            yield from zip_longest(old.parameters or (), new.parameters or ())
            yield from _both_or_neither(old.rest, new.rest)
            yield old.returns, new.returns
        case (Union(), _) | (_, Union()):
            yield from _both_or_neither(_only_generic(old), _only_generic(new))
            for one, other in ((old, None), (None, new)):
                several = one or other
                if several is not None and _only_generic(several) is None:
                    yield one, other
        case _:
            yield old, None
            yield None, new


def _both_or_neither(old: Type | None, new: Type | None) -> Iterator[tuple[Type | None, Type | None]]:
    if old is not None or new is not None:
        yield old, new


def _only_generic(one: Type) -> Type | None:
    """The one member of a union that has variables in it; None where none or several have."""
    found = [m for m in one.members if variables(m)] if isinstance(one, Union) else [one] if variables(one) else []
    return found[0] if len(found) == 1 else None


# --- the old spelling of Self


def of_receiver(receiver: Type, owner: str, world: World) -> Callable[[Type], Type]:
    """Reads a variable that the first parameter of a method has for its type (`self: T`, `cls: type[T]`) as `Self` (PEP 673)."""
    inside = receiver.arguments[0] if isinstance(receiver, Named) and receiver.path == "builtins.type" and receiver.arguments else receiver
    if not isinstance(inside, Variable) or inside.of or inside.constraints or fits(Named(owner), inside.bound, world) is not True:
        return lambda one: one
    path = inside.path
    return lambda one: replaced(one, lambda variable: Self(owner) if variable.path == path else variable)
