"""Uses that are not the client's own: the dependencies that it imports, and theirs, read as client code of what is upgraded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from modiff import sources
from modiff.errors import ModiffError
from modiff.flows.client_code import client_of
from modiff.flows.comparing import Compared, Readings, packages_of
from modiff.flows.reading import Reading
from modiff.flows.relevance import named_in
from modiff.model.clients import ClientFile
from modiff.model.hits import Hit
from modiff.model.locks import Lock
from modiff.model.release import Release
from modiff.store import open_store


def hits_through(lock: Lock, texts: Sequence[ClientFile], upgrades: Sequence[Compared], reading: Reading) -> list[Hit]:
    """Lines of locked packages that the client uses, directly or through others, and that break with the new versions. In the order of the lock."""
    names = {canonicalize_name(each.name) for each in upgrades}
    users = sorted(name for name, needed in reached(lock, texts, reading).items() if names & set(needed))
    found: list[Hit] = []
    for name in users:
        if reading.progress is not None:
            reading.progress(f"reading {name} as a user of what is upgraded")
        found += _in_dependency(name, lock.pins[name].version, [each for each in upgrades if canonicalize_name(each.name) != name], reading)
    return found


def reached(lock: Lock, texts: Sequence[ClientFile], reading: Reading) -> dict[str, tuple[str, ...]]:
    """Pinned packages that the client uses, or that something needs which it uses; each with what it needs itself."""
    needs: dict[str, tuple[str, ...]] = {}
    waiting = named_in(lock.pins, texts)
    while waiting:
        name = waiting.pop()
        if name in needs:
            continue
        needs[name] = _needs(lock, name, reading)
        waiting += [each for each in needs[name] if each in lock.pins]
    return needs


def _needs(lock: Lock, name: str, reading: Reading) -> tuple[str, ...]:
    """What a package requires: as the lock says, else as the package does."""
    pin = lock.pins[name]
    if pin.needs is not None:
        return pin.needs
    try:
        with open_store(reading.cache) as store:
            release = sources.open_one(f"{name}=={pin.version}", offline=reading.offline, store=store)
    except ModiffError:
        return ()
    _close(release)
    return tuple(dict.fromkeys(filter(None, map(_required, release.metadata.requires_dist))))


def _required(text: str) -> str | None:
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
        return None
    return canonicalize_name(requirement.name)


def _in_dependency(name: str, version: str, upgrades: Sequence[Compared], reading: Reading) -> list[Hit]:
    """Its own lines that break; a package that cannot be opened has none that anybody could know of."""
    with ExitStack() as stack:
        store = stack.enter_context(open_store(reading.cache))
        try:
            release = sources.open_one(f"{name}=={version}", offline=reading.offline, store=store)
        except ModiffError:
            return []
        stack.callback(_close, release)
        client, _ = client_of(_texts(release, name, version), packages_of(upgrades))
    if not client.modules:
        return []
    readings = Readings(client, upgrades)
    hits = readings.hits(readings.now)
    return [msgspec.structs.replace(hit, through=f"{name} {version}") for hit in hits]


def _texts(release: Release, name: str, version: str) -> list[ClientFile]:
    if release.tree is None:
        return []
    files = {module.source: dotted for dotted, module in release.modules.items() if module.source}
    read = release.tree.read(list(files))
    return [ClientFile(f"{name}-{version}/{path}", dotted, path.endswith("__init__.py"), read[path]) for path, dotted in sorted(files.items())]


def _close(release: Release) -> None:
    if release.tree is not None:
        release.tree.close()
