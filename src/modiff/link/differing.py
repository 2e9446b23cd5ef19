"""Which of the names that another environment touches say something else there, so that what mentions them may, too.

`touched` goes by the words of the text alone: all that mentions a name whose own statement is decided otherwise, all that mentions that, and so on.
Most of it answers alike in both environments, and what rests on such a name stays what it was. A name is worth looking at where it mentions one that
answers otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modiff.link import classes, decorators, signatures
from modiff.link.environment import Environment
from modiff.link.touched import ANY, Name, Names, Rest, is_other
from modiff.link.view import View
from modiff.model.facts import VAR_KEYWORD, Binding, Class, Function, Guard, Test
from modiff.model.items import Item, Signature

_STRUCTURAL = frozenset({"protocol", "typeddict"})
"""Classes whose types are what their members say."""
_PLAIN_MARKS = frozenset("property setter deleter getter staticmethod classmethod abstractmethod overload override final".split())
"""Decorators that leave the parameters as they are."""


def differing(rest: Rest, there: View, environment: Environment) -> set[Name]:
    """The names that answer otherwise in this environment, with those that mention them.

    `there`: the version in that environment; `rest` knows it in the main one."""
    work = list(rest.roots(environment))
    seen = set(work)
    while work:
        for other in rest.resting(*work.pop()):
            if other not in seen:
                seen.add(other)
                if _answers_otherwise(rest.view, there, *other):
                    work.append(other)
    return seen


def tests_about(view: View, names: Names) -> frozenset[Test]:
    """What the statements about these names ask of the environment: where all of it comes out alike, so do they."""
    guards = (guard for module, found in names.items() for guard in _guards(view, module, found))
    return frozenset(test for guard in guards for test in guard if test.kind in ("version", "platform") or test.any_of)


def by_module(names: Iterable[Name]) -> Names:
    """The names of each module."""
    found: Names = {}
    for module, name in names:
        found.setdefault(module, set()).add(name)
    return found


def _guards(view: View, module: str, names: set[str]) -> Iterator[Guard]:
    space = view.namespace(module)
    if space is None:
        return
    for binding in space.facts.bindings:
        if binding.name in names or binding.name == "*":
            yield from _guards_of(binding)
    yield from (step.guard for step in space.facts.exports)
    yield from (served.guard for served in space.served)


def _guards_of(binding: Binding) -> Iterator[Guard]:
    yield binding.guard
    if isinstance(binding.definition, Class):
        for member in binding.definition.members:
            yield from _guards_of(member)


# --- answers


def _answers_otherwise(here: View, there: View, module: str, name: str) -> bool:
    """May what mentions this name say something else in one of these views?"""
    if name in (ANY, "__all__") or is_other(here, there, module, name):
        return True
    was, now = here.resolve(module, name), there.resolve(module, name)
    if not isinstance(was, Item) or not isinstance(now, Item):
        return False
    if was.kind in ("module", "attribute") or _passes_keywords(was):
        return True
    if not _STRUCTURAL.isdisjoint(was.flags | now.flags):
        return True
    return _answer(here, was) != _answer(there, now)


def _passes_keywords(item: Item) -> bool:
    """Does it take `**kwargs`, which it may hand on?"""
    definition = item.definition
    return isinstance(definition, Function) and any(p.kind == VAR_KEYWORD for p in definition.parameters)


def _answer(view: View, item: Item) -> tuple[object, ...]:
    """All that is asked of an item by those who mention it, the same for the same answers in two views."""
    own = (item.path, item.kind, item.definition, item.flags, item.binding, item.guard, item.deprecated, item.value, item.annotation)
    if item.kind == "class":
        return *own, *_of_class(view, item)
    return *own, _taken(view, item)


def _taken(view: View, function: Item) -> Signature | None:
    """The calls that a function takes, where more than its own text decides that; else None."""
    marks = function.definition.decorators if isinstance(function.definition, Function) else ()
    return signatures.signature(view, function) if any(decorators.last(mark) not in _PLAIN_MARKS for mark in marks) else None


def _of_class(view: View, cls: Item) -> Iterator[object]:
    above = classes.mro(view, cls)
    yield tuple((a.path, a.kind, a.definition, a.flags) if isinstance(a, Item) else a for a in above)
    yield signatures.signature(view, cls)
    meta = classes.metaclass(view, cls)
    yield meta and _members(view, meta)
    yield _members(view, cls)


def _members(view: View, cls: Item) -> dict[str, tuple[object, ...]]:
    """What the class answers for, by name."""
    found = {}
    for name, member in classes.members(view, cls).items():
        item = member.item
        said: tuple[object, ...] = (member.owner.path, item.path, item.kind, item.definition, item.flags, item.binding, item.value, item.annotation)
        if isinstance(item.definition, Function):
            said = *said, _taken(view, item)
        elif item.kind == "class" and item.owner is cls:
            said = *said, *_of_class(view, item)
        found[name] = said
    return found
