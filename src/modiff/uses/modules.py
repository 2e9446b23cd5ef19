"""The client's own modules, and the scopes in which its names live."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Literal

from modiff.model.clients import ClientFile
from modiff.uses.values import UNKNOWN, OwnModule, Value


class Scope:
    """Names of a module, class or function."""

    def __init__(self, kind: Literal["module", "class", "function"], module: Module, parent: Scope | None) -> None:
        self.kind = kind
        self.module = module
        self.parent = parent
        self.names: dict[str, Value] = {}
        self.globals: set[str] = set()
        self.narrowed = False
        """Was something bound under a dotted name?"""

    def lookup(self, name: str) -> Value | None:
        """What the name is here; None: the client binds no such name, it may be a builtin."""
        if name in self.globals:
            return self.module.scope.names.get(name)
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names and (scope is self or scope.kind != "class"):
                return scope.names[name]
            scope = scope.parent
        return None

    def bind(self, name: str, value: Value) -> None:
        """Binds a name from here on. What was known of its attributes (`x.y`, as tests narrow them) is over."""
        for other in [each for each in self.names if each.startswith(f"{name}.")] if "." not in name and self.narrowed else ():
            del self.names[other]
        self.narrowed = self.narrowed or "." in name
        (self.module.scope.names if name in self.globals else self.names)[name] = value


class Module:
    """One module of the client, read once for each version."""

    def __init__(self, file: ClientFile, tree: ast.Module) -> None:
        self.file = file
        self.tree = tree
        self.scope = Scope("module", self, None)
        self.state: Literal["fresh", "running", "done"] = "fresh"


class Client:
    """All files that take part, by the names under which they import each other."""

    def __init__(self, trees: Iterable[tuple[ClientFile, ast.Module]]) -> None:
        self.modules = [Module(file, tree) for file, tree in trees]
        self._by_name: Mapping[str, Module] = {module.file.module: module for module in self.modules if module.file.module}
        self._prefixes = {name.rsplit(".", cut)[0] for name in self._by_name for cut in range(name.count(".") + 1)}

    def knows(self, name: str) -> bool:
        """Is this a module of the client, or a package that holds one?"""
        return name in self._prefixes

    def module(self, name: str) -> Module | None:
        """The module of this name; None: no file that takes part."""
        return self._by_name.get(name)

    def value(self, name: str) -> Value:
        """The module as a value."""
        found = self._by_name.get(name)
        return OwnModule(found) if found is not None else UNKNOWN

    def absolute(self, module: Module, imported: str, level: int) -> str | None:
        """The absolute name that an import in a module means; None where it climbs out."""
        if not level:
            return imported
        parts = module.file.module.split(".") if module.file.module else []
        climb = level - 1 if module.file.package else level
        if climb > len(parts):
            return None
        base = parts[: len(parts) - climb]
        return ".".join([*base, imported] if imported else base)
