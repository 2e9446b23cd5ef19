"""Decorators that let callers go on as before: parameters that may still be given by position, old keywords that are still taken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from modiff.link import decorators, texts
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, Call, Expression, Parameter

_BY_POSITION = re.compile(r"_?(?:deprecated?|convert)_(?:pos_?args|positional(?:_args|_arguments|_parameters|_params)?)$")
_RENAMES = re.compile(
    r"""_?transition_to_rng$|_?(?:deprecated?|rename[ds]?|replaced?|alias(?:ed)?|legacy|moved|map(?:ped)?|old)_(?:renamed_)?
    (?:kw|kwarg|keyword|keyword_arg|arg|argument|keyword_argument|param|parameter|function_arg)s?(?:_names?|_aliase?s?)?$""",
    re.VERBOSE,
)
_OLD = (
    *("old", "old_name", "old_arg_name", "old_arg", "old_kwarg", "kwarg_old", "from_name", "name"),
    *(f"{word}_{what}" for word in ("deprecated", "old") for what in ("args", "arguments", "kwargs", "names", "params", "parameters")),
    *("deprecated_name", "deprecated_arg"),
)
_SETTINGS = frozenset(
    """since version stacklevel position_num end_version replace_doc start_version stop_version deprecated_version removed_version
    removal_version until new new_name new_arg new_arg_name new_kwarg
    new_alias message msg additional_msg additional_message klass arg_in_kwargs relax pending warning_type alternative category dep_version
    package_name remove_in
    raise_if_greater_or_equal_version raise_if_both_names warn_if_greater_or_equal_version modify_docstring custom_message reason instructions
    date type predicate""".split()
)


@cache
def _sort(name: str) -> Literal["opens", "renames"] | None:
    return "opens" if _BY_POSITION.match(name) else "renames" if _RENAMES.match(name) else None


def is_shim(name: str) -> bool:
    """Is a decorator of this name one of them? (Its last component.)"""
    return _sort(name) is not None


def opened(parameters: tuple[Parameter, ...], marks: Iterable[Expression]) -> tuple[Parameter, ...]:
    """What is keyword-only as written, and may still be given by position, in the order in which it is written."""
    if not any(_sort(decorators.last(mark)) == "opens" for mark in marks) or any(p.kind == VAR_POSITIONAL for p in parameters):
        return parameters
    return tuple(Parameter(p.name, POSITIONAL_OR_KEYWORD, p.default, p.annotation) if p.kind == KEYWORD_ONLY else p for p in parameters)


def accepted(parameters: tuple[Parameter, ...], marks: Iterable[Expression]) -> tuple[tuple[str, ...], str | None]:
    """Keywords that are taken though no parameter is called so; and, where some cannot be read, why there may be others."""
    found: list[str] = []
    doubt: str | None = None
    for mark in marks:
        if _sort(decorators.last(mark)) != "renames":
            continue
        old = _old_names(mark.call) if mark.call is not None else None
        if old is None:
            doubt = doubt or f"decorated with @{decorators.dotted(mark)}, which may take other names"
        found += old or ()
    known = {p.name for p in parameters} if found else ()
    return tuple(dict.fromkeys(n for n in found if n not in known)), doubt


def _old_names(call: Call) -> list[str] | None:
    """The old names in what such a decorator is given, in any of the usual forms; None where they are computed."""
    keywords = dict(call.keywords)
    for word in _OLD:
        if word in keywords:
            return _names(keywords[word])
    tables = [
        pairs
        for text in (*call.arguments, *keywords.values())
        if text.startswith(("{", "dict(")) and (pairs := texts.table(texts.parsed(text))) is not None
    ]
    if tables:
        return [name for pairs in tables for name, _ in pairs]
    for text in call.arguments:  # the first that is a name, after a version or a class of warnings
        names = _names(text)
        if names is not None and all(name.isidentifier() for name in names):
            return names
    rest = [word for word in keywords if word not in _SETTINGS and word != "**"]
    return rest if rest and not call.arguments else None


def _names(text: str) -> list[str] | None:
    node = texts.parsed(text)
    one = texts.string(node)
    return [one] if one is not None else texts.strings(node) if isinstance(node, ast.List | ast.Tuple) else None
