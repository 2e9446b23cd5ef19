"""Files that people keep: how they are named to them, and how they are written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def shown(file: Path) -> str:
    """The path as a user would write it from here."""
    try:
        return os.path.relpath(file)
    except ValueError:  # on another drive
        return str(file)


def put(file: Path, content: bytes) -> None:
    """Puts a complete file in place of whatever is there: whole, or not at all. Its mode stays, a link stays a link; pipes and devices are written to
    as they are. Raises OSError."""
    if file.exists() and not file.is_file():
        file.write_bytes(content)
        return
    import tempfile  # only needed here, and slow to load

    file = file.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
        os.chmod(name, mode)
        os.replace(name, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
