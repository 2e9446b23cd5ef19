"""The environments that a comparison has to look at: those that are supported, grouped by what the files ask of them, and conditions in words of
source.

A finding holds in some cells of a grid of Pythons and platforms. All cells in which every test that the files ask has the same outcome are one
group: one of its cells stands for all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from modiff.link.environment import Environment
from modiff.model.facts import Test

Cell = tuple[tuple[int, int], str]
"""A minor version of Python, and a platform in the words of `sys.platform`."""


class Supported(msgspec.Struct, frozen=True):
    """The grid."""

    pythons: tuple[tuple[int, int], ...]
    """Minor versions, oldest first; at least one."""
    platforms: tuple[str, ...]
    """In the words of `sys.platform`; at least one."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every environment."""
        return tuple((python, platform) for python in self.pythons for platform in self.platforms)


class Alike(msgspec.Struct, frozen=True):
    """Environments that the files do not tell apart."""

    environment: Environment
    """The one that stands for all of them."""
    cells: frozenset[Cell]


def groups(main: Environment, supported: Supported, asked: Iterable[Test]) -> list[Alike]:
    """The grid, grouped by the outcome of these tests: the group of `main` first, the others from new Pythons to old ones.

    Every group but the first is represented by its newest Python, on the first of the grid's platforms that it holds. Python 2 is a group of its own,
    as its imports mean something else (PEP 328)."""
    tests = list(dict.fromkeys(asked))
    found: dict[tuple[object, ...], list[Environment]] = {_outcome(main, tests): [main]}
    for python in reversed(supported.pythons):
        for platform in supported.platforms:
            here = msgspec.structs.replace(main, python=python, platform=platform)
            found.setdefault(_outcome(here, tests), []).append(here)
    known = set(supported.cells)
    return [Alike(like[0], frozenset(known.intersection((e.python, e.platform) for e in like))) for like in found.values()]


def is_of_another_language(one: Environment, other: Environment) -> bool:
    """Is one of them Python 2, and not the other? Then imports mean something else all over a version (PEP 328)."""
    return (one.python < (3, 0)) is not (other.python < (3, 0))


def _outcome(environment: Environment, tests: Sequence[Test]) -> tuple[object, ...]:
    return environment.python >= (3, 0), *(environment.settles(test) for test in tests)


# --- conditions -------------------------------------------------------------------------------------------------------------


def condition(cells: Collection[Cell], supported: Supported) -> str | None:
    """The simplest condition, as source, that holds in just these cells of the grid. None: it would hold in all of them."""
    chosen = set(cells)
    if chosen >= set(supported.cells):
        return None
    always = frozenset(p for p in supported.pythons if all((p, platform) in chosen for platform in supported.platforms))
    rest: dict[frozenset[tuple[int, int]], list[str]] = {}
    for platform in supported.platforms:
        pythons = frozenset(p for p in supported.pythons if (p, platform) in chosen)
        if pythons - always:
            rest.setdefault(_simplest(pythons, always, supported), []).append(platform)
    parts = [_of_pythons(always, supported)] if always else []
    for pythons, platforms in rest.items():
        both = [_of_platforms(platforms, supported)] if len(platforms) < len(supported.platforms) else []
        if len(pythons) < len(supported.pythons):
            both.append(_of_pythons(pythons, supported, inside=bool(both)))
        parts.append(" and ".join(both))
    return " or ".join(parts)


def _simplest(pythons: frozenset[tuple[int, int]], always: frozenset[tuple[int, int]], supported: Supported) -> frozenset[tuple[int, int]]:
    """Of the sets that say the same beside `always`, the one that takes fewest words."""
    return min((pythons, pythons - always), key=lambda some: len(_of_pythons(some, supported)) if len(some) < len(supported.pythons) else 0)


def _of_platforms(platforms: Sequence[str], supported: Supported) -> str:
    others = [p for p in supported.platforms if p not in platforms]
    if len(platforms) == 1:
        return f"sys.platform == {platforms[0]!r}"
    if len(others) == 1:
        return f"sys.platform != {others[0]!r}"
    return f"sys.platform in ({', '.join(map(repr, platforms))})"


def _of_pythons(some: Collection[tuple[int, int]], supported: Supported, *, inside: bool = False) -> str:
    """`inside`: more is asked for beside, so alternatives need brackets."""
    known = supported.pythons
    runs: list[list[int]] = []
    for index in (known.index(python) for python in sorted(some)):
        if runs and runs[-1][1] == index - 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    parts = [_of_run(first, last, known) for first, last in runs]
    return f"({' or '.join(parts)})" if inside and len(parts) > 1 else " or ".join(parts)


def _of_run(first: int, last: int, known: Sequence[tuple[int, int]]) -> str:
    below, above = _bound(first, known), _bound(last + 1, known)
    if first == 0:
        return f"sys.version_info < {above}"
    if last == len(known) - 1:
        return f"sys.version_info >= {below}"
    return f"{below} <= sys.version_info < {above}"


def _bound(index: int, known: Sequence[tuple[int, int]]) -> str:
    """What parts this version from the one before it."""
    if index >= len(known):
        return ""
    (major, minor) = known[index]
    return f"({major},)" if index and known[index - 1][0] < major else f"({major}, {minor})"


def both(condition: str, other: str | None) -> str:
    """Both conditions in one; `other` None: there is none."""
    parts = [part for part in (condition, other) if part is not None]
    return " and ".join(f"({part})" if " or " in part and len(parts) > 1 else part for part in parts)
