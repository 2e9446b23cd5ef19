"""What objects of the standard library give: literals, methods of text and containers, iteration. Only what is plain; all else is unknown."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from typing import Any

from modiff.link import outside
from modiff.uses.values import UNKNOWN, Constant, Foreign, Instance, Plain, Value, class_of_constant, one_of

_STR, _BYTES, _INT, _BOOL = (Plain(f"builtins.{name}") for name in ("str", "bytes", "int", "bool"))
_OF_TEXT = {
    "bool": "endswith isalnum isalpha isascii isdecimal isdigit islower isspace istitle isupper startswith isidentifier isnumeric isprintable",
    "int": "count find index rfind rindex",
    "same": "capitalize casefold center expandtabs format format_map join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip "
    "swapcase title translate upper zfill",
    "list": "split rsplit splitlines",
    "tuple": "partition rpartition",
}
_LIMIT = 10_000
"""Characters, or elements, of a constant that is worked out."""
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "builtins.int": int, "builtins.str": str, "builtins.float": float, "builtins.tuple": tuple, "builtins.list": tuple, "builtins.len": len,
    "builtins.bool": bool, "builtins.max": max, "builtins.min": min,
}  # fmt: skip
_VERSIONS = frozenset(
    {
        "packaging.version.parse", "packaging.version.Version", "pkg_resources.parse_version", "distutils.version.LooseVersion",
        "distutils.version.StrictVersion", "pkg_resources.extern.packaging.version.parse", "looseversion.LooseVersion",
    }
)  # fmt: skip
_GIVES: dict[str, Value] = {
    "builtins.open": Plain("io.TextIOWrapper"), "builtins.repr": _STR, "builtins.input": _STR, "builtins.len": _INT, "builtins.isinstance": _BOOL,
    "json.dumps": _STR, "os.path.join": UNKNOWN,
}  # fmt: skip
_DOCUMENTED = re.compile(r"(?::(?:py:)?(?:class|obj):)?`{0,2}~?(?P<name>dict|list|tuple|set|str|bytes|int|float|bool)\b(?![.\w])")
_SEVERAL = re.compile(r"\bor\b|[|/]|\bif\b|\bNone\b|optional", re.IGNORECASE)
COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Is: operator.is_, ast.IsNot: operator.is_not, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip


def literal(node: ast.expr | None) -> Value:
    """What a display or constant makes; unknown for anything else."""
    match node:
        case ast.Constant(value=constant):
            return Constant(constant) if constant is not Ellipsis else UNKNOWN
        case ast.JoinedStr():
            return _STR
        case ast.List() | ast.ListComp():
            return Plain("builtins.list")
        case ast.Dict() | ast.DictComp():
            return Plain("builtins.dict")
        case ast.Set() | ast.SetComp():
            return Plain("builtins.set")
        case ast.Tuple():
            return Plain("builtins.tuple")
    return UNKNOWN


def class_path(value: Value) -> str | None:
    """The class of the standard library that it is an object of; None: it is of another, or not known."""
    if isinstance(value, Plain):
        return value.path
    return class_of_constant(value) if isinstance(value, Constant) else None


def is_text(value: Value) -> bool:
    """Is it a `str`?"""
    return class_path(value) == "builtins.str"


def attribute_of_plain(path: str, name: str, value: Value) -> Value:
    """What `value.name` is: for methods something that can be called."""
    return Foreign(f"{path}.{name}")


def method_of(value: Value, name: str, given: tuple[Value, ...]) -> Value:
    """What `value.name(*given)` gives."""
    path = class_path(value)
    if isinstance(value, Constant) and isinstance(value.value, str | bytes | tuple) and all(isinstance(each, Constant) for each in given):
        return _worked_out(lambda: getattr(value.value, name)(*(each.value for each in given if isinstance(each, Constant))))
    if path in ("builtins.str", "builtins.bytes"):
        if name == "encode":
            return _BYTES
        if name == "decode":
            return _STR
        kind = next((kind for kind, names in _OF_TEXT.items() if name in names.split()), None)
        return _of_text(kind, Plain(path))
    if isinstance(value, Plain) and len(value.args) == 2 and name in ("get", "items", "keys", "values", "pop", "setdefault"):
        key, held = value.args
        views: dict[str, Value] = {
            "items": Plain("collections.abc.Iterable", (Plain("builtins.tuple", (key, held)),)),
            "keys": Plain("collections.abc.Iterable", (key,)),
            "values": Plain("collections.abc.Iterable", (held,)),
            "get": held if len(given) < 2 else one_of([held, given[1]]),
        }
        return views.get(name, held)
    if isinstance(value, Plain) and len(value.args) == 1 and name in ("pop", "copy"):
        return value.args[0] if name == "pop" else value
    return UNKNOWN


def _of_text(kind: str | None, same: Value) -> Value:
    match kind:
        case "bool":
            return _BOOL
        case "int":
            return _INT
        case "same":
            return same
        case "list":
            return Plain("builtins.list", (same,))
        case "tuple":
            return Plain("builtins.tuple", (same, same, same))
    return UNKNOWN


def called(path: str) -> Value:
    """What calling a class or function of the library gives."""
    if path in _GIVES:
        return _GIVES[path]
    same = outside.same_class(path)
    is_class = path.startswith("builtins.") and outside.members_of(same) is not None
    return Plain(same) if is_class and path not in ("builtins.type", "builtins.super") else UNKNOWN


def computed(path: str, given: tuple[Value, ...]) -> Value | None:
    """What a pure function gives of constants; None: it is none, or they are not."""
    if not given or not all(isinstance(each, Constant) for each in given):
        return None
    values = [each.value for each in given if isinstance(each, Constant)]
    if path in _VERSIONS and isinstance(values[0], str):
        return _worked_out(lambda: _version(str(values[0])))
    if path in _FUNCTIONS:
        return _worked_out(lambda: _FUNCTIONS[path](*values))
    return None


def documented(text: str) -> Value:
    """What a docstring means that says `:rtype: dict`; unknown where it names no class of the language, or several."""
    match = _DOCUMENTED.match(text)
    return Plain(f"builtins.{match['name']}", said=text) if match is not None and not _SEVERAL.search(text) else UNKNOWN


def mapped(function: Value, over: Value) -> Value:
    """What `map(int, parts)` gives."""
    path = function.path if isinstance(function, Foreign) else ""
    if path in _FUNCTIONS and isinstance(over, Constant) and isinstance(over.value, tuple | str):
        parts = over.value
        return _worked_out(lambda: tuple(_FUNCTIONS[path](each) for each in parts))
    return UNKNOWN


def compared(op: ast.cmpop, left: Value, right: Value) -> Value:
    """A comparison of constants, or of the Python that runs."""
    if isinstance(left, Foreign) and left.path == PYTHON[0]:
        return _compared_python(op, right)
    if not isinstance(left, Constant) or not isinstance(right, Constant) or type(op) not in COMPARISONS:
        return _BOOL
    return _worked_out(lambda: bool(COMPARISONS[type(op)](left.value, right.value)))


PYTHON = ("sys.version_info", (3, 8), (3, 99))
"""The Pythons that code is read for: what holds for the first and the last holds."""
KNOWN = {
    "sys.version_info.major": Constant(3), "six.PY2": Constant(False), "six.PY3": Constant(True), "typing.TYPE_CHECKING": Constant(False),
}  # fmt: skip
"""What the library says of itself."""


def _compared_python(op: ast.cmpop, right: Value) -> Value:
    if not isinstance(right, Constant) or type(op) not in COMPARISONS:
        return _BOOL
    first, last = (_worked_out(lambda each=each: COMPARISONS[type(op)](each, right.value)) for each in PYTHON[1:])  # type: ignore[misc]
    return first if first == last and first != UNKNOWN else _BOOL


def element(value: Value) -> Value:
    """What a loop over it gives."""
    path = class_path(value)
    if isinstance(value, Constant):
        if isinstance(value.value, tuple | str) and value.value and len(value.value) < 20:
            return one_of([Constant(each) for each in value.value])
        return _STR if isinstance(value.value, str) else UNKNOWN
    if path == "builtins.str":
        return _STR
    if path == "builtins.bytes":
        return _INT
    if isinstance(value, Plain | Instance) and value.args:
        if path == "builtins.tuple":
            return one_of(list(value.args))
        return value.args[0]
    return UNKNOWN


def item(value: Value, index: Value) -> Value:
    """What `value[index]` is."""
    if isinstance(value, Foreign) and value.path == PYTHON[0]:
        return Constant(3) if index == Constant(0) else UNKNOWN
    path = class_path(value)
    if isinstance(value, Constant) and isinstance(value.value, str | tuple) and isinstance(index, Constant) and isinstance(index.value, int | slice):
        held: Any = value.value
        key: Any = index.value
        return _worked_out(lambda: held[key])
    if path in ("builtins.str",):
        return _STR
    if path == "builtins.tuple" and isinstance(value, Plain) and isinstance(index, Constant) and isinstance(index.value, int):
        return value.args[index.value] if -len(value.args) <= index.value < len(value.args) else UNKNOWN
    if isinstance(value, Plain) and value.args:
        return value.args[1] if len(value.args) == 2 and path not in ("builtins.tuple",) else value.args[0]
    return UNKNOWN


def _worked_out(work: Callable[[], Any]) -> Value:
    """A constant; unknown where it fails or is large."""
    try:
        found = work()
    except Exception:
        return UNKNOWN
    if isinstance(found, list):
        found = tuple(found)
    try:
        hash(found)
    except TypeError:
        return UNKNOWN
    return Constant(found) if not isinstance(found, str | bytes | tuple) or len(found) < _LIMIT else UNKNOWN


def _version(text: str) -> object:
    from packaging.version import Version

    return Version(text)
