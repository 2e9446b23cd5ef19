"""How findings about constants show values: short ones whole, long ones not at all."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from modiff.model.changes import ValueChanged
from modiff.rules.wording import listed

_SHORT = 40
_MANY = 6


def before(change: ValueChanged) -> str:
    """The old value as source."""
    return _cut(change.before)


def after(change: ValueChanged) -> str:
    """The new value as source."""
    return _cut(change.after)


def _cut(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]} …"


def both(change: ValueChanged) -> str:
    """`: 2, was 1`, or nothing where the two are too long to be read in a sentence."""
    return f": {change.after}, was {change.before}" if max(len(change.before), len(change.after)) <= _SHORT else ""


def what_differs(change: ValueChanged) -> str:
    """`, without 'a' and 'b'` of a collection, ` for 'a' and 'b'` of a table; nothing where that would be long or there is nothing to name."""
    if not change.names or any(len(name) > _SHORT for name in change.names[:_MANY]):
        return ""
    return (" for " if change.before.startswith("{") and _is_table(change.before) else ", without ") + some(change.names)


def _is_table(text: str) -> bool:
    return isinstance(ast.literal_eval(text), dict)


def sort(text: str) -> str:
    """The type of a literal by its name; None is its own."""
    value = ast.literal_eval(text)
    return "None" if value is None else type(value).__name__


def some(names: Sequence[str]) -> str:
    """Up to six names, and how many more there are."""
    return listed(names) if len(names) <= _MANY else f"{', '.join(names[:_MANY])} and {len(names) - _MANY} more"


def identity(change: ValueChanged) -> tuple[str, ...]:
    """What makes a finding about a value the one it is."""
    return (*change.names, change.before, change.after)
