"""The word for a file's content: SHA-256, CRC-32 and size together, `sha256:HEX:CRC:SIZE`.

Three are taken where one would do, as a wheel says each of them of its members: RECORD the first, the archive's directory the others. What a
wheel claims is looked up under all three, so a RECORD that was left behind by a change (its CRC is another) finds nothing, and the bytes are read.
"""

from __future__ import annotations

import hashlib
import zlib


def content_of(data: bytes) -> str:
    """The word for these bytes. Only what this function says may be used to put something into a store."""
    return claimed(hashlib.sha256(data).hexdigest(), zlib.crc32(data), len(data))


def claimed(sha256: str, crc: int, size: int) -> str:
    """The word for bytes that somebody else has measured: good for looking something up, and for nothing else. `sha256` is in hex."""
    return f"sha256:{sha256}:{crc:08x}:{size}"
