"""The file of accepted breaks, `modiff-accepted.toml`: reads it, and adds to it with everything that people wrote there kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from modiff import files
from modiff.config.mistakes import nearest
from modiff.errors import BadConfig, CannotWrite
from modiff.gate.acceptance import Entry

TABLE = "accepted"
_TEXTS = ("rule", "path", "because", "fingerprint", "part", "since")
_NEEDED = ("rule", "path", "because")
_HEAD = "Breaks that are meant. `modiff accept` writes here, `modiff check` reads it; entries expire when the release they belong to is out."


def read(file: Path, rules: tuple[str, ...]) -> tuple[Entry, ...]:
    """The entries in order; none where there is no such file. `rules`: ids that exist. Raises BadConfig with all mistakes at once."""
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(files.shown(file), [(None, f"it cannot be read: {getattr(error, 'strerror', None) or 'it is not in UTF-8'}")]) from error
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadConfig(files.shown(file), [(None, f"this is no TOML: {str(error)[:1].lower()}{str(error)[1:]}")]) from error
    mistakes: list[tuple[int | None, str]] = [(None, f"there is no table {key!r}: entries are [[{TABLE}]]") for key in said if key != TABLE]
    tables = said.get(TABLE, [])
    if not isinstance(tables, list):
        raise BadConfig(files.shown(file), [(None, f"{TABLE!r} must be an array of tables: [[{TABLE}]]")])
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().replace(" ", "").startswith(f"[[{TABLE}]]")]
    places = [*lines, *[None] * len(tables)]
    entries = [entry for table, line in zip(tables, places, strict=False) if (entry := _entry(table, line, rules, mistakes)) is not None]
    if mistakes:
        raise BadConfig(files.shown(file), mistakes)
    return tuple(entries)


def add(file: Path, entries: list[Entry]) -> None:
    """Writes the entries at the end of the file, which is made if it is not there. Raises CannotWrite; BadConfig for a file that is no TOML."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
        if not file.exists():
            document.add(tomlkit.comment(_HEAD))
        tables = document.setdefault(TABLE, tomlkit.aot())
        for entry in entries:
            table = tomlkit.table()
            for key in _TEXTS:
                if (value := getattr(entry, key)) is not None:
                    table.add(key, value)
            tables.append(table)
        files.put(file, tomlkit.dumps(document).encode())
    except TOMLKitError as error:
        raise BadConfig(files.shown(file), [(None, f"this is no TOML: {error}")]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CannotWrite(
            f"Cannot write to {files.shown(file)}: {getattr(error, 'strerror', None) or error}.", ['[tool.modiff] accepted = "…"']
        ) from error


def _entry(table: object, line: int | None, rules: tuple[str, ...], mistakes: list[tuple[int | None, str]]) -> Entry | None:
    if not isinstance(table, Mapping):
        mistakes.append((line, f"an entry of {TABLE!r} must be a table"))
        return None
    wrong = list(_wrong(table, rules))
    mistakes.extend((line, what) for what in wrong)
    return None if wrong else Entry(**{key: table[key] for key in _TEXTS if key in table}, line=line)


def _wrong(table: Mapping[str, Any], rules: tuple[str, ...]) -> list[str]:
    found = [f"an entry lacks {key!r}" for key in _NEEDED if key not in table]
    for key, value in table.items():
        if key not in _TEXTS:
            found.append(f"there is no key {key!r}{nearest(key, _TEXTS)}")
        elif not isinstance(value, str) or not value.strip():
            found.append(f"{key!r} must be text")
        elif key == "rule" and value not in rules:
            found.append(f"there is no rule {value!r}{nearest(value, rules)}")
        elif key == "since" and not _is_version(value):
            found.append(f"'since' must be the version of a release, not {value!r}")
    return found


def _is_version(text: str) -> bool:
    try:
        return bool(Version(text))
    except InvalidVersion:
        return False
