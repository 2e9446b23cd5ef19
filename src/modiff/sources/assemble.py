"""A Release from a tree: which modules it has, what the distribution says of itself, what cannot be looked into.

One function for each way in which a tree can lie: a wheel (on disk or on the index), a `site-packages`, a project (sdist, directory,
git revision), and a directory that is a package itself. All raise NothingToRead, with what is there instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from modiff.errors import BadSpec, NothingToRead
from modiff.model.facts import Gap
from modiff.model.release import File, Metadata, ModuleFile, Release, Traffic, Tree
from modiff.sources.layouts import package_root, project_roots, projects_below, pth_folders, wheel_roots
from modiff.sources.metadata import core_metadata, entry_points, first_said
from modiff.sources.packages import Root, compiled_gaps, modules_of, narrowed, tops_of, typed_packages
from modiff.sources.project_settings import read_settings, settings_paths
from modiff.sources.specs import Spec

_DIST_INFO = re.compile(r"([^/]+)\.dist-info/METADATA")
_SDIST_NAME = re.compile(r"(?P<name>.+?)-(?P<version>[^-]*\d[^-]*)")


def wheel_release(
    tree: Tree, spec: Spec, where: str, *, said: Metadata = Metadata(), warnings: Sequence[str] = (), traffic: Traffic | None = None
) -> Release:
    """A wheel's tree. `where` names it in messages; `said`, what is known beforehand (a name, the filenames on the index), gives way to METADATA."""
    names = tree.files
    wanted = [name for name in names if about_wheel(name)]
    texts = tree.read(wanted)
    metadata = _wheel_metadata(texts, said)
    paths = [folder for name in wanted if name.endswith(".pth") for folder in pth_folders(texts[name].decode("utf-8", "replace"))]
    modules = narrow(modules_of(names, wheel_roots(names, paths)), spec, where, names)
    return _release(tree, spec, metadata, modules, warnings=warnings, traffic=traffic)


def project_release(
    tree: Tree, spec: Spec, where: str, *, inside: str = "", said: Metadata = Metadata(), warnings: Sequence[str] = (), traffic: Traffic | None = None
) -> Release:
    """A project's tree: an sdist, a checkout, a revision. `inside`: its folder in the tree; the spec's `subdirectory` goes on from there."""
    names = tree.files
    project = f"{inside}{spec.subdirectory}/" if spec.subdirectory else inside
    if spec.subdirectory and not any(name.startswith(project) for name in names):
        raise NothingToRead(
            f"{where} has no folder {spec.subdirectory}", [with_option(spec, f"subdirectory={folder}") for folder in _folders(names, inside)]
        )
    layout, metadata = read_settings(tree.read(settings_paths(names, project)), project)
    metadata = first_said(metadata, said)
    roots = project_roots(names, project, msgspec.structs.replace(layout, name=metadata.name))
    modules = modules_of(names, roots)
    if spec.imports and not _has(modules, spec.imports):
        anywhere = modules_of(names, [*roots, Root(f"{project}src/"), Root(project)])
        modules = anywhere if _has(anywhere, spec.imports) else modules  # named by the user: no matter where it lies
    return _release(tree, spec, metadata, narrow(modules, spec, where, names), warnings=warnings, traffic=traffic)


def package_release(tree: Tree, spec: Spec, where: str, directory: str) -> Release:
    """A directory that is an import package itself, by the name of the directory."""
    name = package_root(directory)
    if name is None:
        raise NothingToRead(
            f"{where} holds an __init__.py, but {directory!r} is no name that can be imported",
            ["rename the directory, or give the one that holds the package"],
        )
    stubs = directory.endswith("-stubs")
    modules = modules_of(tree.files, [Root("", package=name)])
    release = _release(tree, spec, Metadata(), narrow(modules, spec, where, tree.files))
    if stubs:
        release.metadata = Metadata(typed=(name,))
    return release


def site_release(tree: Tree, spec: Spec, where: str, *, said: Metadata = Metadata(), warnings: Sequence[str] = ()) -> Release:
    """A `site-packages` directory, or the files of one installed distribution. With a single distribution in it, its METADATA counts."""
    names = tree.files
    infos = [name for name in names if _DIST_INFO.fullmatch(name)]
    metadata = said
    if len(infos) == 1:
        about = [name for name in names if name in (infos[0], f"{infos[0].rpartition('/')[0]}/entry_points.txt")]
        metadata = _wheel_metadata(tree.read(about), said)
    modules = narrow(modules_of(names, [Root("")]), spec, where, names)
    return _release(tree, spec, metadata, modules, warnings=warnings)


def top_folder(names: Iterable[str]) -> str:
    """The one folder in which everything lies (`name-version/` of an sdist), with a slash at the end; empty: there is none."""
    tops = {name.partition("/")[0] for name in names if "/" in name}
    lone = [name for name in names if "/" not in name and name not in ("pax_global_header", "PaxHeaders", "._.DS_Store")]
    tops = {top for top in tops if not top.startswith(("._", "__MACOSX", "PaxHeaders"))}
    return f"{tops.pop()}/" if len(tops) == 1 and not lone else ""


def said_by_filename(filename: str) -> Metadata:
    """Name and version as the filename of an sdist has them; None where it has none."""
    stem = re.sub(r"\.(tar(\.\w+)?|tgz|zip)$", "", filename, flags=re.IGNORECASE)
    match = _SDIST_NAME.fullmatch(stem)
    return Metadata(name=match["name"], version=match["version"]) if match else Metadata()


def _release(
    tree: Tree, spec: Spec, metadata: Metadata, modules: Mapping[str, ModuleFile], *, warnings: Sequence[str] = (), traffic: Traffic | None = None
) -> Release:
    metadata = msgspec.structs.replace(metadata, typed=typed_packages(tree.files, modules))
    gaps: tuple[tuple[str, Gap], ...] = compiled_gaps(modules)
    return Release(
        spec=spec.text,
        name=metadata.name,
        version=metadata.version,
        packages=tops_of(modules),
        modules=modules,
        tree=tree,
        metadata=metadata,
        gaps=gaps,
        warnings=tuple(warnings),
        traffic=traffic or Traffic(),
    )


def about_wheel(name: str) -> bool:
    """Does opening a wheel read this file?"""
    folder, slash, file = name.partition("/")
    return (folder.endswith(".dist-info") and file in ("METADATA", "entry_points.txt")) if slash else name.endswith(".pth")


def _wheel_metadata(texts: Mapping[str, bytes], said: Metadata) -> Metadata:
    """From the `.dist-info` in which METADATA lies; of several (vendored by mistake) the one that is about the expected name."""
    infos = sorted(name for name in texts if name.endswith(".dist-info/METADATA"))
    if not infos:
        return said
    expected = _plain(said.name or "")
    info = next((name for name in infos if _plain(name.partition("-")[0]) == expected), infos[0])
    entries = texts.get(f"{info.rpartition('/')[0]}/entry_points.txt", b"")
    core = msgspec.structs.replace(core_metadata(texts[info], built=True), entry_points=entry_points(entries))
    everything = Metadata(known=frozenset({"entry_points"}))  # a wheel without the file has none, unless it is known otherwise
    return first_said(core, said, everything)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _has(modules: Mapping[str, ModuleFile], imports: Iterable[str]) -> bool:
    return all(name in modules for name in imports)


def narrow(modules: dict[str, ModuleFile], spec: Spec, where: str, names: Collection[str]) -> dict[str, ModuleFile]:
    """What `import=` leaves of the modules.

    NothingToRead where there are none, with what is there instead; BadSpec for a package that is not among them.
    """
    if not modules:
        raise NothingToRead(f"{where} holds no Python package or module: {what_is_there(names)}", _mending(names, spec))
    for name in spec.imports:
        if name not in modules:
            raise BadSpec(
                f"{where} holds no import package {name!r}: it has {', '.join(tops_of(modules)[:12])}",
                [with_option(spec, f"import={top}") for top in tops_of(modules)[:3]],
            )
    return narrowed(modules, spec.imports) if spec.imports else modules


def what_is_there(names: Collection[str]) -> str:
    """A few words on the files of a tree that holds no package."""
    if not names:
        return "it is empty"
    shown = sorted({name.partition("/")[0] + ("/" if "/" in name else "") for name in names})
    more = f" and {len(shown) - 6} more" if len(shown) > 6 else ""
    return f"there is only {', '.join(shown[:6])}{more}"


def with_option(spec: Spec, option: str) -> str:
    """The spec as it would be typed with this option instead of its own."""
    return f"{spec.text.rpartition('#')[0] if spec.imports or spec.subdirectory else spec.text}#{option}"


def _mending(names: Collection[str], spec: Spec) -> list[str]:
    """Folders deeper down that do hold something."""
    projects = projects_below(names, "")
    if projects:
        return [with_option(spec, f"subdirectory={folder.rstrip('/')}") for folder in projects[:3]]
    deeper = {name.rpartition("/")[0].rpartition("/")[0] for name in names if name.endswith("/__init__.py")} - {""}
    likely = sorted(deeper, key=lambda path: (path.count("/"), path))[:3]
    return [with_option(spec, f"subdirectory={folder}") for folder in likely] or ["name a package, a project, or an archive of one"]


def _folders(names: Mapping[str, File], inside: str) -> list[str]:
    """The folders of a project, at most five."""
    return sorted({name[len(inside) :].partition("/")[0] for name in names if name.startswith(inside) and "/" in name[len(inside) :]})[:5]
