"""What is known of classes that the release does not define: those of the standard library, from a table."""

from __future__ import annotations

from modiff.link import stdlib
from modiff.model.facts import VAR_KEYWORD, VAR_POSITIONAL, Parameter
from modiff.model.items import Signature

_OF_OBJECT = frozenset(dir(object))
# Said here and not in the table: they are no plain classes, or the names that count are those of what they make.
_KNOWN: dict[str, frozenset[str]] = {
    "abc.ABC": frozenset(),
    "typing.Generic": frozenset({"__class_getitem__", "__parameters__"}),
    "typing.Protocol": frozenset({"__class_getitem__"}),
    "typing.NamedTuple": frozenset({"count", "index", "_replace", "_asdict", "_fields", "_make", "_field_defaults"}),
    "enum.Enum": frozenset({"name", "value", "_name_", "_value_", "_missing_", "_generate_next_value_", "__members__"}),
    "enum.Flag": frozenset({"name", "value"}),
}
_SAME_AS = {
    "typing.TypedDict": "builtins.dict", "enum.IntEnum": "builtins.int", "enum.StrEnum": "builtins.str", "enum.IntFlag": "builtins.int",
    "enum.ReprEnum": "enum.Enum",
    "collections.namedtuple": "builtins.tuple", "enum.EnumMeta": "builtins.type", "enum.EnumType": "builtins.type",
}  # fmt: skip
_MADE_FROM = {
    "typing.NamedTuple": ("builtins.tuple",), "typing.TypedDict": ("builtins.dict",), "enum.IntEnum": ("builtins.int", "enum.Enum"),
    "enum.StrEnum": ("builtins.str", "enum.Enum"), "enum.IntFlag": ("builtins.int", "enum.Flag", "enum.Enum"), "enum.Flag": ("enum.Enum",),
}  # fmt: skip
"""What else an instance of their heirs is."""
_TYPING_ALIASES = {
    "Dict": "builtins.dict", "List": "builtins.list", "FrozenSet": "builtins.frozenset", "Tuple": "builtins.tuple", "Type": "builtins.type",
    "OrderedDict": "collections.OrderedDict", "DefaultDict": "collections.defaultdict", "Counter": "collections.Counter",
    "Deque": "collections.deque",
    "ChainMap": "collections.ChainMap", "ContextManager": "contextlib.AbstractContextManager",
    "AsyncContextManager": "contextlib.AbstractAsyncContextManager",
}  # fmt: skip
PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
"""Bases of classes that others fit by their members alone (PEP 544). There are others of the name, as in `asyncio`."""
_MODELS = frozenset({"BaseModel", "BaseSettings", "GenericModel"})
_OF_MODELS = frozenset(
    """__fields__ __fields_set__ construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs
    validate""".split()
)
_BY_PYDANTIC = frozenset(
    """BaseConfig BaseModel Extra Field PrivateAttr SecretStr ValidationError create_model root_validator validate_arguments
    validator""".split()
)
# An object is an instance of these if it has their method, whatever it derives from.
_STRUCTURAL = frozenset(
    """AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection Container Coroutine Generator Hashable Iterable Iterator
    Reversible Sized Buffer""".split()
)
_ABCS = _STRUCTURAL | frozenset(
    "ByteString ItemsView KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Sequence Set AbstractSet ValuesView".split()
)
_ANYTHING = (Parameter("args", VAR_POSITIONAL), Parameter("kwargs", VAR_KEYWORD))


def same_class(path: str) -> str:
    """One path for classes that go by several: `typing.Dict` is `dict`, `typing.Mapping` and `collections.Mapping` are `collections.abc.Mapping`,
    `IOError` and `socket.error` are `OSError`, `unittest.case.TestCase` is `unittest.TestCase`, Python 2's `ConfigParser.ConfigParser` is
    `configparser.ConfigParser`."""
    home, _, name = path.rpartition(".")
    if home in ("typing", "typing_extensions", "collections", "_abcoll"):
        if home.startswith("typing"):
            if name in _TYPING_ALIASES:
                return _TYPING_ALIASES[name]
            if name == "Set":
                return "builtins.set"
            if f"typing.{name}" in _KNOWN or name == "TypedDict":
                return f"typing.{name}"
        if name in _ABCS:
            return f"collections.abc.{'Set' if name == 'AbstractSet' else name}"
    return stdlib.canonical(path)


def members_of(path: str) -> frozenset[str] | None:
    """The names that a class outside the release is known to have; None: not known, or it may have others."""
    if path in _KNOWN:
        return _KNOWN[path] | _OF_OBJECT
    known = stdlib.names(_table_path(path))
    return None if known is None else known | _OF_OBJECT


def surely_has(path: str, name: str) -> bool:
    """Is a class of which not all names are known, one of pydantic's models, known to have this one in all its versions?"""
    return name in _OF_MODELS and path.startswith("pydantic.") and path.rpartition(".")[2] in _MODELS


def star_names(module: str) -> frozenset[str]:
    """Names that `from module import *` is known to bring: of the standard library, and of pydantic's two versions those that both have."""
    return stdlib.star_names(module) or (_BY_PYDANTIC if module in ("pydantic", "pydantic.v1") else frozenset())


def _table_path(path: str) -> str:
    return stdlib.canonical(_SAME_AS.get(path, path))


def constructor_of(path: str) -> Signature | None:
    """The calls that construct it; None: not known."""
    if path == "builtins.object" or path in _KNOWN:
        return Signature(owner="builtins.object", source="__init__")
    if path in _SAME_AS:
        return Signature(_ANYTHING, owner=path, source="__new__")
    found = stdlib.parameters(_table_path(path))
    if found is None:
        return None
    parameters, owner = found
    return Signature(parameters, owner=owner, source="__new__" if parameters[:1] == _ANYTHING[:1] else "__init__")


def is_exception(path: str) -> bool:
    """Is it an exception class of the standard library?"""
    return "builtins.BaseException" in stdlib.order(_table_path(path))


def bases_of(path: str) -> tuple[str, ...]:
    """Further classes above one of the standard library, nearest first (`LookupError`, `Exception` … above `KeyError`). Left out are `object`,
    classes that nobody names, and those that an object belongs to by what it can do."""
    if path in _MADE_FROM:
        return _MADE_FROM[path]
    if path in _SAME_AS or path in _KNOWN:
        return ()
    return tuple(p for p in stdlib.order(path)[1:] if "._" not in f".{p}" and p not in _KNOWN and not _is_structural(p))


def _is_structural(path: str) -> bool:
    home, _, name = path.rpartition(".")
    return home == "collections.abc" and name in _STRUCTURAL
