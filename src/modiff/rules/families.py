"""The words that diff has for kinds of things, sorted by what can be done with them, and what all rules about such a change have in common."""

from __future__ import annotations

from collections.abc import Callable

from modiff.model.changes import KindChanged
from modiff.model.findings import Breaks, Group, Severity
from modiff.rules.interface import Rule
from modiff.rules.kinds_told_apart import lines

FUNCTIONS = ("function", "async function", "generator", "async generator", "context manager")
METHODS = ("method", "async method", "class method", "static method")
CALLABLES = (*FUNCTIONS, *METHODS)
CLASSES = ("class", "enum")
ATTRIBUTES = ("attribute", "instance attribute")
PROPERTIES = ("property", "cached property")
KINDS = ("module", *CLASSES, *CALLABLES, *PROPERTIES, *ATTRIBUTES)

ASYNC = ("async function", "async generator", "async method")
GENERATORS = ("generator", "async generator")
MANAGERS = ("context manager",)
"""Functions under `contextlib.contextmanager`: what a call gives is for `with` alone."""
ON_THE_CLASS = ("class method", "static method")
"""Methods that can be called on the class itself."""

MARKERS = ("abc.ABC", "builtins.object", "object", "typing.Protocol", "typing_extensions.Protocol")
"""Bases that nobody catches or asks for: they only say how a class is made."""


def is_marker(path: str) -> bool:
    """Is a base one that callers can't rely on: a marker, or a class with a private name?

    What is lost with `enum.Enum` is told by the kind of thing.
    """
    return path in MARKERS or path.startswith("enum.") or path.rpartition(".")[2].startswith("_")


def old_kind(change: KindChanged) -> str:
    """What it was, in words."""
    return change.before


def new_kind(change: KindChanged) -> str:
    """What it is, in words."""
    return change.after


def article(word: str) -> str:
    """`a class`, `an enum`."""
    return f"an {word}" if word[0] in "aei" else f"a {word}"


def of_kinds(change: KindChanged) -> tuple[str, ...]:
    """What makes a finding about kinds the one it is."""
    return change.before, change.after


def kind_rule(
    module: str,
    applies: Callable[[KindChanged], bool],
    sentence: Callable[[KindChanged], str],
    breaks: tuple[Breaks, ...],
    severity: Severity = Severity.major,
    group: Group = "api",
) -> Rule[KindChanged]:
    """A rule about things of one kind that became another: both kinds are shown, and make the finding the one it is.

    `module`: `__name__` of the rule's file."""
    return Rule(
        module=module,
        watches=KindChanged,
        applies=applies,
        severity=severity,
        breaks=breaks,
        sentence=sentence,
        old=old_kind,
        new=new_kind,
        identity=of_kinds,
        group=group,
        client=lines,
    )
