"""Imports of distributions that an environment has no longer, though the client still asks for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from modiff.link import texts
from modiff.model.findings import Certainty
from modiff.model.hits import Hit
from modiff.uses.modules import Client
from modiff.uses.readings import NOTHING, catches
from modiff.uses.statements import caught_by, fails

RULE = "distribution-removed"
_Blocks = Iterator[tuple[ast.stmt, frozenset[str]]]


class Lost(msgspec.Struct, frozen=True):
    """A distribution that is gone."""

    name: str
    version: str
    modules: frozenset[str]
    """Dotted names of the modules that it has files for."""


def lost_imports(client: Client, lost: Mapping[str, Sequence[Lost]], where: str) -> list[Hit]:
    """The lines that import a module of what is gone, by file and line. `lost`: by top-level import name; `where`: what it is gone from."""
    found: list[Hit] = []
    for module in client.modules:
        for statement, caught in _imports(module.tree.body, NOTHING):
            for name in _asked(statement):
                top = name.partition(".")[0]
                its = next((each for each in lost.get(top, ()) if has(each, name)), None)
                if its is not None and not client.knows(top):
                    found.append(_hit(module.file.path, statement, name, its, where, guarded=catches(caught, "ModuleNotFoundError")))
                    break
    return sorted(found, key=lambda hit: (hit.file, hit.line))


def _asked(node: ast.stmt) -> list[str]:
    """Dotted names that an import statement asks for: of `from a import b` both `a` and `a.b`, which may be a module."""
    match node:
        case ast.Import(names=names):
            return [each.name for each in names]
        case ast.ImportFrom(module=str(module), names=names, level=0):
            return [module, *(f"{module}.{each.name}" for each in names)]
    return []


def has(lost: Lost, name: str) -> bool:
    """Is it a module of the distribution, or something in one? A namespace package (PEP 420), which others may share, has no file."""
    parts = name.split(".")
    return any(".".join(parts[:end]) in lost.modules for end in range(len(parts), 0, -1))


def _imports(body: list[ast.stmt], caught: frozenset[str]) -> _Blocks:
    """Import statements that run, each with the exceptions that are caught around it."""
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield node, caught
            case ast.Try() | ast.TryStar():
                within = frozenset[str]().union(*(caught_by(handler) for handler in node.handlers if not fails(handler)))
                yield from _imports(node.body, caught | within)
                for block in (*(handler.body for handler in node.handlers), node.orelse, node.finalbody):
                    yield from _imports(block, caught)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _imports(node.body, NOTHING)
            case ast.If() if (texts.dotted(node.test) or "").rpartition(".")[2] == "TYPE_CHECKING":
                yield from _imports(node.orelse, caught)
            case ast.Match():
                for case in node.cases:
                    yield from _imports(case.body, caught)
            case ast.ClassDef() | ast.If() | ast.For() | ast.AsyncFor() | ast.While() | ast.With() | ast.AsyncWith():
                yield from _imports([*node.body, *getattr(node, "orelse", [])], caught)


def _hit(file: str, node: ast.stmt, name: str, lost: Lost, where: str, *, guarded: bool) -> Hit:
    return Hit(
        file=file,
        line=node.lineno,
        end_line=node.end_lineno or node.lineno,
        certainty=Certainty.likely,
        use="import",
        guarded=guarded,
        dependency=lost.name,
        path=name,
        rule=RULE,
        since=None,
        message=f"'{name}' is of {lost.name} {lost.version}, which {where} no longer has",
        fix=None,
        column=node.col_offset,
        end_column=node.end_col_offset or 0,
    )
