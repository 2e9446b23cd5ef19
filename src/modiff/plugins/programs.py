"""Logic programs that installed packages bring: found by name, shown with what they say of themselves."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from modiff.errors import FileMissing

GROUP = "modiff.programs"
"""The group of entry points: each names a package, in which the file NAME.lp lies."""


class Program(NamedTuple):
    """One that is installed."""

    name: str
    file: str | None
    """Where it lies; None: the package does not hold it."""
    origin: str
    """The distribution that brings it."""

    @property
    def page(self) -> str:
        """The comment at its head."""
        lines = Path(self.file).read_text("utf-8", "replace").splitlines() if self.file is not None else []
        head = []
        for line in lines:
            if not line.startswith("%"):
                break
            head.append(line.lstrip("% ").rstrip())
        return "\n".join(head)


def installed() -> tuple[Program, ...]:
    """All of them, sorted by name. Nothing of the packages is run."""
    return tuple(sorted(_found(), key=lambda program: program.name))


def file_of(name: str) -> str:
    """The file that a user means: a path as it is, or the program of an installed package. Raises FileMissing with near names."""
    if Path(name).exists():
        return name
    known = {program.name: program for program in installed()}
    program = known.get(name)
    if program is not None and program.file is not None:
        return program.file
    if program is not None:
        raise FileMissing(f"{program.origin} names a logic program {name}, and does not hold {name}.lp.", ["ask its authors"])
    near = get_close_matches(name, known, 3, 0.5)
    raise FileMissing(f"There is no logic program {name}.", [*(f"--program {word}" for word in near), "a file: --program FILE.lp"])


def _found() -> Iterator[Program]:
    for entry in set(entry_points(group=GROUP)):
        yield Program(entry.name, _file(entry), entry.dist.name if entry.dist is not None else entry.value)


def _file(entry: EntryPoint) -> str | None:
    importlib.invalidate_caches()
    package, *below = entry.value.split(".")
    try:
        spec = find_spec(package)  # a package below another one is looked for by hand, as Python would run the one above it
    except (ImportError, ValueError):
        return None
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        file = Path(folder, *below, f"{entry.name}.lp")
        if file.is_file():
            return str(file)
    return None
