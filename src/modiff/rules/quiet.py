"""Changes that concern nobody, and why: what looks like a break and is none.

A change is here, or a rule claims it; the tests hold every kind of change against this.
"""

from __future__ import annotations

from modiff.model.changes import BasesChanged, Change, KindChanged, ParameterChanged, TypeChanged, TypingChanged
from modiff.rules.families import ATTRIBUTES, CALLABLES, CLASSES, PROPERTIES, is_marker

PARAMETER_EVENTS = {
    "removed": "the body takes the keyword from `**kwargs`, or a base refuses it and is told of, or `**kwargs` took nothing that is no parameter now",
    "renamed": "only its position could be used, and that is the same",
    "added": "*args and **kwargs take more calls than before",
    "by-position-too": "it takes more calls than before",
    "by-name-too": "it takes more calls than before",
    "default-added": "it takes more calls than before",
    "default-changed": "the parameter gave way to one of another name: what the two begin with says nothing of either",
    "annotation-changed": "no call sees it; types are judged apart",
    "star-name-changed": "callers cannot see the names of *args and **kwargs",
}
"""Events that concern nobody where no rule claims them."""


def reason_for_silence(change: Change) -> str | None:
    """Why nobody needs to hear of a change that no rule claims. None: this is not known to be quiet."""
    if isinstance(change, ParameterChanged) and change.event == "added" and change.fate in ("read", "taken"):
        return "the keyword means what it meant"
    if isinstance(change, ParameterChanged):
        return PARAMETER_EVENTS.get(change.event) if not change.broken else None
    if isinstance(change, BasesChanged):
        return _about_bases(change)
    if isinstance(change, KindChanged):
        return about_kinds(change.before, change.after)
    if isinstance(change, TypeChanged):
        return "what is known of its types fits as before"
    if isinstance(change, TypingChanged):
        return "reading cannot settle it" if change.event == "alias-changed" and change.relation in ("same", "unknown") else None
    return None


def _about_bases(change: BasesChanged) -> str | None:
    if change.lost and not all(is_marker(path) for path in change.lost):
        return None
    return "it is still all that it was to those who catch it or ask what it is"


def about_kinds(before: str, after: str) -> str | None:
    """Why it is quiet that one kind of thing became another."""
    if before == after:
        return "it is what it was"
    if before in PROPERTIES and after in (*ATTRIBUTES, "property"):
        return "it is read as before"
    if {before, after} <= set(ATTRIBUTES):
        return "it is read as before from instances"
    if before in ATTRIBUTES and after in PROPERTIES:
        return "it can be read and assigned as before"
    if before in CALLABLES and after in CALLABLES:
        return "it is called as before, and more ways than before"
    if before in (*ATTRIBUTES, *PROPERTIES) and after in ("module", *CLASSES):
        return "what it held may have been one before"
    return None
