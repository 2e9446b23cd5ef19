"""One reading of a client with one version of its packages: modules from the top, functions when they are called, and again when more is known of
what they are given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from msgspec.structs import replace

from modiff.uses.events import Answer, Events, Kind
from modiff.uses.learnt import Function, Learnt
from modiff.uses.modules import Client, Module, Scope
from modiff.uses.values import OwnClass, OwnFunction
from modiff.uses.worlds import World

NOTHING = frozenset[str]()
_TIMES = 3
"""How often a function is read at most."""
_DEEPEST = 6
"""Calls of functions in functions that are read on the way."""
_SUBCLASSES = {
    "ModuleNotFoundError": {"ImportError", "Exception", "BaseException"},
    "ImportError": {"Exception", "BaseException"},
    "AttributeError": {"Exception", "BaseException"},
    "TypeError": {"Exception", "BaseException"},
    "KeyError": {"LookupError", "Exception", "BaseException"},
}


class Reading:
    """The state of a reading."""

    def __init__(self, world: World, client: Client) -> None:
        self.world = world
        self.client = client
        self.learnt = Learnt()
        self.events = Events()
        """Of the module or function that is being read."""
        self.module: Module = client.modules[0] if client.modules else Module.__new__(Module)
        self.caught: tuple[frozenset[str], ...] = ()
        """Exceptions that each enclosing `try` catches, outermost first."""
        self.typing_only = False
        self.standing: Literal["catch", "annotation"] | None = None
        """Is this what a handler catches, or an annotation?"""
        self.version_tested = False
        """Does a test of a package's version, which reading does not follow, decide whether this runs?"""
        self.silent = False
        """Is this code that does not run in this version?"""
        self.unsure = False
        """Was something imported of which nobody here knows whether it is installed?"""
        self.raised: list[str] = []
        """Exceptions that what was read so far is sure to raise."""
        self.function: Function | None = None
        self.owner: OwnClass | None = None
        self.heirs: dict[ast.AST, dict[ast.AST, OwnClass]] = {}
        """Classes of the client by the statements of those of its classes that they derive from directly."""
        self._told: dict[object, Events] = {}
        self._defined: dict[ast.AST, tuple[OwnFunction, Module]] = {}
        self._version_tested: set[ast.AST] = set()
        """Functions that are defined under such a test."""
        self._waiting: dict[ast.AST, None] = {}
        self._times: dict[ast.AST, int] = {}
        self._depth = 0

    def read(self) -> Events:
        """Reads everything and says what was met."""
        for module in self.client.modules:
            module.scope, module.state = Scope("module", module, None), "fresh"
        for module in self.client.modules:
            self.read_module(module)
        while self._waiting or self.learnt.changed:
            for node in [*self._waiting, *self.learnt.changed]:
                self._waiting.pop(node, None)
                self.learnt.changed.pop(node, None)
                self._run(node)
        whole = Events.of(self._told.values())
        whole.documented = self.world.documented
        return whole

    def read_module(self, module: Module) -> None:
        """Its top level, unless that was read or is being read."""
        from modiff.uses.statements import run

        parent = self.client.module(module.file.module.rpartition(".")[0])
        if parent is not None and parent.state == "fresh":
            self.read_module(parent)  # as Python does: a package before what is in it
        if module.state != "fresh":
            return
        module.state = "running"
        kept, self.learnt.source = self.learnt.source, None
        with self._inside(module, None, None, module):
            run(self, module.tree.body, module.scope)
        self.learnt.source = kept
        module.state = "done"

    # --- functions

    def define(self, function: OwnFunction) -> None:
        """A function to be read, by and by."""
        self._defined[function.node] = (function, self.module)
        self._waiting[function.node] = None
        if self.version_tested:
            self._version_tested.add(function.node)

    def demand(self, node: ast.AST) -> None:
        """Reads a function now, as it is called, unless that was done or goes too deep."""
        if node in self._defined and node not in self._times and self._depth < _DEEPEST:
            self._waiting.pop(node, None)
            self.learnt.changed.pop(node, None)
            self._run(node)

    @contextmanager
    def deeper(self) -> Iterator[bool]:
        """One call further in: may it be followed? What is met there was noted where it stands."""
        kept, self.silent = self.silent, True
        self._depth += 1
        try:
            yield self._depth <= _DEEPEST
        finally:
            self._depth -= 1
            self.silent = kept

    def _run(self, node: ast.AST) -> None:
        from modiff.uses.functions import run_function

        if node not in self._defined or self._times.get(node, 0) >= _TIMES:
            return
        self._times[node] = self._times.get(node, 0) + 1
        function, module = self._defined[node]
        assert not isinstance(function.node, ast.Lambda)
        before = self.learnt.begins(node)
        with self._inside(module, function.node, function.owner, node):
            run_function(self, function)
        self.learnt.ends(node, before)

    @contextmanager
    def _inside(self, module: Module, function: Function | None, owner: OwnClass | None, key: object) -> Iterator[None]:
        kept = (self.module, self.caught, self.typing_only, self.silent, self.unsure, self.raised, self.function, self.owner, self.events)
        standing, self.standing = self.standing, None
        tested, self.version_tested = self.version_tested, function is not None and function in self._version_tested
        self.module, self.function, self.owner = module, function, owner
        self.caught, self.typing_only, self.silent, self.unsure, self.raised, self.events = (), False, False, False, [], Events()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            self._told[key] = self.events
            (self.module, self.caught, self.typing_only, self.silent, self.unsure, self.raised, self.function, self.owner, self.events) = kept
            self.standing, self.version_tested = standing, tested

    # --- what is met

    def tell(self, node: ast.AST, kind: Kind, what: str, answer: Answer) -> None:
        """Notes an answer, with what stands around the place."""
        if self.silent:
            return
        caught = self.all_caught()
        if not answer.fine and self.version_tested:
            answer = replace(answer, version_tested=True)
        elif not answer.fine and answer.doubt is None:
            self.raised.append(answer.raises)
        if caught or self.typing_only:
            answer = replace(answer, caught=caught, typing_only=self.typing_only)
        self.events.tell(self.module.file.path, node, self.standing if kind == "attribute" and self.standing is not None else kind, what, answer)

    @contextmanager
    def stands_as(self, standing: Literal["catch", "annotation"]) -> Iterator[None]:
        """What is read within is what a handler catches, or an annotation."""
        kept, self.standing = self.standing, standing
        try:
            yield
        finally:
            self.standing = kept

    def all_caught(self) -> frozenset[str]:
        """Exceptions that any `try` around catches."""
        return frozenset[str]().union(*self.caught) if self.caught else NOTHING


def catches(caught: frozenset[str], raised: str) -> bool:
    """Is an exception among those that are caught? An empty name in them catches everything."""
    return bool(caught & ({raised, ""} | _SUBCLASSES.get(raised, {"Exception", "BaseException"})))
