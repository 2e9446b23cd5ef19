"""Two callables of one path compared: the differences of their parameters, as changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from modiff.compare.signatures import Difference, compare
from modiff.graph.graph import Graph
from modiff.model.changes import ParameterChanged
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.findings import Certainty
from modiff.model.items import Item, Signature

_NONE = """__enter__ __aenter__ __iter__ __aiter__ __next__ __anext__ __len__ __hash__ __bool__ __neg__ __pos__ __invert__ __int__ __float__ __index__
__reversed__ __await__"""
_ONE = """__getitem__ __delitem__ __contains__ __lt__ __le__ __gt__ __ge__ __eq__ __ne__ __add__ __radd__ __iadd__ __sub__ __rsub__ __isub__
__mul__ __rmul__ __imul__ __matmul__ __rmatmul__ __truediv__ __rtruediv__ __floordiv__ __rfloordiv__ __mod__ __rmod__ __and__ __rand__ __iand__
__or__ __ror__
__ior__ __xor__ __rxor__ __lshift__ __rlshift__ __rshift__ __rrshift__ __divmod__ __rdivmod__ __missing__
__delete__ __getattr__ __getattribute__ __delattr__ __format__ __instancecheck__ __subclasscheck__"""
_TWO = "__setitem__ __get__ __set__ __set_name__ __setattr__"
_CALLED_BY_THE_LANGUAGE = {
    **{name: count for count, names in enumerate((_NONE, _ONE, _TWO)) for name in names.split()},
    "__exit__": 3,
    "__aexit__": 3,
}
"""Special methods and how many values the language hands them, always by position: what else they take is nobody's to call."""
_WITH_NAMES = frozenset({"__init__", "__new__", "__call__", "__init_subclass__"})
_NEEDS_DEFAULTS = frozenset({"required-added", "default-removed", "default-added", "default-changed", "inserted", "added"})


def is_called_by_position(name: str) -> bool:
    """Is it a special method of which callers name no parameter, as Python calls it for them? `x ** y` and `pow(x, y, z)` call `__pow__`."""
    return name.startswith("__") and name.endswith("__") and name not in _WITH_NAMES


class Compared(msgspec.Struct, frozen=True):
    """Where two callables stand, and what their sources cannot say."""

    path: str
    also: tuple[str, ...]
    old: Item
    new: Item
    callable: Literal["function", "method", "constructor"]
    old_unknown: frozenset[str] = frozenset()
    new_unknown: frozenset[str] = frozenset()
    when: str | None = None


def parameter_changes(where: Compared, old: Signature, new: Signature) -> Iterator[ParameterChanged]:
    """Every difference of the parameters, each with its cause, certainty and doubt."""
    if (old.parameters == new.parameters and old.accepts == new.accepts) or is_protocol_kept(where, new):
        return
    taken, still = _with_words(old.parameters, old.accepts), _with_words(new.parameters, [w for w in new.accepts if w in old.accepts])
    before = _comparable(taken, still, where.old_unknown, where.new_unknown)
    after = _as_spelt_before(taken, _comparable(still, taken, where.new_unknown, where.old_unknown))
    accepted = {f"{word}=" for word in new.accepts}
    for difference in compare(before, after):
        broken = tuple(call for call in difference.broken if call not in accepted)
        if difference.broken and not broken:
            continue  # an old name that is still taken
        certainty, doubt = _certainty(where, difference, old, new)
        yield ParameterChanged(
            path=where.path,
            also=where.also,
            old=where.old,
            new=where.new,
            certainty=certainty,
            doubt=doubt,
            when=where.when,
            event=difference.event,
            part=difference.part,
            before=difference.before,
            after=difference.after,
            shifted=difference.shifted,
            broken=broken,
            swallowed=difference.swallowed,
            old_signature=old,
            new_signature=new,
            callable=where.callable,
        )


def worth_telling(old: Graph, before: Item, changes: Iterator[ParameterChanged]) -> Iterator[ParameterChanged]:
    """The changes of a callable's parameters, but for one of which no call worked in the old version either."""
    first = next(changes, None)
    if first is not None and not old.only_raises(before):
        yield first
        yield from changes


def _with_words(parameters: tuple[Parameter, ...], words: Iterable[str]) -> tuple[Parameter, ...]:
    """The parameters, and what else is taken by keyword."""
    known = {p.name for p in parameters}
    more = tuple(Parameter(word, KEYWORD_ONLY, "...") for word in words if word not in known)
    if not more:
        return parameters
    end = len(parameters) - (1 if parameters and parameters[-1].kind == VAR_KEYWORD else 0)
    return (*parameters[:end], *more, *parameters[end:])


def _as_spelt_before(old: tuple[Parameter, ...], new: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """The new parameters, under their old names those that are only spelt otherwise and go on being taken by the old name, too:
    `f(as_key=1, *, asKey=1)` takes all that `f(asKey=1)` took, by position and by name."""
    known, places = {p.name for p in old}, {p.name for p in old if p.kind == POSITIONAL_OR_KEYWORD}
    aliases = {_squeezed(p.name): p.name for p in new if p.kind == KEYWORD_ONLY and not p.required and p.name in places}
    takers = {p.name for p in new if p.kind == POSITIONAL_OR_KEYWORD and not p.required and p.name not in known} if aliases else set[str]()
    respelt = {name: aliases[_squeezed(name)] for name in takers if _squeezed(name) in aliases}
    if not respelt:
        return new
    said = {*respelt.values()}
    return tuple(msgspec.structs.replace(p, name=respelt.get(p.name, p.name)) for p in new if p.name not in said)


def _squeezed(name: str) -> str:
    return name.replace("_", "").lower()


def is_protocol_kept(where: Compared, new: Signature) -> bool:
    """Is it a special method that only the language calls, always with so many values, and does it still take them?"""
    count = _CALLED_BY_THE_LANGUAGE.get(where.new.name) if where.callable == "method" else None
    if count is None:
        return False
    places = [p for p in new.parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    rest = any(p.kind == VAR_POSITIONAL for p in new.parameters)
    needs_name = any(p.kind == KEYWORD_ONLY and p.required for p in new.parameters)
    return sum(p.required for p in places) <= count and (rest or len(places) >= count) and not needs_name


def _certainty(where: Compared, difference: Difference, old: Signature, new: Signature) -> tuple[Certainty, str | None]:
    if "defaults" in where.old_unknown | where.new_unknown and difference.event in _NEEDS_DEFAULTS and not difference.shifted:
        return Certainty.possible, "a function database does not say which parameters have defaults"
    doubt = new.doubt or old.doubt
    if doubt is None and "kinds" in where.new_unknown and difference.event == "removed":
        doubt = "a function database does not say what is taken by name alone"
    return (Certainty.likely, doubt) if doubt is not None else (Certainty.certain, None)


def _comparable(
    parameters: tuple[Parameter, ...], other: tuple[Parameter, ...], unknown: frozenset[str], unknown_there: frozenset[str]
) -> tuple[Parameter, ...]:
    """The parameters as far as both sources can speak of them: what one cannot say is not taken for a difference."""
    parameters = _by_convention(parameters)
    if "kinds" in unknown_there and "kinds" not in unknown:
        parameters = tuple(p for p in parameters if p.kind not in (KEYWORD_ONLY, VAR_POSITIONAL, VAR_KEYWORD))
    if "defaults" in unknown and "defaults" not in unknown_there:
        theirs = {p.name: p.default for p in other}
        parameters = tuple(msgspec.structs.replace(p, default=theirs.get(p.name)) if p.default is None else p for p in parameters)
    return parameters


def _by_convention(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Leading parameters named `__x` are positional only, as PEP 484 had it before `/`: nobody passes them by name."""
    if not parameters or not parameters[0].name.startswith("__"):
        return parameters
    out = list(parameters)
    for index, parameter in enumerate(out):
        if parameter.kind == POSITIONAL_ONLY:
            continue
        if parameter.kind != POSITIONAL_OR_KEYWORD or not parameter.name.startswith("__") or parameter.name.endswith("__"):
            break
        out[index] = msgspec.structs.replace(parameter, kind=POSITIONAL_ONLY)
    return tuple(out)
