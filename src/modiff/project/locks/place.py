"""Where a lock file lies: on disk, or in a commit of a repository. Files that it includes lie beside it, in the same commit."""

from __future__ import annotations

import difflib
import os
import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from modiff.errors import BrokenLock, FileMissing, NoRepository, UnknownRef
from modiff.sources.git import GitFailed, ask_git
from modiff.sources.nearby import near_paths

MOST_BYTES = 64 * 2**20
_GIT = re.compile(r"git\+(?P<path>.*?)@(?P<ref>[^@:][^:]*):(?P<file>[^:]+)")
_NO_LOCK = (".whl", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip", ".py")


class Place(NamedTuple):
    """One file."""

    shown: str
    """As the user names it, or would."""
    repository: str | None
    """None: it lies on disk."""
    ref: str
    file: str
    """A path on disk, or one below the repository's directory with slashes."""

    def beside(self, name: str) -> Place:
        """The file that this one includes under a relative name."""
        if self.repository is None:
            path = os.path.normpath(os.path.join(os.path.dirname(self.file), name))
            return Place(path, None, "", path)
        file = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), name.replace("\\", "/")))
        return Place(f"git+{self.repository}@{self.ref}:{file}", self.repository, self.ref, file)

    def read(self) -> str:
        """Its text. Raises FileMissing, NoRepository, UnknownRef; BrokenLock for what is no text."""
        data = _on_disk(self) if self.repository is None else _in_git(self, self.repository)
        return _text(data, self.shown)


def is_lock(word: str) -> bool:
    """Does this word of the command line name a lock file rather than a release?"""
    if word.startswith("git+"):
        return _GIT.fullmatch(word) is not None
    return os.path.isfile(os.path.expanduser(word)) and not word.lower().endswith(_NO_LOCK)


def place_of(word: str) -> Place:
    """The place that the user means by `PATH` or `git+PATH@REF:FILE`. Raises BrokenLock where it names a repository and no file."""
    if not word.startswith("git+"):
        return Place(word, None, "", os.path.normpath(os.path.expanduser(word)))
    match = _GIT.fullmatch(word)
    if match is None:
        raise BrokenLock(word, None, "a file in a repository is named git+PATH@REF:FILE", [f"{word.partition('#')[0]}:uv.lock"])
    return Place(word, os.path.expanduser(match["path"]) or ".", match["ref"], match["file"])


def _on_disk(place: Place) -> bytes:
    path = Path(place.file)
    if not path.exists():
        raise FileMissing(f"There is no lock file {place.shown}.", near_paths(place.file))
    if path.is_dir():
        raise BrokenLock(place.shown, None, "it is a directory", [str(each) for each in sorted(path.glob("*.lock"))[:3]])
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise BrokenLock(place.shown, None, f"it is larger than {MOST_BYTES // 2**20} MB")
        return path.read_bytes()
    except OSError as error:
        raise BrokenLock(place.shown, None, f"it cannot be read: {(error.strerror or str(error)).lower()}") from error


def _in_git(place: Place, repository: str) -> bytes:
    if not os.path.isdir(repository):
        raise NoRepository(f"{repository} is no git repository", near_paths(repository))
    try:
        ask_git(repository, "rev-parse", "--git-dir")
    except GitFailed:
        raise NoRepository(f"{repository} is no git repository", ["the path of the lock file itself, if it lies on disk"]) from None
    try:
        commit = ask_git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{place.ref}^{{commit}}").decode().strip()
    except GitFailed:
        raise UnknownRef(f"{repository} knows no tag, branch or commit {place.ref}", _near_refs(place)) from None
    prefix = os.fsdecode(ask_git(repository, "rev-parse", "--show-prefix").strip())
    try:
        return ask_git(repository, "cat-file", "blob", f"{commit}:{posixpath.normpath(prefix + place.file)}")
    except GitFailed:
        names = os.fsdecode(ask_git(repository, "ls-tree", "--name-only", "-r", "--full-tree", commit)).splitlines()
        likely = [name for name in names if name.endswith((".lock", "requirements.txt"))]
        near = difflib.get_close_matches(prefix + place.file, names, 2) or likely[:2]
        hints = [f"git+{repository}@{place.ref}:{name.removeprefix(prefix)}" for name in near]
        raise FileMissing(f"{repository} has no file {place.file} at {place.ref}", hints) from None


def _near_refs(place: Place) -> list[str]:
    try:
        known = ask_git(place.repository or ".", "for-each-ref", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes")
    except GitFailed:
        return []
    near = difflib.get_close_matches(place.ref, known.decode("utf-8", "replace").split(), 3, 0.5)
    return [f"git+{place.repository}@{ref}:{place.file}" for ref in [*near, "HEAD"]]


def _text(data: bytes, shown: str) -> str:
    """UTF-8, or UTF-16 with a mark, as PowerShell writes what is sent to a file."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenLock(shown, data[: error.start].count(b"\n") + 1, "this is no text in UTF-8") from None
    if "\0" in text:
        raise BrokenLock(shown, text[: text.index("\0")].count("\n") + 1, "this is no text")
    return text
