"""Values that a symbolic run knows: literals, functions, things of the release; and what plain operations make of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec


class Literally(msgspec.Struct, frozen=True):
    """A value that is known: a string, a number, None, or a list, tuple or dict of values."""

    value: Any


class Routine(msgspec.Struct, frozen=True):
    """A function written in what runs, with the names around it."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    names: Mapping[str, Any]


class Bound(msgspec.Struct, frozen=True):
    """A function as a class holds it."""

    how: Literal["class", "static", "property"]
    function: Any
    settable: bool = False


class Named(msgspec.Struct, frozen=True):
    """Something of the release that a dotted name leads to."""

    path: str


class Copied(msgspec.Struct, frozen=True):
    """A function that was compiled at run time to take what something of the release takes."""

    of: Named


class MadeClass(msgspec.Struct, frozen=True):
    """A class that the run makes: by a statement, or by `type(name, bases, contents)`."""

    node: ast.ClassDef | None
    """The statement; None: a call of `type`."""
    names: Mapping[str, Any] = {}
    """The names around the statement."""
    local: frozenset[str] = frozenset()
    """Those of them that the function binds itself."""
    contents: Mapping[str, Any] = {}
    """The members that `type` is given."""
    bases: str = "()"
    """The bases that `type` is given, as source."""

    @property
    def plain(self) -> bool:
        """Does it derive from nothing but `object`?"""
        return self.bases in ("()", "(object,)")


class Special(msgspec.Struct, frozen=True):
    """`decorated`: the class that the decorator stands on; `own names`: its `__dict__`; `existing`: a member that it has; `instance`: what
    `__getattr__` is asked of; `above`: its `super()`; `its class`; `its module`: that whose `__getattr__` runs; `plain function`: a method of the
    decorated class that has no attributes but those that every function has; `unknown`."""

    what: Literal["decorated", "own names", "existing", "instance", "above", "its class", "its module", "plain function", "unknown"]


Value = Literally | Routine | Bound | Named | Copied | MadeClass | Special
DECORATED, OWN_NAMES, EXISTING, UNKNOWN = (Special(what) for what in ("decorated", "own names", "existing", "unknown"))
INSTANCE, ABOVE, ITS_CLASS, ITS_MODULE = Special("instance"), Special("above"), Special("its class"), Special("its module")
PLAIN_FUNCTION = Special("plain function")
NOTHING = Literally(None)


class TooMuch(Exception):
    """It runs too long, or in a circle."""


class Raised(Exception):
    """What runs raises here."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind
        """The last component of the exception's name."""


_CAUGHT_BY = {"KeyError": ("LookupError",), "IndexError": ("LookupError",)}


class World(msgspec.Struct, frozen=True):
    """What is known of the surroundings."""

    has: Callable[[str], bool | None]
    """Has the decorated class a member of this name? None: reading cannot say."""
    outside: Callable[[str], Value]
    """What a dotted name of the module around the decorator means."""
    member: Callable[[str, str], Value]
    """What an attribute of something of the release is: its path and the name."""
    function: Callable[[str], Value] = lambda path: UNKNOWN
    """A function of the release, with the names around it, ready to be run."""
    is_mapping: Callable[[str], bool] = lambda path: False
    """Does calling this class of the release make a dict of its keywords (PEP 589)?"""
    own_names: Callable[[str], Value] = lambda path: UNKNOWN
    """The `__dict__` of a class of the release."""
    class_method: Callable[[str], Value] = lambda name: UNKNOWN
    """A class method or static method of the decorated class, as `Bound`."""
    class_value: Callable[[str], Value] = lambda name: UNKNOWN
    """What an attribute of the class is whose `__getattr__` runs, or on which the decorator stands."""
    asked_above: Callable[[str], bool | None] = lambda name: None
    """Do the bases of the class whose `__getattr__` runs answer for a name? None: reading cannot say."""
    asked_of_class: Callable[[str], bool | None] = lambda name: None
    """Does that class itself?"""
    looped: Callable[[str], list[str] | None] = lambda path: None
    """The texts that a loop over something of the release gives, where it is a class that can be looped over; None: not known."""
    module: str | None = None
    """The module whose `__getattr__` runs; None: none."""
    strict: bool = False
    """Is a `raise` an answer? False: had it been reached, the class would not be there."""


def bind(parameters: ast.arguments, positional: list[Value], keywords: Mapping[str, Value], default: Callable[[ast.expr], Value]) -> dict[str, Any]:
    """The names that a call binds; unknown where it does not say."""
    plain = [*parameters.posonlyargs, *parameters.args]
    names: dict[str, Any] = {p.arg: UNKNOWN for p in (*plain, *parameters.kwonlyargs)}
    for parameter, node in zip(plain[len(plain) - len(parameters.defaults) :], parameters.defaults, strict=True):
        names[parameter.arg] = default(node)
    names |= {p.arg: default(node) for p, node in zip(parameters.kwonlyargs, parameters.kw_defaults, strict=True) if node is not None}
    names |= {p.arg: value for p, value in zip(plain, positional, strict=False)}
    if parameters.vararg is not None:
        names[parameters.vararg.arg] = Literally(positional[len(plain) :])
    if parameters.kwarg is not None:
        names[parameters.kwarg.arg] = Literally({k: v for k, v in keywords.items() if k not in names})
    return names | {k: v for k, v in keywords.items() if k in names}


def truth_of(value: Value) -> bool | None:
    """Does an `if` take it for true? None: not known."""
    if isinstance(value, Literally):
        return bool(value.value)
    return True if isinstance(value, Routine | Bound | MadeClass) or value is DECORATED else None


def listed(value: Value) -> list[Value] | None:
    """What a loop over it gives; None: not known."""
    if not isinstance(value, Literally):
        return None
    if isinstance(value.value, list):
        return value.value
    if isinstance(value.value, dict):
        return [Literally(key) for key in value.value]
    return [Literally(c) for c in value.value] if isinstance(value.value, str) else None


def catches(handler: ast.ExceptHandler, kind: str) -> bool:
    """Does an `except` take exceptions of this name?"""
    if handler.type is None:
        return True
    listed_ones = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {ast.unparse(one).rpartition(".")[2] for one in listed_ones}
    return not names.isdisjoint({kind, "Exception", "BaseException", *_CAUGHT_BY.get(kind, ())})


def is_plain(value: Value) -> bool:
    """Is it one number or text, or None?"""
    return isinstance(value, Literally) and isinstance(value.value, str | int | float | None)


def bound(how: str, given: list[Value]) -> Value:
    """`classmethod(f)` and its like."""
    settable = len(given) > 1 and given[1] != NOTHING
    return Bound("class" if how == "classmethod" else "static" if how == "staticmethod" else "property", given[0], settable)


def joined(op: ast.operator, left: Value, right: Value) -> Value:
    """`"%s_%s" % (a, b)`, sums, and what sets make of each other."""
    if not isinstance(left, Literally) or not isinstance(right, Literally):
        return UNKNOWN
    inside = right.value
    if isinstance(op, ast.Mod) and isinstance(left.value, str):
        if isinstance(inside, list):
            inside = tuple(part.value if is_plain(part) else None for part in inside)
        if inside is None or (isinstance(inside, tuple) and None in inside):
            return UNKNOWN
    elif isinstance(op, ast.BitOr | ast.BitAnd | ast.Sub) and isinstance(left.value, list) and isinstance(inside, list):
        return _of_sets(op, left.value, inside)  # nothing else that is held as a list has these
    elif not isinstance(op, ast.Add):
        return UNKNOWN
    try:
        return Literally(left.value % inside if isinstance(op, ast.Mod) else left.value + inside)
    except Exception:  # a format that does not fit
        return UNKNOWN


def _of_sets(op: ast.operator, left: list[Value], right: list[Value]) -> Value:
    """What `|`, `&` and `-` make of two sets."""
    if not all(is_plain(part) for part in (*left, *right)):
        return UNKNOWN
    if isinstance(op, ast.BitOr):
        return Literally(list(dict.fromkeys([*left, *right])))
    return Literally([part for part in left if (part in right) is isinstance(op, ast.BitAnd)])


def as_value(made: Any) -> Value:
    """What Python made of literals, as a value."""
    if isinstance(made, list | tuple | set | frozenset | range | zip | enumerate) or hasattr(made, "__next__"):
        return Literally([part if isinstance(part, Value) else as_value(part) for part in made])
    if isinstance(made, dict):
        return Literally({key: part if isinstance(part, Value) else as_value(part) for key, part in made.items()})
    return Literally(made)
