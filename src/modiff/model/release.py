"""One version of a distribution as its files and what it says of itself. Sources make these; reading asks them for bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec

from modiff.model.facts import Facts, Gap


class File(msgspec.Struct, frozen=True, gc=False):
    """One file of a tree."""

    path: str
    """POSIX path inside the tree, as the archive or directory has it: `pkg/sub/mod.py`, `src/pkg/__init__.py`."""
    size: int
    """Bytes, uncompressed."""
    digest: str | None = None
    """A word for the content that is known without reading it: `sha256:…` (RECORD), `crc32:…:size` (a zip's directory), `git:…` (a blob id).
    Equal words of one scheme mean equal bytes. None: not known."""
    content: str | None = None
    """What the release claims its content to be, as the store of facts names it (`sha256:HEX:CRC:SIZE`: RECORD and the zip's directory together).
    Good for finding what is known of such bytes; not checked before they are read. None: it claims nothing."""
    mark: str | None = None
    """A word that stands for these bytes on this machine as long as it is the same: a blob id, or place, size and times of a file. None: there is
    none that can be relied on."""


class Tree(Protocol):
    """The files of one version: names and digests at once, bytes on demand."""

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path, sorted."""

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these files, in one round. KeyError for a path that `files` does not have."""

    def close(self) -> None:
        """Lets go of handles and connections. May be called twice."""


class ModuleFile(msgspec.Struct, frozen=True, gc=False):
    """Where one module's text lies."""

    name: str
    """Dotted: `pkg.sub.mod`."""
    source: str | None
    """Path of its `.py` in the tree; None: there is none (a stub, a compiled module, a namespace package)."""
    stub: str | None = None
    """Path of its `.pyi`, beside it or in a stub-only package; None: there is none."""
    package: bool = False
    """Is it a package (it may have submodules)? Namespace packages (PEP 420) have neither source nor stub."""
    compiled: bool = False
    """Is there an extension module (`.so`, `.pyd`) of this name?"""
    binary: str | None = None
    """Path of that extension module in the tree, of several for several systems the last by name; None: there is none, or it is not known."""


class Metadata(msgspec.Struct, frozen=True):
    """What the distribution says of itself (core metadata, PEP 566 and later). None and empty: not said, or not to be had from this source."""

    name: str | None = None
    version: str | None = None
    requires_python: str | None = None
    classified: tuple[str, ...] = ()
    """Python versions in its classifiers (`Programming Language :: Python :: 2.7` gives `2.7`), as written: all that old releases say of them."""
    requires_dist: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    entry_points: tuple[tuple[str, str, str], ...] = ()
    """(group, name, object reference), sorted."""
    typed: tuple[str, ...] = ()
    """Import packages that ship `py.typed` (PEP 561) or are stub-only."""
    filenames: tuple[str, ...] = ()
    """All files of the release on the index, sorted; empty where only one file was seen."""
    known: frozenset[str] = frozenset()
    """Fields of this class that the source says in full: what is None or empty there is said to be so, and not just left out."""


class Traffic(msgspec.Struct):
    """What reading a release cost on the wire. Counts up while the tree is read."""

    requests: int = 0
    """HTTP requests sent, index pages included."""
    received: int = 0
    """Bytes of response bodies, as they came over the wire."""
    whole: int = 0
    """Size in bytes of the files that were read from, had they been downloaded whole."""


class Release(msgspec.Struct):
    """A tree plus what the distribution says of itself."""

    spec: str
    """What the user typed."""
    name: str | None
    """Distribution name as it writes itself; None for a bare directory without metadata."""
    version: str | None
    """PEP 440 version as written; None where there is none."""
    packages: tuple[str, ...]
    """Top-level import names (packages and single modules) that are looked at, sorted."""
    modules: Mapping[str, ModuleFile]
    """Every module of those packages by its dotted name, sorted. Tests and vendored code are included: surfaces decide about them."""
    tree: Tree | None
    """None where facts are given ready-made (`prepared`)."""
    metadata: Metadata = Metadata()
    prepared: Mapping[str, Facts] | None = None
    """Facts by module where there are no files to read: a function database."""
    unknown: frozenset[str] = frozenset()
    """What this kind of source cannot say, and must not be taken as absent: of `defaults`, `kinds`, `exports`, `bases`, `attributes`,
    `annotations`, `decorators`."""
    gaps: tuple[tuple[str, Gap], ...] = ()
    """(module, gap): compiled modules without stubs, files that could not be read, odd records."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user about the source itself: a RECORD that is missing, a database quirk (with its file)."""
    traffic: Traffic = msgspec.field(default_factory=Traffic)
    equal: frozenset[str] = frozenset()
    """Modules whose text is known to be the same in the other release of the pair (digests agree); empty where the release was opened alone."""


class Pair(msgspec.Struct):
    """Two releases, opened together."""

    old: Release
    new: Release
