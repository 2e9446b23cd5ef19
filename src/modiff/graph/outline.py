"""What a function database can hold of one module: its functions, its classes with their methods, and what these take.

An outline is the graph of the original example (module, function, parameter), seen from one module's facts alone: nothing
is linked, nothing inherited. Two depths of knowledge:

- *positional*: what a function database says. `def` and `class` statements of the module's own body, methods of a class's own
  body, positional parameters with `self`; nothing under a condition, nothing `async`.
- *full*: conditional and async definitions too, and parameters of all five kinds with their defaults.

Where one of two releases comes from a function database, both must be outlined at the same depth, or all that the database
cannot say would look lost. In both depths a name that is defined twice keeps the place of the first definition and the meaning of
the last, as a dictionary that is filled from top to bottom does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import dropwhile
from typing import Literal

import msgspec

from modiff.model.facts import POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, Binding, Class, Deletion, Facts, Function, Parameter

Depth = Literal["positional", "full"]


class FunctionOutline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function, or a method of a class."""

    parameters: tuple[Parameter, ...] = ()
    """As written, `self` included."""

    @property
    def positional(self) -> tuple[str, ...]:
        """The names that can be given by position, in order."""
        return tuple(p.name for p in self.parameters if p.kind in (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD))


class ClassOutline(msgspec.Struct, frozen=True, array_like=True):
    """A class. Nested classes are not outlined."""

    methods: Mapping[str, FunctionOutline] = {}
    """By name, in order of the source."""


class Outline(msgspec.Struct, frozen=True, array_like=True):
    """One module."""

    items: Mapping[str, FunctionOutline | ClassOutline] = {}
    """By name, in order of the source."""

    @property
    def functions(self) -> Iterator[tuple[str, FunctionOutline]]:
        """The module's functions by name, in order of the source."""
        return ((name, item) for name, item in self.items.items() if isinstance(item, FunctionOutline))

    @property
    def classes(self) -> Iterator[tuple[str, ClassOutline]]:
        """The module's classes by name, in order of the source."""
        return ((name, item) for name, item in self.items.items() if isinstance(item, ClassOutline))


Outlines = Mapping[str, Outline | None]
"""One version's modules by dotted name. None: the module is there, but what it holds cannot be read (compiled, without a stub).
May be lazy: nobody asks for a module that the other side holds unchanged."""


class LazyOutlines(Mapping[str, Outline | None]):
    """The modules of one version, each outlined when it is first asked for."""

    def __init__(
        self, modules: Iterable[str], facts: Callable[[str], Facts | None], depth: Depth = "full", before: Callable[[str], None] | None = None
    ) -> None:
        """`facts(module)` says what a module's text says; None: it has none that can be read. `before(module)` is called before it is asked."""
        self._before = before
        self._known: dict[str, Outline | None] = {}
        self._modules = dict.fromkeys(modules)
        self._facts = facts
        self._depth: Depth = depth

    def __getitem__(self, module: str) -> Outline | None:
        if module not in self._known:
            if module not in self._modules:
                raise KeyError(module)
            if self._before is not None:
                self._before(module)
            said = self._facts(module)
            self._known[module] = None if said is None else outline(said, self._depth)
        return self._known[module]

    def __contains__(self, module: object) -> bool:
        return module in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


def outline(facts: Facts, depth: Depth = "full") -> Outline:
    """What a function database of this depth would hold of one module."""
    items: dict[str, FunctionOutline | ClassOutline] = {}
    for binding in _outside_conditions(facts.bindings) if depth == "positional" else facts.bindings:
        definition = binding.definition
        if not _is_known(binding, depth):
            continue
        if isinstance(definition, Function):
            items[binding.name] = _function(definition, depth)
        elif isinstance(definition, Class):
            items[binding.name] = ClassOutline(_methods(definition.members, depth))
        else:
            items.pop(binding.name, None)
    return Outline(items)


def _outside_conditions(bindings: Sequence[Binding]) -> Iterator[Binding]:
    """The bindings of a module's own body.

    After `if sys.platform == "win32": raise …` all that follows is guarded, and yet stands in the module's own body. Such a guard is
    known by reaching to the end of the module, with nothing bound where the condition holds.
    """
    last = bindings[-1].guard[:1] if bindings else ()
    rest = last and not last[0].holds and last[0].kind in ("version", "platform")
    opposite = tuple(msgspec.structs.replace(test, holds=True) for test in last)
    if not rest or any(binding.guard[:1] == opposite for binding in bindings):
        yield from (binding for binding in bindings if not binding.guard)
        return
    inside = list(dropwhile(lambda binding: binding.guard[:1] != last, bindings))
    before = bindings[: len(bindings) - len(inside)]
    lifted = inside if any(b.guard[:1] != last for b in inside) else [msgspec.structs.replace(b, guard=b.guard[1:]) for b in inside]
    yield from (binding for binding in (*before, *lifted) if not binding.guard)


def depth_for(unknown: Iterable[str]) -> Depth:
    """How deep two releases can be outlined, given what either cannot say (`Release.unknown` of both)."""
    return "positional" if "kinds" in unknown else "full"


def _is_known(binding: Binding, depth: Depth) -> bool:
    """Is it a statement that an outline of this depth hears of? Only a full one knows of a name that is deleted again."""
    definition = binding.definition
    if isinstance(definition, Function):
        return depth == "full" or not (binding.guard or binding.nested or "async" in definition.flags)
    if isinstance(definition, Class):
        return depth == "full" or not (binding.guard or binding.nested)
    return depth == "full" and isinstance(definition, Deletion) and not binding.guard


def _methods(members: Iterable[Binding], depth: Depth) -> dict[str, FunctionOutline]:
    methods: dict[str, FunctionOutline] = {}
    for binding in members:
        if isinstance(binding.definition, Class) or not _is_known(binding, depth):
            continue
        if isinstance(binding.definition, Function):
            methods[binding.name] = _function(binding.definition, depth)
        else:
            methods.pop(binding.name, None)
    return methods


def _function(definition: Function, depth: Depth) -> FunctionOutline:
    if depth == "full":
        return FunctionOutline(definition.parameters)
    # Not even that a parameter has a default is known at this depth, so it is left out: two sources of one module give one outline.
    return FunctionOutline(tuple(Parameter(p.name, POSITIONAL_OR_KEYWORD) for p in definition.parameters if p.kind <= POSITIONAL_OR_KEYWORD))
