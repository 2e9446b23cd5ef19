"""Functions that compile text at run time, after the parameters of something: what that is."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

_READER = re.compile(r"_?(?:inspect_)?(?:get)?_?(?:full)?argspec(?:_\w+)?$|_?(?:get_)?signature$")
_COMPILER = re.compile(r"_?(?:exec|eval|compile)(?:_\w+)?$|FunctionType$")


@lru_cache(512)
def looked_at(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.expr | None:
    """What a function looks at the parameters of (`getfullargspec(x)`, `signature(x)`) to compile another; None where it does not do both, or looks
    at several things."""
    found: dict[str, ast.expr] = {}
    compiles = False
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            name = ast.unparse(child.func).rpartition(".")[2]
            compiles = compiles or _COMPILER.match(name) is not None
            if _READER.match(name) and child.args:
                found.setdefault(ast.unparse(child.args[0]), child.args[0])
    return next(iter(found.values())) if compiles and len(found) == 1 else None
