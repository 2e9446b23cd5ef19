"""What a reading learns of the client's own functions and classes, and which functions are to be read again as more is known. It only grows."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from modiff.uses.values import UNKNOWN, Constant, Instance, Method, OneOf, Plain, Value, class_of_constant, one_of

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MOST = 5
"""Different things that are kept of one parameter, result or attribute: with more of them it may be anything."""


@dataclass(frozen=True, slots=True)
class Giver:
    """A call that gives a keyword which falls into the `**kwargs` of what it calls."""

    file: str
    node: ast.AST
    function: Function | None
    """Where it stands; None: in no function."""
    value: Value
    caught: frozenset[str]
    """Exceptions that a `try` around it catches."""
    handed_on: bool
    """Does it come out of the `**kwargs` of the function it stands in?"""


class Learnt:
    """All of it, by syntax nodes."""

    def __init__(self) -> None:
        self._values: dict[Hashable, dict[Value, None]] = {}
        self._unknown: dict[Hashable, set[ast.AST | None]] = {}
        """Functions that say something of which nothing is known; None among them: modules, or what became too much."""
        self._said: dict[ast.AST | None, set[Hashable]] = {}
        """What each of them says so of."""
        self.source: ast.AST | None = None
        """The function that is being read; None: a module."""
        self._extra: dict[ast.AST, dict[str, dict[Giver, None]]] = defaultdict(lambda: defaultdict(dict))
        self._asked: dict[Hashable, set[ast.AST]] = defaultdict(set)
        self.changed: dict[ast.AST, None] = {}
        """Functions that were read before something was known which they asked for."""

    # --- what callers give

    def note_given(self, function: ast.AST, parameter: str, value: Value) -> None:
        """A caller gives this for a parameter."""
        if self._note(("given", function, parameter), value):
            self.changed[function] = None

    def given(self, function: ast.AST, parameter: str) -> Value | None:
        """What callers give for a parameter; None: none does."""
        return self._known(("given", function, parameter))

    def note_extra(self, function: ast.AST, keyword: str, giver: Giver) -> None:
        """A caller gives a keyword that falls into `**kwargs`."""
        known = self._extra[function][keyword]
        if giver not in known:
            known[giver] = None
            self.changed[function] = None

    def extra(self, function: ast.AST) -> dict[str, list[Giver]]:
        """Keywords that fall into the `**kwargs` of a function, with who gives them."""
        return {name: list(givers) for name, givers in self._extra[function].items()} if function in self._extra else {}

    # --- what functions return, and attributes hold

    def note_returned(self, function: ast.AST, value: Value) -> None:
        """A return statement gives this."""
        self._tell(("returned", function), value)

    def returned(self, function: ast.AST, asker: ast.AST | None) -> Value:
        """What a function returns."""
        return self._asked_for(("returned", function), asker) or UNKNOWN

    def note_yielded(self, function: ast.AST, value: Value) -> None:
        """A yield expression gives this."""
        self._tell(("yielded", function), value)

    def yielded(self, function: ast.AST, asker: ast.AST | None) -> Value | None:
        """What a generator gives one by one; None: nothing, it is none."""
        return self._asked_for(("yielded", function), asker)

    def note_attribute(self, cls: ast.AST, name: str, value: Value) -> None:
        """This is assigned to an attribute of objects of a class."""
        self._tell(("attribute", cls, name), value)

    def attribute(self, cls: ast.AST, name: str, asker: ast.AST | None) -> Value | None:
        """What an attribute holds; None: nothing assigns to it."""
        return self._asked_for(("attribute", cls, name), asker)

    def _asked_for(self, key: Hashable, asker: ast.AST | None) -> Value | None:
        if asker is not None:
            self._asked[key].add(asker)
        return self._known(key)

    def _tell(self, key: Hashable, value: Value) -> None:
        if self._note(key, value):
            self.changed.update(dict.fromkeys(self._asked.get(key, ())))

    def _note(self, key: Hashable, value: Value) -> bool:
        """Is more known now?"""
        known, unknown = self._values.setdefault(key, {}), self._unknown.setdefault(key, set())
        if value == UNKNOWN:
            return self._note_unknown(key, self.source)
        if value in known:
            return False
        if isinstance(value, Constant) and sum(isinstance(each, Constant) for each in known) > 1:
            value = Plain(class_of_constant(value))  # a text among many
            if value in known:
                return False
        if len(known) >= _MOST:
            return self._note_unknown(key, None)
        known[value] = None
        return not unknown or isinstance(value, Instance | Method | OneOf)  # beside something unknown only these count

    def _note_unknown(self, key: Hashable, source: ast.AST | None) -> bool:
        """What a function does not know may be known when it is read again; None: it never will."""
        unknown = self._unknown[key]
        first = not unknown
        unknown.add(source)
        self._said.setdefault(source, set()).add(key)
        return first

    def _known(self, key: Hashable) -> Value | None:
        found, unknown = self._values.get(key), self._unknown.get(key)
        return one_of([*(found or ()), *([UNKNOWN] if unknown else ())]) if found or unknown else None

    # --- functions that are read again

    def begins(self, function: ast.AST | None) -> tuple[ast.AST | None, set[Hashable]]:
        """From now on it is this function that says something. Gives what `ends` asks for."""
        before = self.source, self._said.pop(function, set())
        self.source = function
        return before

    def ends(self, function: ast.AST | None, before: tuple[ast.AST | None, set[Hashable]]) -> None:
        """It was read to its end: what it did not know before, and does now, is unknown no longer."""
        self.source, earlier = before
        for key in earlier - self._said.get(function, set()):
            self._unknown[key].discard(function)
            if not self._unknown[key]:
                self.changed.update(dict.fromkeys(self._asked.get(key, ())))
                if isinstance(key, tuple) and key[0] == "given":
                    self.changed[key[1]] = None
