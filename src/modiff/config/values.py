"""What values of the configuration may be, and how a wrong one is called."""

from __future__ import annotations

from collections.abc import Mapping

from modiff.config.mistakes import Mistakes

Path = tuple[str, ...]
"""Of a key: `("tool", "modiff", "surface")`."""


def one_of(words: list[str] | tuple[str, ...], value: object, path: Path, mistakes: Mistakes) -> str | None:
    """The value, if it is one of the words; else None, and `mistakes` know why."""
    if isinstance(value, str) and value in words:
        return value
    if isinstance(value, str):
        mistakes.unknown(path, f"{path[-1]!r} cannot be", value, words)
    else:
        mistakes.add(path, f"{path[-1]!r} must be one of {', '.join(words)}, not {noun(value)}")
    return None


def noun(value: object) -> str:
    """What kind of value it is, for a sentence."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"), (str, "text"), (int, "a number"), (float, "a number"), (list, "a list"), (Mapping, "a table"),
    )  # fmt: skip
    return next((noun for kind, noun in kinds if isinstance(value, kind)), "a date or time")
