"""Import statements of the client: which of its own modules they mean, and which of packages."""

from __future__ import annotations

import ast

from modiff.uses import library
from modiff.uses.calls import tell_import
from modiff.uses.events import Answer
from modiff.uses.modules import Scope
from modiff.uses.readings import Reading
from modiff.uses.values import UNKNOWN, Foreign, Missing, Thing, Value


def import_modules(reading: Reading, node: ast.Import, scope: Scope) -> None:
    """`import a.b, c as d`."""
    for alias in node.names:
        top = alias.name.partition(".")[0]
        if reading.client.knows(alias.name) and reading.client.knows(top):
            scope.bind(alias.asname or top, reading.client.value(alias.name if alias.asname else top))
            continue
        reading.unsure = reading.unsure or top not in reading.world.graphs
        found = reading.world.imported(alias.name)
        if top in reading.world.graphs:
            tell_import(reading, alias, alias.name, found)
        first = reading.world.imported(top)
        bound = found if alias.asname else first
        scope.bind(alias.asname or top, bound if not isinstance(bound, Missing) else UNKNOWN)


def import_names(reading: Reading, node: ast.ImportFrom, scope: Scope) -> None:
    """`from a import b, *`."""
    module = reading.client.absolute(reading.module, node.module or "", node.level)
    own = module is not None and (node.level > 0 or reading.client.knows(module))
    for alias in node.names:
        if own:
            assert module is not None
            _from_own(reading, module, alias, scope)
        elif alias.name == "*":
            _star(reading, node, node.module or "", scope)
        else:
            value = _from_package(reading, node, node.module or "", alias)
            scope.bind(alias.asname or alias.name, value)


def _from_own(reading: Reading, module: str, alias: ast.alias, scope: Scope) -> None:
    source = reading.client.module(module)
    if source is not None:
        reading.read_module(source)
        if alias.name == "*":
            for name, value in source.scope.names.items():
                if not name.startswith("_") and "." not in name:
                    scope.bind(name, value)
            return
        if alias.name in source.scope.names:
            scope.bind(alias.asname or alias.name, source.scope.names[alias.name])
            return
    scope.bind(alias.asname or alias.name, reading.client.value(f"{module}.{alias.name}"))


def _from_package(reading: Reading, node: ast.ImportFrom, module: str, alias: ast.alias) -> Value:
    if module.partition(".")[0] not in reading.world.graphs:
        reading.unsure = True
        return library.KNOWN.get(f"{module}.{alias.name}", Foreign(f"{module}.{alias.name}"))
    source = reading.world.imported(module)
    path = f"{module}.{alias.name}"
    if isinstance(source, Missing):
        answer = Answer(False, path, source.canonical, f"there is no module {source.path}", source.doubt, "ModuleNotFoundError")
        reading.tell(alias, "import", path, answer)
        return UNKNOWN
    found = reading.world.attribute(source, alias.name)
    if isinstance(found, Missing):
        answer = Answer(
            False, path, found.canonical, f"cannot import name '{alias.name}' from '{module}'", found.doubt, "ImportError", open=found.served
        )
        reading.tell(alias, "import", path, answer)
        return UNKNOWN
    canonical = found.item.path if isinstance(found, Thing) else None
    if isinstance(source, Thing):
        reading.tell(alias, "import", path, Answer(True, path, canonical))
    return found


def _star(reading: Reading, node: ast.ImportFrom, module: str, scope: Scope) -> None:
    found = reading.world.imported(module)
    if module.partition(".")[0] not in reading.world.graphs:
        return
    tell_import(reading, node, module, found)
    if isinstance(found, Thing):
        graph = reading.world.graph_of(found.item)
        for name in graph.view.names(found.item.path):
            if graph.view.offers(found.item.path, name):
                value = reading.world.attribute(found, name)
                if not isinstance(value, Missing):
                    scope.bind(name, value)
