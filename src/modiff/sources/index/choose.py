"""Which file of each release is read, so that both sides of a pair are of one kind and differ only in what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from modiff.sources.index.pages import IndexFile

Rank = tuple[Any, ...]
Chosen = tuple[IndexFile, IndexFile]
INSTALLABLE, SAME_SYSTEM, OTHER_SYSTEM = range(3)
"""Classes of tags: what this Python would install; what another Python on this machine would; the rest."""

PLATFORMS = ("manylinux", "linux", "macosx", "win", "musllinux")
"""Where this machine's own platform does not help: the order in which others are taken."""


def choose(old: Sequence[IndexFile], new: Sequence[IndexFile]) -> Chosen:
    """One file of each release (neither empty): the first of these that both have, the same on every run.

    1. A pure wheel. 2. Wheels for this machine with one tag in common, the tag that suits it best; 3. or at least for one Python and one kind of
    system, as `manylinux2010` and `manylinux2014` differ in the C library they ask for, not in their modules. 4, 5. The same for any other machine.
    6. An sdist. Where nothing of this fits both, each side's best, wheels first.
    """
    pair = _pure(old, new)
    for here in (True, False):
        pair = pair or _by_common(old, new, _tags, here) or _by_common(old, new, _systems, here)
    return pair or _sdists(old, new) or (choose_one(old), choose_one(new))


def choose_one(files: Sequence[IndexFile]) -> IndexFile:
    """The file of one release that is read alone: a pure wheel, else the wheel that suits this machine best, else an sdist."""
    return min(files, key=lambda file: (not file.wheel, not _is_pure(file), _best(file) if file.wheel and not _is_pure(file) else (), _order(file)))


def _pure(old: Sequence[IndexFile], new: Sequence[IndexFile]) -> Chosen | None:
    sides = [sorted((file for file in side if _is_pure(file)), key=_order) for side in (old, new)]
    return (sides[0][0], sides[1][0]) if all(sides) else None


def _tags(file: IndexFile) -> dict[str, Rank]:
    return {tag: _rank(tag) for tag in file.tags}


def _systems(file: IndexFile) -> dict[str, Rank]:
    return {_system(tag): _rank(tag) for tag in sorted(file.tags, key=_rank, reverse=True)}


def _sdists(old: Sequence[IndexFile], new: Sequence[IndexFile]) -> Chosen | None:
    sides = [sorted((file for file in side if not file.wheel), key=_order) for side in (old, new)]
    return (sides[0][0], sides[1][0]) if all(sides) else None


def _by_common(old: Sequence[IndexFile], new: Sequence[IndexFile], keys: Callable[[IndexFile], dict[str, Rank]], here: bool) -> Chosen | None:
    """The wheels that have a key in common; of several keys the one with the least rank. `here`: only wheels for this machine's system."""
    ranked = [_best_by_key((file for file in side if file.wheel), keys, OTHER_SYSTEM if here else OTHER_SYSTEM + 1) for side in (old, new)]
    common = ranked[0].keys() & ranked[1].keys()
    if not common:
        return None
    key = min(common, key=lambda key: (ranked[1][key][0], ranked[0][key][0], key))
    return ranked[0][key][1], ranked[1][key][1]


def _best_by_key(files: Iterable[IndexFile], keys: Callable[[IndexFile], dict[str, Rank]], limit: int) -> dict[str, tuple[Rank, IndexFile]]:
    """For each key the wheel with the least rank, if its class (see `_rank`) is below the limit."""
    best: dict[str, tuple[Rank, IndexFile]] = {}
    for file in sorted(files, key=_order):
        for key, rank in keys(file).items():
            if rank[0] < limit and (key not in best or rank < best[key][0]):
                best[key] = rank, file
    return best


def _is_pure(file: IndexFile) -> bool:
    return file.wheel and file.filename.lower().endswith("-none-any.whl")


def _best(file: IndexFile) -> Rank:
    return min(_rank(tag) for tag in file.tags)


def _order(file: IndexFile) -> Rank:
    """Among files that serve alike: for Python 3 before Python 2, the highest build number (PEP 427), on this machine, then by name."""
    parts = file.filename.split("-")
    build = re.match(r"\d+", parts[2]) if file.wheel and len(parts) == 6 else None
    python3 = any(re.match(r"(py|cp)3", tag) for tag in file.tags)
    preferred = next((index for index, ending in enumerate((".tar.gz", ".zip")) if file.filename.endswith(ending)), 2)
    return not python3, -int(build[0]) if build else 0, preferred, file.path is None, file.filename


@cache
def _rank(tag: str) -> Rank:
    """Less is better: what this machine's Python would install, as it would rank it; then other Pythons, newest first, on this machine's system;
    then other systems."""
    supported, systems = _machine()
    interpreter, abi, system = tag.split("-", 2)
    if tag in supported:
        return INSTALLABLE, supported[tag]
    python = re.match(r"([a-z]+)(\d)(\d*)", interpreter)
    age = (-int(python[2]), -int(python[3] or 0)) if python else (0, 0)
    odd = python is None or python[1] not in ("cp", "py") or abi.endswith("t")
    if system in systems or system == "any":
        return SAME_SYSTEM, odd, *age, systems.get(system, 0), tag
    name = next((index for index, each in enumerate(PLATFORMS) if system.startswith(each)), len(PLATFORMS))
    return OTHER_SYSTEM, odd, name, not system.endswith(("x86_64", "amd64")), *age, tag


@cache
def _machine() -> tuple[dict[str, int], dict[str, int]]:
    """What this Python would install, and the systems this machine runs, best first."""
    from packaging import tags

    supported = {str(tag): index for index, tag in enumerate(tags.sys_tags())}
    return supported, {system: index for index, system in enumerate(tags.platform_tags())}


def _system(tag: str) -> str:
    """A tag with the age of its system taken off: `cp39-cp39-manylinux2010_x86_64` and `…-manylinux_2_17_x86_64` are the same here."""
    interpreter, abi, system = tag.split("-", 2)
    ageless = re.sub(r"^(manylinux|musllinux|macosx|linux)[0-9_]*", r"\1_", system)
    return f"{interpreter}-{abi}-{ageless}"
