"""Writes `src/modiff/link/stdlib.json`: what the classes of the standard library are called, derive from, have, and take.

Packages derive from them, and modiff never imports anything to ask. So this asks the Python that runs it, once: names of members by `vars()`,
what methods assign to `self` by modiff's own extraction of the module's source, constructors by `inspect.signature`. Run it with a current
Python, and look at the difference.

    python scripts/stdlib.py [--check]
"""

from __future__ import annotations

import argparse
import builtins
import importlib
import inspect
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import msgspec

from modiff.extract import extract
from modiff.link.stdlib import Row, Table
from modiff.model.facts import Binding, Class

TARGET = Path(__file__).resolve().parent.parent / "src/modiff/link/stdlib.json"
MODULES = """
abc argparse array ast asyncio asyncio.base_events asyncio.events asyncio.protocols asyncio.transports base64 bdb bisect builtins bz2 calendar
cmd code codecs codeop
collections collections.abc concurrent.futures concurrent.futures.process concurrent.futures.thread configparser contextlib contextvars copy
copyreg csv datetime dbm decimal
difflib dis doctest email.charset email.contentmanager email.errors email.generator email.header email.headerregistry email.message
email.mime.application email.mime.audio
email.mime.base email.mime.image email.mime.message email.mime.multipart email.mime.nonmultipart email.mime.text email.parser email.policy enum
filecmp fileinput fractions
ftplib functools getopt getpass gettext graphlib gzip hashlib hmac html.parser http.client http.cookiejar http.cookies http.server imaplib
importlib.abc importlib.machinery
importlib.metadata importlib.resources.abc importlib.util inspect io ipaddress itertools json json.decoder json.encoder locale logging
logging.config logging.handlers lzma mailbox
mimetypes mmap modulefinder multiprocessing multiprocessing.connection multiprocessing.context multiprocessing.managers multiprocessing.pool
multiprocessing.process
multiprocessing.queues multiprocessing.shared_memory multiprocessing.synchronize netrc nntplib numbers operator optparse os pathlib pdb pickle
pickletools pkgutil platform plistlib
poplib pprint profile pstats pyclbr pydoc queue random re reprlib rlcompleter runpy sched selectors select shelve shlex shutil signal smtplib
socket socketserver sqlite3 ssl
statistics string struct subprocess symtable tabnanny tarfile telnetlib tempfile textwrap threading time timeit tokenize trace traceback
tracemalloc types typing unittest
unittest.case unittest.loader unittest.mock unittest.result unittest.runner unittest.suite urllib.error urllib.parse urllib.request
urllib.response urllib.robotparser uuid
venv wave weakref wsgiref.handlers wsgiref.headers wsgiref.simple_server wsgiref.util xdrlib xml.dom xml.dom.minidom xml.dom.pulldom
xml.etree.ElementTree xml.parsers.expat
xml.sax xml.sax.expatreader xml.sax.handler xml.sax.saxutils xml.sax.xmlreader xmlrpc.client xmlrpc.server zipfile zipimport zlib zoneinfo ctypes
""".split()
# Their instances have names that no class says: fields that a heir lists, whatever a caller gives.
OPEN = {
    "ctypes.Structure",
    "ctypes.Union",
    "ctypes.BigEndianStructure",
    "ctypes.LittleEndianStructure",
    "argparse.Namespace",
    "types.SimpleNamespace",
    "optparse.Values",
}
NO_SIGNATURE = ((("args", 2, None), ("kwargs", 4, None)),)


def main() -> int:
    """Writes the table, or says whether it is what this Python would write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; 1 if the table differs")
    text = lines(table())
    if arguments.parse_args().check:
        return 0 if TARGET.read_text() == text else 1
    TARGET.write_text(text)
    return 0


def lines(made: Table) -> str:
    """The table as JSON, one class a line."""

    def written(rows: dict[str, Row] | dict[str, str]) -> str:
        return ",\n".join(f'"{path}":{msgspec.json.encode(rows[path]).decode()}' for path in sorted(rows))

    return f'{{"python":"{made.python}","classes":{{\n{written(made.classes)}\n}},"aliases":{{\n{written(made.aliases)}\n}}}}\n'


def table() -> Table:
    """Everything that the modules above hold, and the classes above those."""
    found = dict(modules())
    names = called(found)
    known = {cls: min(paths, key=lambda path: preference(cls, path)) for cls, paths in names.items()}
    work = list(known)
    while work:
        for base in work.pop().__bases__:
            if base not in known:
                known[base] = f"{base.__module__}.{base.__qualname__}"
                work.append(base)
    rows = {path: row(cls, known) for cls, path in known.items() if is_told(cls) and path != "builtins.object"}
    aliases = {
        path: known[cls] for cls, paths in names.items() for path in paths if path != known[cls] and known[cls] in rows | {"builtins.object": 1}
    }
    return Table(f"{sys.version_info[0]}.{sys.version_info[1]}", rows, aliases)


def modules() -> Iterator[tuple[str, ModuleType]]:
    """Those that this Python has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in MODULES:
            try:
                yield name, importlib.import_module(name)
            except ImportError:
                print(f"{name}: not there", file=sys.stderr)


def called(found: dict[str, ModuleType]) -> dict[type, list[str]]:
    """Every class with the paths that reach it."""
    out: dict[type, list[str]] = {}
    for name, module in found.items():
        for attribute in sorted({*vars(module), *getattr(module, "__all__", ())}):
            thing = getattr(module, attribute)
            hidden = (
                name != "types"
                and getattr(thing, "__module__", None) == "builtins"
                and getattr(builtins, getattr(thing, "__name__", ""), None) is not thing
            )
            if inspect.isclass(thing) and not hidden and not attribute.startswith("_"):
                out.setdefault(thing, []).append(f"{name}.{attribute}")
    return out


def preference(cls: type, path: str) -> tuple[bool, bool, int, str]:
    """The path by which people know it comes first: of the module that makes it, or of the package around that."""
    module, _, name = path.rpartition(".")
    own = cls.__module__.lstrip("_")
    return (
        (not (own == module or own.startswith(f"{module}.")) and getattr(builtins, cls.__name__, None) is not cls)
        or (module != "builtins" and own == "builtins"),
        name != cls.__name__,
        path.count("."),
        path,
    )


def is_told(cls: type) -> bool:
    """Classes of enumerations are looked after elsewhere; what is no class of the standard library has no place here."""
    return type(cls).__name__ not in ("EnumType", "EnumMeta") and cls.__module__.partition(".")[0] in {*sys.stdlib_module_names, "builtins"}


def row(cls: type, known: dict[type, str]) -> Row:
    """What is told of one class."""
    own = {name for name in vars(cls) if not hasattr(object, name)} | assigned(cls)
    own -= {
        "__dict__",
        "__weakref__",
        "__slots__",
        "__annotations__",
        "__abstractmethods__",
        "_abc_impl",
        "__firstlineno__",
        "__static_attributes__",
        "__match_args__",
    }
    path = known[cls]
    is_open = path in OPEN or "__getattr__" in vars(cls) or inspect.isfunction(vars(cls).get("__getattribute__"))
    bases = tuple(known[base] for base in cls.__mro__[1:] if base is not object)
    return Row(bases, tuple(sorted(own)), taken(cls), is_open)


def taken(cls: type) -> tuple[tuple[str, int, str | None], ...] | None:
    """The constructor's parameters where the class has one of its own; None where it takes its base's."""
    if ("__init__" not in vars(cls) and "__new__" not in vars(cls)) or cls is object:
        return None
    if issubclass(cls, BaseException) and not inspect.isfunction(vars(cls).get("__init__")):
        return None if cls is not BaseException else (("args", 2, None),)
    try:
        written = inspect.signature(cls)
    except (ValueError, TypeError):
        return NO_SIGNATURE[0]
    return tuple((p.name, int(p.kind), None if p.default is p.empty else shown(p.default)) for p in written.parameters.values())


def shown(default: object) -> str:
    """A default as text that is the same on every machine."""
    text = repr(default)
    return getattr(default, "__qualname__", "...") if text.startswith("<") or "/" in text else text


SOURCES: dict[str, dict[str, Class]] = {}


def assigned(cls: type) -> set[str]:
    """What its methods assign to `self`."""
    if cls.__module__ not in SOURCES:
        file = getattr(sys.modules.get(cls.__module__), "__file__", None)
        text = Path(file).read_bytes() if file and file.endswith(".py") else b""
        SOURCES[cls.__module__] = dict(classes_in(extract(text).bindings, ""))
    found = SOURCES[cls.__module__].get(cls.__qualname__)
    return {a.name for a in found.instance_attributes} if found is not None else set()


def classes_in(bindings: tuple[Binding, ...], prefix: str) -> Iterator[tuple[str, Class]]:
    """Classes by qualified name, nested ones too."""
    for binding in bindings:
        if isinstance(binding.definition, Class):
            yield prefix + binding.name, binding.definition
            yield from classes_in(binding.definition.members, f"{prefix}{binding.name}.")


if __name__ == "__main__":
    sys.exit(main())
