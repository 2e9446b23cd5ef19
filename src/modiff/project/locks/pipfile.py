"""Pipfile.lock, as Pipenv writes it: JSON, packages by name in groups."""

from __future__ import annotations

import json
import re

from packaging.markers import InvalidMarker
from packaging.utils import canonicalize_name

from modiff.errors import BrokenLock
from modiff.model.locks import Pin
from modiff.project.locks.markers import is_for_us

_ELSEWHERE = frozenset({"git", "hg", "svn", "bzr", "file"})


def read(shown: str, text: str) -> tuple[list[Pin], list[str]]:
    """All pins for this machine, those of `default` before the others', and what is left out. Raises BrokenLock with the line."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenLock(shown, error.lineno, f"this is no JSON: {error.msg[:1].lower()}{error.msg[1:]}") from None
    except RecursionError:
        raise BrokenLock(shown, None, "its JSON is nested too deeply") from None
    if not isinstance(said, dict) or not isinstance(said.get("default", said.get("develop")), dict):
        raise BrokenLock(shown, None, "it is JSON, but no Pipfile.lock: it has no packages under `default`")
    pins: dict[str, Pin] = {}
    left_out: list[str] = []
    for group, packages in sorted(said.items(), key=lambda entry: entry[0] != "default"):
        if group == "_meta" or not isinstance(packages, dict):
            continue
        for name, about in packages.items():
            _package(shown, text, name, about if isinstance(about, dict) else {"version": about}, pins, left_out)
    return list(pins.values()), left_out


def _package(shown: str, text: str, name: str, about: dict[str, object], pins: dict[str, Pin], left_out: list[str]) -> None:
    line = _line(text, name)
    version, marker = about.get("version"), about.get("markers")
    try:
        if isinstance(marker, str) and not is_for_us(marker):
            return
    except InvalidMarker:
        raise BrokenLock(shown, line, f"{marker!r} is no environment marker") from None
    if "path" in about:
        return  # the project itself, or a part of it
    if not _ELSEWHERE.isdisjoint(about):
        left_out.append(f"{name} is left out: it comes from a file or an address")
        return
    if not isinstance(version, str) or not version.startswith("=="):
        left_out.append(f"{name} is left out: the file gives it no version")
        return
    key = canonicalize_name(name)
    pins.setdefault(key, Pin(key, version.lstrip("=").strip(), line, None, marker if isinstance(marker, str) else None))


def _line(text: str, name: str) -> int | None:
    match = re.search(rf"^\s*{re.escape(json.dumps(name))}\s*:", text, re.MULTILINE)
    return text[: match.start()].count("\n") + 1 + match.group().count("\n") if match else None
