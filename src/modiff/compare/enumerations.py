"""The values of an enumeration's members: written ones, and those that `auto()` or a functional call counts."""

from __future__ import annotations

import ast
import re

from modiff.graph.graph import Graph
from modiff.link.targets import Outside
from modiff.model.facts import Assignment
from modiff.model.items import Item

_AUTO = re.compile(r"(\w+\.)?auto\(\)")
_COUNTS = ("enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum")
Values = dict[str, tuple[str | None, bool]]


def values_of(graph: Graph, cls: Item) -> Values:
    """For each member: its value as normalised source, None where it is computed; and whether it was counted."""
    counting = _counting(graph, cls)
    if isinstance(cls.definition, Assignment):
        return _of_call(graph, cls)
    out: Values = {}
    known: list[int | None] = []
    for name, item in graph.own_members(cls).items():
        if item.kind != "attribute" or item.owner is not cls or item.value is None or (name.startswith("__") and name.endswith("__")):
            continue
        if _AUTO.fullmatch(item.value):
            text = None if counting is None else _next(counting, name, known)
            out[name] = text, True
        else:
            text = item.value
            out[name] = (text if _is_literal(text) else None), False
        known.append(_number(text))
    return out


def _counting(graph: Graph, cls: Item) -> str | None:
    """How `auto()` counts: by which of the standard library's classes; None: the enumeration, or a base, says so itself."""
    if "_generate_next_value_" in graph.members(cls):
        return None
    outside = [a.path for a in graph.ancestors(cls) if isinstance(a, Outside)]
    if any(path.startswith("builtins.") and path not in ("builtins.int", "builtins.object") for path in outside):
        return "enum.StrEnum" if "enum.StrEnum" in outside else None
    return next((path for path in outside if path in _COUNTS), None)


def _next(counting: str, name: str, known: list[int | None]) -> str | None:
    """What `auto()` gives after these values; None where one of them is not a known number."""
    if counting == "enum.StrEnum":
        return repr(name.lower())
    numbers = [number for number in known if number is not None]
    if len(numbers) != len(known):
        return None
    if "Flag" in counting:
        return str(1 << max((number.bit_length() for number in numbers), default=0))
    # The highest so far plus one; before Python 3.11 the last plus one. Where the two differ nothing is said.
    return None if numbers and numbers[-1] != max(numbers) else str(max(numbers, default=0) + 1)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d+", text) else None


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _of_call(graph: Graph, cls: Item) -> Values:
    """`Enum("E", "A B")` counts from 1; with `start=` or pairs it says the values itself, which is left alone."""
    value = cls.definition.value if isinstance(cls.definition, Assignment) else None
    call = value.call if value is not None else None
    if (
        call is None
        or len(call.arguments) != 2
        or any(name in ("start", "type") for name, _ in call.keywords)
        or "Flag" in call.callee
        or "Str" in call.callee
    ):
        return {}
    if call.arguments[1][:1] not in "'\"[(" or "(" in call.arguments[1][1:]:
        return {}
    return {name: (str(index), True) for index, name in enumerate(graph.own_members(cls), 1)}
