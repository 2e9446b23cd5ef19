"""Classes of the standard library, as one current Python has them, and the names that its modules hand to star imports: tables that
`scripts/stdlib.py` and `scripts/stdlib_names.py` write, and nothing is imported for."""

from __future__ import annotations

import pkgutil
from functools import cache

import msgspec

from modiff.model.facts import Parameter


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One class."""

    above: tuple[str, ...]
    """Paths of the classes above it, in the order in which they are asked, `object` left out."""
    names: tuple[str, ...]
    """What it has itself, sorted, beside what every object has: members, and what its methods assign to `self`."""
    parameters: tuple[tuple[str, int, str | None], ...] | None
    """What constructs it, without `self`: (name, kind, default as source); None: what constructs its bases."""
    is_open: bool
    """May its instances answer for other names too (`__getattr__`, fields that heirs list)?"""


class Table(msgspec.Struct, frozen=True):
    """All of them."""

    python: str
    """The version that was asked."""
    classes: dict[str, Row]
    """By the path under which people know it: `unittest.TestCase`, `io.StringIO`."""
    aliases: dict[str, str]
    """Other paths of the same classes: `unittest.case.TestCase`, `socket.error`."""


# Where Python 3 keeps what modules of Python 2 had.
_MOVED = {
    "__builtin__": "builtins", "exceptions": "builtins", "ConfigParser": "configparser", "Queue": "queue", "HTMLParser": "html.parser",
    "SocketServer": "socketserver",
    "BaseHTTPServer": "http.server", "SimpleHTTPServer": "http.server", "UserDict": "collections", "UserList": "collections",
    "UserString": "collections", "StringIO": "io",
    "cStringIO": "io", "Cookie": "http.cookies", "cookielib": "http.cookiejar", "httplib": "http.client", "urllib2": "urllib.request",
    "xmlrpclib": "xmlrpc.client",
    "socketserver": "socketserver",
}  # fmt: skip
_RENAMED = {
    "builtins.IOError": "builtins.OSError", "builtins.EnvironmentError": "builtins.OSError", "builtins.StandardError": "builtins.Exception",
    "collections.IterableUserDict": "collections.UserDict", "configparser.SafeConfigParser": "configparser.ConfigParser",
    "six.Iterator": "builtins.object",
}  # fmt: skip


@cache
def table() -> Table:
    """The table, read once."""
    data = pkgutil.get_data("modiff.link", "stdlib.json")
    assert data is not None
    return msgspec.json.decode(data, type=Table)


@cache
def _star_names() -> dict[str, str]:
    data = pkgutil.get_data("modiff.link", "stdlib_names.json")
    assert data is not None
    return msgspec.json.decode(data, type=dict[str, str])


@cache
def star_names(module: str) -> frozenset[str] | None:
    """What `from module import *` brings, on any of the Pythons that `scripts/stdlib_names.py` asked; None: not known, or no module of the standard
    library."""
    home = _MOVED.get(module, module)
    found = _star_names().get(home)
    return frozenset(found.split()) if found is not None else None


def canonical(path: str) -> str:
    """The path under which the table knows a class; the path itself where it does not know it."""
    path = path.removeprefix("six.moves.")
    home, _, name = path.rpartition(".")
    path = f"{_MOVED[home]}.{name}" if home in _MOVED else path
    path = _RENAMED.get(path, path)
    return table().aliases.get(path, path)


def row(path: str) -> Row | None:
    """What is known of the class at this (canonical) path; None: nothing."""
    return table().classes.get(path)


@cache
def order(path: str) -> tuple[str, ...]:
    """The class and all above it, in the order in which they are asked, `object` left out."""
    found = row(path)
    return (path, *found.above) if found is not None else (path,)


@cache
def names(path: str) -> frozenset[str] | None:
    """All names that its instances answer for, beside those of every object; None: not known, or there may be others."""
    rows = [row(each) for each in order(path)]
    if any(r is None or r.is_open for r in rows):
        return None
    return frozenset(name for r in rows if r is not None for name in r.names)


@cache
def parameters(path: str) -> tuple[tuple[Parameter, ...], str] | None:
    """What constructs it, and the class of its order that says so; None: not known. Empty where nothing above `object` does."""
    for each in order(path):
        found = row(each)
        if found is None:
            return None
        if found.parameters is not None:
            return tuple(Parameter(name, kind, default) for name, kind, default in found.parameters), each
    return (), "builtins.object"
