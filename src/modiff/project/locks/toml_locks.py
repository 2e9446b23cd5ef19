"""Lock files in TOML: uv.lock, poetry.lock, pdm.lock, and pylock.toml (PEP 751)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from packaging.markers import InvalidMarker
from packaging.utils import canonicalize_name

from modiff.errors import BrokenLock
from modiff.model.locks import Pin
from modiff.project.locks.markers import is_for_us

Table = dict[str, Any]
_AT = re.compile(r"\(at line (\d+)")
_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")


class Kind(NamedTuple):
    """How one kind of lock says it."""

    name: str
    list: str
    """The key of its array of packages."""
    elsewhere: Callable[[Table], str | None]
    """Why a package comes from no index; None: it does."""
    needs: Callable[[Table], Iterable[str]]
    """Names of what a package requires."""
    always_says: bool
    """Does no word on it mean that it requires nothing?"""
    marker: Callable[[Table], str | None]


def read(shown: str, text: str) -> tuple[str, list[Pin], list[str]]:
    """The kind, all pins for this machine, and what is left out. Raises BrokenLock with the line."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _AT.search(str(error))
        line = int(match[1]) if match else (len(text.splitlines()) if "end of document" in str(error) else None)
        why = str(error).partition(" (at")[0]
        raise BrokenLock(shown, line, f"this is no TOML: {why[:1].lower()}{why[1:]}") from None
    kind = _kind(said)
    if kind is None:
        hints = ["the lock file that stands beside it: uv.lock, poetry.lock, pdm.lock or pylock.toml"] if "project" in said or "tool" in said else []
        raise BrokenLock(shown, None, "it pins nothing: this is no lock file of uv, Poetry or PDM, and no pylock.toml", hints)
    pins: list[Pin] = []
    left_out: list[str] = []
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().replace(" ", "") == f"[[{kind.list}]]"]
    for index, package in enumerate(said.get(kind.list, [])):
        line = lines[index] if index < len(lines) else None
        _package(shown, kind, package, line, pins, left_out)
    return kind.name, pins, left_out


def _package(shown: str, kind: Kind, package: object, line: int | None, pins: list[Pin], left_out: list[str]) -> None:
    name = package.get("name") if isinstance(package, dict) else None
    if not isinstance(package, dict) or not isinstance(name, str):
        raise BrokenLock(shown, line, "a package without a name")
    if not _is_for_us(shown, line, marker := kind.marker(package)):
        return
    version = package.get("version")
    if (why := kind.elsewhere(package)) is not None:
        if why:
            left_out.append(f"{name} is left out: {why}")
        return
    if not isinstance(version, str):
        left_out.append(f"{name} is left out: the file gives it no version")
        return
    needs = tuple(sorted({canonicalize_name(each) for each in kind.needs(package)}))
    pins.append(Pin(canonicalize_name(name), version, line, needs if needs or kind.always_says else None, marker))


def _is_for_us(shown: str, line: int | None, marker: str | None) -> bool:
    if not marker:
        return True
    try:
        return is_for_us(marker)
    except InvalidMarker:
        raise BrokenLock(shown, line, f"{marker!r} is no environment marker") from None


def _kind(said: Table) -> Kind | None:
    metadata = said.get("metadata")
    if isinstance(said.get("packages"), list) and "lock-version" in said:
        return PYLOCK
    if not isinstance(said.get("package"), list):
        if isinstance(metadata, dict) and ("lock-version" in metadata or "lock_version" in metadata):
            return POETRY
        return UV if isinstance(said.get("version"), int) and "requires-python" in said else None
    if isinstance(metadata, dict) and ("lock_version" in metadata or "strategy" in metadata):
        return PDM
    if isinstance(metadata, dict) and ("lock-version" in metadata or "content-hash" in metadata):
        return POETRY
    return UV if isinstance(said.get("version"), int) else POETRY


def _uv_elsewhere(package: Table) -> str | None:
    source = package.get("source", {})
    if any(key in source for key in ("virtual", "editable", "directory")):
        return ""
    return None if "registry" in source or not source else "it comes from a file or an address"


def _uv_needs(package: Table) -> Iterable[str]:
    lists = [package.get("dependencies", []), *package.get("optional-dependencies", {}).values()]
    return [each["name"] for some in lists for each in some if isinstance(each, dict) and "name" in each]


def _uv_marker(package: Table) -> str | None:
    markers = package.get("resolution-markers")
    return " or ".join(f"({each})" for each in markers) if isinstance(markers, list) and markers else None


def _poetry_elsewhere(package: Table) -> str | None:
    source = package.get("source", {}).get("type", "legacy")
    return None if source == "legacy" else "it comes from a file or an address"


def _poetry_marker(package: Table) -> str | None:
    said = package.get("markers")
    if isinstance(said, dict):
        return " or ".join(f"({each})" for each in said.values()) or None
    return said if isinstance(said, str) else None


def _pdm_needs(package: Table) -> Iterable[str]:
    return [match[1] for each in package.get("dependencies", []) if isinstance(each, str) and (match := _NAME.match(each))]


def _addressed(*keys: str) -> Callable[[Table], str | None]:
    return lambda package: "it comes from a file or an address" if any(key in package for key in keys) else None


UV = Kind("uv.lock", "package", _uv_elsewhere, _uv_needs, True, _uv_marker)
POETRY = Kind("poetry.lock", "package", _poetry_elsewhere, lambda package: package.get("dependencies", {}), True, _poetry_marker)
PDM = Kind("pdm.lock", "package", _addressed("git", "hg", "svn", "bzr", "path", "url"), _pdm_needs, True, lambda package: package.get("marker"))
PYLOCK = Kind(
    "pylock.toml",
    "packages",
    _addressed("vcs", "directory", "archive"),
    lambda package: [each["name"] for each in package.get("dependencies", []) if isinstance(each, dict) and "name" in each],
    False,
    lambda package: package.get("marker"),
)
