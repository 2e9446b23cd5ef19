"""Decorators that this release defines: does what they give take the same calls as the function they stand on, or which others? Their bodies say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from modiff.link import bodies, decorators
from modiff.link.handing_on import taken_through
from modiff.model.bodies import Wrapper
from modiff.model.facts import Expression, Function, Parameter
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def unknown(view: View, module: str, marks: Sequence[Expression]) -> Expression | None:
    """The first decorator of which neither its name nor its body says that it keeps parameters; None: all keep them."""
    strange = decorators.unknown(marks)
    while strange is not None and decorator_keeps_parameters(view, decorators.dotted(strange), module, called=strange.call is not None):
        marks = marks[marks.index(strange) + 1 :]
        strange = decorators.unknown(marks)
    return strange


class Taken(msgspec.Struct, frozen=True):
    """What a function takes once its decorators are through."""

    parameters: tuple[Parameter, ...]
    strange: Expression | None = None
    """The outermost decorator that leaves open what it does to them; None: it is settled."""
    through: str | None = None
    """The outermost one whose inner function takes them, as it is written; None: none has such a one."""


def taken(view: View, module: str, marks: Sequence[Expression], parameters: tuple[Parameter, ...]) -> Taken:
    """The same for a function that is written with these parameters, under these decorators, the outermost first."""
    if decorators.unknown(marks) is None:
        return Taken(parameters)
    unsettled: Expression | None = None
    through: str | None = None
    for mark in reversed(marks):
        if decorators.unknown((mark,)) is None:
            continue
        does = effect(view, decorators.dotted(mark), module, called=mark.call is not None)
        made = taken_through(does, parameters) if isinstance(does, Wrapper) and _stands_on_function(marks, mark) else None
        if made is not None and _calls(made) == _calls(parameters):
            continue  # it fills in what it took
        if made is not None:
            parameters, through = made, decorators.dotted(mark)
            unsettled = unsettled if isinstance(does, Wrapper) and does.hands_on is not None else None  # all that counts is its own now
        elif does != "keeps":
            unsettled = mark
    return Taken(parameters, unsettled, through)


def _calls(parameters: tuple[Parameter, ...]) -> list[tuple[str, int, str | None]]:
    """What of parameters callers meet."""
    return [(p.name, p.kind, p.default) for p in parameters]


def _stands_on_function(marks: Sequence[Expression], mark: Expression) -> bool:
    """Is what it is given a plain function, and no static or class method?"""
    below = marks[marks.index(mark) + 1 :]
    return not decorators.makes_static(below) and not decorators.makes_class_bound(below)


def decorator_keeps_parameters(view: View, dotted: str, module: str, called: bool) -> bool:
    """Is `@dotted` in this module (or `@dotted(…)`, if called) a function of this release that keeps the parameters of what it stands on?"""
    return effect(view, dotted, module, called) == "keeps"


def effect(view: View, dotted: str, module: str, called: bool) -> Wrapper | str | None:
    """What such a decorator does to the parameters of what it stands on: `keeps` them, or gives an inner function of its own. None: not known."""
    key = ("decorator_keeps", (module, dotted, called))
    if key not in view.memo:
        view.memo[key] = None  # a decorator that decorates itself
        target = view.lookup(module, dotted)
        view.memo[key] = _effect(view, target, called) if isinstance(target, Item) and target.kind == "function" else None
    return cast("Wrapper | str | None", view.memo[key])


def _effect(view: View, decorator: Item, called: bool) -> Wrapper | str | None:
    body, way = bodies.body(view, decorator), "called" if called else "bare"
    if body is None:
        return None
    if way in body.keeps:
        return "keeps"
    wrapper = next((one for one in body.wraps if one.way == way), None)
    marks = getattr(decorator.definition, "decorators", ())
    return wrapper if wrapper is not None and unknown(view, decorator.module, marks) is None else None


class Turned(msgspec.Struct, frozen=True):
    """What calls of a function give once its decorators are through."""

    flags: frozenset[str]
    """Of `async` and `generator`, as in an item's flags."""
    by: str | None = None
    """The decorator, as it is written, that makes something else of a coroutine or generator; what, reading does not say. None: none does."""


def turned(view: View, item: Item) -> Turned:
    """The same for a function or method."""
    flags, by = item.flags & {"async", "generator"}, None
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    for mark in reversed(marks):
        kind = turn(view, item.module, mark) if decorators.unknown((mark,)) is not None else None
        if kind == "other":
            flags, by = frozenset[str](), decorators.dotted(mark) if flags or by is not None else None
        elif kind is not None:
            flags, by = frozenset({kind}), None
    return Turned(flags, by)


def gives_what_it_returns(view: View, item: Item) -> bool:
    """Do the decorators of a function or method hand on what its body returns, as far as they are the release's own?"""
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    return all(decorators.unknown((mark,)) is None or turn(view, item.module, mark) is None for mark in marks)


def turn(view: View, module: str, mark: Expression) -> str | None:
    """What a decorator of the release makes of calls, in the words of `Body.turns`; None: it leaves them as they are, as far as reading sees."""
    target = view.lookup(module, decorators.dotted(mark))
    body = bodies.body(view, target) if isinstance(target, Item) and target.kind == "function" else None
    return dict(body.turns).get("bare" if mark.call is None else "called") if body is not None else None
