"""Arguments of calls, changed in place. None wherever the call is not written the way that the change needs."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import libcst as cst

_TIGHT = cst.AssignEqual(whitespace_before=cst.SimpleWhitespace(""), whitespace_after=cst.SimpleWhitespace(""))


def with_keyword(call: cst.Call, old: str, new: str) -> cst.Call | None:
    """The keyword `old` as `new`; None where it is not written in this call, or `new` is there already."""
    names = [argument.keyword.value if argument.keyword is not None else None for argument in call.args]
    if old not in names or new in names:
        return None
    arguments = [
        argument.with_changes(keyword=argument.keyword.with_changes(value=new)) if argument.keyword is not None and name == old else argument
        for argument, name in zip(call.args, names, strict=True)
    ]
    return call.with_changes(args=arguments)


def by_name(call: cst.Call, first: int, names: Sequence[str], seen: int | None = None) -> cst.Call | None:
    """Positional arguments from `first` on by these names; None where something is unpacked, or there is none to name. `seen`: how many positional
    arguments the signature sees: what stands before them is an object given by hand."""
    positional = [argument for argument in call.args if argument.keyword is None]
    first += len(positional) - seen if seen is not None else 0
    given = {argument.keyword.value for argument in call.args if argument.keyword is not None}
    count = len(positional) - first
    if any(argument.star for argument in positional) or not 0 < count <= len(names) or given & set(names[:count]):
        return None
    arguments = [
        argument.with_changes(keyword=cst.Name(names[index - first]), equal=_TIGHT) if first <= index < len(positional) else argument
        for index, argument in enumerate(call.args)
    ]
    return call.with_changes(args=arguments)


def without(call: cst.Call, keyword: str, value: str | None) -> cst.Call | None:
    """The call without a keyword, if it is given this value (as source; None: whatever is given, so long as nothing is called for it)."""
    index = next((index for index, argument in enumerate(call.args) if argument.keyword is not None and argument.keyword.value == keyword), None)
    if index is None:
        return None
    given = cst.Module([]).code_for_node(call.args[index].value)
    if not _is_plain(given) if value is None else not _same(given, value):
        return None
    arguments = list(call.args)
    removed = arguments.pop(index)
    if index == len(arguments) and arguments:
        arguments[-1] = arguments[-1].with_changes(comma=removed.comma, whitespace_after_arg=removed.whitespace_after_arg)
    return call.with_changes(args=arguments)


def _same(one: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(one.strip(), mode="eval")) == ast.dump(ast.parse(other.strip(), mode="eval"))
    except SyntaxError:
        return False


def _is_plain(source: str) -> bool:
    """Does evaluating it do nothing? Names and literals."""
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except SyntaxError:
        return False
    return not any(isinstance(node, ast.Call | ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr) for node in ast.walk(tree))
