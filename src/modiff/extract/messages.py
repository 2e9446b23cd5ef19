"""Names that modules made by the protocol buffer compiler get at run time: `builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, "a_pb2", globals())`.

What they are stands in the module itself, as the bytes of a `FileDescriptorProto` (descriptor.proto of protocol buffers): messages, enumerations and
their values, extensions, services.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract.expressions import arguments
from modiff.model.facts import Guard, Served

_TOP, _HIDDEN, _SERVICES = b"BuildTopDescriptorsAndMessages", b"BuildMessageAndEnumDescriptors", b"BuildServices"
BUILDERS = frozenset((_TOP, _HIDDEN, _SERVICES))
"""Functions of `google.protobuf.internal.builder`, which put names into the namespace that they are given."""

# Fields of a FileDescriptorProto, and of what stands in it: all of them have their name in field 1.
_MESSAGE, _ENUM, _SERVICE, _EXTENSION = 4, 5, 6, 7
_NAME, _VALUE_OF_ENUM, _NESTED_MESSAGE, _NESTED_ENUM = 1, 2, 3, 4
_NUMBER, _EIGHT_BYTES, _SIZED, _FOUR_BYTES = 0, 1, 2, 5
"""Wire types."""
_MAX_DEPTH = 50

Field = tuple[int, bytes]


def built(function: bytes, call: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> Served:
    """What a call of one of the BUILDERS binds in the module; incomplete where the bytes that say so can't be read."""
    positional, _ = arguments(call, text)
    data = _described(positional[0], literals, text) if positional else None
    try:
        names = dict.fromkeys(_names(function, data)) if data is not None else None
    except ValueError:
        names = None
    if names is None or not all(name.isidentifier() for name in names):
        return Served("globals", g.line(call), guard=guard)
    return Served("globals", g.line(call), tuple((name, None) for name in names), complete=True, guard=guard)


def _described(node: Node, literals: Mapping[str, Node], text: bytes) -> bytes | None:
    """The bytes that `DESCRIPTOR = descriptor_pool.Default().AddSerializedFile(b"…")` adds; None for anything else."""
    made = literals.get(g.source(node, text).decode("utf-8", "replace")) if node.kind_id == g.IDENTIFIER else node
    function = made.child_by_field_id(g.F_FUNCTION) if made is not None and made.kind_id == g.CALL else None
    if made is None or function is None or not g.source(function, text).endswith(b".AddSerializedFile"):
        return None
    positional, _ = arguments(made, text)
    try:
        value = ast.literal_eval(g.source(positional[0], text).decode("utf-8", "replace")) if len(positional) == 1 else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, bytes) else None


def _names(function: bytes, data: bytes) -> Iterator[str]:
    for number, part in _fields(data):
        if number in (_MESSAGE, _ENUM, _SERVICE, _EXTENSION):
            name = _name(part)
            if function == _HIDDEN:
                yield from _descriptors(number, part, "")
            elif function == _TOP:
                yield from _top(number, name, part)
            elif number == _SERVICE:
                yield from (name, f"{name}_Stub")


def _top(number: int, name: str, part: bytes) -> Iterator[str]:
    if number in (_ENUM, _SERVICE):
        yield f"_{name.upper()}"
    if number == _EXTENSION:
        yield f"{name.upper()}_FIELD_NUMBER"
    if number != _SERVICE:
        yield name
    if number == _ENUM:
        yield from (_name(value) for inner, value in _fields(part) if inner == _VALUE_OF_ENUM)


def _descriptors(number: int, part: bytes, above: str, depth: int = 0) -> Iterator[str]:
    """`_OUTER`, `_OUTER_INNER`: the descriptors of messages and enumerations, of those inside messages too."""
    if number not in (_MESSAGE, _ENUM) or depth > _MAX_DEPTH:
        return
    name = f"{above}_{_name(part).upper()}"
    yield name
    if number == _MESSAGE:
        for inner, value in _fields(part):
            if inner in (_NESTED_MESSAGE, _NESTED_ENUM):
                yield from _descriptors(_MESSAGE if inner == _NESTED_MESSAGE else _ENUM, value, name, depth + 1)


def _name(data: bytes) -> str:
    return next((value.decode("utf-8", "replace") for number, value in _fields(data) if number == _NAME), "")


def _fields(data: bytes) -> Iterator[Field]:
    """(number, bytes) of each field that has a length (messages, texts); the others are passed over. ValueError: these are no such bytes."""
    at = 0
    while at < len(data):
        key, at = _number(data, at)
        kind = key & 7
        if kind == _SIZED:
            size, at = _number(data, at)
            if at + size > len(data):
                raise ValueError("a field ends after its message")
            yield key >> 3, data[at : at + size]
            at += size
        elif kind == _NUMBER:
            _, at = _number(data, at)
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            at += 8 if kind == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"there is no wire type {kind}")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A varint, and where it ends."""
    value = shift = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("a number does not end")
