"""From two specs to a pair of releases: each form has its opener, two releases of the index are opened together, and what is equal is marked."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from modiff.model.release import Metadata, Pair, Release
from modiff.sources.specs import DatabaseSpec, DirectorySpec, GitSpec, IndexSpec, InstalledSpec, SdistSpec, Spec, WheelSpec, parse
from modiff.store import Store, nothing

if TYPE_CHECKING:
    from modiff.sources.index import Fetched, Opened

Progress = Callable[[str], None]
"""Is told, in a few words, what is being done; may be called from any thread, and often."""


class Reach(NamedTuple):
    """How far opening may go."""

    progress: Progress | None
    offline: bool
    store: Store


def open(old: str, new: str, *, progress: Progress | None = None, offline: bool = False, store: Store | None = None) -> Pair:
    """Both versions, ready to be read; `equal` says on both which modules have the same text. Close the trees when done.

    `progress`: see `Progress`; None: nobody is told. `offline`: ask no index. `store`: where pages and parts of files on indexes are kept; None:
    nowhere.
    Raises a ModiffError that says what is wrong with which of the two: BadSpec, FileMissing, BrokenArchive, NothingToRead, UnknownPackage and others.
    """
    from modiff.sources.equal import equal_modules

    one, other = _parsed(old), _parsed(new)
    reach = Reach(progress, offline, store if store is not None else nothing())
    if isinstance(one, IndexSpec) and isinstance(other, IndexSpec):
        left, right = _from_index_together(one, other, reach)
    else:
        left, right = _one_after_the_other(one, other, reach)
    try:
        left.equal = right.equal = equal_modules(left, right, _local)
    except BaseException:
        _close(left, right)
        raise
    return Pair(left, right)


def open_one(spec: str, *, progress: Progress | None = None, offline: bool = False, store: Store | None = None) -> Release:
    """One version, ready to be read. Parameters and errors are those of `open`."""
    return _release(_parsed(spec), Reach(progress, offline, store if store is not None else nothing()))


def _parsed(text: str) -> Spec:
    return parse(text, lambda path: os.path.lexists(os.path.expanduser(path)))


def _one_after_the_other(one: Spec, other: Spec, reach: Reach) -> tuple[Release, Release]:
    """A pair of which at least one side is no release of the index. The local side first: it fails quickly, and says which kind of file to choose."""
    if isinstance(one, IndexSpec):
        right = _release(other, reach)
        try:
            return _release(one, reach, like=_filename(other)), right
        except BaseException:
            _close(right)
            raise
    left = _release(one, reach)
    try:
        return left, _release(other, reach, like=_filename(one))
    except BaseException:
        _close(left)
        raise


def _release(spec: Spec, reach: Reach, like: str | None = None) -> Release:
    """One release by the form of its spec. The openers are imported when needed, as most runs need one of them."""
    match spec:
        case IndexSpec():
            return _from_index(spec, reach, like)
        case WheelSpec():
            from modiff.sources.wheel import open_wheel

            return open_wheel(os.path.expanduser(spec.path), spec, store=reach.store)
        case SdistSpec():
            from modiff.sources.sdist import open_sdist

            return open_sdist(os.path.expanduser(spec.path), spec)
        case DirectorySpec():
            from modiff.sources.directory import open_directory

            return open_directory(spec.path, spec)
        case GitSpec():
            from modiff.sources.git import open_git

            return open_git(spec)
        case InstalledSpec():
            from modiff.sources.installed import open_installed

            return open_installed(spec.name, spec)
        case DatabaseSpec():
            from modiff.sources.functiondb import open_database

            return _narrowed(open_database(os.path.expanduser(spec.path), spec.version, spec.text), spec)
    raise AssertionError(f"no opener for {spec}")


def _narrowed(release: Release, spec: Spec) -> Release:
    """Of ready-made facts only those that `import=` asks for."""
    from modiff.sources.assemble import narrow
    from modiff.sources.packages import tops_of

    if spec.imports and release.prepared is not None:
        release.modules = narrow(dict(release.modules), spec, "the function database", ())
        release.packages = tops_of(release.modules)
        release.prepared = {name: facts for name, facts in release.prepared.items() if name in release.modules}
    return release


def _from_index_together(old: IndexSpec, new: IndexSpec, reach: Reach) -> tuple[Release, Release]:
    from concurrent.futures import ThreadPoolExecutor

    from modiff.sources.index import open_pair

    opened = open_pair(old, new, offline=reach.offline, progress=_of_bytes(reach.progress), store=reach.store)
    try:
        with ThreadPoolExecutor(2) as pool:  # each side asks for its METADATA
            left, right = pool.map(_fetched, opened.releases, (old, new))
    except BaseException:
        opened.close()
        raise
    _keep_open(opened, left, right)
    return left, right


def _from_index(spec: IndexSpec, reach: Reach, like: str | None) -> Release:
    from modiff.sources.index import open_one as open_release

    opened = open_release(spec, like=like, offline=reach.offline, progress=_of_bytes(reach.progress), store=reach.store)
    try:
        release = _fetched(opened.releases[0], spec)
    except BaseException:
        opened.close()
        raise
    _keep_open(opened, release)
    return release


def _fetched(fetched: Fetched, spec: Spec) -> Release:
    """The release of a file that the index gave. What the index says of Pythons is what installers go by, and stands before the file's own word."""
    import msgspec

    release = _file_of(fetched, spec)
    if fetched.requires_python is not None:
        release.metadata = msgspec.structs.replace(release.metadata, requires_python=fetched.requires_python)
    return release


def _file_of(fetched: Fetched, spec: Spec) -> Release:
    """A wheel that stays on the index, a file on this machine, or the bytes of one."""
    from modiff.sources.assemble import wheel_release
    from modiff.sources.sdist import open_sdist
    from modiff.sources.wheel import open_wheel

    said = Metadata(name=fetched.name, version=fetched.version, filenames=fetched.filenames)
    if fetched.tree is not None:
        release = wheel_release(fetched.tree, spec, fetched.filename, said=said, warnings=fetched.warnings, traffic=fetched.traffic)
        release.warnings += fetched.tree.warnings
        return release
    open_file = open_wheel if fetched.filename.lower().endswith(".whl") else open_sdist
    path = fetched.filename if fetched.path is None else str(fetched.path)
    return open_file(path, spec, data=fetched.payload, said=said, warnings=fetched.warnings, traffic=fetched.traffic)


def _keep_open(opened: Opened, *releases: Release) -> None:
    """The connections close with the last tree that needs them; at once if none does."""
    from modiff.sources.remote import RemoteTree

    remote = [release for release, fetched in zip(releases, opened.releases, strict=True) if fetched.tree is not None]
    waiting = len(remote)

    def closed() -> None:
        nonlocal waiting
        waiting -= 1
        if not waiting:
            opened.close()

    for release in remote:
        assert release.tree is not None
        release.tree = RemoteTree(release.tree, closed)
    if not remote:
        opened.close()


def _local(release: Release) -> bool:
    """Does reading its files cost next to nothing?"""
    from modiff.sources.remote import RemoteTree

    return release.tree is not None and not isinstance(release.tree, RemoteTree)


def _filename(spec: Spec) -> str | None:
    return os.path.basename(spec.path) if isinstance(spec, WheelSpec | SdistSpec) else None


def _of_bytes(progress: Progress | None) -> Callable[[str, int, int | None], None] | None:
    """What the index says of bytes, in words."""
    if progress is None:
        return None

    def tell(what: str, come: int, due: int | None) -> None:
        progress(f"fetching {what}: {come / 2**20:.1f}" + (f" of {due / 2**20:.1f}" if due else "") + " MB")

    return tell


def _close(*releases: Release) -> None:
    for release in releases:
        if release.tree is not None:
            release.tree.close()
