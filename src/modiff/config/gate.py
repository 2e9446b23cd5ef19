"""The keys of `[tool.modiff]` that `modiff check` reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from packaging.version import InvalidVersion, Version

from modiff.config.mistakes import Mistakes
from modiff.config.values import Path, noun, one_of
from modiff.model.check import Scheme
from modiff.model.policy import Runway

_RUNWAY = ("releases", "months")


def _scheme(value: object, path: Path, mistakes: Mistakes) -> Scheme | None:
    word = one_of([str(scheme) for scheme in Scheme], value, path, mistakes)
    return Scheme(word) if word is not None else None


def _text(value: object, path: Path, mistakes: Mistakes) -> str | None:
    if isinstance(value, str) and value.strip():
        return value.strip()
    mistakes.add(path, f"{path[-1]!r} is empty" if isinstance(value, str) else f"{path[-1]!r} must be text, not {noun(value)}")
    return None


def _version(value: object, path: Path, mistakes: Mistakes) -> str | None:
    text = _text(value, path, mistakes)
    try:
        return str(Version(text)) if text is not None else None
    except InvalidVersion:
        mistakes.add(path, f'{path[-1]!r} must be a version of modiff, like "0.1.0", not {text!r}')
        return None


def _runway(value: object, path: Path, mistakes: Mistakes) -> Runway | None:
    if not isinstance(value, Mapping):
        mistakes.add(path, f"'runway' must be a table with {' or '.join(_RUNWAY)}, not {noun(value)}")
        return None
    for key, number in value.items():
        here = (*path, key)
        if key not in _RUNWAY:
            mistakes.unknown(here, "there is no key", key, _RUNWAY)
        elif isinstance(number, bool) or not isinstance(number, int) or number < 1:
            mistakes.add(here, f"{key!r} must be a whole number from 1 on, not {number if isinstance(number, int | float) else noun(number)}")
            return None
    return Runway(**{key: number for key, number in value.items() if key in _RUNWAY})


GATE: dict[str, Callable[[object, Path, Mistakes], object]] = {
    "scheme": _scheme,
    "against": _text,
    "base": _text,
    "accepted": _text,
    "runway": _runway,
    "catalogue": _version,
}
"""Keys, which are fields of `Gate` too, and what reads the value."""
