"""What Python says of the same text: modules run, and their callables asked for their signatures."""

from __future__ import annotations

import inspect
import sys
from textwrap import dedent
from types import ModuleType

from modiff.graph import Graph
from modiff.model.items import Item, Signature

Shape = list[tuple[str, int, bool]]
"""Name, kind and "has it a default?" of each parameter."""


def run(text: str) -> ModuleType:
    """The module that this text makes."""
    module = ModuleType("made_for_a_test")
    sys.modules[module.__name__] = module
    try:
        exec(compile(dedent(text), "made", "exec", dont_inherit=True), module.__dict__)
    finally:
        del sys.modules[module.__name__]
    return module


def shape(thing: object) -> Shape:
    """What `inspect.signature` says."""
    assert callable(thing)
    return [(p.name, int(p.kind), p.default is not p.empty) for p in inspect.signature(thing).parameters.values()]


def read(graph: Graph, path: str) -> Shape | None:
    """What reading says."""
    found = signature(graph, path)
    return None if found is None else [(p.name, p.kind, p.default is not None) for p in found.parameters]


def signature(graph: Graph, path: str) -> Signature | None:
    """The signature of what must be there."""
    item = graph.at(path)
    assert isinstance(item, Item), path
    return graph.signature(item)


def shown(graph: Graph, path: str) -> str | None:
    """What a callable takes, as text."""
    found = signature(graph, path)
    return None if found is None else found.shown


def doubt(graph: Graph, path: str) -> str | None:
    """Why what it takes may be something else."""
    found = signature(graph, path)
    assert found is not None
    return found.doubt
