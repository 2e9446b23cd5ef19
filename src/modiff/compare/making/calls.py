"""What calls inside a constructor do in a trial: functions and classes of the release do as they are written, builtins as they do.

Anything else is called only with what the package itself has, and nothing that reaches out of the process is.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable
from typing import Any

from modiff.compare.making.expressions import Expressions, Names
from modiff.compare.making.values import (
    ANY,
    MADE_UP,
    Above,
    Foreign,
    Known,
    Local,
    Method,
    Object,
    Referred,
    Several,
    Unfit,
    Unknown,
    Value,
    is_made_up,
    joined,
)
from modiff.link import stdlib
from modiff.link.targets import Outside
from modiff.model.facts import Assignment
from modiff.model.items import Item

Arguments = tuple[list[Value], dict[str, Value]]

_PURE = {
    name: getattr(builtins, name)
    for name in """abs all any bool bytes callable dict divmod enumerate float frozenset int len list max min ord chr range repr reversed round set
    sorted str sum tuple zip""".split()
}
_TAKES_ANYTHING = frozenset({"callable", "id", "repr", "str", "bool", "type", "print", "list", "tuple"})
_REACHES_OUT = re.compile(
    r"^(socket|ssl|subprocess|shutil|signal|multiprocessing|select|selectors|tempfile|asyncio|urllib\.request|ctypes|curses|tkinter|webbrowser|sqlite3"
    r"|builtins\.(open|input|exec|eval|compile|__import__|exit|quit|breakpoint)|os\.(?!path\b|fspath|getpid|environ|sep|name)|sys\.(exit|set)\w*"
    r"|time\.sleep|importlib\.import_module|concurrent|io\.open|pathlib\.Path\.(open|mkdir|cwd|home)|atexit|fcntl|termios|msvcrt|winreg|resource|pwd|grp)"
)
_DOES_SOMETHING = re.compile(
    r"^(connect|start|open|run|listen|send\w*|recv\w*|execute|spawn|fork|launch|login|mkdir|write\w*|read\w*|load\w*|submit)$"
)
_ONLY_TAKES = frozenset({"append", "add", "insert", "setdefault", "debug", "info", "warning", "appendleft", "get"})


class Calls(Expressions):
    """Gives what calls give; how bodies are run, an heir says."""

    def run(self, function: Item, arguments: Arguments) -> Value:
        """What a function of the release gives."""
        raise NotImplementedError

    def run_local(self, function: Local, arguments: Arguments) -> Value:
        """What a function written inside another gives."""
        raise NotImplementedError

    def is_changed(self, function: Item) -> bool:
        """May a decorator make something else of a function?"""
        raise NotImplementedError

    def made(self, cls: Item, arguments: Arguments) -> Object:
        """An instance of a class of the release."""
        raise NotImplementedError

    def call(self, node: ast.Call, names: Names) -> Value:
        """What a call gives."""
        if isinstance(node.func, ast.Name) and node.func.id == "super" and "super" not in names:
            return self._above(names)
        called = self.value(node.func, names)
        positional = list(self._given(node.args, names))
        keywords: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.value(keyword.value, names)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, Known) and isinstance(value.value, dict):
                keywords.update((name, Known(one)) for name, one in value.value.items())
            elif not isinstance(value, Unknown) or value.made_up:
                raise Unfit
        return self._called(called, (positional, keywords), node)

    def _given(self, nodes: Iterable[ast.expr], names: Names) -> Iterable[Value]:
        for node in nodes:
            value = self.value(node.value if isinstance(node, ast.Starred) else node, names)
            if not isinstance(node, ast.Starred):
                yield value
            elif isinstance(value, Known) and isinstance(value.value, list | tuple):
                yield from map(Known, value.value)
            else:
                raise Unfit

    def _above(self, names: Names) -> Value:
        receiver, cls = names.get("self "), names.get("class ")
        if isinstance(receiver, Object) and isinstance(cls, Referred):
            return Above(receiver, cls.item)
        return ANY

    def _called(self, called: Value, arguments: Arguments, node: ast.Call) -> Value:
        match called:
            case Method():
                receiver = [called.receiver] if called.receiver is not None else []
                return self.run(called.function, ([*receiver, *arguments[0]], arguments[1]))
            case Referred():
                return self._called_item(called.item, arguments)
            case Local():
                return self.run_local(called, arguments)
            case Foreign():
                return self._called_foreign(called.path, arguments)
            case Known():
                given = self._called_plain(called.value, arguments)
                return Known(given.value, made_up=True) if called.made_up and isinstance(given, Known) else given
            case Object():
                return self._called(self.attribute_of(called, "__call__"), arguments, node)
        return self._called_unknown(node, arguments)

    def _called_item(self, item: Item, arguments: Arguments) -> Value:
        if item.kind == "class":
            return self.made(item, arguments) if "__new__" not in self.graph.members(item) else self._called_blindly(arguments)
        if item.kind not in ("function", "method"):
            return self._called_blindly(arguments)
        return self.run(item, arguments) if not self.is_changed(item) else self._called_blindly(arguments)

    def _called_blindly(self, arguments: Arguments) -> Value:
        """Of something that is not followed: what was made up may not suit it."""
        if any(map(is_made_up, self.all_of(arguments))):
            raise Unfit
        return ANY

    def _called_unknown(self, node: ast.Call, arguments: Arguments) -> Value:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        own = [value for value in self.all_of(arguments) if isinstance(value, Object) and any(map(is_made_up, value.attributes.values()))]
        if _DOES_SOMETHING.match(name) or (own and not name):
            raise Unfit  # what is not known may ask an instance for what was made up
        return ANY if name in _ONLY_TAKES else self._called_blindly(arguments)

    def _called_foreign(self, path: str, arguments: Arguments) -> Value:
        home, _, name = path.rpartition(".")
        if path == "builtins.isinstance" and len(arguments[0]) == 2:
            return self._is_instance(*arguments[0])
        if path == "builtins.hasattr" and len(arguments[0]) == 2:
            return self._has_attribute(*arguments[0])
        if path in ("builtins.getattr", "builtins.setattr") and len(arguments[0]) > 1:
            return self._attribute_by_name(name, *arguments[0])
        if path == "builtins.type" and len(arguments[0]) == 1 and isinstance(arguments[0][0], Object):
            return Referred(arguments[0][0].cls)
        if path == "builtins.type" and len(arguments[0]) == 1 and isinstance(arguments[0][0], Known):
            return Foreign(f"builtins.{type(arguments[0][0].value).__name__}")
        if path.startswith("inspect.is") and len(arguments[0]) == 1 and isinstance(arguments[0][0], Known) and not callable(arguments[0][0].value):
            return Known(False, arguments[0][0].made_up)
        if _REACHES_OUT.match(path) or _DOES_SOMETHING.match(name):
            raise Unfit
        if home == "builtins" and name in _PURE:
            return self._called_plain(_PURE[name], arguments) if self._are_plain(arguments) else self._of_things(name, arguments)
        if path.startswith(("warnings.", "logging.", "functools.partial")) or path == "builtins.print":
            return ANY
        if path.startswith("builtins.") and isinstance(known := getattr(builtins, name, None), type) and issubclass(known, BaseException):
            return ANY
        return self._called_blindly(arguments)

    def _of_things(self, name: str, arguments: Arguments) -> Value:
        """A builtin of values that are not plain."""
        if name in ("bool", "callable") and len(arguments[0]) == 1:
            one = arguments[0][0]
            truth = self.truth(one) if name == "bool" else True if isinstance(one, Referred | Local | Method) else None
            return Known(truth) if truth is not None else ANY
        if name in ("str", "repr"):
            for value in arguments[0]:
                self.show(value)
            return ANY
        if any(isinstance(value, Object) or is_made_up(value) for value in self.all_of(arguments)) and name not in _TAKES_ANYTHING:
            raise Unfit
        return ANY

    def _called_plain(self, function: Any, arguments: Arguments) -> Value:
        """A function or method of the language, on plain values."""
        if not callable(function):
            raise Unfit
        if not self._are_plain(arguments):
            name = getattr(function, "__name__", "")
            return ANY if name in _ONLY_TAKES or name in _TAKES_ANYTHING else self._called_blindly(arguments)
        return self.tried(function, *arguments)

    @staticmethod
    def all_of(arguments: Arguments) -> list[Value]:
        return [*arguments[0], *arguments[1].values()]

    def _are_plain(self, arguments: Arguments) -> bool:
        return all(isinstance(value, Known) for value in self.all_of(arguments))

    # --- questions about values

    def show(self, value: Value) -> None:
        """A value is made a text of: its class may say how. Raises Unfit."""
        if isinstance(value, Several):
            for one in value.values:
                self.show(one)
        members = self.graph.members(value.cls) if isinstance(value, Object) else {}
        says = members.get("__str__") or members.get("__repr__")
        if says is not None and says.item.kind == "method":
            self._called(Method(says.item, value), ([], {}), ast.Call(ast.Name("str"), [], []))

    def _is_instance(self, value: Value, asked: Value) -> Value:
        """`isinstance`, where it is known what the value is."""
        if isinstance(asked, Several):
            each = [self._is_instance(value, one) for one in asked.values]
            truths = [self.truth(one) for one in each]
            return Known(True, is_made_up(value)) if True in truths else Known(False, is_made_up(value)) if None not in truths else joined(*each)
        if isinstance(asked, Known) and isinstance(asked.value, tuple) and not asked.value:
            return Known(False)
        if isinstance(asked, Referred) and asked.item.kind == "class":
            if isinstance(value, Object):
                return Known(asked.item in self.graph.ancestors(value.cls))
            if isinstance(value, Known) and all(isinstance(a, Item) or a == Outside("builtins.object") for a in self.graph.ancestors(asked.item)):
                return Known(False)
        if isinstance(asked, Foreign) and isinstance(value, Known | Object):
            known = getattr(builtins, asked.path.removeprefix("builtins."), None)
            if isinstance(known, type) and isinstance(value, Known):
                return Known(isinstance(value.value, known))
            if isinstance(known, type) and isinstance(value, Object):
                return Known(Outside(asked.path) in self.graph.ancestors(value.cls))
        return MADE_UP if isinstance(value, Object) or is_made_up(value) else ANY

    def _has_attribute(self, value: Value, name: Value) -> Value:
        if isinstance(value, Known) and isinstance(name, Known):
            return Known(hasattr(value.value, str(name.value)))
        if isinstance(value, Object) and isinstance(name, Known):
            try:
                self.attribute_of(value, str(name.value))
            except Unfit:
                return MADE_UP
            return Known(True)
        return MADE_UP if is_made_up(value) else ANY

    def _attribute_by_name(self, what: str, value: Value, name: Value, *rest: Value) -> Value:
        if isinstance(name, Known) and isinstance(name.value, str):
            if what == "setattr" and isinstance(value, Object) and rest:
                value.attributes[name.value] = rest[0]
                return Known(None)
            if what == "getattr":
                try:
                    return self.attribute_of(value, name.value)
                except Unfit:
                    if rest:
                        return rest[0]
                    raise
        if isinstance(value, Object) or is_made_up(value):
            raise Unfit
        return ANY

    def is_safe_above(self, path: str) -> bool:
        """Is it a base of the standard library, whose constructor only keeps what it is given?"""
        return path.startswith("builtins.") or (stdlib.row(path) is not None and not _REACHES_OUT.match(path))

    def class_value(self, item: Item) -> Value:
        """What a class gives for an attribute that its body says: a literal, or anything."""
        value = item.definition.value if isinstance(item.definition, Assignment) else None
        return self.assigned(item) if value is not None else ANY
