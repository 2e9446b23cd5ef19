"""Client code made ready for reading: of many files those that can have to do with some packages, and lines of them to be shown."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Sequence

import msgspec

from modiff.model.clients import ClientFile
from modiff.model.hits import ClientGap, Hit
from modiff.uses.modules import Client


def client_of(files: Iterable[ClientFile], packages: set[str]) -> tuple[Client, list[ClientGap]]:
    """The files that take part, parsed; with those that are no Python."""
    return parsed(taking_part(list(files), packages))


def parsed(files: Iterable[ClientFile]) -> tuple[Client, list[ClientGap]]:
    """All of these, and those among them that are no Python."""
    trees: list[tuple[ClientFile, ast.Module]] = []
    gaps: list[ClientGap] = []
    for file in files:
        try:
            with warnings.catch_warnings(action="ignore"):
                trees.append((file, ast.parse(file.text)))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = getattr(error, "lineno", None)
            gaps.append(ClientGap(file.path, f"it is not read: {getattr(error, 'msg', None) or error}", file.path, line))
    return Client(trees), gaps


def taking_part(files: Sequence[ClientFile], packages: set[str]) -> list[ClientFile]:
    """Files that name a package, and those connected with them by imports of the client's own modules."""
    if not packages:
        return []
    named = re.compile(rb"(?<![\w.])(?:" + b"|".join(re.escape(package.encode()) for package in sorted(packages)) + rb")(?![\w])")
    chosen = {index for index, file in enumerate(files) if named.search(file.text)}
    own = {file.module.rpartition(".")[2] or file.module: index for index, file in enumerate(files) if file.module}
    words = [set(re.findall(rb"\w+", file.text)) if index in chosen else set() for index, file in enumerate(files)]
    used = {index for name, index in own.items() if any(name.encode() in words[each] for each in chosen)}
    users = set()
    if chosen:
        stems = {files[index].module.rpartition(".")[2].encode() for index in chosen if files[index].module}
        users = {index for index, file in enumerate(files) if any(stem in file.text for stem in stems)}
    return [file for index, file in enumerate(files) if index in chosen | used | users]


def in_file(hit: Hit, lines: dict[str, tuple[int, ...]]) -> Hit:
    """The lines of a notebook's cells as lines of its file."""
    known = lines.get(hit.file)
    if not known:
        return hit
    first, last = (known[min(line, len(known)) - 1] for line in (hit.line, hit.end_line))
    return msgspec.structs.replace(hit, line=first, end_line=max(first, last))


def excerpts(texts: Iterable[ClientFile], hits: Iterable[Hit]) -> dict[tuple[str, int], str]:
    """The lines that the hits stand on; none for notebooks, whose lines are no code as they stand."""
    wanted: dict[str, set[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.file, set()).add(hit.line)
    found: dict[tuple[str, int], str] = {}
    for text in texts:
        if text.path in wanted and not text.lines:
            lines = text.text.decode("utf-8", "replace").splitlines()
            found |= {(text.path, line): lines[line - 1] for line in wanted[text.path] if line <= len(lines)}
    return found
