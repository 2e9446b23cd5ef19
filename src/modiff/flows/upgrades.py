"""Which packages move: between two lock files, or from what is installed to what a lock file or specs say."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import distributions

from packaging.utils import canonicalize_name

from modiff.errors import BadUsage, NotInstalled
from modiff.model.locks import Lock, Moved
from modiff.project.locks import is_lock, moved, named_in, read_lock
from modiff.project.locks.moved import same
from modiff.sources.specs import IndexSpec, parse


def between_locks(old: str, new: str, only: Sequence[str] = ()) -> tuple[list[Moved], Lock, list[str]]:
    """What differs between two lock files, the new one, and what is to be warned of. `only`: names; none: all.

    Raises what reading a lock does; UnknownPackage for a name that neither pins.
    """
    before, now = read_lock(old), read_lock(new)
    wanted = named_in((before, now), only)
    moves = [each for each in moved(before, now) if not wanted or each.name in wanted]
    return moves, now, [f"{lock.source}: {text}" for lock in (before, now) for text in lock.left_out]


def from_installed(words: Sequence[str], only: Sequence[str] = ()) -> tuple[list[Moved], Lock | None, list[str]]:
    """What differs from the running environment: each word is a lock file, `NAME==VERSION` or `NAME` (its newest release).

    Raises BadUsage for any other spec, NotInstalled for a spec of what is not there.
    """
    if not words:
        raise BadUsage(
            "--env compares what is installed with something: with what?",
            ["modiff impact --env uv.lock --in .", "modiff impact --env requests --in ."],
        )
    installed: dict[str, str] = {canonicalize_name(each.metadata["Name"]): each.version for each in distributions() if each.metadata["Name"]}
    moves: list[Moved] = []
    lock: Lock | None = None
    told: list[str] = []
    for word in words:
        if is_lock(word):
            lock = read_lock(word)
            wanted = named_in((lock,), only)
            pins = [(name, pin.version) for name, pin in lock.pins.items() if name in installed and (not wanted or name in wanted)]
            moves += [_moved(name, installed[name], version) for name, version in pins if not same(installed[name], version)]
            told += [f"{word}: {text}" for text in lock.left_out]
        else:
            moves.append(_of_spec(word, installed))
    return moves, lock, told


def _moved(name: str, before: str, now: str) -> Moved:
    return Moved(name, before, now, f"installed:{name}", f"{name}=={now}")


def _of_spec(word: str, installed: dict[str, str]) -> Moved:
    spec = parse(word)
    if not isinstance(spec, IndexSpec):
        raise BadUsage(f"--env wants lock files, NAME==VERSION or NAME, and {word!r} is none of these.", ["modiff impact --env uv.lock --in ."])
    name = canonicalize_name(spec.name)
    if name not in installed:
        raise NotInstalled(f"{spec.name} is not installed in the environment that runs modiff.", [f"modiff impact {spec.name} OLD NEW --in ."])
    return Moved(name, installed[name], spec.version or "newest", f"installed:{name}", word)
