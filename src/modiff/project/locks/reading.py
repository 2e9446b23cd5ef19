"""From the name of a lock file to what it pins: what kind it is, is seen from its text, so that a copy under another name is read as well."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from packaging.version import InvalidVersion, Version

from modiff.errors import BrokenLock
from modiff.model.locks import Lock, Pin
from modiff.project.locks import conda, pipfile, requirements, toml_locks
from modiff.project.locks.place import place_of

_TOML = re.compile(r"^\s*\[\[\s*packages?\s*\]\]|^lock-version\s*=|^\[(metadata|project|tool\.[\w.-]+|build-system)\]", re.MULTILINE)
_SHOWN = 3


def read_lock(word: str) -> Lock:
    """What is pinned in the file that `word` names. Of several versions of one package, for several environments, that for this machine; the newest
    where that leaves more than one.

    Raises FileMissing, NoRepository, UnknownRef; BrokenLock with the line for what cannot be read, and for a file that pins nothing.
    """
    place = place_of(word)
    text = place.read()
    lock = partial(_lock, word)
    if text.lstrip().startswith("{"):
        pins, left_out = pipfile.read(word, text)
        return lock("Pipfile.lock", pins, left_out)
    if _TOML.search(text) or place.file.endswith((".toml", "uv.lock", "poetry.lock", "pdm.lock")):
        kind, pins, left_out = toml_locks.read(word, text)
        return lock(kind, pins, left_out)
    if conda.IS_ONE.search(text) or place.file.endswith((".yml", ".yaml")):
        found, kind = conda.read(place, text), "environment.yml"
    else:
        found, kind = requirements.read(place, text), "requirements.txt"
    if not found.pins:
        raise _pins_nothing(word, kind, found)
    loose = [f"{said} is left out: it names no single version" for _, said in found.loose]
    return lock(kind, found.pins, [*found.left_out, *loose])


def _lock(word: str, kind: str, pins: Iterable[Pin], left_out: Iterable[str]) -> Lock:
    chosen: dict[str, Pin] = {}
    for pin in pins:
        known = chosen.get(pin.name)
        if known is None or _order(pin.version) > _order(known.version):
            chosen[pin.name] = pin
    return Lock(word, kind, dict(sorted(chosen.items())), tuple(left_out))


def _order(version: str) -> tuple[bool, Version]:
    try:
        return True, Version(version)
    except InvalidVersion:
        return False, Version("0")


def _pins_nothing(word: str, kind: str, found: requirements.Read) -> BrokenLock:
    if not found.loose:
        return BrokenLock(word, None, f"it pins nothing (read as {kind})", ["a requirements.txt with NAME==VERSION lines, or a lock file"])
    line, said = found.loose[0]
    more = f", and so do {len(found.loose) - 1} more" if len(found.loose) > 1 else ""
    return BrokenLock(word, line, f"{said!r} names no single version{more}: nothing is pinned here", ["pip freeze > requirements.txt", "pip-compile"])
