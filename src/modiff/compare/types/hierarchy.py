"""Classes of the language and its library as type checkers know them: what they derive from, with arguments, and how those vary.

Only what is said here is known. A class that is named here has all its bases here; of any other nothing is concluded.
"""

from __future__ import annotations

import re
from functools import cache

from modiff.compare.types.forms import ANYTHING, Named, Type

_ABC = """
Iterable[+] | Container[+] | Sized[] | Hashable[] | Awaitable[+] | AsyncIterable[+]
Iterator[+]: Iterable[0]
Reversible[+]: Iterable[0]
Generator[+-+]: Iterator[0]
AsyncIterator[+]: AsyncIterable[0]
AsyncGenerator[+-]: AsyncIterator[0]
Coroutine[+-+]: Awaitable[2]
Collection[+]: Iterable[0] Container[0] Sized
Sequence[+]: Reversible[0] Collection[0]
MutableSequence[=]: Sequence[0]
Set[+]: Collection[0]
MutableSet[=]: Set[0]
Mapping[=+]: Collection[0]
MutableMapping[==]: Mapping[0,1]
MappingView[]: Sized
KeysView[+]: MappingView Set[0]
ValuesView[+]: MappingView Collection[0]
ItemsView[++]: MappingView Collection
"""

_BUILTINS = """
object[] | None[] | complex[] | slice[] | property[] | staticmethod[] | classmethod[] | super[]
bool[]: int
int[]: Hashable
float[]: Hashable
str[]: Sequence[str] Hashable
bytes[]: Sequence[int] Hashable
bytearray[]: MutableSequence[int]
memoryview[]: Sequence[int]
range[]: Sequence[int] Hashable
list[=]: MutableSequence[0]
set[=]: MutableSet[0]
frozenset[+]: Set[0] Hashable
tuple[+]: Sequence[0] Hashable
dict[==]: MutableMapping[0,1]
type[+]: Hashable
enumerate[+]: Iterator
zip[+]: Iterator[0]
map[+]: Iterator[0]
filter[+]: Iterator[0]
reversed[+]: Iterator[0]
"""

_LIBRARY = """
collections.OrderedDict[==]: builtins.dict[0,1]
collections.defaultdict[==]: builtins.dict[0,1]
collections.Counter[=]: builtins.dict[0,int]
collections.ChainMap[==]: collections.abc.MutableMapping[0,1]
collections.deque[=]: collections.abc.MutableSequence[0]
datetime.date[] | datetime.time[] | datetime.timedelta[] | datetime.tzinfo[]
decimal.Decimal[] | uuid.UUID[] | fractions.Fraction[] | re.Pattern[=] | re.Match[=]
datetime.datetime[]: datetime.date
datetime.timezone[]: datetime.tzinfo
os.PathLike[+] | contextlib.AbstractContextManager[++] | contextlib.AbstractAsyncContextManager[++]
pathlib.PurePath[]: os.PathLike[str]
pathlib.Path[]: pathlib.PurePath
pathlib.PurePosixPath[]: pathlib.PurePath
pathlib.PureWindowsPath[]: pathlib.PurePath
typing.IO[=]: collections.abc.Iterator[0]
typing.TextIO[]: typing.IO[str]
typing.BinaryIO[]: typing.IO[bytes]
io.TextIOWrapper[]: typing.TextIO
io.BytesIO[]: typing.BinaryIO
io.StringIO[]: typing.TextIO
typing.LiteralString[]: builtins.str
typing.TypeGuard[+]: builtins.bool
typing.TypeIs[=]: builtins.bool
types.ModuleType[] | types.TracebackType[] | types.FunctionType[]
types.MethodType[] | types.FrameType[] | types.CodeType[] | types.SimpleNamespace[]
types.MappingProxyType[=+]: collections.abc.Mapping[0,1]
logging.Filterer[]
logging.Logger[]: logging.Filterer
logging.Handler[]: logging.Filterer
argparse.Namespace[] | argparse.ArgumentParser[] | threading.Thread[] | threading.Event[]
socket.socket[] | ssl.SSLContext[] | random.Random[] | inspect.Signature[] | inspect.Parameter[]
asyncio.AbstractEventLoop[] | asyncio.Event[] | asyncio.Lock[] | asyncio.Queue[=]
concurrent.futures.Future[=] | concurrent.futures.Executor[] | string.Template[] | struct.Struct[]
asyncio.Future[=]: collections.abc.Awaitable[0]
asyncio.Task[=]: asyncio.Future[0]
subprocess.Popen[=] | subprocess.CompletedProcess[=] | functools.partial[=] | zipfile.ZipFile[] | ast.AST[] | weakref.ref[=]
http.cookiejar.CookieJar[]: collections.abc.Iterable
"""

_ENTRY = re.compile(r"([\w.]+)\[([+=-]*)\](?::(.*))?$")
_PARENT = re.compile(r"([\w.]+)(?:\[([\w,]+)\])?")


@cache
def _classes() -> dict[str, tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]]:
    """Variances, and parents with what fills their brackets: positions among one's own arguments, or names of classes."""
    out: dict[str, tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {}
    for table, home in ((_ABC, "collections.abc."), (_BUILTINS, "builtins."), (_LIBRARY, "")):
        for entry in re.split(r"\n|\|", table.strip()):
            found = _ENTRY.match(entry.strip())
            assert found is not None, entry
            parents = tuple((_full(p[1], home), tuple(p[2].split(",")) if p[2] else ()) for p in _PARENT.finditer(found[3] or ""))
            out[home + found[1]] = found[2], parents
    return out


def _full(name: str, home: str) -> str:
    if "." in name:
        return name
    return f"builtins.{name}" if home == "builtins." and name in ("int", "str") else f"collections.abc.{name}"


def is_known(path: str) -> bool:
    """Is everything that this class derives from said here?"""
    return path in _classes()


def variance(path: str) -> str | None:
    """One sign for each argument: `+` covariant, `-` contravariant, `=` invariant; None: not known."""
    found = _classes().get(path)
    return None if found is None else found[0]


def parents(one: Named) -> tuple[Named, ...]:
    """The classes that it derives from directly, with the arguments it gives them."""
    found = _classes().get(one.path)
    return (
        ()
        if found is None
        else tuple(Named(path, tuple(_argument(word, one.arguments) for word in words) if words else ()) for path, words in found[1])
    )


def _argument(word: str, given: tuple[Type, ...]) -> Type:
    if word.isdigit():
        return given[int(word)] if int(word) < len(given) else ANYTHING
    return Named(f"builtins.{word}")


STRUCTURAL = {
    "Iterable": "__iter__",
    "Iterator": "__next__",
    "Container": "__contains__",
    "Sized": "__len__",
    "Hashable": "__hash__",
    "Awaitable": "__await__",
    "AsyncIterable": "__aiter__",
    "AsyncIterator": "__anext__",
    "Reversible": "__reversed__",
    "Collection": "__contains__",
    "AbstractContextManager": "__exit__",
    "AbstractAsyncContextManager": "__aexit__",
    "PathLike": "__fspath__",
}
"""Protocols of the library: a class need not derive from them, the method is enough."""


def structural_method(path: str) -> str | None:
    """The method that makes any class fit this protocol of the library; None: it is no such protocol."""
    home, _, name = path.rpartition(".")
    return STRUCTURAL.get(name) if home in ("collections.abc", "contextlib", "os") else None


PROMOTED = {
    "builtins.int": ("builtins.float", "builtins.complex"),
    "builtins.bool": ("builtins.float", "builtins.complex"),
    "builtins.float": ("builtins.complex",),
}
"""The numeric tower as PEP 484 has it."""

UNDECIDED = frozenset({"builtins.bytearray", "builtins.memoryview"})
"""Whether these pass for `bytes` depends on the type checker (PEP 688)."""

OPEN = frozenset({"types.ModuleType", "types.SimpleNamespace"})
"""Type checkers let these have any attribute."""
