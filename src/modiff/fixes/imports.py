"""Import statements, changed in place, and new ones where a file has its imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import libcst as cst
from libcst.helpers import get_full_name_for_node

from modiff.fixes.remedies import NewName


def dotted(path: str) -> cst.Attribute | cst.Name:
    """`a.b.c` as an expression."""
    first, *rest = path.split(".")
    node: cst.Attribute | cst.Name = cst.Name(first)
    for name in rest:
        node = cst.Attribute(node, cst.Name(name))
    return node


def is_dotted(node: cst.BaseExpression) -> bool:
    """Is it nothing but names and dots?"""
    while isinstance(node, cst.Attribute):
        node = node.value
    return isinstance(node, cst.Name)


def renamed(statement: cst.ImportFrom, named: Mapping[int, NewName]) -> tuple[cst.ImportFrom, list[cst.ImportFrom]]:
    """The statement with some of its names reached otherwise, and the statements that must follow it. What they bind keeps its name here, so that
    all that uses it stays as it is."""
    aliases = list(cast("list[cst.ImportAlias]", statement.names))
    here = None if statement.relative else get_full_name_for_node(statement.module) if statement.module is not None else None
    moved: dict[str, list[cst.ImportAlias]] = {}
    for index, remedy in named.items():
        home, _, name = remedy.new.rpartition(".")
        alias = _under_old_name(aliases[index], name)
        if home == here:
            aliases[index] = alias
        else:
            moved.setdefault(home, []).append(alias.with_changes(comma=cst.MaybeSentinel.DEFAULT))
    away = {index for index, remedy in named.items() if remedy.new.rpartition(".")[0] != here}
    if away == set(range(len(aliases))) and len(moved) == 1:
        home = next(iter(moved))
        whole = [_under_old_name(alias, named[index].new.rpartition(".")[2]) for index, alias in enumerate(aliases)]
        return statement.with_changes(module=dotted(home), relative=(), names=whole, **_spaced(statement)), []
    extra = [cst.ImportFrom(module=dotted(home), names=names) for home, names in sorted(moved.items())]
    if not away:
        return statement.with_changes(names=aliases), []
    if len(away) == len(aliases):
        return extra[0], extra[1:]
    return statement.with_changes(names=_without(aliases, away)), extra


def _under_old_name(alias: cst.ImportAlias, name: str) -> cst.ImportAlias:
    """The alias of another name that binds what the old one did."""
    if alias.evaluated_name == name:
        return alias
    asname = alias.asname if alias.asname is not None else cst.AsName(cst.Name(alias.evaluated_name))
    if isinstance(asname.name, cst.Name) and asname.name.value == name:
        return alias.with_changes(name=cst.Name(name), asname=None)
    return alias.with_changes(name=cst.Name(name), asname=asname)


def _without(aliases: list[cst.ImportAlias], away: set[int]) -> list[cst.ImportAlias]:
    """Those that stay; the last of them ends as the last one did."""
    kept = [alias for index, alias in enumerate(aliases) if index not in away]
    if len(aliases) - 1 in away:
        kept[-1] = kept[-1].with_changes(comma=aliases[-1].comma)
    return kept


def _spaced(statement: cst.ImportFrom) -> dict[str, cst.SimpleWhitespace]:
    """`from . import x` may do without a space that `from a import x` needs."""
    space = statement.whitespace_after_from
    return {} if isinstance(space, cst.SimpleWhitespace) and space.value else {"whitespace_after_from": cst.SimpleWhitespace(" ")}


def with_imports(module: cst.Module, needed: Iterable[str]) -> cst.Module:
    """The module with `import` statements for these, unless it has them: behind the imports of the same package, else behind its last import."""
    body = list(module.body)
    for name in sorted(needed):
        if any(_imports(statement, name) for statement in body):
            continue
        top = name.partition(".")[0]
        behind = [index for index, statement in enumerate(body) if _is_import(statement, top)] or [
            index for index, statement in enumerate(body) if _is_import(statement, None)
        ]
        at = behind[0] + 1 if behind and _is_import(body[behind[0]], top) else behind[-1] + 1 if behind else _after_docstring(body)
        body.insert(at, cst.SimpleStatementLine([cst.Import([cst.ImportAlias(dotted(name))])]))
    return module.with_changes(body=body)


def _imports(statement: cst.CSTNode, name: str) -> bool:
    return any(
        isinstance(small, cst.Import) and any(alias.evaluated_name == name and alias.asname is None for alias in small.names)
        for small in (statement.body if isinstance(statement, cst.SimpleStatementLine) else ())
    )


def _is_import(statement: cst.CSTNode, top: str | None) -> bool:
    """An import at the top level: of this package, or of any."""
    for small in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
        if isinstance(small, cst.Import):
            names = [alias.evaluated_name for alias in small.names]
        elif isinstance(small, cst.ImportFrom):
            names = [(get_full_name_for_node(small.module) or "") if small.module is not None and not small.relative else ""]
        else:
            continue
        if names == ["__future__"] and top is not None:
            continue
        if top is None or any(name.partition(".")[0] == top for name in names):
            return True
    return False


def _after_docstring(body: list[cst.SimpleStatementLine | cst.BaseCompoundStatement]) -> int:
    first = body[0] if body else None
    if isinstance(first, cst.SimpleStatementLine) and isinstance(first.body[0], cst.Expr) and isinstance(first.body[0].value, cst.SimpleString):
        return 1
    return 0
