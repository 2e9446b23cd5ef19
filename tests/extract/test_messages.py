"""Names that modules made by the protocol buffer compiler get at run time, out of the bytes that describe their file."""

from __future__ import annotations

from modiff.extract import extract
from modiff.model.facts import Served


def field(number: int, data: bytes | str) -> bytes:
    """A field that has a length (wire type 2), as protocol buffers encode it."""
    held = data.encode() if isinstance(data, str) else data
    size, left = bytearray(), len(held)
    while left > 0x7F:
        size.append(left & 0x7F | 0x80)
        left >>= 7
    return bytes([number << 3 | 2, *size, left]) + held


INNER = field(1, "Inner") + field(4, field(1, "Deep"))
MESSAGE = field(4, field(1, "Paint") + field(2, field(1, "colour" * 40) + b"\x18\x96\x01") + field(3, INNER) + field(4, field(1, "Tone")))
ENUM = field(5, field(1, "Gloss") + field(2, field(1, "MATT") + b"\x10\x00") + field(2, field(1, "SHINY") + b"\x10\x01"))
FILE = field(1, "shop/paint.proto") + MESSAGE + ENUM + field(6, field(1, "Store")) + field(7, field(1, "extra"))
MADE = "DESCRIPTOR = pool.Default().AddSerializedFile({data!r})\n"
TOP = {"_GLOSS", "Gloss", "MATT", "SHINY", "EXTRA_FIELD_NUMBER", "extra", "_STORE", "Paint"}


def served(text: str) -> tuple[Served, ...]:
    return extract(text.encode()).served


def test_what_the_builder_binds_is_read_in_the_bytes() -> None:
    first = "builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, globals())\n"
    then = "builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'paint_pb2', globals())\n"
    hidden, top = served(MADE.format(data=FILE) + first + then)
    assert {name for name, _ in top.names} == TOP
    assert {name for name, _ in hidden.names} == {"_PAINT", "_PAINT_INNER", "_PAINT_INNER_DEEP", "_PAINT_TONE", "_GLOSS"}
    assert hidden.complete
    assert top.complete


def test_the_namespace_may_have_a_name_of_its_own() -> None:
    built = "_globals = globals()\nbuilder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'paint_pb2', _globals)\n"
    (top,) = served(MADE.format(data=FILE) + built)
    assert {name for name, _ in top.names} == TOP


def test_services_have_a_stub_each() -> None:
    (one,) = served(MADE.format(data=FILE) + "builder.BuildServices(DESCRIPTOR, 'paint_pb2', globals())\n")
    assert {name for name, _ in one.names} == {"Store", "Store_Stub"}


def test_bytes_that_are_none_leave_it_open() -> None:
    for data in (b"\xff\xff", FILE[:-3], field(4, field(1, "not a name"))):
        (one,) = served(MADE.format(data=data) + "builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, 'paint_pb2', globals())\n")
        assert (one.names, one.complete) == ((), False)
    (one,) = served("builder.BuildTopDescriptorsAndMessages(described(), 'paint_pb2', globals())\n")
    assert not one.complete


def test_a_method_of_that_name_that_gets_no_namespace_binds_nothing() -> None:
    assert served(MADE.format(data=FILE) + "builder.BuildServices(DESCRIPTOR, 'paint_pb2', {})\n") == ()
