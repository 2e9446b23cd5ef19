"""Messages between this process and those that it starts: bytes, each with its length in front."""

from __future__ import annotations

from typing import IO

LENGTH = 8
"""Bytes of the length in front of each message."""
LONGEST = 2**32
"""Bytes of a message beyond which it is none: something else was written there."""


def send(stream: IO[bytes], message: bytes) -> None:
    """Writes one message. Raises OSError where nobody reads it."""
    stream.write(len(message).to_bytes(LENGTH, "little"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes], longest: int = LONGEST) -> bytes | None:
    """The next message; None: there is none, only a part of one, or one of more than `longest` bytes."""
    length = int.from_bytes(stream.read(LENGTH) or b"", "little")
    message = stream.read(length) if length <= longest else b""
    return message if length and len(message) == length else None
