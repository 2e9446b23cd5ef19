"""How findings say what only type checkers see, and how badly: a package that does not ask to be checked against breaks nobody's build."""

from __future__ import annotations

from modiff.model.changes import TypeChanged, TypingChanged
from modiff.model.findings import Severity
from modiff.rules.wording import parent, plural


def unless_typed(change: TypeChanged | TypingChanged) -> Severity | None:
    """Minor where the package ships neither `py.typed` nor a stub (PEP 561)."""
    return None if change.typed else Severity.minor


def callee(change: TypeChanged) -> str:
    """The callable, as its users call it: the class for a constructor."""
    return f"{parent(change.path)}()" if change.callable == "constructor" else f"{change.path}()"


def types(change: TypeChanged) -> str:
    """The new type and the old one, and the alias by which they changed."""
    said = f"{change.after}, was {change.before}"
    if change.via is None:
        return said
    more = f", as in {change.others} other {plural(change.others, 'place')}" if change.others else ""
    return f"{said} (by {change.via}{more})"


def old_type(change: TypeChanged) -> str:
    """As it stood."""
    return change.before


def new_type(change: TypeChanged) -> str:
    """As it stands."""
    return change.after


def both_types(change: TypeChanged) -> tuple[str, ...]:
    """What makes a finding the one it is."""
    return (change.before, change.after)


def before(change: TypingChanged) -> str | None:
    """As it stood; None: there is nothing to show."""
    return change.before


def after(change: TypingChanged) -> str | None:
    """As it stands."""
    return change.after


def event_values(change: TypingChanged) -> tuple[str, ...]:
    """What makes a finding of another event the one it is."""
    return (change.before or "", change.after or "", *change.names)


def is_of_callable(change: TypingChanged) -> bool:
    """Is it about the keywords that a callable takes by `**kwargs: Unpack[…]` (PEP 692)?"""
    return change.old is not None and change.old.kind in ("function", "method")


def part(change: TypingChanged) -> str | None:
    """What of it is concerned; None: itself."""
    return change.part or None


def elsewhere(change: TypingChanged) -> str:
    """How many other callables, or classes, show the same."""
    if not change.others:
        return ""
    if change.old is not None and change.old.kind == "class":
        return f", as {change.others} other {'class' if change.others == 1 else 'classes'}"
    return f", as {change.others} other {plural(change.others, 'callable')}"
