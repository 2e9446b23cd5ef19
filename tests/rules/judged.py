"""The whole pipeline over two small worlds, and the same worlds behind a re-export."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from modiff import link, reading, rules
from modiff.compare import compare
from modiff.graph import Graph
from modiff.model.findings import Finding
from modiff.model.policy import Policy
from modiff.rules.examples import MAIN
from modiff.sources.memory import release_of

HIDDEN = "pkg/_behind.py"


def findings(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Finding, ...]:
    """All that is said of two versions of a package."""
    policy = Policy()
    return rules.judge(compare(_graph(old), _graph(new), policy), policy).findings


def _graph(files: Mapping[str, str]) -> Graph:
    release = release_of(files)
    return Graph(link.view(release, reading.read(release)))


def behind_a_reexport(files: Mapping[str, str]) -> Mapping[str, str]:
    """The same package, whose `__init__` takes everything from a private module: by name, as packages do."""
    text = files[MAIN]
    names = [name for name in _bound(ast.parse(text)) if not name.startswith("_")]
    imports = "".join(f"from pkg._behind import {name} as {name}\n" for name in names)
    return {**files, MAIN: imports, HIDDEN: text}


def _bound(tree: ast.Module) -> list[str]:
    found: dict[str, None] = {}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = None
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = None
            case ast.ImportFrom(names=aliases, module=module) if (module or "").startswith("pkg"):
                found.update(dict.fromkeys(alias.asname or alias.name for alias in aliases))
    return list(found)
