"""Where the importable things of a tree lie: the roots of wheels, site-packages, projects and single packages, from names and a few settings.

A project says it in its settings, or in the list of its top-level names that setuptools leaves in an sdist; where it says nothing,
its folders are looked at as a reader would: `src`, then the top, then a few customs of old.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

import msgspec

from modiff.sources.packages import ENDINGS, Root, module_name

SOURCE_FOLDERS = ("src", "", "lib3", "lib", "Lib", "python3", "python", "py3", "source", "sources")
"""Folders of a project that hold its packages, likeliest first; of two for Python 2 and 3 the latter's."""

_BESIDE = frozenset(
    """
    test tests testing unittests unit_tests test_suite t docs doc documentation example examples sample samples demo demos tutorial tutorials
    script scripts bin tool tools util utils ci dev debian rpm packaging build dist benchmark benchmarks bench perf asv_bench fuzz fuzzing
    notebooks contrib extras ext misc maint website site www vendor vendored vendored_meson third_party external node_modules htmlcov tasks
    requirements config conf etc data resources assets templates images releasenotes news changelog changes newsfragments typings stubs
    src lib lib2 lib3 Lib python python2 python3 py2 py3 source sources
    setup conftest noxfile toxfile fabfile pavement dodo versioneer ez_setup distribute_setup runtests run_tests setupegg bootstrap
    get_version gen release make manage wscript waf build_ext setup_common setup_build cibw_test_command pycodestyle_config hatch_build pdm_build
    conanfile SConstruct gulpfile locustfile setuptools_ext mx_setup custom_build buildutils setuputils pip_build
""".split()
)
"""Names that lie beside the packages of a project and are none of them, unless nothing better is there."""


_OF_PROJECTS = ("pyproject.toml", "setup.py", "setup.cfg")


class Layout(msgspec.Struct, frozen=True):
    """What a project says about its packages. All folders are relative to the project's own."""

    folders: tuple[str, ...] = ()
    """Folders that hold top-level packages (`package-dir = {"" = "src"}`, `where = [...]`); empty: not said."""
    mapped: tuple[tuple[str, str], ...] = ()
    """(package, folder) where a package's folder has another name, or is pointed at singly."""
    tops: tuple[str, ...] = ()
    """Top-level import names, where they are listed; empty: not said."""
    name: str | None = None
    """The distribution's name, which its package mostly shares."""
    marked: bool = True
    """Is it a project by its files (pyproject.toml, setup.py …)? False: just a folder, whose content is taken as it lies there."""


def wheel_roots(names: Iterable[str], paths: Sequence[str] = ()) -> list[Root]:
    """The roots of a wheel: its top, what `*.data/purelib` and `platlib` put there (PEP 427), and the folders that its `.pth` files add."""
    data = {match[0] for name in names if ".data/" in name and (match := re.match(r"[^/]+\.data/(?:purelib|platlib)/", name))}
    return [Root(""), *(Root(folder) for folder in sorted(data)), *(Root(f"{path.strip('/')}/") for path in paths if path.strip("/"))]


def pth_folders(text: str) -> list[str]:
    """The folders that a `.pth` file puts on the import path: relative ones inside the tree."""
    lines = (line.strip().replace("\\", "/") for line in text.splitlines())
    return [
        line for line in lines if line and not line.startswith(("#", "import ", "import\t", "/")) and ".." not in line.split("/") and ":" not in line
    ]


def package_root(directory: str) -> str | None:
    """The import name of a directory that is a package itself, from its own name; None: it has no such name."""
    name = directory.removesuffix("-stubs")
    return name if name.isidentifier() else None


def project_roots(names: Collection[str], project: str, layout: Layout) -> list[Root]:
    """The roots of a project whose folder is `project` (with a slash at the end, or empty). Empty where no package is found."""
    mapped = [Root(_folder(project, folder), package) for package, folder in layout.mapped]
    roots = [root for root in mapped if any(name.startswith(root.folder) and name.endswith(ENDINGS) for name in names)]
    if layout.folders:
        roots += [root for folder in layout.folders for root in _looked_at(names, _folder(project, folder), layout, said=True, meant=True)]
    elif layout.tops:
        roots += _listed(names, project, layout)
    if roots:
        return roots
    if not layout.marked and (found := _looked_at(names, project, layout, said=True)):
        return found
    for spaces in (False, True):
        for folder in SOURCE_FOLDERS:
            if found := _looked_at(names, _folder(project, folder), layout, spaces=spaces, meant=bool(folder)):
                return found
    return _anything(names, project)


def top_names(names: Iterable[str], folder: str) -> dict[str, str]:
    """What lies in a folder as top-level names: `package` (it has an `__init__`), `module`, or `namespace` (modules somewhere below)."""
    found: dict[str, str] = {}
    for name in names:
        if not name.endswith(ENDINGS) or not name.startswith(folder):
            continue
        relative = name[len(folder) :]
        named = module_name(relative)
        if named is None:
            continue
        depth = relative.count("/")
        top = named[0].partition(".")[0]
        if depth == 0:
            found.setdefault(top, "module")
        elif depth == 1 and relative.partition("/")[2].startswith("__init__."):
            found[top] = "package"
        elif found.get(top) != "package":
            found[top] = "namespace" if found.get(top) != "module" else "module"
    return found


def _listed(names: Collection[str], project: str, layout: Layout) -> list[Root]:
    """Where the listed top-level names lie: in the folder that holds most of them."""
    wanted = frozenset(layout.tops)
    best: tuple[int, list[Root]] = (0, [])
    for folder in SOURCE_FOLDERS:
        held = wanted & top_names(names, _folder(project, folder)).keys()
        if len(held) > best[0]:
            best = len(held), [Root(_folder(project, folder), tops=wanted)]
    return best[1]


def _looked_at(names: Collection[str], folder: str, layout: Layout, *, said: bool = False, spaces: bool = True, meant: bool = False) -> list[Root]:
    """The packages of one folder.

    `said`: modules and namespace packages count beside packages, not only instead of them (`spaces`: as far as that). `meant`: it is a folder for
    packages, so one with a helper's name counts too where it is alone.
    """
    tops = top_names(names, folder)
    mine = _like_the_name(tops, layout.name)
    regular = {top for top, kind in tops.items() if kind == "package"}
    packages = {top for top in regular if top not in _BESIDE or top in mine}
    if meant and not packages:
        packages = regular
    namespaces = {top for top, kind in tops.items() if kind == "namespace" and top not in _BESIDE and _holds_package(names, f"{folder}{top}/")}
    modules = {top for top, kind in tops.items() if kind == "module" and not _beside(top)}
    if said:
        chosen = packages | namespaces | modules
    else:
        chosen = packages | (namespaces & mine) | (modules & mine)
        if not chosen and spaces:
            chosen = namespaces or modules
    return [Root(folder, tops=frozenset(chosen))] if chosen else []


def _anything(names: Collection[str], project: str) -> list[Root]:
    """The last resort: whatever a folder holds that could be imported, but for its own tools."""
    apart = tuple(folder for folder in projects_below(names, project) if folder != project)
    own = [name for name in names if not name.startswith(apart)] if apart else names
    found = top_names(own, project)
    tops = {top for top in found if not _beside(top)} or {top for top in found if top not in ("setup", "conftest", "noxfile")}
    return [Root(project, tops=frozenset(tops))] if tops else []


def _like_the_name(tops: Iterable[str], name: str | None) -> set[str]:
    """The top-level names that the distribution's name suggests: `PyYAML` has `yaml`, `google-cloud-storage` has `google`."""
    if not name:
        return set()
    plain = re.sub(r"[-_.]+", "", name).lower()
    first = re.split(r"[-_.]+", name.lower())[0]
    likely = {plain, plain.removeprefix("python"), plain.removeprefix("py"), plain.removesuffix("python"), first}
    return {top for top in tops if re.sub("_", "", top).lower() in likely}


def _beside(module: str) -> bool:
    return module in _BESIDE or module.startswith(("test_", "setup_", "conf_")) or module.endswith(("_test", "_tests", "_setup"))


def _holds_package(names: Collection[str], folder: str) -> bool:
    """Does a folder without `__init__` hold a package, reached through folders of the same kind (PEP 420), and not through a project of its own?"""
    apart = projects_below(names, folder)
    return any(
        name.startswith(folder)
        and name.rpartition("/")[2] in ("__init__.py", "__init__.pyi")
        and module_name(name[len(folder) :])
        and not name.startswith(apart)
        for name in names
    )


def projects_below(names: Collection[str], folder: str) -> tuple[str, ...]:
    """Folders in this one, or itself, that are projects by their files and no packages, each with a slash at the end, sorted."""
    marked = {name.rpartition("/")[0] for name in names if name.startswith(folder) and name.rpartition("/")[2] in _OF_PROJECTS}
    return tuple(sorted(f"{home}/" for home in marked if home and f"{home}/__init__.py" not in names))


def _folder(project: str, folder: str) -> str:
    folder = folder.replace("\\", "/").strip("/")
    folder = "" if folder == "." else folder.removeprefix("./")
    return f"{project}{folder}/" if folder else project
