"""What becomes of keywords that fall into `**kwargs`: read by the body, handed on to something that takes them, thrown away, or refused.

What a function hands on is followed through any number of calls, `super()` by the order of bases of the class that is constructed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import msgspec

from modiff.link import bodies, classes, decorators, outside, signatures
from modiff.link.held import class_held, method_of_held
from modiff.link.targets import Outside, Target
from modiff.model.bodies import Body, Forward
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, VAR_POSITIONAL, Binding, Class
from modiff.model.items import Item, Signature

if TYPE_CHECKING:
    from modiff.link.view import View

Verdict = Literal["taken", "read", "ignored", "rejected", "unknown"]

_ONLY_BIND = frozenset({"staticmethod", "classmethod", "abstractmethod", "overload", "final", "override", "contextmanager", "asynccontextmanager"})
_MAX_DEPTH = 30
"""Calls in a row that are followed."""


class Fate(msgspec.Struct, frozen=True):
    """What becomes of one keyword."""

    verdict: Verdict
    """taken: a parameter of that name takes it, here or in a callable that it is handed on to; read: a body asks `**kwargs` for that key;
    ignored: nothing does, and no call fails; rejected: the call fails; unknown: reading cannot say."""
    by: str | None = None
    """Canonical path of the callable that takes, reads or rejects it; None: unknown or nobody."""


_UNKNOWN = Fate("unknown")
_CYCLE = Fate("unknown", "")
"""A call that comes round to a function that is being looked at already."""


class Callee(msgspec.Struct, frozen=True):
    """Something that is called with keywords."""

    path: str
    signature: Signature | None
    """What it takes; None: not known."""
    function: Item | None = None
    """The function whose body runs; None where there is none to read."""
    cls: Item | None = None
    """The class of the instance, or the class itself, that it is called on; None: on none."""
    unbound: bool = False
    """Is the instance given as an argument (`Base.__init__(self)`)?"""


def callee_of(view: View, item: Item, cls: Item | None = None) -> Callee:
    """A function, method or class, as what is called. `cls`: the class that a method is called on; None: the one that defines it."""
    if item.kind == "class":
        return _constructor(view, item)
    return Callee(item.path, signatures.signature(view, item), item, cls or item.owner)


def fate(view: View, callee: Callee, key: str, given: frozenset[str] = frozenset()) -> Fate:
    """What becomes of a keyword of this name that a caller gives. `given`: parameters and keys that the same caller is known to give too."""
    return _fate(view, callee, key, 0, frozenset(), given)


def keywords_of(view: View, callee: Callee) -> dict[str, Fate]:
    """The keywords that are known to have an effect, beside those that are parameters of the callable itself: read from `**kwargs`, or
    handed on to what takes them. Empty without `**kwargs`. Whether others are taken too, `takes_no_others` says."""
    own = _by_name(callee.signature)
    found = ((key, fate(view, callee, key)) for key in sorted(_candidates(view, callee, 0, set())) if key not in own)
    return {key: one for key, one in found if one.verdict in ("taken", "read")}


def takes_no_others(view: View, callee: Callee) -> bool:
    """Is it settled that a keyword which nothing reads or takes makes the call fail?"""
    return fate(view, callee, "\0").verdict == "rejected"


# --- one keyword


def _fate(
    view: View, callee: Callee, key: str, depth: int, under_way: frozenset[tuple[Item, Item | None]], given: frozenset[str] = frozenset()
) -> Fate:
    """`given`: the parameters that are known to be given too."""
    if callee.signature is None:
        return _UNKNOWN
    if key in _by_name(callee.signature) or key in callee.signature.accepts:
        return Fate("taken", callee.path)
    if not any(p.kind == VAR_KEYWORD for p in callee.signature.parameters):
        return Fate("rejected", callee.path) if callee.signature.doubt is None else _UNKNOWN
    body = bodies.body(view, callee.function) if callee.function is not None else None
    if body is None or callee.function is None or depth > _MAX_DEPTH:
        return _UNKNOWN
    inside = _in_body(view, callee, body, key, depth, under_way, given)
    if inside.verdict == "ignored" and _may_look_at_keywords(callee.function):
        return _UNKNOWN
    return inside if callee.signature.doubt is None or inside.verdict in ("taken", "read") else _UNKNOWN


def _may_look_at_keywords(function: Item) -> bool:
    """Does a decorator stand on it that may read keywords on their way in?"""
    return any(decorators.last(mark) not in _ONLY_BIND for mark in getattr(function.definition, "decorators", ()))


def _in_body(
    view: View, callee: Callee, body: Body, key: str, depth: int, under_way: frozenset[tuple[Item, Item | None]], given: frozenset[str]
) -> Fate:
    if key in body.refused:
        return Fate("rejected", callee.path)
    spared = any(name == key and parameter in given for name, parameter in body.spared)
    if key in body.reads and not spared:
        return Fate("read", callee.path)
    if key in body.dropped:
        return Fate("ignored", callee.path) if body.escapes is None else _UNKNOWN
    function = cast(Item, callee.function)
    here = (function, callee.cls)
    if here in under_way:
        return _CYCLE
    found = [
        (f.sure, _handed_on(view, callee, f, key, depth, under_way | {here}) if not f.unless or f.unless not in given else _UNKNOWN)
        for f in body.forwards
        if spared or key not in body.taken_out
    ]
    return _together(callee, body, found)


def _together(callee: Callee, body: Body, found: list[tuple[bool, Fate]]) -> Fate:
    """One answer of what each of the calls that the mapping is handed on to does."""
    if found and all(one is _CYCLE for _, one in found):
        return _UNKNOWN
    found = [(sure, one) for sure, one in found if one is not _CYCLE]  # what comes round says no more than the others say
    for sure, one in found:
        if sure and one.verdict == "rejected":
            return one
    for _, one in found:
        if one.verdict in ("taken", "read"):
            # Where another branch refuses it, it depends on the call.
            return one if not any(other.verdict == "rejected" for _, other in found) else _UNKNOWN
    if body.escapes is not None or any(one.verdict == "unknown" for _, one in found):
        return _UNKNOWN
    for _, one in found:
        if one.verdict == "rejected":
            return one
    return Fate("rejected" if body.rejects else "ignored", callee.path)


def _handed_on(view: View, caller: Callee, forward: Forward, key: str, depth: int, under_way: frozenset[tuple[Item, Item | None]]) -> Fate:
    if key in forward.keywords:
        return Fate("rejected", caller.path)
    callee = _target(view, caller, forward)
    if callee is None or callee.signature is None:
        return _UNKNOWN
    filled = forward.positional - (1 if callee.unbound and forward.receiver else 0)
    places = [p for p in callee.signature.parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD)]
    if filled > len(places) and (forward.receiver or not callee.unbound) and not any(p.kind == VAR_POSITIONAL for p in callee.signature.parameters):
        return _UNKNOWN  # it fails whatever the keyword, for what is given by position
    by_position = places[: max(filled, 0)]
    if any(p.name == key and p.kind == POSITIONAL_OR_KEYWORD for p in by_position):
        return Fate("rejected", callee.path)
    return _fate(view, callee, key, depth + 1, under_way, frozenset({p.name for p in by_position} | set(forward.keywords)))


def _candidates(view: View, callee: Callee, depth: int, seen: set[tuple[Item, Item | None]]) -> set[str]:
    """Names that may have an effect somewhere down the line."""
    found = _by_name(callee.signature)
    if callee.function is None or depth > _MAX_DEPTH or (callee.function, callee.cls) in seen or not _takes_others(callee.signature):
        return found
    seen.add((callee.function, callee.cls))
    body = bodies.body(view, callee.function)
    for forward in body.forwards if body is not None else ():
        target = _target(view, callee, forward)
        if target is not None:
            found |= _candidates(view, target, depth + 1, seen)
    return found | set(body.reads if body is not None else ())


def _by_name(signature: Signature | None) -> set[str]:
    return {p.name for p in signature.parameters if p.kind in (POSITIONAL_OR_KEYWORD, KEYWORD_ONLY)} if signature is not None else set()


def _takes_others(signature: Signature | None) -> bool:
    return signature is not None and any(p.kind == VAR_KEYWORD for p in signature.parameters)


# --- what is called


def _target(view: View, caller: Callee, forward: Forward) -> Callee | None:
    """What a forwarding call calls; None: reading cannot say."""
    key = ("forwarded_to", (caller.function, caller.cls, forward.line, forward.callee))
    if key not in view.memo:
        view.memo[key] = _find_target(view, caller, forward)
    return cast("Callee | None", view.memo[key])


def _find_target(view: View, caller: Callee, forward: Forward) -> Callee | None:
    function = caller.function
    if function is None or not forward.callee:
        return None
    first, _, rest = forward.callee.partition(".")
    if first.startswith("super("):
        start = first[6:-1]
        if start and (function.owner is None or start not in ("__class__", f"{_first_parameter(function)}.__class__", function.owner.name)):
            return None
        return _above(view, caller, rest)
    if function.owner is not None and caller.cls is not None and first == _first_parameter(function):
        return _on_own_class(view, caller.cls, function, rest)
    if forward.usual:
        return _called(view, _seen(view, function, forward.usual), caller)
    if any(p.name == first for p in getattr(function.definition, "parameters", ())):
        return None  # a parameter: whatever callers give
    if forward.imported is not None:
        target = view.target_of(function.module, Binding(first, 1, 1, forward.imported), None)
        for name in rest.split(".") if rest else ():
            target = view.attribute(target, name) if target is not None else None
        return _called(view, target, caller)
    return None if forward.local else _called(view, _seen(view, function, forward.callee), caller) or _on_variable(view, function, forward.callee)


def _seen(view: View, function: Item, dotted: str) -> Target | None:
    """What a name means inside a function: class bodies around it are passed over."""
    return view.lookup(function.module, dotted)


def _first_parameter(function: Item) -> str | None:
    parameters = getattr(function.definition, "parameters", ())
    return parameters[0].name if parameters and (function.binding != "static" or function.name == "__new__") else None


def _above(view: View, caller: Callee, name: str) -> Callee | None:
    """`super().name`, by the order of bases of the class that the caller is called on."""
    function, cls = caller.function, caller.cls
    if function is None or function.owner is None or cls is None:
        return None
    order = classes.mro(view, cls)
    if function.owner not in order:
        order = classes.mro(view, function.owner)
    for ancestor in order[order.index(function.owner) + 1 :]:
        if isinstance(ancestor, Item):
            if not isinstance(ancestor.definition, Class):
                return None
            member = classes.own_members(view, ancestor).get(name)
            if member is not None:
                return _method(view, member, cls, unbound=name == "__new__") if member.kind == "method" else None
            made = signatures.signature(view, ancestor) if name == "__init__" else None
            if made is not None and made.owner == ancestor.path and made.source not in ("__init__", "__new__"):
                return Callee(f"{ancestor.path}.__init__", made)  # of a dataclass and its like
            continue
        if not isinstance(ancestor, Outside) or name not in ("__init__", "__new__", "__init_subclass__"):
            return None
        known = outside.constructor_of(ancestor.path)
        if known is None:
            return None
        if known.owner != "builtins.object":
            return Callee(f"{ancestor.path}.{name}", known) if name != "__init_subclass__" else None
    return Callee(f"object.{name}", Signature(owner="builtins.object")) if name in ("__init__", "__new__", "__init_subclass__") else None


def _on_own_class(view: View, cls: Item, function: Item, rest: str) -> Callee | None:
    """`self.name`, `self.attribute.name`, `cls(…)`, `self.__class__(…)`."""
    on_class = function.binding == "class" or function.name == "__new__"
    if rest == ("" if on_class else "__class__"):
        return _constructor(view, cls)
    rest = rest.removeprefix("__class__.")
    if "." in rest:
        held = method_of_held(view, cls, rest)
        return _method(view, *held, unbound=False) if held is not None else None
    member = classes.members(view, cls).get(rest) if rest else None
    return _method(view, member.item, cls, unbound=False) if member is not None and member.item.kind == "method" else None


def _on_variable(view: View, function: Item, dotted: str) -> Callee | None:
    """`_default.name`, where a variable of a module holds an object of the release."""
    holder, _, name = dotted.rpartition(".")
    variable = _seen(view, function, holder) if holder else None
    cls = class_held(view, variable, None) if isinstance(variable, Item) and variable.kind == "attribute" else None
    held = method_of_held(view, cls, name) if cls is not None else None
    return _method(view, *held, unbound=False) if held is not None else None


def _called(view: View, target: Target | None, caller: Callee) -> Callee | None:
    if not isinstance(target, Item):
        return None
    if target.kind == "class":
        return _constructor(view, target)
    if target.kind == "method" and target.owner is not None:
        cls = caller.cls if caller.cls is not None and target.owner in classes.mro(view, caller.cls) else target.owner
        return _method(view, target, cls, unbound=target.binding == "instance" or target.name == "__new__")
    return Callee(target.path, signatures.signature(view, target), target) if target.kind == "function" else None


def _method(view: View, method: Item, cls: Item, unbound: bool) -> Callee:
    return Callee(method.path, signatures.signature(view, method), method, cls, unbound)


def _constructor(view: View, cls: Item) -> Callee:
    """Construction of a class: the `__init__` or `__new__` that says what it takes."""
    signature = signatures.signature(view, cls)
    function: Item | None = None
    if signature is not None and signature.source in ("__init__", "__new__"):
        owner = next((a for a in classes.mro(view, cls) if isinstance(a, Item) and a.path == signature.owner), None)
        function = classes.own_members(view, owner).get(signature.source) if owner is not None else None
    return Callee(cls.path, signature, function, cls)
