"""Which Pythons and machines a distribution is for: `Requires-Python` as a set of minor versions, and environments in words.

A minor version counts as admitted as long as one of its patch releases is: asking for 3.9.2 instead of 3.9.0 loses nobody, as everybody on 3.9 can
have it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

Minor = tuple[int, int]

MINORS: tuple[Minor, ...] = ((2, 6), (2, 7), *((3, minor) for minor in range(15)))
"""Minor versions of Python that were released, oldest first."""
_PATCHES = range(31)
"""Patch releases of one minor version; none has had more."""
PLATFORMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
"""In the words of `sys.platform`, and of people."""


@cache
def specifier_of(text: str) -> SpecifierSet | None:
    """The set that a version specifier means (PEP 440). None: it means nothing that can be read. `>=2.7.*`, which older tools wrote, is `>=2.7`."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    plain = re.sub(r"((?:>=|<=|<|>|~=)\s*\d+(?:\.\d+)*)\.\*", r"\1", text.replace(";", ","))
    try:
        return SpecifierSet(plain)
    except InvalidSpecifier:
        return None


@cache
def admitted(requires_python: str | None) -> frozenset[Minor] | None:
    """The minor versions that `Requires-Python` admits: all of them where it says nothing. None: it cannot be read."""
    if requires_python is None:
        return frozenset(MINORS)
    specifier = specifier_of(requires_python)
    if specifier is None:
        return None
    return frozenset(minor for minor in MINORS if any(specifier.contains(f"{minor[0]}.{minor[1]}.{patch}") for patch in _PATCHES))


def shown(minor: Minor) -> str:
    """`3.9`."""
    return f"{minor[0]}.{minor[1]}"


class Place(NamedTuple):
    """One environment in which a distribution may be installed."""

    python: Minor
    platform: str
    """In the words of `sys.platform`."""
    implementation: str
    machine: str


def places(pythons: Iterable[Minor], platforms: Iterable[str]) -> tuple[Place, ...]:
    """Every environment that a marker may tell apart, for these."""
    return tuple(
        Place(python, platform, implementation, machine)
        for python in sorted(pythons)
        for platform in platforms
        for implementation in ("cpython", "pypy")
        for machine in ("x86_64", "arm64" if platform == "darwin" else "aarch64")
    )


@cache
def marker_environment(place: Place) -> dict[str, str]:
    """What the variables of markers (PEP 508) are there; no extra is asked for."""
    minor, windows = shown(place.python), place.platform == "win32"
    machine = {"x86_64": "AMD64", "aarch64": "ARM64"}[place.machine] if windows else place.machine
    return {
        "python_version": minor,
        "python_full_version": f"{minor}.9",
        "implementation_version": f"{minor}.9",
        "implementation_name": place.implementation,
        "platform_python_implementation": {"cpython": "CPython", "pypy": "PyPy"}[place.implementation],
        "sys_platform": "linux2" if place.python < (3, 3) and place.platform == "linux" else place.platform,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[place.platform],
        "os_name": "nt" if windows else "posix",
        "platform_machine": machine,
        "platform_release": "",
        "platform_version": "",
        "extra": "",
    }


def in_words(some: Collection[Place], every: Sequence[Place]) -> str | None:
    """Where these environments are: `on Python 3.8 and 3.9`, `on Windows`. None: everywhere."""
    chosen = set(some)
    if chosen == set(every):
        return None
    pythons = sorted({place.python for place in chosen})
    platforms = [platform for platform in PLATFORMS if any(place.platform == platform for place in chosen)]
    said = []
    known = sorted({place.python for place in every})
    if pythons != known:
        said.append("Python " + _run(pythons, known))
    if len(platforms) < len({place.platform for place in every}):
        said.append(_listed([PLATFORMS[platform] for platform in platforms]))
    same = {place for place in every if place.python in pythons and place.platform in platforms}
    if chosen != same:
        implementations = {place.implementation for place in chosen}
        said.append({"cpython": "CPython", "pypy": "PyPy"}[implementations.pop()] if len(implementations) == 1 else "some machines")
    return "on " + ", ".join(said)


def _run(pythons: Sequence[Minor], known: Sequence[Minor]) -> str:
    """`3.8 and later` for all from one on, `3.8 and earlier`, or all of them by name."""
    if len(pythons) > 2 and list(pythons) == list(known[-len(pythons) :]):
        return f"{shown(pythons[0])} and later"
    if len(pythons) > 2 and list(pythons) == list(known[: len(pythons)]):
        return f"{shown(pythons[-1])} and earlier"
    return _listed([shown(python) for python in pythons])


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def newest_common(limit: Minor, sides: Iterable[tuple[str | None, tuple[str, ...]]]) -> Minor | None:
    """The newest Python, `limit` at most, on which all of these run. Each is what Requires-Python says (None: nothing) and the versions in the
    classifiers,
    which count only where there is no Requires-Python and they speak of Python 2 alone. None: there is none."""
    common = {minor for minor in MINORS if minor <= limit}
    for requires, classified in sides:
        if requires is None and classified and all(version.startswith("2") for version in classified):
            requires = "<3"
        common &= admitted(requires) or common
    return max(common, default=None)
