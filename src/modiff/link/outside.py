"""What is known of classes that the release does not define: builtins by asking the running Python, a few of the standard library by name."""

from __future__ import annotations

import builtins
import inspect

from modiff.model.facts import VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.items import Signature

# Classes of the standard library that add nothing callers would miss by name, or just these names.
_KNOWN: dict[str, frozenset[str]] = {
    "abc.ABC": frozenset(),
    "typing.Generic": frozenset(),
    "typing.Protocol": frozenset(),
    "typing_extensions.Protocol": frozenset(),
    "typing.NamedTuple": frozenset({"count", "index", "_replace", "_asdict", "_fields", "_make", "_field_defaults"}),
    "enum.Enum": frozenset({"name", "value", "_name_", "_value_", "_missing_", "_generate_next_value_", "__members__"}),
    "enum.Flag": frozenset({"name", "value"}),
}
_SAME_AS = {
    "typing.TypedDict": "builtins.dict", "typing_extensions.TypedDict": "builtins.dict", "enum.IntEnum": "builtins.int", "enum.StrEnum": "builtins.str",
    "enum.IntFlag": "builtins.int", "collections.namedtuple": "builtins.tuple", "abc.ABCMeta": "builtins.type", "enum.EnumMeta": "builtins.type",
}


_TYPING_ALIASES = {
    "Dict": "builtins.dict", "List": "builtins.list", "Set": "builtins.set", "FrozenSet": "builtins.frozenset", "Tuple": "builtins.tuple", "Type": "builtins.type",
    "OrderedDict": "collections.OrderedDict", "DefaultDict": "collections.defaultdict", "Counter": "collections.Counter", "Deque": "collections.deque",
    "ChainMap": "collections.ChainMap",
}
_ABCS = frozenset(
    """AsyncGenerator AsyncIterable AsyncIterator Awaitable ByteString Callable Collection Container Coroutine Generator Hashable ItemsView Iterable Iterator KeysView Mapping
    MappingView MutableMapping MutableSequence MutableSet Reversible Sequence Set AbstractSet Sized ValuesView""".split()
)
_RENAMED = {"builtins.IOError": "builtins.OSError", "builtins.EnvironmentError": "builtins.OSError", "builtins.StandardError": "builtins.Exception"}


def same_class(path: str) -> str:
    """One path for classes that go by several: `typing.Dict` is `dict`, `typing.Mapping` and `collections.Mapping` are `collections.abc.Mapping`, `IOError` is `OSError`."""
    home, _, name = path.rpartition(".")
    if home in ("typing", "typing_extensions", "collections", "_abcoll"):
        if name in _TYPING_ALIASES and home.startswith("typing"):
            return _TYPING_ALIASES[name]
        if name in _ABCS:
            return f"collections.abc.{'Set' if name == 'AbstractSet' else name}"
    return _RENAMED.get(path, path)


_EXCEPTIONS_WITH_KEYWORDS = (ImportError, NameError, AttributeError)


def _builtin(path: str) -> type | None:
    path = _SAME_AS.get(path, path)
    home, _, name = path.partition(".")
    found = getattr(builtins, name, None) if home in ("builtins", "exceptions", "__builtin__") else None
    return found if isinstance(found, type) else None


def members_of(path: str) -> frozenset[str] | None:
    """The names that a class outside the release is known to have; None: not known."""
    if path in _KNOWN:
        return _KNOWN[path] | frozenset(dir(object))
    known = _builtin(path)
    return None if known is None else frozenset(dir(known))


def constructor_of(path: str) -> Signature | None:
    """The calls that construct it; None: not known."""
    if path in ("builtins.object", *_KNOWN):
        return Signature(owner="builtins.object", source="__init__")
    known = _builtin(path)
    if known is None:
        return None
    if issubclass(known, BaseException) and not issubclass(known, _EXCEPTIONS_WITH_KEYWORDS):
        return Signature((Parameter("args", VAR_POSITIONAL),), owner=path, source="__new__")
    try:
        written = inspect.signature(known)
    except (ValueError, TypeError):
        # `dict`, `int` and their like take what they take on every version: callers of a heir see no difference.
        return Signature((Parameter("args", VAR_POSITIONAL), Parameter("kwargs", VAR_KEYWORD)), owner=path, source="__new__")
    parameters = tuple(Parameter(p.name, int(p.kind), None if p.default is p.empty else repr(p.default)) for p in written.parameters.values())
    return Signature(parameters, owner=path, source="__init__")


def is_exception(path: str) -> bool:
    """Is it an exception class of the language?"""
    known = _builtin(path)
    return known is not None and issubclass(known, BaseException)


def bases_of(path: str) -> tuple[str, ...]:
    """Further builtin classes above a builtin one, nearest first (`LookupError`, `Exception` … above `KeyError`), `object` left out."""
    known = _builtin(path)
    if known is None or path in _SAME_AS:
        return ()
    return tuple(f"builtins.{base.__name__}" for base in known.__mro__[1:] if base is not object)
