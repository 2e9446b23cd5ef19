"""What differs between two lock files, or between a lock file and an environment."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from modiff.errors import UnknownPackage
from modiff.model.locks import Lock, Moved


def moved(old: Lock, new: Lock) -> list[Moved]:
    """The packages that both have, in different versions; by name."""
    both = [(name, old.pins[name].version, pin.version) for name, pin in new.pins.items() if name in old.pins]
    return [Moved(name, before, now, f"{name}=={before}", f"{name}=={now}") for name, before, now in both if not same(before, now)]


def named_in(locks: Iterable[Lock], names: Iterable[str]) -> frozenset[str]:
    """These names, normalised. Raises UnknownPackage for one that no lock pins, with near ones, and for one that only one of several pins."""
    given = list(locks)
    known = {name for lock in given for name in lock.pins}
    for name in names:
        without = [lock.source for lock in given if canonicalize_name(name) not in lock.pins]
        if canonicalize_name(name) not in known:
            where = " nor in ".join(without)
            near = difflib.get_close_matches(canonicalize_name(name), sorted(known), 3, 0.5)
            raise UnknownPackage(f"{name} is pinned neither in {where}." if len(given) > 1 else f"{name} is not pinned in {where}.", near)
        if without:
            there = next(lock.source for lock in given if lock.source not in without)
            raise UnknownPackage(f"{name} is pinned in {there}, but not in {without[0]}: there is no upgrade of it.", [])
    return frozenset(canonicalize_name(name) for name in names)


def same(one: str, other: str) -> bool:
    """Are two texts one version (`1.0` and `1.0.0`)?"""
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other
