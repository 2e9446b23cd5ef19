"""Marks: words that stand for the bytes of a file as long as they are the same, and how files of a tree get them."""

from __future__ import annotations

import os
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable

import msgspec

from modiff.model.release import File
from modiff.sources.record import Record
from modiff.store import claimed

SETTLED = 3.0
"""Seconds after which a file's times can be relied on: until then it may be written again without them showing it, as file systems count in ticks
of up to two seconds."""


def is_python(path: str) -> bool:
    """May facts be asked of it? Other files need no mark."""
    return path.endswith((".py", ".pyi"))


def mark_of_file(path: str, status: os.stat_result) -> str | None:
    """For a file on this machine: its place, size and times. None: it changed a moment ago, and may again."""
    if time.time() - max(status.st_mtime, status.st_ctime) < SETTLED:
        return None
    place = os.path.abspath(path)
    return f"file:{place}:{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"


def with_claims(files: dict[str, File], record: Record, archive: Callable[[], str | None]) -> None:
    """Gives the Python files among a zip's what its RECORD claims of their content; those it is silent about, a mark by the archive's own.

    `files` have digests as a zip's directory gives them, and are replaced in place. `archive` is asked for the archive's mark if need be.
    """
    found: list[str | None] = []
    for path, file in files.items():
        if not is_python(path) or file.digest is None:
            continue
        content = _content(file.digest, record.hashes.get(path))
        if content is not None:
            files[path] = msgspec.structs.replace(file, content=content)
            continue
        found = found or [archive()]
        if found[0] is not None:
            files[path] = msgspec.structs.replace(file, mark=f"{found[0]}\n{path}\n{file.digest}")


def _content(digest: str, promise: tuple[str, str] | None) -> str | None:
    """The word for content with this SHA-256, and the CRC and size that `digest` says; None: RECORD gives no SHA-256."""
    if promise is None or promise[0] != "sha256":
        return None
    crc, size = digest.split(":")[1:]
    try:
        return claimed(urlsafe_b64decode(promise[1].replace("+", "-").replace("/", "_") + "=").hex(), int(crc, 16), int(size))
    except ValueError:
        return None
