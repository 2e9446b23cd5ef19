"""The modules of a tree, from names alone: which files Python (and a type checker) would find under which dotted names.

Where to look is said by roots (see `layouts.py`); here stand the rules of the import system: packages, modules, namespace packages
(PEP 420), extension modules with their ABI tags, stubs and stub-only packages (PEP 561), and what shadows what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import msgspec

from modiff.model.facts import Gap
from modiff.model.release import File, ModuleFile

_EXTENSION = re.compile(r"(?P<stem>[^.]+)(?P<tag>\.(?:cpython-|cp|abi3|pypy|graalpy|x86_64|i[36]86|aarch64|arm)[\w.-]*)?\.(?:so|pyd)")
_STUBS = "-stubs"
ENDINGS = (".py", ".pyi", ".so", ".pyd")
"""How files end that can be modules."""


class Root(msgspec.Struct, frozen=True):
    """A directory on the import path."""

    folder: str
    """Its path in the tree, with a slash at the end; empty: the tree's top."""
    package: str = ""
    """The dotted name under which its content is imported; empty: as top-level names. Where a project maps `pkg` to a folder of another name."""
    tops: frozenset[str] | None = None
    """The top-level names that belong to the distribution; None: all that lie here. With a `package` it has no meaning."""


class _Found(msgspec.Struct):
    """What lies under one dotted name."""

    init: str | None = None
    init_stub: str | None = None
    init_compiled: str | None = None
    source: str | None = None
    stub: str | None = None
    apart: str | None = None
    """Its stub in a stub-only package, which stands before one beside the source."""
    apart_package: bool = False
    compiled: str | None = None


def modules_of(names: Iterable[str], roots: Collection[Root]) -> dict[str, ModuleFile]:
    """The modules that the files `names` make under these roots, by dotted name, sorted. Earlier roots win."""
    found: dict[str, _Found] = {}
    candidates = [name for name in names if name.endswith(ENDINGS)]
    for root in roots:
        before = frozenset(found)
        for path in candidates:
            if path.startswith(root.folder):
                _place(found, before, path, root)
    return _importable(found)


def module_name(relative: str) -> tuple[str, str] | None:
    """The dotted name and the kind of a file at this path under a root; None: no module. Kinds are `source`, `stub` and `compiled`, each also with
    `init_` before it, and `apart` and `init_apart` for what a stub-only package holds."""
    folder, _, file = relative.rpartition("/")
    stem, _, ending = file.partition(".")
    kind = {"py": "source", "pyi": "stub"}.get(ending)
    if kind is None:
        extension = _EXTENSION.fullmatch(file)
        if extension is None or (extension["tag"] is None and stem.startswith("lib")):
            return None  # `libx.so` without a tag is a shared library
        kind = "compiled"
    if not stem.isidentifier():
        return None
    parts = folder.split("/") if folder else []
    if parts and parts[0].endswith(_STUBS):
        if kind != "stub":
            return None
        parts[0], kind = parts[0][: -len(_STUBS)], "apart"
    if not all(part.isidentifier() for part in parts):
        return None
    if stem == "__init__" and parts:
        return ".".join(parts), f"init_{kind}"
    return ".".join([*parts, stem]), kind


def _place(found: dict[str, _Found], before: frozenset[str], path: str, root: Root) -> None:
    named = module_name(path[len(root.folder) :]) if not root.package else _within(path[len(root.folder) :], root.package)
    if named is None:
        return
    name, kind = named
    top = name.partition(".")[0]
    if name in before or (root.tops is not None and not root.package and top not in root.tops):
        return
    entry = found.setdefault(name, _Found())
    match kind:
        case "init_source":
            entry.init = path
        case "init_stub":
            entry.init_stub = path
        case "init_compiled":
            entry.init_compiled = path
        case "source":
            entry.source = path
        case "stub":
            entry.stub = path
        case "compiled":
            entry.compiled = path
        case _:
            entry.apart, entry.apart_package = path, kind == "init_apart"


def _within(relative: str, package: str) -> tuple[str, str] | None:
    """As `module_name`, for a folder whose content belongs to a package."""
    return module_name(f"{package.replace('.', '/')}/{relative}")


def _importable(found: Mapping[str, _Found]) -> dict[str, ModuleFile]:
    """The files as Python would import them: a package stands before a module of its name, a module before a folder without `__init__`."""
    packages = {name for name, entry in found.items() if entry.init or entry.init_stub or entry.init_compiled or entry.apart_package}
    plain = found.keys() - packages
    modules: dict[str, ModuleFile] = {}
    for name, entry in found.items():
        parents = _parents(name)
        if any(parent in plain for parent in parents):
            continue  # hidden: the module of the parent's name is no package
        if name in packages:
            binary = entry.init_compiled
            modules[name] = ModuleFile(name, entry.init, entry.apart or entry.init_stub, package=True, compiled=binary is not None, binary=binary)
        else:
            binary = entry.compiled
            modules[name] = ModuleFile(name, entry.source, entry.apart or entry.stub, compiled=binary is not None, binary=binary)
        for parent in parents:
            if parent not in packages and parent not in modules:
                modules[parent] = ModuleFile(parent, None, package=True)
    return dict(sorted(modules.items()))


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def narrowed(modules: Mapping[str, ModuleFile], imports: Collection[str]) -> dict[str, ModuleFile]:
    """Only the modules of these packages, and the packages above them."""
    below = tuple(f"{name}." for name in imports)
    above = {parent for name in imports if name in modules for parent in _parents(name)}
    return {name: module for name, module in modules.items() if name in imports or name in above or name.startswith(below)}


def tops_of(modules: Mapping[str, ModuleFile]) -> tuple[str, ...]:
    """The top-level names, sorted."""
    return tuple(sorted(name for name in modules if "." not in name))


def compiled_gaps(modules: Mapping[str, ModuleFile]) -> tuple[tuple[str, Gap], ...]:
    """A gap for every extension module that has neither source nor stub."""
    return tuple(
        (name, Gap("a compiled module without source or stub, which reading cannot look into", None))
        for name, module in modules.items()
        if module.compiled and module.source is None and module.stub is None
    )


def typed_packages(files: Mapping[str, File], modules: Mapping[str, ModuleFile]) -> tuple[str, ...]:
    """Packages that ship `py.typed` (PEP 561) or exist as stubs only, by their dotted names, sorted. Below a regular package nobody looks for it."""
    typed: list[str] = []
    regular: set[str] = set()
    for name, module in modules.items():  # sorted, so that parents come first
        text = module.source or module.stub
        if text is None or not regular.isdisjoint(_parents(name)):
            continue
        regular.add(name)
        home = text.rpartition("/")[0]
        if (module.package and f"{home}/py.typed" in files) or any(part.endswith(_STUBS) for part in home.split("/")):
            typed.append(name)
    return tuple(typed)
