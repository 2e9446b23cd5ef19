"""Which of several guarded bindings of a name are there on a given Python and platform."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from modiff.model.facts import Binding, Class, Function, Guard, Test

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def is_odd(test: Test) -> bool:
    """Does it ask for Python's version or the platform in a way that reading cannot settle, whatever the environment?"""
    if test.kind == "version":
        return not isinstance(test.value, tuple) or test.op not in _COMPARE
    return test.kind == "platform" and (not isinstance(test.value, str) or test.op not in ("==", "!=", "startswith", "contains"))


def is_beyond(test: Test) -> bool:
    """May it hang on something beside Python's version and the platform that a reader should be told?"""
    if test.any_of:
        return any(is_beyond(part) for alternative in test.any_of for part in alternative)
    return test.kind in ("typing", "other") or is_odd(test)


def _all(outcomes: Sequence[bool | None]) -> bool | None:
    """`and` of what is known: one part may settle it."""
    if False in outcomes:
        return False
    return None if None in outcomes else True


def _any(outcomes: Sequence[bool | None]) -> bool | None:
    if True in outcomes:
        return True
    return None if None in outcomes else False


class Environment(msgspec.Struct, frozen=True):
    """The interpreter for which a view answers, and what it is asked to count as part of the API."""

    python: tuple[int, int] = (3, 13)
    platform: str = "linux"
    """In the words of `sys.platform`: linux, darwin, win32."""
    tests: bool = False
    """Do modules that are recognisably tests count?"""
    vendored: bool = False
    """Does vendored code? Where its name begins with an underscore, it is still private on the conventional surface."""
    type_checking: bool = False
    """Does a type checker ask? Then `TYPE_CHECKING` holds."""

    def settles(self, test: Test) -> bool | None:
        """Does this test hold at import time here? None: reading cannot say (`other`, a try body, an odd comparison)."""
        if test.kind == "typing":
            return test.holds is self.type_checking
        if test.kind == "main":
            return not test.holds
        if test.any_of:
            found = _any([_all([self.settles(part) for part in alternative]) for alternative in test.any_of])
            return None if found is None else found is test.holds
        if test.kind not in ("version", "platform") or is_odd(test):
            return None
        outcome = self._version(test) if test.kind == "version" else self._platform(test)
        return outcome is test.holds

    def _version(self, test: Test) -> bool:
        assert isinstance(test.value, tuple)
        assert test.op is not None
        here: tuple[int, ...] = self.python
        if test.op in ("==", "!="):
            here = here[: len(test.value)]
        elif len(test.value) > len(here):
            here = (*here, 99)  # micro and later: of a current release of that minor version
        return _COMPARE[test.op](here, test.value)

    def _platform(self, test: Test) -> bool:
        assert isinstance(test.value, str)
        if test.op == "startswith":
            return self.platform.startswith(test.value)
        if test.op == "contains":
            return test.value in self.platform
        same = test.value == self.platform or (test.value == "posix" and self.platform != "win32")
        return same is (test.op == "==")

    def excludes(self, guard: Guard) -> bool:
        """Is it certain that a statement under this guard does not run here?"""
        return any(self.settles(test) is False for test in guard)

    def requires_luck(self, guard: Guard) -> bool:
        """Does a test stand in the way that reading cannot settle?"""
        return any(self.settles(test) is None for test in guard)

    def candidates(self, bindings: Sequence[Binding]) -> list[Binding]:
        """The bindings that may be in force after the module ran, the likeliest first.

        The last unconditional one wins over all before it. Of the conditional ones after it, what a try body binds comes before what its handlers
        bind, a definition before an assignment, a later one before an earlier one.
        """
        if len(bindings) == 1:
            return [] if bindings[0].guard and self.excludes(bindings[0].guard) else list(bindings)
        alive: list[Binding] = []
        for binding in reversed(bindings):
            if binding.guard and self.excludes(binding.guard):
                continue
            alive.append(binding)
            if not binding.guard or not self.requires_luck(binding.guard):
                break
        if len(alive) > 1:
            alive.sort(key=self._likelihood)  # stable: later ones stay first among equals
        return alive

    @staticmethod
    def _likelihood(binding: Binding) -> tuple[bool, bool]:
        handler = any(test.kind == "except" for test in binding.guard)
        return handler, not isinstance(binding.definition, (Function, Class))
