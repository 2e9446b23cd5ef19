"""Methods that pydantic calls, and hardly anybody else: what changed about how they are called concerns only who does so by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from modiff.graph.graph import Graph
from modiff.link import decorators
from modiff.link.targets import Outside
from modiff.model.changes import Change, ParameterChanged
from modiff.model.facts import Function
from modiff.model.findings import Certainty
from modiff.model.items import Item

_HOOKS = frozenset("root_validator field_validator model_validator field_serializer model_serializer".split())
"""Names that no other library in use has; `validator` is looked up."""


def doubted(changes: Iterable[Change], old: Graph, new: Graph) -> Iterator[Change]:
    """The same changes; those of methods that pydantic alone calls in both versions are possible breaks. They are likely where it is called on
    something else now, on an instance and no longer on the class: who calls it by hand, mostly from the validator of an heir, has to be told. One
    that is gone is left as it is."""
    for change in changes:
        if change.old is not None and change.new is not None and _is_hook(old, change.old) and _is_hook(new, change.new):
            turned = isinstance(change, ParameterChanged) and _is_of_class(change.old) and not _is_of_class(change.new)
            certainty = min(change.certainty, Certainty.likely) if turned else Certainty.possible
            yield msgspec.structs.replace(change, certainty=certainty, doubt=f"it is pydantic that calls {change.path}")
        else:
            yield change


def _is_of_class(item: Item) -> bool:
    """Does pydantic call it on the class? All do but serializers, and `model_validator(mode="after")` where nothing makes a class method of it."""
    marks = item.definition.decorators if isinstance(item.definition, Function) else ()
    if decorators.makes_class_bound(marks):
        return True
    after = any(decorators.last(mark) == "model_validator" and mark.call is not None and ("mode", "'after'") in mark.call.keywords for mark in marks)
    return not after and not decorators.has(marks, "field_serializer", "model_serializer")


def _is_hook(graph: Graph, item: Item) -> bool:
    """Does a decorator of pydantic have it called while a model is validated or written?"""
    marks = item.definition.decorators if item.kind == "method" and isinstance(item.definition, Function) else ()
    return any(decorators.last(mark) in _HOOKS or _is_validator(graph, item, decorators.dotted(mark)) for mark in marks)


def _is_validator(graph: Graph, item: Item, mark: str) -> bool:
    target = graph.view.lookup(item.module, mark) if mark.rpartition(".")[2] == "validator" else None
    return isinstance(target, Outside) and target.path.startswith("pydantic.")
