"""What a project's own files say, read as data and never run: pyproject.toml, setup.cfg, setup.py's literals, an sdist's PKG-INFO and egg-info.

Texts in, a `Layout` (where its packages lie) and `Metadata` out. Settings that only running would settle are as good as none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from modiff.model.release import Metadata
from modiff.sources.layouts import Layout
from modiff.sources.metadata import core_metadata, egg_requires, entry_points, first_said, project_metadata, setup_cfg_metadata, table_at

MARKS = ("pyproject.toml", "setup.cfg", "setup.py", "PKG-INFO")
"""Files of a project's folder that make it one."""
_EGG_FILES = ("PKG-INFO", "top_level.txt", "requires.txt", "entry_points.txt")


def settings_paths(names: Iterable[str], project: str) -> list[str]:
    """The files to read for a project in this folder (with a slash at the end, or empty)."""
    egg = re.compile(rf"{re.escape(project)}(?:[\w.]+/)?[^/]+\.egg-info/(?:{'|'.join(map(re.escape, _EGG_FILES))})")
    marks = {project + mark for mark in MARKS}
    return [name for name in names if name in marks or egg.fullmatch(name)]


def read_settings(texts: Mapping[str, bytes], project: str) -> tuple[Layout, Metadata]:
    """What these files (by path, as `settings_paths` gave them) say."""
    own = {path[len(project) :]: text for path, text in texts.items()}
    egg = {path.rpartition("/")[2]: text for path, text in sorted(own.items(), reverse=True) if ".egg-info/" in path}
    pyproject = _toml(own.get("pyproject.toml", b""))
    cfg = _ini(own.get("setup.cfg", b""))
    setup = own.get("setup.py", b"").decode("utf-8", "replace")
    metadata = first_said(
        # What [project] says it says for good (PEP 621); what an older build left beside it may be stale.
        *([project_metadata(pyproject)] if "project" in pyproject else []),
        *(core_metadata(own[path]) for path in ("PKG-INFO",) if path in own),
        _egg_metadata(egg),
        project_metadata(pyproject),
        setup_cfg_metadata(cfg),
        _setup_metadata(setup),
    )
    layout = _pyproject_layout(pyproject, metadata.name) or _cfg_layout(cfg) or _setup_layout(setup) or Layout()
    tops = tuple(egg["top_level.txt"].decode("utf-8", "replace").split()) if "top_level.txt" in egg else layout.tops
    tops = tuple(dict.fromkeys(top.replace("\\", "/").partition("/")[0] for top in tops))
    return Layout(layout.folders, layout.mapped, tops, metadata.name, marked=bool(own)), metadata


def _egg_metadata(egg: Mapping[str, bytes]) -> Metadata:
    if not egg:
        return Metadata()
    said = core_metadata(egg.get("PKG-INFO", b""))
    requires, extras = egg_requires(egg.get("requires.txt", b""))
    # setuptools writes these files for what there is, so that a missing one says that there is none.
    known = frozenset({"requires_dist", "extras", "entry_points"})
    return first_said(said, Metadata(requires_dist=requires, extras=extras, entry_points=entry_points(egg.get("entry_points.txt", b"")), known=known))


def _pyproject_layout(settings: Mapping[str, Any], name: str | None) -> Layout | None:
    tool = table_at(settings, "tool")
    return (
        _setuptools_layout(table_at(tool, "setuptools"))
        or _hatch_layout(table_at(tool, "hatch", "build"))
        or _poetry_layout(table_at(tool, "poetry"))
        or _flit_layout(table_at(tool, "flit"))
        or _pdm_layout(table_at(tool, "pdm"))
    )


def _setuptools_layout(table: Mapping[str, Any]) -> Layout | None:
    folders = {str(package): str(folder) for package, folder in table_at(table, "package-dir").items()}
    where = _strings(table_at(table, "packages", "find").get("where"))
    packages = table.get("packages")
    listed = (*_strings(packages if isinstance(packages, list) else []), *_strings(table.get("py-modules")))
    return _as_layout(folders, where, listed)


def _hatch_layout(build: Mapping[str, Any]) -> Layout | None:
    """`packages = ["src/pkg"]` of the wheel target, or of the build as a whole."""
    for table in (table_at(build, "targets", "wheel"), build):
        if packages := _strings(table.get("packages") or table.get("only-include")):
            return _pointed_at(packages)
        if sources := _strings(table.get("sources")):
            return Layout(folders=tuple(sources))
    return None


def _poetry_layout(table: Mapping[str, Any]) -> Layout | None:
    entries = table.get("packages")
    pairs = (
        [(str(entry.get("from", "")), str(entry["include"])) for entry in entries if isinstance(entry, Mapping) and "include" in entry]
        if isinstance(entries, list)
        else []
    )
    plain = [(folder.strip("/"), re.sub(r"(/\*\*)?(/\*(\.py)?)?$", "", include).strip("/")) for folder, include in pairs]
    plain = [(folder, include) for folder, include in plain if include and "*" not in include]
    mapped = tuple((include.replace("/", "."), f"{folder}/{include}".lstrip("/")) for folder, include in plain if not include.endswith(".py"))
    modules = tuple(include.removesuffix(".py") for folder, include in plain if include.endswith(".py"))
    return Layout(mapped=mapped, tops=modules) if plain else None


def _flit_layout(table: Mapping[str, Any]) -> Layout | None:
    name = table_at(table, "module").get("name") or table_at(table, "metadata").get("module")
    return Layout(tops=(name.partition(".")[0],)) if isinstance(name, str) and name else None


def _pdm_layout(table: Mapping[str, Any]) -> Layout | None:
    folder = table_at(table, "build").get("package-dir") or table.get("package-dir")
    return Layout(folders=(folder,)) if isinstance(folder, str) and folder else None


def _cfg_layout(cfg: Mapping[str, Mapping[str, str]]) -> Layout | None:
    options = cfg.get("options", {})
    folders = dict(_pair(line) for line in options.get("package_dir", "").splitlines() if "=" in line)
    packages = options.get("packages", "")
    listed = [] if packages.strip().startswith("find") else _words(packages)
    return _as_layout(folders, _words(cfg.get("options.packages.find", {}).get("where", "")), [*listed, *_words(options.get("py_modules", ""))])


def _setup_layout(setup: str) -> Layout | None:
    """Plain literals of a setup.py's arguments. A `package_dir` that the Python version chooses is left to looking."""
    folders: dict[str, str] = {}
    found = re.findall(r"package_dir\s*=\s*\{([^{}]*)\}", setup)
    if len(found) == 1:
        folders = dict(re.findall(r"['\"]([\w.]*)['\"]\s*:\s*['\"]([\w./-]+)['\"]", found[0]))
    where = re.findall(r"find_(?:namespace_)?packages\(\s*(?:where\s*=\s*)?['\"]([\w./-]+)['\"]", setup)
    listed = [
        name
        for field in ("packages", "py_modules")
        for literal in re.findall(rf"\b{field}\s*=\s*\[([^\[\]]*)\]", setup)
        for name in re.findall(r"['\"]([\w.]+)['\"]", literal)
    ]
    return _as_layout(folders, where[:1], listed)


def _setup_metadata(setup: str) -> Metadata:
    def literal(field: str) -> str | None:
        found = set(re.findall(rf"^\s+{field}\s*=\s*['\"]([^'\"\n]+)['\"]\s*,", setup, re.MULTILINE))
        return found.pop() if len(found) == 1 else None

    return Metadata(name=literal("name"), version=literal("version"), requires_python=literal("python_requires"))


def _as_layout(folders: Mapping[str, str], where: Iterable[str], listed: Iterable[str]) -> Layout | None:
    """From `package_dir`, the `where` of find, and listed packages and modules; None where all are empty."""
    mapped = tuple((package, folder) for package, folder in folders.items() if package)
    tops = tuple(dict.fromkeys(name.partition(".")[0] for name in listed))
    plain = tuple(dict.fromkeys(filter(None, (folders.get(""), *(folder for folder in where if folder not in ("", "."))))))
    return Layout(plain, mapped, tops) if mapped or tops or plain else None


def _pointed_at(packages: Collection[str]) -> Layout:
    """From paths of packages: `src/pkg`, `pkg`, `mod.py`; the last part is the import name."""
    pointed = [(path.strip("/").removesuffix(".py"), path) for path in (package.replace("\\", "/").removeprefix("./") for package in packages)]
    mapped = tuple((stem.rpartition("/")[2], stem) for stem, path in pointed if not path.endswith(".py") and stem.rpartition("/")[2].isidentifier())
    tops = tuple(stem.rpartition("/")[2] for stem, path in pointed if path.endswith(".py"))
    return Layout(mapped=mapped, tops=tops)


def _toml(text: bytes) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _ini(text: bytes) -> Mapping[str, Mapping[str, str]]:
    import configparser

    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text.decode("utf-8", "replace"))
    except configparser.Error:
        return {}
    return {section: dict(parser.items(section)) for section in parser.sections()}


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", text) if word]


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition("=")
    return key.strip(), value.strip()
