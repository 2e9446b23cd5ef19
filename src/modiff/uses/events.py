"""What the reading of a client meets: names that answer or do not, calls that bind or do not, each at its place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Literal

import msgspec

Kind = Literal["import", "attribute", "call", "subclass", "override", "catch", "annotation", "result"]

ABSTRACT = "abstract"
"""What is asked of the class of an object that is made: does it implement all that it must?"""


class Place(msgspec.Struct, frozen=True):
    """Where something stands, and what is asked of it: the same in both readings."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    kind: Kind
    what: str
    """The name that is asked for, the keyword, the abstract method …; empty for a call as a whole."""


class Answer(msgspec.Struct, frozen=True):
    """What one version has to say of a use."""

    fine: bool
    path: str
    """Dotted path of what is used, as the client reaches it: `pkg.f`, `pkg.C.m`."""
    canonical: str | None
    """Where it is defined; for what is missing the class or module that was asked. None: not known."""
    message: str = ""
    """What is wrong, as a clause: `has no attribute x`; empty where it is fine."""
    doubt: str | None = None
    """Why it may be otherwise; None: reading settles it."""
    raises: str = "AttributeError"
    """What a client would meet."""
    bound: tuple[tuple[str, str], ...] = ()
    """Of a call that binds: (argument, parameter)."""
    takes: frozenset[str] = frozenset()
    """Of a call that binds: all parameters."""
    caught: frozenset[str] = frozenset()
    """Exceptions that an enclosing `try` catches."""
    typing_only: bool = False
    """Does it stand where only type checkers look?"""
    version_tested: bool = False
    """Does a test of the version, which reading does not follow, decide whether it runs?"""
    open: bool = False
    """Does the doubt leave it altogether open: may a function of the module answer for the name, may it be another function that is called?"""
    said: str | None = None
    """What the documentation of `canonical` says it gives, where the answer rests upon that; None: it does not."""
    vague: bool = False
    """Is it only fine as nothing is known of what was asked, a variable of a package?"""
    above: tuple[str, ...] = ()
    """Of an object that lacks an attribute: canonical paths of its class and of all above."""
    gathered: tuple[str, ...] = ()
    """Of a call that binds: arguments by position that fall into a `*args` of which the function makes a list of like things."""
    flags: frozenset[str] = frozenset()
    """Of a call that binds: parameters whose default is True or False."""


class Unsettled(msgspec.Struct, frozen=True):
    """An attribute that is asked of something of which nothing is known."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    name: str


class Events(msgspec.Struct):
    """The answers by place. What is met again (a loop, a function under several callers) keeps the first problem it had."""

    answers: dict[Place, Answer] = msgspec.field(default_factory=dict)
    unknown: dict[Unsettled, None] = msgspec.field(default_factory=dict)
    """What is asked of objects of which nothing is known."""
    documented: dict[str, str] = msgspec.field(default_factory=dict)
    """What the documentation of functions says they give, by their canonical paths."""

    @classmethod
    def of(cls, parts: Iterable[Events]) -> Events:
        """All of these together."""
        whole = cls()
        for part in parts:
            for place, answer in part.answers.items():
                known = whole.answers.get(place)
                if known is None or (known.fine and not answer.fine):
                    whole.answers[place] = answer
            whole.unknown |= part.unknown
        return whole

    def tell(self, file: str, node: ast.AST, kind: Kind, what: str, answer: Answer) -> None:
        """Notes an answer."""
        place = Place(file, *_span(node), kind, what)
        known = self.answers.get(place)
        if known is None or (known.fine and not answer.fine):
            self.answers[place] = answer

    def ask(self, file: str, node: ast.AST, name: str) -> None:
        """Notes that something of which nothing is known is asked for an attribute."""
        self.unknown[Unsettled(file, *_span(node), name)] = None


def _span(node: ast.AST) -> tuple[int, int, int, int]:
    """First line and column, last line and column; lines from 1."""
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    end_line, end_column = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
    return line, column, end_line if end_line is not None else line, end_column if end_column is not None else 0
