"""requirements.txt as pip reads it, and what `pip freeze` prints: pinned lines, with hashes, markers and all files that are included."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from modiff.errors import BrokenLock, FileMissing
from modiff.model.locks import Pin
from modiff.project.locks.place import Place

_COMMENT = re.compile(r"(^|\s)#.*$")
_OPTION = re.compile(r"\s--?[A-Za-z][\w-]*([= ]|$)")
_INCLUDES = ("-r", "--requirement")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_DEEPEST = 32


class Read(NamedTuple):
    """What a file and those that it includes say."""

    pins: list[Pin]
    left_out: list[str]
    loose: list[tuple[int, str]]
    """Requirements that name no single version: their lines, and what stands there."""


def read(place: Place, text: str) -> Read:
    """All pins. Raises BrokenLock with the line that is no requirement; FileMissing for an include that is not there."""
    found = Read([], [], [])
    _read(place, text, found, [place.file])
    return found


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines as pip joins them: a backslash at the end goes on, comments are cut off. With the number of the first."""
    first, kept = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        first = first if kept else number
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            kept += line[:-1] + " "
            continue
        joined = kept + ("" if is_comment and kept else line)
        kept = ""
        if said := _COMMENT.sub("", joined).strip():
            yield first, said
    if said := _COMMENT.sub("", kept).strip():
        yield first, said


def _read(place: Place, text: str, found: Read, above: list[str]) -> None:
    for number, line in logical_lines(text):
        if line.startswith("-"):
            _option(place, number, line, found, above)
            continue
        match = _OPTION.search(line)
        said = (line[: match.start()] if match else line).strip()
        _requirement(place, number, said, found)


def _option(place: Place, number: int, line: str, found: Read, above: list[str]) -> None:
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise BrokenLock(place.shown, number, f"{line!r} is no option of a requirements file: {error}") from None
    name, _, value = words[0].partition("=")
    if name.startswith("-r") and name != "-r" and not name.startswith("--"):
        name, value = "-r", name[2:]
    if name in ("-e", "--editable"):
        found.left_out.append(_left_out(value or " ".join(words[1:]), "it is installed from its source"))
    if name not in _INCLUDES:
        return
    target = value or (words[1] if len(words) > 1 else "")
    if not target:
        raise BrokenLock(place.shown, number, f"{name} includes no file")
    included = place.beside(target)
    if included.file in above:
        return
    if len(above) > _DEEPEST:
        raise BrokenLock(place.shown, number, f"more than {_DEEPEST} files include each other")
    try:
        text = included.read()
    except FileMissing as error:
        raise FileMissing(f"There is no {included.shown}, which {place.shown} includes in line {number}.", error.hints) from None
    _read(included, text, found, [*above, included.file])


def _requirement(place: Place, number: int, said: str, found: Read) -> None:
    try:
        requirement = Requirement(said)
    except InvalidRequirement as error:
        if re.match(r"(\.{0,2}/|[\w+]+://|\.$|~/)", said) or said.lower().endswith((".whl", ".tar.gz", ".zip")):
            found.left_out.append(_left_out(said, "it is a file or an address"))
            return
        why = str(error).splitlines()[0].strip().rstrip(".")
        what = f"{said!r} is no requirement: {why[:1].lower()}{why[1:]}"
        raise BrokenLock(place.shown, number, what, ["NAME==VERSION, as pip freeze writes it"]) from None
    marker = requirement.marker
    if marker is not None and not marker.evaluate({"extra": ""}):
        return
    if requirement.url is not None:
        found.left_out.append(_left_out(requirement.name, "it comes from a file or an address"))
        return
    exact = [each for each in requirement.specifier if each.operator in ("==", "===") and not each.version.endswith(".*")]
    if not exact:
        found.loose.append((number, said))
        return
    found.pins.append(Pin(canonicalize_name(requirement.name), exact[0].version, number, None, str(marker) if marker else None))


def _left_out(what: str, why: str) -> str:
    egg = _EGG.search(what)
    return f"{egg[1] if egg else what} is left out: {why}"
