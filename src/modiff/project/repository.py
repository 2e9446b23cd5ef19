"""What git knows of a project: where its repository begins, tags that name releases, merge bases. Reads only; fetches nothing."""

from __future__ import annotations

import os
import re
from pathlib import Path

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.errors import ModiffError
from modiff.sources.git import GitFailed, ask_git

_TAG = re.compile(r"(?:(?P<name>.*?)[-_@/])?(?:v|ver|version|release|rel)?[-_./]?(?P<version>\d[\w.!+-]*)", re.IGNORECASE)
"""`1.2`, `v1.2`, `release-1.2`, `name-1.2`, `name@1.2`, `name/v1.2`."""

_TELLS_NOTHING = (".md", ".rst", ".yml", ".yaml", ".svg", ".png", ".jpg", ".gif", ".ipynb")
"""Ends of names of files that no API and no metadata is read from."""


class Tag(msgspec.Struct, frozen=True):
    """A tag that names a release."""

    name: str
    version: Version
    commit: str
    """The commit it leads to, in full."""
    date: str
    """When it was made, or its commit: ISO 8601."""


class Repository:
    """The repository that a directory lies in."""

    def __init__(self, directory: str, top: str, prefix: str) -> None:
        self.directory = directory
        """The project's."""
        self.top = top
        """Where the working tree begins."""
        self.prefix = prefix
        """The project's place in it, with a slash at the end; empty: at the top."""

    @classmethod
    def around(cls, directory: Path) -> Repository | None:
        """The repository with a working tree that this directory lies in; None: it lies in none, or git is not there or refuses to read it."""
        try:
            said = ask_git(str(directory), "rev-parse", "--show-toplevel", "--show-prefix")
        except (GitFailed, ModiffError):
            return None
        top, prefix = (os.fsdecode(line) for line in said.split(b"\n")[:2])
        return cls(str(directory), top, prefix)

    @property
    def head(self) -> str | None:
        """The commit that is checked out; None: there is none yet."""
        return self.commit("HEAD")

    @property
    def branch(self) -> str | None:
        """The branch that is checked out; None: none is (a detached HEAD)."""
        return self._line("symbolic-ref", "--quiet", "--short", "HEAD")

    @property
    def is_shallow(self) -> bool:
        """Does it hold only the newest part of its history?"""
        return self._line("rev-parse", "--is-shallow-repository") == "true"

    @property
    def is_dirty(self) -> bool:
        """Does the project's part of the working tree differ from HEAD, untracked files included?"""
        return bool(self._line("status", "--porcelain", "--untracked-files=normal", "--", "."))

    @property
    def default_branch(self) -> str | None:
        """What changes are merged into, as a name that git resolves: `origin/main` where there is a remote, else a local `main` or its like."""
        listing = self._text("for-each-ref", "--format=%(refname)%09%(symref)", "refs/heads", "refs/remotes")
        known = dict(line.partition("\t")[::2] for line in listing.splitlines())
        remote = known.get("refs/remotes/origin/HEAD", "").removeprefix("refs/remotes/")
        names = ("main", "master", "trunk", "develop", "default")
        likely = [f"{place}/{name}" for place in ("remotes/origin", "remotes/upstream", "heads") for name in names]
        found = next((place for place in [*([f"remotes/{remote}"] if remote else []), *likely] if f"refs/{place}" in known), None)
        return found.removeprefix("remotes/").removeprefix("heads/") if found is not None else None

    def commit(self, ref: str) -> str | None:
        """The commit a ref leads to; None: git knows no such ref."""
        return self._line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")

    def merge_base(self, one: str, other: str) -> str | None:
        """The newest commit from which both grew; None: the repository knows none."""
        return self._line("merge-base", one, other)

    def tags(self, name: str | None) -> list[Tag]:
        """Tags that name releases of the distribution `name`, oldest version first.

        Where tags bear names of distributions (as in a repository of several), only those of this one count, if there is any.
        """
        listing = self._text("for-each-ref", "--format=%(refname:strip=2)%09%(objectname)%09%(*objectname)%09%(creatordate:iso-strict)", "refs/tags")
        named, plain = [], []
        for line in listing.splitlines():
            tag, commit, peeled, date = line.split("\t")
            match = _TAG.fullmatch(tag)
            version = _version(match["version"]) if match else None
            if match is None or version is None:
                continue
            found = Tag(tag, version, peeled or commit, date)
            whose = match["name"]
            if whose is None or _plain(whose) in ("", "v", "version", "release", "rel", "ver"):
                plain.append(found)
            elif name is not None and _plain(whose) in (_plain(name), _plain(name).removeprefix("python-")):
                named.append(found)
        return sorted(named or plain, key=lambda tag: tag.version)

    @property
    def merged_tags(self) -> frozenset[str]:
        """Names of the tags that HEAD grew from."""
        return frozenset(self._text("for-each-ref", "--merged=HEAD", "--format=%(refname:strip=2)", "refs/tags").splitlines())

    def same(self, one: str, other: str | None) -> bool:
        """Are all files of the project that modiff might read the same in both commits? `other`: None: the working tree, untracked files included."""
        names = self._maybe("diff", "--name-only", "--no-ext-diff", "--no-renames", "-z", one, *([other] if other is not None else []), "--", ".")
        more = self._maybe("ls-files", "--others", "--exclude-standard", "-z", "--", ".") if other is None else ""
        return names is not None and more is not None and all(name.endswith(_TELLS_NOTHING) for name in (names + more).split("\0") if name)

    def files_at(self, commit: str) -> bool:
        """Did the project's directory exist in that commit?"""
        return bool(self._line("ls-tree", "--full-tree", commit, f"{self.prefix.rstrip('/')}/")) if self.prefix else True

    def _line(self, *arguments: str) -> str | None:
        return self._text(*arguments).strip() or None

    def _text(self, *arguments: str) -> str:
        return self._maybe(*arguments) or ""

    def _maybe(self, *arguments: str) -> str | None:
        """None: git could not say."""
        try:
            return ask_git(self.directory, *arguments).decode("utf-8", "replace")
        except GitFailed:
            return None


def _version(text: str) -> Version | None:
    try:
        return Version(text.replace("_", "."))
    except InvalidVersion:
        return None


def _plain(name: str) -> str:
    return re.sub(r"[-_./]+", "-", name).strip("-").lower()
