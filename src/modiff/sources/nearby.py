"""What a user may have meant by a path that does not exist."""

from __future__ import annotations

import difflib
import os


def near_paths(path: str) -> list[str]:
    """Paths like this one, in the directory where it should lie; or what `NAME/VERSION` is written like."""
    folder, name = os.path.split(path.rstrip("/\\"))
    near = difflib.get_close_matches(name, names_in(folder or "."), n=3, cutoff=0.6)
    if not folder or os.path.isdir(folder):
        return [os.path.join(folder, other) for other in near]
    name, _, version = path.strip("/").rpartition("/")
    return (
        [f"for a release on the index write {name}=={version}"]
        if version[:1].isdigit() and "/" not in name and not path.startswith((".", "/"))
        else []
    )


def names_in(path: str) -> list[str]:
    """What a directory holds; nothing where it cannot be listed."""
    try:
        return os.listdir(path)
    except OSError:
        return []
