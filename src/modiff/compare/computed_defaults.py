"""Defaults that calls make: what they are worth reading cannot say, and so neither whether two of them differ."""

from __future__ import annotations

import ast

import msgspec

from modiff.compare.written_values import normalised
from modiff.graph.graph import Graph
from modiff.link.targets import Outside
from modiff.link.texts import dotted, parsed
from modiff.model.changes import Change, ParameterChanged
from modiff.model.findings import Certainty
from modiff.model.items import Item

_DOUBT = "a default is computed when the function is defined"


def as_far_as_known(old: Graph, new: Graph, change: Change) -> Change | None:
    """The same change; another default is only likely one where a call makes it. None where calls make both, and not the same one of other literals:
    nobody knows whether they differ."""
    if not isinstance(change, ParameterChanged) or change.event != "default-changed" or change.before is None or change.after is None:
        return change
    texts = [normalised(parameter.default or "") for parameter in (change.before, change.after)]
    calls = [_made_by_call(text) for text in texts]
    if calls == [False, False]:
        return change
    if calls == [True, True] and not _are_one_call_of_others(old, new, change, texts):
        return None
    return msgspec.structs.replace(change, certainty=min(change.certainty, Certainty.likely), doubt=change.doubt or _DOUBT)


def _made_by_call(text: str) -> bool:
    """Does a call have a say in it? What a function calls that is the default itself (`lambda: f()`) has none, and a name stands for one object,
    whatever made that."""
    node = parsed(text) if "(" in text else None
    return node is not None and not isinstance(node, ast.Lambda) and not _is_literal(node) and any(isinstance(n, ast.Call) for n in ast.walk(node))


def _is_literal(node: ast.expr) -> bool:
    """Is it one, or an empty collection by its name?"""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.args and not node.keywords:
        return node.func.id in ("set", "frozenset")
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _are_one_call_of_others(old: Graph, new: Graph, change: ParameterChanged, texts: list[str]) -> bool:
    """Do both call the same thing, with literals that are not the same: `Timeout(5)`, `Timeout(10)`?"""
    nodes = [parsed(text) for text in texts]
    before, after = (node if isinstance(node, ast.Call) else None for node in nodes)
    if before is None or after is None or change.old is None or change.new is None:
        return False
    given = [[*node.args, *(keyword.value for keyword in node.keywords)] for node in (before, after)]
    if not all(_is_literal(argument) for arguments in given for argument in arguments):
        return False
    return _called(old, change.old, before) == _called(new, change.new, after)


def _called(graph: Graph, item: Item, call: ast.Call) -> str:
    """What is called: by its path where that is known."""
    name = dotted(call.func) or ast.unparse(call.func)
    target = graph.view.lookup(item.module, name) if name.replace(".", "").isidentifier() else None
    return target.path if isinstance(target, Item | Outside) else name
