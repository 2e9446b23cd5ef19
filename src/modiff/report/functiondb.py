"""Writes one version as a function database, the plain form: `{version: {module: {function: [parameters], class: {method: [parameters]}}}}`.

It holds what such a database can hold and no more: `def` and `class` statements of a module's own body, methods of a class's own body,
positional parameters with `self`. Modules are sorted; below them the order is that of the source, as ids of the compspec format count on it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from modiff.graph.outline import ClassOutline, FunctionOutline, Outline, Outlines

UNKNOWN_VERSION = "0"
"""Stands for the version of a release that has none: the form needs one."""


def functiondb(version: str | None, modules: Outlines) -> Iterator[str]:
    """The database's text in pieces, one module at a time. `modules` are outlines of the depth "positional".

    Modules without a text that can be read (compiled ones, namespace packages) are left out, as a database knows files of source only. A release
    without a version is called `0`, as the form needs one.
    """
    yield f"{{{_json(version or UNKNOWN_VERSION)}: {{"
    between = "\n"
    for module in sorted(modules):
        held = modules[module]
        if held is not None:
            yield f"{between}{_json(module)}: {_json(entry(held))}"
            between = ",\n"
    yield "\n}}\n"


def entry(module: Outline) -> dict[str, object]:
    """One module as the database holds it."""
    return {name: _value(item) for name, item in module.items.items()}


def _value(item: FunctionOutline | ClassOutline) -> object:
    if isinstance(item, ClassOutline):
        return {name: method.positional for name, method in item.methods.items()}
    return item.positional


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
