"""Definitions that only ever stood for something else: that warn, and hand everything on. What they stand for can be written in their place."""

from __future__ import annotations

import ast
import textwrap
import warnings

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def stands_for(source: str) -> str | None:
    """The dotted name, as written there, that a function or class hands everything on to, or that a name is given: `markupsafe.escape`,
    `self.items`; None: it does not.

    `source`: the definition's lines, decorators included, in any indentation.
    """
    node = _definition(source)
    if isinstance(node, _FUNCTION):
        return _of_function(node)
    if isinstance(node, ast.Assign):
        return _dotted(node.value)
    return _of_class(node) if isinstance(node, ast.ClassDef) else None


def alike(old: str, new: str) -> bool:
    """Are two definitions the same but for their names, docstrings and annotations?"""
    one, other = _definition(old), _definition(new)
    if one is None or other is None or type(one) is not type(other):
        return False
    return _dumped(one) == _dumped(other)


def _definition(source: str) -> ast.stmt | None:
    try:
        with warnings.catch_warnings(action="ignore"):
            body = ast.parse(textwrap.dedent(source)).body
    except (SyntaxError, ValueError):
        return None
    return body[0] if body else None


def _of_function(node: _FUNCTION) -> str | None:
    body = [statement for statement in node.body if not _is_remark(statement)]
    if len(body) != 1:
        return None
    statement = body[0]
    value = statement.value if isinstance(statement, ast.Return | ast.Expr) else None
    if isinstance(value, ast.YieldFrom | ast.Await):
        value = value.value
    if not isinstance(value, ast.Call):
        return None
    return _dotted(value.func) if _hands_everything_on(node, value) else None


def _of_class(node: ast.ClassDef) -> str | None:
    """A class that adds nothing to its one base but a warning where it is made."""
    if len(node.bases) != 1 or node.keywords:
        return None
    for statement in node.body:
        if _is_remark(statement) or isinstance(statement, ast.Pass):
            continue
        if not isinstance(statement, ast.FunctionDef) or statement.name not in ("__new__", "__init__"):
            return None
        target = _of_function(statement)
        if target is None and not _is_super_call(statement):
            return None
    return _dotted(node.bases[0])


def _is_super_call(node: ast.FunctionDef) -> bool:
    body = [statement for statement in node.body if not _is_remark(statement)]
    value = body[0].value if len(body) == 1 and isinstance(body[0], ast.Return | ast.Expr) else None
    if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute) or value.func.attr != node.name:
        return False
    owner = value.func.value
    is_super = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super"
    return is_super and _hands_everything_on(node, value, without_first=node.name == "__init__")


def _is_remark(statement: ast.stmt) -> bool:
    """A docstring, an import, or the call of something that warns."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    if not isinstance(statement, ast.Expr):
        return False
    if isinstance(statement.value, ast.Constant):
        return True
    name = _dotted(statement.value.func) if isinstance(statement.value, ast.Call) else None
    return name is not None and ("warn" in name.lower() or "deprecat" in name.lower())


def _hands_everything_on(node: _FUNCTION, call: ast.Call, *, without_first: bool = False) -> bool:
    """Does the call give each parameter, and nothing else, in the same place or under the same name?"""
    arguments = node.args
    own = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    skipped = without_first or (isinstance(call.func, ast.Attribute) and bool(own) and _dotted(call.func.value) == own[0])
    positional = own[1:] if skipped else own
    given = [each.id for each in call.args if isinstance(each, ast.Name)]
    stars = [each.value.id for each in call.args if isinstance(each, ast.Starred) and isinstance(each.value, ast.Name)]
    if len(given) + len(stars) != len(call.args) or given != positional[: len(given)]:
        return False
    keywords = {each.arg: each.value.id for each in call.keywords if each.arg and isinstance(each.value, ast.Name)}
    doubled = [each.value.id for each in call.keywords if each.arg is None and isinstance(each.value, ast.Name)]
    if len(keywords) + len(doubled) != len(call.keywords) or any(key != value for key, value in keywords.items()):
        return False
    rest = {*positional[len(given) :], *(argument.arg for argument in arguments.kwonlyargs)}
    same_stars = stars == ([arguments.vararg.arg] if arguments.vararg else []) and doubled == ([arguments.kwarg.arg] if arguments.kwarg else [])
    return same_stars and set(keywords) == rest


def _dumped(node: ast.stmt) -> str:
    """The definition without what differs in name only."""
    tree = ast.parse(ast.unparse(node)).body[0]
    for each in ast.walk(tree):
        if isinstance(each, _FUNCTION | ast.ClassDef):
            if each is tree:
                each.name = "_"
            if ast.get_docstring(each) is not None:
                each.body = each.body[1:] or [ast.Pass()]
        if isinstance(each, _FUNCTION):
            each.returns = None
            each.decorator_list = each.decorator_list if each is not tree else []
        if isinstance(each, ast.arg):
            each.annotation = None
    return ast.dump(tree)


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner is not None else None
    return None
