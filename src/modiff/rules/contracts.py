"""What rules about classes share: which event they are about, and lines that hold with the old version and fail with the new one."""

from __future__ import annotations

from collections.abc import Callable

from modiff.model.changes import ClassChanged, ClassEvent
from modiff.rules.clients import import_of


def is_event(event: ClassEvent) -> Callable[[ClassChanged], bool]:
    """A predicate: is a change this event?"""
    return lambda change: change.event == event


def lines(check: str) -> Callable[[ClassChanged], str | None]:
    """A client: the import, then these lines with `{C}` replaced by how the class is reached and `{part}` by the name concerned."""

    def client(change: ClassChanged) -> str | None:
        found = import_of(change) if change.when is None else None
        if found is None:
            return None
        statement, expression = found
        return f"{statement}\n\n{check.format(C=expression, part=change.part)}"

    return client


def before(change: ClassChanged) -> str | None:
    """How it was, as text."""
    return change.before


def after(change: ClassChanged) -> str | None:
    """How it is."""
    return change.after


def part(change: ClassChanged) -> str | None:
    """The one name concerned."""
    return change.part


def names(change: ClassChanged) -> tuple[str, ...]:
    """What makes a finding the one it is: the names it concerns, and how it was and is."""
    return (*change.names, change.before or "", change.after or "")
