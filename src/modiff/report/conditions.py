"""Conditions in words: `sys.platform == 'win32' and sys.version_info >= (3, 8)` is "on Windows with Python >= 3.8"."""

from __future__ import annotations

import re

_NAMES = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
_BOUND = r"\((\d+), ?(\d*)\)"
_PYTHON = re.compile(rf"sys\.version_info (<|>=) {_BOUND}")
_BETWEEN = re.compile(rf"{_BOUND} <= sys\.version_info < {_BOUND}")
_PLATFORM = re.compile(r"sys\.platform (==|!=) '(\w+)'")
_PLATFORMS = re.compile(r"sys\.platform in \(([^()]+)\)")


def in_words(condition: str) -> str:
    """To be read after "only": `on Python < 3.9`, `on Windows`, `when use_stubs`. What is no matter of Pythons and platforms stays as it is."""
    return " or ".join(_all_of(part) for part in _split(condition, " or "))


def _all_of(condition: str) -> str:
    systems: list[str] = []
    pythons: list[str] = []
    others: list[str] = []
    for part in _split(condition, " and "):
        inner = _unwrapped(part)
        if (system := _system(inner)) is not None:
            systems.append(system)
        elif (python := _alternatives(inner)) is not None:
            pythons.append(python)
        else:
            others.append(part)
    words = [f"on {' and '.join(systems)}"] if systems else []
    if pythons:
        words.append(f"{'with' if systems else 'on'} Python {' and '.join(pythons)}")
    if others:
        words.append(f"when {' and '.join(others)}")
    return " ".join(words)


def _system(condition: str) -> str | None:
    if match := _PLATFORM.fullmatch(condition):
        return ("" if match[1] == "==" else "other systems than ") + _NAMES.get(match[2], match[2])
    if match := _PLATFORMS.fullmatch(condition):
        known = [name.strip().strip("'") for name in match[1].split(",")]
        return " and ".join(_NAMES.get(name, name) for name in known)
    return None


def _alternatives(condition: str) -> str | None:
    """`< 3.8 or >= 3.10`; None: it is not about Pythons alone."""
    found = [_python(part) for part in _split(condition, " or ")]
    return " or ".join(known for known in found if known is not None) if None not in found else None


def _python(condition: str) -> str | None:
    if match := _PYTHON.fullmatch(condition):
        return f"{match[1]} {_version(match[2], match[3])}"
    if match := _BETWEEN.fullmatch(condition):
        return f">= {_version(match[1], match[2])}, < {_version(match[3], match[4])}"
    return None


def _version(major: str, minor: str) -> str:
    return f"{major}.{minor}" if minor else major


def _split(condition: str, word: str) -> list[str]:
    """At this word, where it stands in no bracket."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(condition):
        depth += (character in "([{") - (character in ")]}")
        if not depth and condition.startswith(word, index):
            parts.append(condition[start:index])
            start = index + len(word)
    return [*parts, condition[start:]]


def _unwrapped(condition: str) -> str:
    """Without brackets around the whole."""
    depth = 0
    for index, character in enumerate(condition):
        depth += (character == "(") - (character == ")")
        if not depth and index < len(condition) - 1:
            return condition
    return condition[1:-1] if condition.startswith("(") and condition.endswith(")") else condition
