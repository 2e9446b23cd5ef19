"""Lines that hold for a thing of the kind it was, and fail for one of the kind that it is: what all rules about kinds show.

Where only `inspect` can tell without running anything (is it a generator, must it be awaited), it is asked; that a call in front of it shows.
"""

from __future__ import annotations

import keyword

from modiff.model.changes import KindChanged
from modiff.model.facts import Class, Function
from modiff.model.items import Item
from modiff.rules.clients import holds_always, import_of, is_on_class

_CLASSES = ("class", "enum")
_MADE = {"async function": "iscoroutinefunction", "async method": "iscoroutinefunction", "async generator": "isasyncgenfunction"}
_MADE["generator"] = "isgeneratorfunction"
_HANDS_ON = frozenset({"classmethod", "staticmethod", "abstractmethod", "abc.abstractmethod", "override", "typing.override", "overload"})
"""Decorators under which `inspect` still sees what the function is."""


def lines(change: KindChanged) -> str | None:
    """A client for any change of kinds; None where neither the class nor the module shows it, or a decorator may hide it."""
    if not holds_always(change):
        return None
    if "module" in (change.before, change.after):
        return _of_module(change)
    found = import_of(change)
    check = _check(change, found[1]) if found is not None else None
    if found is None or check is None:
        return None
    statements, line = check
    return "\n".join([*statements, found[0], "", line])


def _check(change: KindChanged, name: str) -> tuple[list[str], str] | None:
    """What is to be imported for the last line, and that."""
    before, after = change.before, change.after
    if before in _CLASSES:
        if after == "enum":
            return [], f"class Own({name}): pass"
        return [], f"list({name})  # its members" if after == "class" else f"isinstance(None, {name})"
    if "context manager" in (before, after) and (before, after) != ("generator", "context manager"):
        return _entered(change, name)
    if before in _MADE and before != after and (check := _seen(change, change.old, before, name)) is not None:
        return check[0], f"assert {check[1]}"
    was_called = change.old is not None and change.old.kind in ("function", "method")
    if after in _MADE and before not in _MADE and was_called and (check := _seen(change, change.new, after, name)) is not None:
        return check[0], f"assert not {check[1]}"
    if before in ("class method", "static method") and after == "method":
        made = before.replace(" ", "")
        owner, _, method = name.rpartition(".")
        return ["from inspect import getattr_static"], f'assert isinstance(getattr_static({owner}, "{method}"), {made})  # as in {name}(…)'
    if change.old is None or not is_on_class(change.old):
        return None
    called = change.old.kind in ("function", "method")
    if called and not _is_written(change.old):
        return None
    now = change.new is not None and change.new.kind in ("function", "method", "class")
    return ([], f"assert {'' if called else 'not '}callable({name})") if called != now else None


def _entered(change: KindChanged, name: str) -> tuple[list[str], str] | None:
    """`contextlib.contextmanager` stands on a generator function, which `unwrap` finds."""
    if change.after == "generator":
        check = _seen(change, change.new, change.after, name)
        return (check[0], f"assert not {check[1]}  # as in with {name}(…)") if check is not None else None
    what = "assert" if change.before == "context manager" else "assert not"
    return ["from inspect import isgeneratorfunction, unwrap"], f"{what} isgeneratorfunction(unwrap({name}))"


def _is_written(item: Item) -> bool:
    """Is it a function that stands in the body of its class or module, and not made at run time?"""
    owner = item.owner.definition if item.owner is not None else None
    return isinstance(item.definition, Function) and (not isinstance(owner, Class) or any(b.definition is item.definition for b in owner.members))


def _seen(change: KindChanged, item: Item | None, kind: str, name: str) -> tuple[list[str], str] | None:
    """How `inspect` sees what a function is, past its decorators; None: it may not."""
    definition, asks = item.definition if item is not None else None, _MADE[kind]
    if not isinstance(definition, Function):
        return None
    if all((mark.name or mark.text) in _HANDS_ON for mark in definition.decorators):
        return [f"from inspect import {asks}"], f"{asks}({name})"
    # What yields under a decorator is mostly meant for that decorator, whatever it makes of it.
    return ([f"from inspect import {asks}, unwrap"], f"{asks}(unwrap({name}))") if change.unwraps and asks == "iscoroutinefunction" else None


def _of_module(change: KindChanged) -> str | None:
    home, _, name = change.path.rpartition(".")
    if not home or not name.isidentifier() or keyword.iskeyword(name):
        return None
    if change.before == "module":
        return f"from inspect import ismodule\nfrom {home} import {name}\n\nassert ismodule({name})"
    return f"from {home} import {name}\n\n" + (f"isinstance(None, {name})" if change.before in _CLASSES else f"assert callable({name})")
