"""Opens Caliper's function databases: which classes, functions and positional parameters each module of a version has.

`{version: {module: {function: [parameter, …], class: {method: [parameter, …]}}}}`, found as one file for a version, as one file of many
versions, as a zip of either, or as a directory of files with an index that may be wrong (so only the files themselves are asked which versions
there are). What the archives out there do otherwise is read all the same, and said in a warning that names the file:

- module names with dots before them (`.m`, for a module that lies beside the package): read without;
- items named with their module (`m.f` in module `m`, from a fallback parser): read without;
- items named with a class of the module (`C.m`): read as members of it;
- files whose name and content call the version differently: the name counts;
- an index that names files that are not there, or leaves out files that are.

Keys may stand in any order: modules are sorted, items keep the file's order. The order is kept as line numbers, counted from 1 in each module.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.errors import BadSpec, BrokenDatabase, FileMissing, HostileArchive, NothingToRead, UnknownVersion
from modiff.model.release import ModuleFile, Release
from modiff.sources.archive import check_members, check_ratio, reading
from modiff.sources.database_entries import EntryReader, some

UNKNOWN = frozenset({"defaults", "kinds", "exports", "bases", "attributes", "annotations", "decorators"})
"""What a function database cannot say. That a parameter must be given is among it: whether it has a default is not known."""
SIZE_LIMIT = 512 * 2**20
"""Bytes of one file inside a zip. More than other archives may hold: a hundred versions of a large package stand in one file."""
PREFIX = "functiondb-"
RESULTS = "functiondb-results"
"""The name (without its ending) of the file that holds all versions."""
_NEAREST = 5


def open_database(path: str, version: str | None, spec: str) -> Release:
    """One version of a function database as a release with ready-made facts and no tree. `version` None: the only one it holds.

    Raises FileMissing, NothingToRead, BrokenArchive (a zip that is damaged), BrokenDatabase (file and place named), BadSpec (many versions and
    none named), UnknownVersion (with the nearest ones).
    """
    database = open_files(path)
    label = _choose(database, version)
    reader = EntryReader(database.called(database.holders[label]), label)
    facts = reader.read(database.modules(label))
    return Release(
        spec=spec,
        name=None,
        version=label,
        packages=tuple(sorted({name.partition(".")[0] for name in facts})),
        modules=_module_files(facts),
        tree=None,
        prepared=facts,
        unknown=UNKNOWN,
        warnings=(*database.warnings, *reader.warnings),
    )


# --- which files there are, and which versions they hold


class Database:
    """The files of a database by name, read when they are needed, and kept until they are forgotten."""

    def __init__(self, path: str, files: Mapping[str, Callable[[], bytes]], alone: bool = False) -> None:
        """`alone`: the path is that of the one file."""
        self.path = path
        self._alone = alone
        self.warnings: list[str] = []
        self._files = dict(files)
        self._read: dict[str, dict[str, msgspec.Raw]] = {}
        index = self._files.pop("index.json", None)
        self.holders = self._by_version()
        """The file that holds each version."""
        if index is not None:
            self._check_index(index())

    def called(self, name: str) -> str:
        """How messages name a file of the database."""
        return self.path if self._alone else f"{self.path}/{name}"

    def modules(self, version: str) -> object:
        """What is said of this version, as decoded JSON. Raises BrokenDatabase."""
        try:
            return msgspec.json.decode(self.text(version))
        except RecursionError as error:
            raise BrokenDatabase(f"{self.called(self.holders[version])} is no function database: it is nested too deeply") from error

    def forget(self, version: str) -> None:
        """Lets go of the file that holds this version, if it holds no other."""
        if len(self._read.get(self.holders[version], {})) == 1:
            del self._read[self.holders[version]]

    def text(self, version: str) -> msgspec.Raw:
        """The JSON of this version. Raises BrokenDatabase."""
        name = self.holders[version]
        held = self._versions(name)
        label = version
        if version not in held and len(held) == 1:
            label = next(iter(held))
            self.warnings.append(f"{self.called(name)} is named after version {version} and calls itself {label}; it was read as {version}")
        elif version not in held:
            others = ", ".join(held) or "none"
            said = f"{self.called(name)} should hold version {version} by its name, but the versions in it are: {others}"
            raise BrokenDatabase(said, [f"functiondb:{self.called(name)}@{other}" for other in held])
        return held[label]

    def _by_version(self) -> dict[str, str]:
        found: dict[str, str] = {}
        # Files of one version are not opened: their name says which. They go before files of many, which may be older.
        for name in self._files:
            stem = PurePosixPath(name).stem
            if stem.startswith(PREFIX) and stem != RESULTS and len(self._files) > 1:
                found.setdefault(stem.removeprefix(PREFIX), name)
        for name in sorted(self._files.keys() - set(found.values())):
            try:
                versions = self._versions(name)
            except BrokenDatabase as error:
                if not found:
                    raise
                self.warnings.append(f"{error.message}; the other files were read without it")
                continue
            for version in versions:
                found.setdefault(version, name)
        return found

    def _versions(self, name: str) -> dict[str, msgspec.Raw]:
        if name not in self._read:
            self._read[name] = _decode(self._files[name](), self.called(name))
        return self._read[name]

    def _check_index(self, data: bytes) -> None:
        place = self.called("index.json")
        try:
            listed = set(_listed(msgspec.json.decode(data)))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.warnings.append(f"{place} is no JSON; the files themselves were asked which versions there are")
            return
        missing, extra = sorted(listed - self._files.keys()), sorted(self._files.keys() - listed)
        if missing:
            self.warnings.append(f"{place} names files that are not there ({len(missing)}): {some(missing)}")
        if extra:
            self.warnings.append(f"{place} leaves out files that are there, and were looked at all the same ({len(extra)}): {some(extra)}")


def open_files(path: str) -> Database:
    """The files at a path. Raises FileMissing, NothingToRead, BrokenArchive, BrokenDatabase."""
    where = Path(path)
    if not where.exists():
        raise FileMissing(f"there is no function database {path}", ["give a file, a zip or a directory of functiondb-<version>.json files"])
    if where.is_dir():
        return _open_directory(where, path)
    if where.name == "index.json":
        return _open_directory(where.parent, str(where.parent))
    if _is_zip(where):
        return _open_zip(path)
    return Database(path, {where.name: _reader_of(where)}, alone=True)


def _is_zip(where: Path) -> bool:
    return where.suffix.lower() == ".zip" or zipfile.is_zipfile(where)


def _open_directory(where: Path, path: str) -> Database:
    inside = where / "functiondb"
    if not any(where.glob("functiondb-*.*")) and inside.is_dir():
        where = inside  # the folder of a package, which has one folder for each kind of measurement
    files = {file.name: _reader_of(file) for file in sorted(where.iterdir()) if _belongs(file.name) and file.is_file()}
    if not files.keys() - {"index.json"}:
        packed = where / f"{RESULTS}.zip"
        if packed.is_file():
            return _open_zip(str(packed))
        raise NothingToRead(f"{path} holds no function database", ["its files are named functiondb-<version>.json or functiondb-results.json"])
    return Database(path, files)


def _open_zip(path: str) -> Database:
    with reading(path, "a zip"), zipfile.ZipFile(path) as archive:
        members = [member for member in check_members(archive.infolist(), path) if member.filename.endswith(".json")]
        files = {member.filename: _unpack(archive, member, path) for member in members}
    if all(PurePosixPath(name).name == "index.json" for name in files):
        raise NothingToRead(f"{path} holds no function database", ["a zip should hold functiondb-results.json"])
    folders: dict[str, str] = {}
    for name in files:
        other = folders.setdefault(PurePosixPath(name).name, name)
        if other != name:
            said = f"{path} holds two files of one name: {other} and {name}; each may be about a package of its own"
            raise BrokenDatabase(said, ["unpack it, and name the folder of one package"])
    named = {PurePosixPath(name).name: (lambda data=data: data) for name, data in files.items()}
    return Database(path, named)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
    if member.file_size > SIZE_LIMIT:
        size, limit = f"{member.file_size / 2**20:,.0f} MB", f"{SIZE_LIMIT // 2**20} MB"
        raise HostileArchive(f"{member.filename} in {path} is {size} large; modiff reads no function database over {limit}")
    check_ratio(member.file_size, member.compress_size, f"{member.filename} in {path}")
    with archive.open(member) as stream:
        return stream.read(member.file_size)


def _belongs(name: str) -> bool:
    return name.endswith(".json") and (name.startswith(PREFIX) or name == "index.json")


def _reader_of(file: Path) -> Callable[[], bytes]:
    return lambda: _bytes(file)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrokenDatabase(f"{file} cannot be read: {error.strerror or error}") from error


def _listed(index: Any) -> Iterable[str]:
    """The file names in an index, wherever in it they stand: its layout differs from one kind of archive to the next."""
    if isinstance(index, str):
        return [index]
    parts = index.values() if isinstance(index, dict) else index if isinstance(index, list) else ()
    return [name for part in parts for name in _listed(part)]


def _decode(data: bytes, name: str) -> dict[str, msgspec.Raw]:
    """The text of each version by its name; BrokenDatabase with line and column where it is no JSON."""
    text = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(text, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as error:
        raise BrokenDatabase(f"{name} is no function database: it should hold an object of versions") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenDatabase(f"{name} is no function database: {_where_it_breaks(text, str(error))}") from error
    except RecursionError as error:
        raise BrokenDatabase(f"{name} is no function database: it is nested too deeply") from error


def _where_it_breaks(data: bytes, otherwise: str) -> str:
    """Line and column of the first thing that is no JSON, which the fast decoder does not tell."""
    import json

    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg}"
    except (UnicodeDecodeError, RecursionError) as error:
        return str(error)
    return otherwise


# --- which version is meant


def _choose(database: Database, version: str | None) -> str:
    known = sorted(database.holders, key=age)
    if not known:
        raise NothingToRead(f"{database.path} holds no version at all")
    if version is None:
        if len(known) > 1:
            said = f"{database.path} holds {len(known)} versions, and none was named: {', '.join(known)}"
            raise BadSpec(said, _specs(database.path, known[-_NEAREST:]))
        return known[0]
    if version in database.holders:
        return version
    # Tags say `v1.0` where a release says `1.0`.
    same = [label for label in known if age(label) == age(version)]
    if same:
        return same[0]
    nearest = _nearest(version, known)
    raise UnknownVersion(f"{database.path} does not hold version {version}; the nearest are {', '.join(nearest)}", _specs(database.path, nearest))


def age(label: str) -> tuple[bool, Version, str]:
    """Sorts versions as releases follow each other; labels that are no versions come first, by name."""
    try:
        return True, Version(label), ""
    except InvalidVersion:
        return False, Version("0"), label


def _nearest(version: str, known: list[str]) -> list[str]:
    """Those spelled alike and those around it in time, in order of time."""
    before = [label for label in known if age(label) < age(version)]
    around = known[max(0, len(before) - 2) : len(before) + 2]
    alike = get_close_matches(version, known, n=_NEAREST - 2, cutoff=0.7)
    return sorted({*around, *alike}, key=age)[:_NEAREST]


def _specs(path: str, versions: Iterable[str]) -> list[str]:
    return [f"functiondb:{path}@{version}" for version in versions]


def _module_files(modules: Iterable[str]) -> dict[str, ModuleFile]:
    """Modules by name; one that has submodules is a package."""
    packages = {name.rpartition(".")[0] for name in modules}
    return {name: ModuleFile(name, None, package=name in packages) for name in modules}
