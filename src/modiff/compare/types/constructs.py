"""The words of `typing` by themselves: one path for each, what wraps a type without changing it, and what is an alias."""

from __future__ import annotations

import re

from modiff.link import outside
from modiff.model.facts import Assignment
from modiff.model.items import Item

WRAPPERS = frozenset({"Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar"})
"""`Final[T]` is T for who reads it."""

BARE_SAYS_NOTHING = frozenset({"Final", "ClassVar", "Optional", "Union", "Generic", "Protocol", "TypeAlias", "Literal", "Annotated"})
"""Without brackets they leave the type open."""

_SAME = {
    "typing.Text": "builtins.str",
    "typing.Pattern": "re.Pattern",
    "typing.Match": "re.Match",
    "typing.ContextManager": "contextlib.AbstractContextManager",
    "typing.AsyncContextManager": "contextlib.AbstractAsyncContextManager",
    "dataclasses.InitVar": "typing.InitVar",
    "builtins.EllipsisType": "types.EllipsisType",
    "typing.re.Pattern": "re.Pattern",
    "asyncio.events.AbstractEventLoop": "asyncio.AbstractEventLoop",
    "_io.BytesIO": "io.BytesIO",
    "asyncio.futures.Future": "asyncio.Future",
    "asyncio.tasks.Task": "asyncio.Task",
    "contextlib.ContextManager": "contextlib.AbstractContextManager",
}

_CONSTRUCT = re.compile(r"^(?:[\w.]+\.)?(?:Union|Optional|Callable|Literal|Dict|List|Tuple|Type|Set|FrozenSet|Sequence|Mapping|Iterable|Annotated)\[")
_BRACKETS = re.compile(r"^(?:dict|list|tuple|type|set|frozenset)\[")
_ONE_OF = re.compile(r"^[\w.]+(?:\[.*\])?(?: \| [\w.]+(?:\[.*\])?)+$")


def same_class(path: str) -> str:
    """One path for what goes by several: `typing.List` is `builtins.list`, `typing_extensions.Literal` is `typing.Literal`."""
    if path.startswith("typing_extensions."):
        path = "typing." + path.partition(".")[2]
    return _SAME.get(path) or outside.same_class(path)


def is_alias(item: Item) -> bool:
    """Does an attribute stand for a type?"""
    return item.kind == "attribute" and isinstance(item.definition, Assignment) and stands_for_type(item.definition)


def stands_for_type(assignment: Assignment) -> bool:
    """Is what is assigned a type? It is said to be one (`TypeAlias`, `type X = …`), or can be nothing else."""
    if assignment.value is None or assignment.augmented:
        return False
    if assignment.type_alias or (assignment.annotation or "").rpartition(".")[2] == "TypeAlias":
        return True
    text = assignment.value.text
    return assignment.annotation is None and any(pattern.match(text) for pattern in (_CONSTRUCT, _BRACKETS, _ONE_OF))


def is_new_type(item: Item) -> bool:
    """`UserId = NewType("UserId", int)`."""
    definition = item.definition
    call = definition.value.call if isinstance(definition, Assignment) and definition.value is not None else None
    return call is not None and call.callee.rpartition(".")[2] == "NewType" and len(call.arguments) == 2
