"""Parameters that are more than parameters: fields of named tuples, and what those who override a method must take."""

from __future__ import annotations

from modiff.model.changes import ParameterChanged
from modiff.model.facts import VAR_KEYWORD, VAR_POSITIONAL


def lengthens_a_tuple(change: ParameterChanged) -> bool:
    """Is an optional parameter that is new a field of a named tuple, which is longer by it?"""
    return change.event == "added" and change.old_signature.source == change.new_signature.source == "namedtuple"


def is_asked_of_overrides(change: ParameterChanged) -> bool:
    """Is an optional parameter new to a method that is abstract, so that whoever calls it may give it to overrides that do not take it?"""
    if (
        change.event != "added"
        or change.old is None
        or change.new is None
        or change.after is None
        or change.after.kind in (VAR_POSITIONAL, VAR_KEYWORD)
    ):
        return False
    takes_any = any(p.kind == VAR_KEYWORD for p in change.old_signature.parameters)
    return "abstract" in change.old.flags and "abstract" in change.new.flags and not takes_any
