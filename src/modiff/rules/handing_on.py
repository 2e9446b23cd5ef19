"""Words for keywords that go through `**kwargs`."""

from __future__ import annotations

from modiff.model.changes import KeywordLost
from modiff.rules.wording import parent


def owner(change: KeywordLost) -> str:
    """The callable, as its users call it: the class for a constructor."""
    return f"{parent(change.path)}()" if change.callable == "constructor" else f"{change.path}()"


def called(path: str) -> str:
    """A callable by its canonical path; a class for its constructor."""
    return f"{path.removesuffix('.__init__')}()"


def keyword(change: KeywordLost) -> str:
    """The keyword concerned."""
    return change.part


def identity(change: KeywordLost) -> tuple[str, ...]:
    """What makes a finding about a keyword the one it is."""
    return (change.through or "", change.fate)


def old_signature(change: KeywordLost) -> str:
    """The old signature as text."""
    return change.old_signature.shown


def new_signature(change: KeywordLost) -> str:
    """The new signature as text."""
    return change.new_signature.shown
