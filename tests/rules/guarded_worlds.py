"""Random packages that ask for Python's version and the platform wherever Python lets them: imports, bases, members, overloads, fields, values, lists
of exports, fallbacks of imports that may fail, constants that are tested elsewhere.

A module imports only from modules below it, and a name says only names that stand before it in the alphabet: in a circle the order of questions
decides what is there."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from textwrap import indent

NAMES = ("a", "b", "C", "D", "E")
MEMBERS = ("m", "n", "o")
GUARDS = (
    "sys.version_info >= (3, 10)", "sys.version_info < (3, 9)", "sys.version_info[:2] >= (3, 11)", "sys.platform == 'win32'",
    "sys.platform != 'linux'", "sys.platform.startswith('darwin')", "os.name == 'nt'", "sys.version_info >= (3, 9) and sys.platform == 'linux'",
    "not sys.version_info >= (3, 12)", "sys.platform in ('linux', 'darwin')", "sys.platform == 'win32' or sys.version_info < (3, 9)", "TYPE_CHECKING",
    "MODERN", "WINDOWS", "HAS_X", "HAS_X or sys.platform == 'win32'",
)  # fmt: skip
BELOW: dict[str, tuple[str, ...]] = {
    "pkg/__init__.py": ("pkg.sub", "pkg.api", "pkg._impl", "pkg._compat"),
    "pkg/sub/__init__.py": ("pkg.sub.deep", "pkg._impl", "pkg._compat"),
    "pkg/sub/deep.py": ("pkg._impl",),
    "pkg/api.py": ("pkg._impl", "pkg._compat"),
    "pkg/_impl.py": ("pkg._compat",),
    "pkg/_compat.py": (),
}
"""Files, and the modules that each may import."""
HEAD = (
    "import abc, enum, functools, os, sys, typing, warnings\nfrom dataclasses import dataclass\nfrom typing import TYPE_CHECKING\n"
    "MODERN = sys.version_info >= (3, 10)\n"
)


class Author:
    """Writes one version."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self._earlier: tuple[str, ...] = ()

    def version(self, like: dict[str, str] | None = None) -> dict[str, str]:
        """The files of a version; some are those of another one, some others differ in a few statements."""
        files = {file: self._file(below, like.get(file) if like is not None else None) for file, below in BELOW.items()}
        return {**files, "pkg/py.typed": ""}

    def _file(self, below: tuple[str, ...], like: str | None) -> str:
        fate = self.chance.random()
        if like is not None and fate < 0.3:
            return like
        if like is not None and fate < 0.7:
            return self._edited(like, below)
        return HEAD + PARTING.join(self._piece(below) for _ in range(self.chance.randint(0, 4)))

    def _edited(self, like: str, below: tuple[str, ...]) -> str:
        pieces = like.removeprefix(HEAD).split(PARTING)
        where = self.chance.randrange(len(pieces))
        pieces[where : where + self.chance.randint(0, 1)] = [self._piece(below)] if self.chance.random() < 0.7 else []
        return HEAD + PARTING.join(pieces)

    def _piece(self, below: tuple[str, ...]) -> str:
        """A statement, under a test or not."""
        chance = self.chance
        kind = chance.random()
        if kind < 0.4:
            return self._statement(below)
        if kind < 0.8:
            return self._under_tests(self._statement(below), lambda: self._statement(below))
        if kind < 0.87:
            return self._tried(self._statement(below), self._statement(below))
        if kind < 0.94:
            listed = f"__all__ = {self._some_names()}"
            more = f"__all__ += {self._some_names()}"
            return f"{listed}\n{self._under_tests(more, lambda: more)}" if chance.random() < 0.6 else self._under_tests(listed, lambda: listed)
        return self._under_tests(self._odd(below), lambda: self._odd(below))

    def _some_names(self) -> list[str]:
        return self.chance.sample(NAMES, self.chance.randint(0, 3))

    def _under_tests(self, text: str, other: Callable[[], str]) -> str:
        chance = self.chance
        lines = [f"if {chance.choice(GUARDS)}:", indent(text, "    ")]
        if chance.random() < 0.2:
            lines += [f"elif {chance.choice(GUARDS)}:", indent(other(), "    ")]
        if chance.random() < 0.5:
            lines += ["else:", indent(other(), "    ")]
        return "\n".join(lines)

    def _tried(self, text: str, other: str) -> str:
        ending = self.chance.choice((other, f"{self.chance.choice(NAMES)} = None", "pass"))
        return f"try:\n{indent(text, '    ')}\nexcept ImportError:\n{indent(ending, '    ')}"

    # --- statements

    def _statement(self, below: tuple[str, ...]) -> str:
        """One that binds a name."""
        chance = self.chance
        makers = [self._function, self._class, self._class, self._value]
        if below:
            makers += [lambda: self._import(below)] * 3
        return chance.choice(makers)()

    def _two_names(self) -> tuple[str, str]:
        """One to bind, and one that the statement may say."""
        name = self.chance.choice(NAMES)
        self._earlier = NAMES[: NAMES.index(name)]
        return name, self._other()

    def _other(self) -> str:
        return self.chance.choice(self._earlier or ("missing",))

    def _import(self, below: tuple[str, ...]) -> str:
        chance = self.chance
        source, name, other = chance.choice(below), chance.choice(NAMES), chance.choice(NAMES)
        parent, _, leaf = source.rpartition(".")
        return chance.choice(
            [f"from {source} import {name}", f"from {source} import {other} as {name}", f"from {source} import {name} as {name}",
             f"from {source} import *", f"import {source} as {name}", f"from {parent} import {leaf} as {name}",
             f"import {source}\n{name} = {source}.{other}",
             f"from numpy import {other} as {name}", f"from {source} import MODERN"]
        )  # fmt: skip

    def _function(self) -> str:
        chance = self.chance
        name, other = self._two_names()
        plain = f"def {name}({self._parameters()}){chance.choice(['', '', ' -> int', f' -> {other}', ' -> str | None'])}: {self._body(other)}"
        decorated = chance.choice(
            ["", "", "", "", "@functools.lru_cache\n", f"@{other}\n", "@typing.no_type_check\n", "@staticmethod\n", "@warnings.deprecated('old')\n"]
        )
        if chance.random() < 0.15:
            first = f"@typing.overload\ndef {name}(x: int) -> int: ...\n"
            second = f"@typing.overload\ndef {name}(x: {chance.choice(['str', other])}) -> str: ..."
            if chance.random() < 0.5:
                second = f"if {chance.choice(GUARDS)}:\n{indent(second, '    ')}"
            return f"{first}{second}\ndef {name}(x): {self._body(other)}"
        return decorated + plain

    def _parameters(self) -> str:
        other = self._other()
        return self.chance.choice(
            ["", "x", "x, y=1", "x, *, y=2", "**kw", "x, **kw", "*args, **kw", f"x: {other}", f"x: typing.Optional[{other}] = None", "y",
             f"x={other}", "x=1 if sys.platform == 'win32' else 2", "x: int", "x: str"]
        )  # fmt: skip

    def _body(self, other: str) -> str:
        return self.chance.choice(
            ["...", "return 1", f"return {other}(**kw)", "return kw.pop('x')", f"return {other}", "return 'a'", "raise ValueError",
             "warnings.warn('gone soon', DeprecationWarning)", f"return {other}()"]
        )  # fmt: skip

    def _class(self) -> str:
        chance = self.chance
        name, other = self._two_names()
        bases = chance.choice(
            ["", "", f"({other})", f"({other})", f"({other}, {self._other()})", "(enum.Enum)", "(typing.NamedTuple)", "(typing.TypedDict)",
             "(typing.Protocol)", "(Exception)", "(abc.ABC)", f"({other} if sys.platform == 'win32' else object)", "(dict)", f"(metaclass={other})"]
        )  # fmt: skip
        decorator = chance.choice(["", "", "", "", "@dataclass\n", "@dataclass(frozen=True)\n", f"@{other}\n", "@typing.final\n"])
        body = "\n".join(self._member() for _ in range(chance.randint(0, 3))) or "..."
        return f"{decorator}class {name}{bases}:\n{indent(body, '    ')}"

    def _member(self) -> str:
        text = self._plain_member()
        return self._under_tests(text, self._plain_member) if self.chance.random() < 0.35 else text

    def _plain_member(self) -> str:
        chance = self.chance
        name, other = chance.choice(MEMBERS), self._other()
        inside = "x" if not chance.randint(0, 1) else "x, y=1"
        return chance.choice(
            [f"def {name}(self): {self._body(other)}", f"def {name}(self, {inside}): ...", f"def __init__(self, {inside}): self.{name} = x",
             f"{name} = 1", f"{name}: int", f"{name}: {other} = None", f"@property\ndef {name}(self): return 1",
             f"@staticmethod\ndef {name}({inside}): ...",
             f"@property\ndef {name}(self): ...\n@{name}.setter\ndef {name}(self, value): ...", f"@abc.abstractmethod\ndef {name}(self): ...",
             f"class {name}:\n    def n(self): ...", "__slots__ = ('m',)", "def __eq__(self, other): ...", f"{name} = {other}",
             f"def {name}(self, **kw): return super().{name}(**kw)", "def __getattr__(self, name): ..."]
        )  # fmt: skip

    def _value(self) -> str:
        chance = self.chance
        name, other = self._two_names()
        return chance.choice(
            [f"{name} = 1", f"{name} = 'text'", f"{name} = {other}", f"{name} = {{'k': 1}}", f"{name}: int = 2",
             f"{name} = typing.Union[int, {other}]", f"{name} = typing.Union[int, str]", f"{name} = functools.partial({other}, x=1)",
             f"{name} = {other}()", f"HAS_X = {chance.choice(['True', 'False'])}",
             f"{name} = lambda x, y=1: x", f"{name} = typing.TypeVar('{name}', bound={other})", f"{name} = {other}.m"]
        )  # fmt: skip

    def _odd(self, below: tuple[str, ...]) -> str:
        chance = self.chance
        name, other = self._two_names()
        return chance.choice(
            ["def __getattr__(name): ...", f"def __getattr__(name):\n    if name == '{name}':\n        return 1\n    raise AttributeError(name)",
             f"{name}.{chance.choice(MEMBERS)} = 1", f"del {name}", f"globals()['{name}'] = 1", "raise ImportError('not here')",
             f"from {chance.choice(below or ('numpy',))} import *", f"__all__ += ['{name}']", f"{name}.{other} = {other}", f"setattr({name}, 'm', 1)"]
        )  # fmt: skip


PARTING = "\n# ---\n"
"""Stands between the pieces of a file."""


def pair_of_versions(seed: int) -> tuple[dict[str, str], dict[str, str]]:
    """Two versions, the second one made from the first."""
    author = Author(Random(seed))
    old = author.version()
    return old, author.version(old)
