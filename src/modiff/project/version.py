"""The version that a project is about to carry, read from where its build would take it. Nothing is built or run."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from configparser import Error as IniError
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.sources.metadata import table_at

_FOLDERS = ("src", "", "lib", "python")
_FILES = ("__init__.py", "_version.py", "version.py", "__about__.py", "__version__.py", "about.py", "_about.py", "VERSION")
_NAMES = ("__version__", "version", "VERSION")
_ASSIGNED = re.compile(r"^(?:__version__|VERSION|version)\s*(?::[^=\n]+)?=\s*['\"]v?(?P<version>[^'\"]+)['\"]", re.MULTILINE)
_SCM = ("setuptools_scm", "setuptools-scm", "versioningit", "poetry-dynamic-versioning", "uv-dynamic-versioning", "pbr", "versioneer")


class Declared(msgspec.Struct, frozen=True):
    """A version and where it stands."""

    version: Version | None
    """None: nothing that can be read says it."""
    where: str
    """The file or setting, or why there is none, in a few words."""
    wrong: bool = False
    """Does the project say a version that is none (PEP 440)?"""


def declared_version(root: Path, name: str | None, static: str | None) -> Declared:
    """The version of the project at `root`; `name`: the distribution's, None: not known; `static`: what its metadata say in so many words, None:
    nothing."""
    if static is not None and (version := _parsed(static)) is not None:
        return Declared(version, "the project's metadata")
    settings = _toml(root / "pyproject.toml")
    written = table_at(settings, "project").get("version")
    if isinstance(written, str) and _parsed(written) is None:
        return Declared(None, f"{written!r} in pyproject.toml is no version", wrong=True)
    for where, found in _said(root, settings):
        if found is not None and (version := _parsed(found)) is not None:
            return Declared(version, where)
    if tool := _from_tags(root, settings):
        return Declared(None, f"{tool} makes the version from git tags when it builds")
    for path in _likely(root, name):
        found = next(filter(None, (_literal(path, each) for each in _NAMES)), None) if path.suffix == ".py" else _first_line(path)
        if found and (version := _parsed(found)) is not None:
            return Declared(version, path.relative_to(root).as_posix())
    return Declared(None, "no version was found in its files")


def said_name(root: Path) -> str | None:
    """The name that a setup.py gives by way of a variable or a table of the package's (`name=NAME`, `name=about["__title__"]`); None: it does not."""
    try:
        setup = (root / "setup.py").read_text("utf-8", "replace")
    except OSError:
        return None
    given = re.search(r"\bname\s*=\s*(?P<variable>\w+)(?:\[['\"](?P<key>\w+)['\"]\])?\s*[,)]", setup)
    if given is None:
        return None
    if given["key"] is None:
        return _literal(root / "setup.py", given["variable"])
    return next(filter(None, (_literal(path, given["key"]) for path in _likely(root, None) if path.suffix == ".py")), None)


def _said(root: Path, settings: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """What each build backend's settings lead to, with where that is."""
    tool = table_at(settings, "tool")
    dynamic = table_at(tool, "setuptools", "dynamic").get("version")
    if isinstance(dynamic, Mapping):
        yield from _setuptools(root, dynamic.get("attr"), dynamic.get("file"))
    hatch = table_at(tool, "hatch", "version")
    if isinstance(path := hatch.get("path"), str):
        yield path, _matched(root / path, hatch.get("pattern"))
    pdm = table_at(tool, "pdm", "version")
    if isinstance(path := pdm.get("path"), str) and pdm.get("source", "file") == "file":
        yield path, _matched(root / path, None)
    if isinstance(path := table_at(tool, "scikit-build", "metadata", "version").get("input"), str):
        yield path, _matched(root / path, None)
    yield from _flit(root, settings)
    yield from _setup_cfg(root)


def _setuptools(root: Path, attr: object, file: object) -> Iterator[tuple[str, str | None]]:
    if isinstance(attr, str):
        module, _, name = attr.strip().rpartition(".")
        for path in _module_files(root, module):
            yield path.relative_to(root).as_posix(), _literal(path, name)
    names = [file] if isinstance(file, str) else file if isinstance(file, list) else []
    for path in (root / str(name) for name in names):
        if path.is_file():
            yield path.name, path.read_text("utf-8", "replace").strip()


def _flit(root: Path, settings: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    if "flit" not in str(table_at(settings, "build-system").get("build-backend", "")):
        return
    tool = table_at(settings, "tool", "flit")
    name = table_at(tool, "module").get("name") or table_at(tool, "metadata").get("module") or table_at(settings, "project").get("name")
    for path in _module_files(root, str(name or "").replace("-", "_")):
        yield path.relative_to(root).as_posix(), _literal(path, "__version__")


def _setup_cfg(root: Path) -> Iterator[tuple[str, str | None]]:
    parser = RawConfigParser(strict=False)
    try:
        parser.read(root / "setup.cfg", encoding="utf-8")
        said = parser.get("metadata", "version", fallback="")
    except (IniError, UnicodeDecodeError):
        return
    how, mark, what = said.partition(":")
    if mark:
        yield from _setuptools(root, what.strip() if how.strip() == "attr" else None, what.strip() if how.strip() == "file" else None)


def _from_tags(root: Path, settings: Mapping[str, Any]) -> str | None:
    """The tool that takes the version from the repository; None: none is named."""
    tool = table_at(settings, "tool")
    if table_at(tool, "hatch", "version").get("source") in ("vcs", "versioningit"):
        return "hatch-vcs"
    if table_at(tool, "pdm", "version").get("source") == "scm":
        return "pdm"
    named = next((name for name in _SCM if name in tool), None)
    if named is not None:
        return named
    requires = " ".join(str(text) for text in table_at(settings, "build-system").get("requires", []) if isinstance(text, str)).lower()
    setup = root / "setup.py"
    text = requires + (setup.read_text("utf-8", "replace") if setup.is_file() else "")
    return next((name for name in (*_SCM, "hatch-vcs") if name in text), None)


def _likely(root: Path, name: str | None) -> Iterator[Path]:
    """Files in which a package keeps its version: those of the package that is called like the distribution first."""
    plain = re.sub(r"[-_.]+", "_", name or "").lower()
    for folder in (root / each for each in _FOLDERS):
        found = [path for file in _FILES for path in sorted(folder.glob(f"*/{file}")) if not path.parent.name.startswith(("test", "doc"))]
        yield from sorted(found, key=lambda path: path.parent.name.lower() != plain)
    yield from (path for path in (root / "VERSION", root / "version.txt") if path.is_file())


def _first_line(path: Path) -> str:
    return path.read_text("utf-8", "replace").strip().partition("\n")[0]


def _module_files(root: Path, module: str) -> list[Path]:
    """The files that could be this module; none for a name that leads out of the project."""
    parts = module.split(".")
    if not all(part.isidentifier() for part in parts):
        return []
    stems = [root / folder / Path(*parts) for folder in _FOLDERS]
    return [path for stem in stems for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()]


def _literal(path: Path, name: str) -> str | None:
    """The text (or numbers) that a module assigns to a name, the last time at its top level; None: nothing so plain."""
    try:
        body = ast.parse(path.read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return None
    found: str | None = None
    for statement in body:
        if isinstance(statement, ast.ImportFrom) and statement.module and statement.level == 1:
            sibling = path.parent / f"{statement.module}.py"
            taken = next((alias.name for alias in statement.names if (alias.asname or alias.name) == name), None)
            if taken and "." not in statement.module and sibling != path and sibling.is_file():
                found = _literal(sibling, taken) or found
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target] if isinstance(statement, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            found = _evaluated(statement.value) or found  # type: ignore[attr-defined]
    return found


def _evaluated(value: ast.expr | None) -> str | None:
    try:
        plain = ast.literal_eval(value) if value is not None else None
    except (ValueError, TypeError):
        return None
    if isinstance(plain, tuple | list):
        return _of_parts([str(part) for part in plain])
    return plain if isinstance(plain, str) else None


def _of_parts(parts: list[str]) -> str:
    """`("4", "2", "0", "final", "0")` and `("1", "2")` as versions; the stages are those of `sys.version_info`."""
    stages = {"alpha": "a", "beta": "b", "candidate": "rc", "rc": "rc"}
    number = ".".join(part for part in parts[:3] if part.isdigit())
    return f"{number}{stages[parts[3]]}{''.join(parts[4:5])}" if len(parts) > 3 and parts[3] in stages else number


def _matched(path: Path, pattern: object) -> str | None:
    """What the pattern (hatch's own where none is given) finds in a file."""
    try:
        text = path.read_text("utf-8", "replace")
        found = re.search(pattern, text, re.MULTILINE) if isinstance(pattern, str) else _ASSIGNED.search(text)
    except (OSError, re.error):
        return None
    return found["version"] if found and "version" in found.groupdict() else None


def _parsed(text: str) -> Version | None:
    try:
        return Version(text.strip())
    except InvalidVersion:
        return None


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8", "replace"))
    except (OSError, tomllib.TOMLDecodeError, RecursionError):
        return {}
