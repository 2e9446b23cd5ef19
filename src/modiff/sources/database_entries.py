"""What one version of a function database says: from decoded JSON to facts, quirks told.

A list is a function, a dict a class. Lines are counted from 1 in each module, a class before its methods, so that they keep the file's order.
"""

from __future__ import annotations

from typing import Any

import msgspec

from modiff.errors import BrokenDatabase
from modiff.model.facts import POSITIONAL_OR_KEYWORD, Binding, Class, Facts, Function, Parameter


class EntryReader:
    """Turns one version's JSON into facts, and remembers what is odd about it."""

    def __init__(self, file: str, version: str, known: dict[str, dict[bytes, Facts]] | None = None) -> None:
        """`known`: facts of modules by name and JSON, of other versions; those of this one are added. None: nothing is remembered."""
        self._file, self._version = file, version
        self._known = known
        self._parameters: dict[str, Parameter] = {}
        self._dotted: list[str] = []
        self._qualified: list[str] = []
        self._members: list[str] = []
        self._doubled: list[str] = []
        self._nameless = 0

    def read(self, modules: object) -> dict[str, Facts]:
        """Facts by module, sorted; the modules may be given undecoded. Raises BrokenDatabase with the path of keys that leads to the trouble."""
        if not isinstance(modules, dict):
            raise self._broken((), "an object of modules", modules)
        found: dict[str, Facts] = {}
        for name in sorted(modules, key=lambda key: (key.startswith("."), key)):
            plain = name.lstrip(".")
            if not plain:
                self._nameless += 1
                continue
            if plain != name:
                self._dotted.append(name)
            if plain in found:
                self._doubled.append(name)
                continue
            try:
                found[plain] = self._module(plain, name, modules[name])
            except RecursionError as error:
                raise BrokenDatabase(f"{self._file} is no function database: {name} is nested too deeply") from error
        return dict(sorted(found.items()))

    @property
    def warnings(self) -> list[str]:
        """One sentence for each kind of oddity."""
        said = [
            ("module names that begin with a dot, read without it", self._dotted),
            ("modules left out, as the same names without the dot are there too", self._doubled),
            ("items named with their module, read without it", self._qualified),
            ("items named with a class, read as its members", self._members),
        ]
        found = [f"{self._file}: {words} ({len(names)}): {some(names)}" for words, names in said if names]
        if self._nameless:
            found.append(f"{self._file}: modules without a name, left out ({self._nameless})")
        return found

    def _module(self, name: str, key: str, items: object) -> Facts:
        if not isinstance(items, msgspec.Raw):
            return self._read_module(name, key, items)
        # Of what is odd is told in each version: only modules without oddities are remembered.
        text, known = bytes(items), self._known.setdefault(key, {}) if self._known is not None else {}
        if text not in known:
            odd = len(self._qualified), len(self._members)
            facts = self._read_module(name, key, msgspec.json.decode(text))
            if odd != (len(self._qualified), len(self._members)):
                return facts
            known[text] = facts
        return known[text]

    def _read_module(self, name: str, key: str, items: object) -> Facts:
        if not isinstance(items, dict):
            raise self._broken((key,), "an object of functions and classes", items)
        tidy = items if not any("." in item for item in items) else self._without_dots(name, items)
        return Facts(bindings=self._bindings(tidy, (key,), 0)[0])

    def _bindings(self, items: dict[str, Any], place: tuple[str, ...], line: int) -> tuple[tuple[Binding, ...], int]:
        """The bindings of a module or class, and the last line that they take; `line` is the one before."""
        found = []
        for name, value in items.items():
            line += 1
            first = line
            definition: Function | Class
            if isinstance(value, list):
                definition = self._function(value, (*place, name))
            elif isinstance(value, dict):
                members, line = self._bindings(value, (*place, name), line)
                definition = Class(members=members)
            else:
                raise self._broken((*place, name), "a list of parameters or an object of methods", value)
            found.append(Binding(name, first, line, definition))
        return tuple(found), line

    def _function(self, names: list[Any], place: tuple[str, ...]) -> Function:
        known = self._parameters
        try:
            return Function(parameters=tuple([known[name] for name in names]))
        except (KeyError, TypeError):
            pass
        for index, name in enumerate(names):
            if not isinstance(name, str):
                raise self._broken((*place, str(index)), "the name of a parameter", name)
            known.setdefault(name, Parameter(name, POSITIONAL_OR_KEYWORD))
        return Function(parameters=tuple([known[name] for name in names]))

    def _without_dots(self, module: str, items: dict[str, Any]) -> dict[str, Any]:
        """Items under the names they have in the module, `C.m` inside the class `C`."""
        tidy: dict[str, Any] = {}
        for key, value in items.items():
            name = _unqualified(key, module)
            if name != key:
                self._qualified.append(key)
            owner, _, member = name.rpartition(".")
            if not owner:
                held = tidy.get(name)  # members that were named before their class
                tidy[name] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
                continue
            self._members.append(key)
            held = tidy.get(owner.partition(".")[0])
            if isinstance(held, dict):
                tidy[owner.partition(".")[0]] = {**held, member: value}
            else:
                tidy.setdefault(owner.partition(".")[0], {member: value})
        return tidy

    def _broken(self, place: tuple[str, ...], wanted: str, found: object) -> BrokenDatabase:
        path = " → ".join((self._version, *place))
        hint = ["the outermost keys should be versions, the next ones modules"] if len(place) < 2 else []
        return BrokenDatabase(f"{self._file} is no function database: at {path} there should be {wanted}, not {_in_words(found)}", hint)


def _unqualified(key: str, module: str) -> str:
    """`m.f` in the module `m` or `pkg.m` is `f`; what is not named so stays."""
    parts = key.lstrip(".").split(".")
    path = module.split(".")
    for length in range(min(len(parts) - 1, len(path)), 0, -1):
        if path[-length:] == parts[:length]:
            return ".".join(parts[length:])
    return ".".join(parts)


def some(names: list[str]) -> str:
    """The first three names, and how many more there are."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _in_words(value: object) -> str:
    words = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", int: "a number", float: "a number"}
    return words.get(type(value), "nothing")
