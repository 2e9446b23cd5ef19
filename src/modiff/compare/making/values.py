"""What a trial knows of a value: itself, that it is an instance of a class of the release, or nothing; and whether it was made up for the trial."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import msgspec

from modiff.model.items import Item


class Unfit(Exception):
    """The constructor fails for these arguments, does something that no example should do, or goes where reading does not follow."""


class Known(msgspec.Struct, frozen=True):
    """A plain Python value."""

    value: Any
    made_up: bool = False
    """Does it hang on an argument of the trial?"""


class Unknown(msgspec.Struct, frozen=True):
    """Anything. What the package makes of its own values is taken to work; what it makes of made up ones is not."""

    made_up: bool = False
    """Does it hang on an argument of the trial in a way that was not followed?"""


class Several(msgspec.Struct, frozen=True):
    """A tuple, list or set of values that are not all plain."""

    values: tuple[Any, ...]


class Referred(msgspec.Struct, frozen=True):
    """A class, function or module of the release."""

    item: Item


class Foreign(msgspec.Struct, frozen=True):
    """Something of another distribution, or of the standard library."""

    path: str


class Object:
    """An instance of a class of the release, while it is made and after."""

    def __init__(self, cls: Item) -> None:
        self.cls = cls
        self.attributes: dict[str, Value] = {}
        self.doubtful: set[str] = set()
        """Attributes that it may have: they are set under a condition that is not known."""


class Method(msgspec.Struct, frozen=True):
    """A function of the release with the object it is asked of; None in its place: it takes none."""

    function: Item
    receiver: Any


class Above(msgspec.Struct, frozen=True):
    """`super()` in a method of `cls`."""

    receiver: Any
    cls: Item


class Local(msgspec.Struct, frozen=True):
    """A function written inside another, with the names around it."""

    node: ast.FunctionDef | ast.Lambda
    names: Mapping[str, Any]
    module: str


Value = Known | Unknown | Several | Referred | Foreign | Object | Method | Above | Local
ANY = Unknown()
MADE_UP = Unknown(True)


def is_made_up(value: Value) -> bool:
    """Does it hang on what the trial made up? What is not followed may not bear it."""
    return isinstance(value, Known | Unknown) and value.made_up


def joined(*values: Value) -> Value:
    """What is one of these."""
    first = values[0]
    if all(value is first or (isinstance(value, Known) and isinstance(first, Known) and _same(value.value, first.value)) for value in values):
        return first
    return MADE_UP if any(map(is_made_up, values)) else ANY


def _same(left: object, right: object) -> bool:
    return type(left) is type(right) and repr(left) == repr(right)
