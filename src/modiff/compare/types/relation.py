"""Is one type the other, or wider, or narrower? Answers are three-valued: what cannot be settled is None, never a guess."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from modiff.compare.types.forms import (
    OBJECT,
    Anything,
    CallableType,
    Distinct,
    FixedTuple,
    Named,
    Nothing,
    OneOf,
    Self,
    Type,
    Union,
    Unknown,
    Unpacked,
    Variable,
    parts,
    union,
)
from modiff.compare.types.hierarchy import OPEN, PROMOTED, UNDECIDED, is_known, parents, structural_method, variance
from modiff.compare.types.solving import every, some, variable_fits
from modiff.model.changes import TypeRelation

_STR = Named("builtins.str")
_LITERAL_STRING = Named("typing.LiteralString")
_HASHABLE = Named("collections.abc.Hashable")
_GUARDS = frozenset({"typing.TypeGuard", "typing.TypeIs"})
"""Who asks them is told the same where they say yes (PEP 647, PEP 742); of the rest it depends on what comes after."""
_CHANGEABLE = tuple(f"collections.abc.{name}" for name in ("MutableSequence", "MutableSet", "MutableMapping"))


class World(Protocol):
    """What is known of classes that the library of the language does not define."""

    @property
    def reads_only(self) -> bool:
        """Does it not matter what may be written into a container?"""

    def derives(self, path: str, base: str) -> bool | None:
        """Is the class at `path` one of those at `base`, by its bases or (a protocol) its members? None: not known."""

    def is_class(self, path: str) -> bool:
        """Is it a class that was read?"""

    def above(self, one: Named, path: str) -> Named | None:
        """The ancestor of a class at `path`, with what fills its brackets. None: not known."""

    def variance(self, path: str) -> str | None:
        """One sign for each type parameter of a class, as in `hierarchy`. None: not known."""


class AsRead:
    """The same world for who only reads what containers hold, and writes nothing into them: `list[Leaf]` passes for `list[Node]`."""

    reads_only = True

    def __init__(self, world: World) -> None:
        self.derives, self.is_class, self.above, self.variance = world.derives, world.is_class, world.above, world.variance


class Comparison(msgspec.Struct, frozen=True):
    """How two types stand to each other."""

    old_fits_new: bool | None
    """May every old value stand where the new type is asked for? None: not settled."""
    new_fits_old: bool | None

    @property
    def relation(self) -> TypeRelation:
        """In one word, of the new type as seen from the old one."""
        if self.old_fits_new is None or self.new_fits_old is None:
            return "unknown"
        if self.old_fits_new:
            return "same" if self.new_fits_old else "wider"
        return "narrower" if self.new_fits_old else "other"


class Question(msgspec.Struct, frozen=True):
    """Two types, each as it is where it comes from and as it is where it is asked for: type variables play another part there."""

    old: Type
    new: Type
    new_place: Type
    """Where the old one is to stand."""
    old_place: Type


def compared(old: Type, new: Type, world: World) -> Comparison:
    """Both directions at once."""
    return answered(Question(old, new, new, old), world)


def answered(question: Question, world: World) -> Comparison:
    """The same where it makes a difference which of the two is asked for."""
    return Comparison(fits(question.old, question.new_place, world), fits(question.new, question.old_place, world))


def fits(one: Type, place: Type, world: World) -> bool | None:
    """May every value of `one` stand where `place` is asked for?"""
    if one == place or isinstance(one, Nothing) or isinstance(place, Anything) or place == OBJECT:
        return True
    if isinstance(place, Union) and one in place.members:
        return True
    if isinstance(one, Anything | Unknown) or isinstance(place, Unknown):
        return None
    if isinstance(one, Union):
        answer = every(fits(member, place, world) for member in one.members)
        return None if answer and any(isinstance(part, Variable) and part.constraints and part.role == "taken" for part in parts(place)) else answer
    if isinstance(one, Unpacked) or isinstance(place, Unpacked):
        return _fits_unpacked(one, place, world)
    if isinstance(one, Variable) or isinstance(place, Variable):
        if may_be_alias(one, world):
            return None
        return variable_fits(one, place, lambda a, b: fits(a, b, world))
    if isinstance(one, Self) or isinstance(place, Self):
        return _fits_self(one, place, world)
    if isinstance(place, Union):
        return _fits_union(one, place, world)
    if isinstance(place, Nothing):
        return False
    return _fits_plain(one, place, world)


def _fits_unpacked(one: Type, place: Type, world: World) -> bool | None:
    """So many entries as reading does not know are as many as themselves."""
    is_same = isinstance(one, Unpacked) and isinstance(place, Unpacked) and fits(one.of, place.of, world)
    return True if is_same else None


def _fits_self(one: Type, place: Type, world: World) -> bool | None:
    """`Self` is at least the class it stands in. What has nothing to do with that class is refused; of those between, users' own heirs decide."""
    if isinstance(one, Self):
        if isinstance(place, Union) and (any(isinstance(m, Self | Variable) for m in place.members)):
            return some(fits(one, member, world) for member in place.members)
        owner = Named(one.owner)
        if isinstance(place, Self):
            return None
        answer = fits(owner, place, world)
        return answer if answer is not False or not any(fits(m, owner, world) is not False for m in parts(place)) else None
    assert isinstance(place, Self)
    owner = Named(place.owner)
    return False if fits(one, owner, world) is False and fits(owner, one, world) is False else None


def _fits_union(one: Type, place: Union, world: World) -> bool | None:
    if one == Named("builtins.bool") and {OneOf("True", "builtins.bool"), OneOf("False", "builtins.bool")} <= place.members:
        return True
    answer = some(fits(one, member, world) for member in place.members)
    if answer is False and isinstance(one, Named) and any(isinstance(m, OneOf) and m.of == one.path for m in place.members):
        return None if one.path not in ("builtins.str", "builtins.int", "builtins.bytes", "builtins.bool") else False
    return answer


def _fits_plain(one: Type, place: Type, world: World) -> bool | None:
    """Neither is a union, a variable, or unknown."""
    if isinstance(one, Distinct) or isinstance(place, Distinct):
        return _fits_distinct(one, place, world)
    if one == _LITERAL_STRING or place == _LITERAL_STRING:
        return _fits_literal_string(one, place, world)
    if place == _HASHABLE:
        return _is_hashable(one, world)
    if (may_be_alias(one, world) and not isinstance(place, Named)) or (may_be_alias(place, world) and not isinstance(one, Named)):
        return None
    if isinstance(one, OneOf):
        if isinstance(place, OneOf):
            return None if one.of == place.of == "" else False
        return fits(Named(one.of), place, world) if one.of else None
    if isinstance(place, OneOf):
        return (
            None
            if isinstance(one, Named) and one.path == place.of and one.path not in ("builtins.str", "builtins.int", "builtins.bytes", "builtins.bool")
            else False
        )
    if isinstance(one, FixedTuple):
        return _fits_from_tuple(one, place, world)
    if isinstance(place, FixedTuple):
        return _named_fits_tuple(one, place, world)
    if isinstance(one, CallableType) or isinstance(place, CallableType):
        return _fits_callable(one, place, world)
    assert isinstance(one, Named)
    assert isinstance(place, Named)
    return _fits_named(one, place, world)


def _fits_distinct(one: Type, place: Type, world: World) -> bool | None:
    """A new type passes for what it is made of, and nothing but itself for it. One of another name may be it under a new name."""
    if isinstance(one, Distinct) and isinstance(place, Distinct):
        return True if one.path.rpartition(".")[2] == place.path.rpartition(".")[2] else None
    if isinstance(one, Distinct):
        return fits(one.of, place, world)
    return False if isinstance(one, OneOf | FixedTuple) or (isinstance(one, Named) and (is_known(one.path) or world.is_class(one.path))) else None


def may_be_alias(one: Type, world: World) -> bool:
    """Is it a name of another distribution, of which reading knows nothing? It may stand for any type."""
    return isinstance(one, Named) and not is_known(one.path) and not world.is_class(one.path) and not one.path.startswith(("alias:", "builtins."))


def _fits_literal_string(one: Type, place: Type, world: World) -> bool | None:
    """PEP 675. Type checkers disagree on whether any other text passes for one that is written in the source."""
    if one == place or (isinstance(one, OneOf) and one.of == "builtins.str"):
        return True
    if place == _LITERAL_STRING:
        return None if fits(one, _STR, world) is not False else False
    return None if isinstance(place, OneOf) and place.of == "builtins.str" else fits(_STR, place, world)


def _is_hashable(one: Type, world: World) -> bool | None:
    """Values of the language are, but for containers that can be changed; of what is abstract, and of classes, it is not known."""
    if isinstance(one, FixedTuple):
        return every(fits(entry, _HASHABLE, world) is not False or None for entry in one.entries)
    if isinstance(one, OneOf):
        return True
    if not isinstance(one, Named) or not is_known(one.path) or one.path.startswith(("collections.abc.", "builtins.type", "builtins.object")):
        return None
    if structural_method(one.path) is not None:
        return None
    return False if any(fits(one, Named(path), world) for path in _CHANGEABLE) else None if one.path in UNDECIDED else True


def _fits_from_tuple(one: FixedTuple, place: Type, world: World) -> bool | None:
    if isinstance(place, FixedTuple):
        unpacked = any(isinstance(entry, Unpacked) for entry in (*one.entries, *place.entries))
        if len(one.entries) != len(place.entries):
            return None if unpacked else False
        return every(fits(a, b, world) for a, b in zip(one.entries, place.entries, strict=True))
    return fits(Named("builtins.tuple", (union(*one.entries),)), place, world)


def _named_fits_tuple(one: Type, place: FixedTuple, world: World) -> bool | None:
    """A tuple of any length is none of this length; a class may be a named tuple."""
    if not isinstance(one, Named):
        return False
    if one.path == "builtins.tuple":
        open_ended = not one.arguments or Anything() in one.arguments or any(isinstance(entry, Unpacked) for entry in place.entries)
        return None if open_ended else False
    return False if fits(one, Named("builtins.tuple"), world) is False else None


def _fits_callable(one: Type, place: Type, world: World) -> bool | None:
    if isinstance(one, CallableType) and isinstance(place, CallableType):
        return every((_parameters_fit(one, place, world), fits(one.returns, place.returns, world)))
    if isinstance(one, CallableType):
        assert isinstance(place, Named)
        return False if is_known(place.path) and place.path != "collections.abc.Hashable" else None
    assert isinstance(one, Named)
    return (
        False if is_known(one.path) and one.path != "builtins.type" and one.path != "builtins.object" and not one.path.startswith("types.") else None
    )


def _parameters_fit(one: CallableType, place: CallableType, world: World) -> bool | None:
    """May it be called with what `place` is called with (PEP 612 for what a variable stands for)?"""
    if one.parameters is None or place.parameters is None:
        return True
    left, right = len(one.parameters), len(place.parameters)
    shared = every(fits(b, a, world) for a, b in zip(one.parameters, place.parameters, strict=False))
    return every((shared, _rest_fits(one.rest, place.rest, left - right)))


def _rest_fits(one: Variable | None, place: Variable | None, more: int) -> bool | None:
    """The same of variables for parameters, where `one` names so many more before its own."""
    if one is None and place is None:
        return more == 0
    if place is None:
        return False if one is not None and one.role in ("given", "fixed") else None
    if one is not None and more == 0 and one.path == place.path:
        return True
    if place.role == "taken":
        if more < 0:
            return False if one is None or one.role in ("given", "fixed") else None
        return True if place.free else None
    return False if place.role in ("given", "fixed") and one is None else None


# --- classes


def _fits_named(one: Named, place: Named, world: World) -> bool | None:
    if one.path == place.path:
        return _arguments_fit(one, place, world)
    if place.path in PROMOTED.get(one.path, ()):
        return True
    if one.path in _GUARDS and place.path in _GUARDS:
        return None
    if one.path in UNDECIDED and place.path == "builtins.bytes":
        return None
    if one.path in OPEN and structural_method(place.path) is not None:
        return None
    if is_known(one.path) and world.is_class(place.path):
        return _builtin_fits_other(one.path, place.path, world)
    if is_known(one.path):
        above = [_fits_named(parent, place, world) for parent in parents(one)]
        if above and (answer := some(above)) is not False:
            return answer
        if is_known(place.path):
            return False
        return _builtin_fits_other(one.path, place.path, world)
    return _class_fits(one, place, world)


def _builtin_fits_other(path: str, place: str, world: World) -> bool | None:
    """A class of the library derives from none of the package, if that is a class, and no protocol."""
    return world.derives(path, place)


def _class_fits(one: Named, place: Named, world: World) -> bool | None:
    derives = world.derives(one.path, place.path)
    if derives is False or (derives is True and not place.arguments):
        return derives
    above = world.above(one, place.path)
    return _arguments_fit(above, place, world) if above is not None else None


def _arguments_fit(one: Named, place: Named, world: World) -> bool | None:
    """The same class with other arguments. Those that are not written say nothing; where variance is not known only equal ones are sure to fit."""
    if one.arguments == place.arguments or not place.arguments:
        return True
    if not one.arguments:
        return None
    signs = variance(one.path) or world.variance(one.path)
    if signs is None or any(isinstance(argument, Unpacked) for argument in (*one.arguments, *place.arguments)):
        answers = [every((fits(a, b, world), fits(b, a, world))) for a, b in zip(one.arguments, place.arguments, strict=False)]
        return True if every(answers) and len(one.arguments) == len(place.arguments) else None
    return every(_argument_fits(sign, a, b, world) for sign, a, b in zip(signs, one.arguments, place.arguments, strict=False))


def _argument_fits(sign: str, one: Type, place: Type, world: World) -> bool | None:
    if sign == "+":
        return fits(one, place, world)
    if sign == "-":
        return fits(place, one, world)
    if isinstance(place, Anything):
        return True
    if world.reads_only:
        return fits(one, place, world)
    return every((fits(one, place, world), fits(place, one, world)))


def without(one: Type, dropped: Iterable[Type]) -> Type:
    """A union less some of its members; itself where nothing would be left."""
    left = parts(one) - set(dropped)
    return union(*left) if left else one
