"""A release from text in memory: the worlds of examples and tests, and of whoever has files in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modiff.model.release import File, Metadata, Release
from modiff.sources.packages import Root, modules_of, tops_of, typed_packages


class MemoryTree:
    """Files that are already here."""

    near = True
    """Many small rounds of reading cost no more than one."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._bytes = dict(sorted(files.items()))
        self.files: Mapping[str, File] = {path: File(path, len(data)) for path, data in self._bytes.items()}

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these files. KeyError for a path that is not among them."""
        return {path: self._bytes[path] for path in paths}

    def close(self) -> None:
        """Nothing to let go of."""


def release_of(files: Mapping[str, str | bytes], name: str | None = None, version: str | None = None) -> Release:
    """A release from its files by path; text is taken as UTF-8. Every top-level module and package is looked at."""
    tree = MemoryTree({path: data.encode() if isinstance(data, str) else data for path, data in files.items()})
    modules = modules_of(tree.files, [Root("")])
    return Release(
        spec="memory",
        name=name,
        version=version,
        packages=tuple(tops_of(modules)),
        modules=modules,
        tree=tree,
        metadata=Metadata(name, version, typed=typed_packages(tree.files, modules)),
    )
