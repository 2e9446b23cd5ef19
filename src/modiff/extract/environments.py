"""What a file asks of the environment: the tests of Python's version and of the platform under which some statement runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from modiff.extract.conditions import asks
from modiff.model.facts import Binding, Class, ExportStep, Guard, Served, Test


def asked(bindings: Iterable[Binding], exports: Iterable[ExportStep], served: Iterable[Served]) -> tuple[Test, ...]:
    """The tests, each once and as if it had to hold, in order of their first appearance."""
    found: dict[Test, None] = {}
    for guard in _guards(bindings, exports, served):
        for test in _single(guard):
            found[test if test.holds else msgspec.structs.replace(test, holds=True)] = None
    return tuple(found)


def _single(guard: Guard) -> Iterator[Test]:
    """The tests of version and platform, also those within compounds."""
    for test in guard:
        if test.any_of:
            for alternative in test.any_of:
                yield from _single(alternative)
        elif asks(test):
            yield test


def _guards(bindings: Iterable[Binding], exports: Iterable[ExportStep], served: Iterable[Served]) -> Iterator[Guard]:
    for binding in bindings:
        if binding.guard:
            yield binding.guard
        if type(binding.definition) is Class:
            yield from _guards(binding.definition.members, (), ())
    yield from (step.guard for step in exports)
    yield from (serving.guard for serving in served)
