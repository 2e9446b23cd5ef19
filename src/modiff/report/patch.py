"""Mended files as a unified diff, as `git apply` and `patch` take it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from modiff.model.hits import Patch


def unified(patches: Iterable[Patch]) -> str:
    """One diff of all files; empty for none. Line ends stay as they are; what is no UTF-8 is shown escaped."""
    return "".join(line for patch in patches for line in _of(patch))


def _of(patch: Patch) -> Iterable[str]:
    before, after = (_lines(text) for text in (patch.before, patch.after))
    for line in difflib.unified_diff(before, after, f"a/{patch.file.lstrip('/')}", f"b/{patch.file.lstrip('/')}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: bytes) -> list[str]:
    """Cut where git cuts: at line feeds alone."""
    *whole, rest = text.decode("utf-8", "backslashreplace").split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
