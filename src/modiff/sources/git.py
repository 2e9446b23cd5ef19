"""A revision of a local git repository as a Release: names from `git ls-tree`, bytes from `git cat-file --batch`. Nothing is checked out."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
from collections.abc import Iterable, Mapping

import msgspec

from modiff.errors import BrokenArchive, FileMissing, ModiffError, NoRepository, NothingToRead, UnknownRef
from modiff.model.facts import Gap
from modiff.model.release import File, Release
from modiff.sources.archive import check_size
from modiff.sources.assemble import project_release
from modiff.sources.nearby import near_paths
from modiff.sources.specs import GitSpec

_FILE_MODES = (b"100644", b"100755", b"100664")
_LINK, _MODULE = b"120000", b"160000"


def open_git(spec: GitSpec) -> Release:
    """The project at the path (or the spec's `subdirectory` of it) as it was at the ref; the working tree does not matter.

    Raises FileMissing, NoRepository, UnknownRef, NothingToRead.
    """
    path = os.path.expanduser(spec.path)
    prefix = _prefix(path)
    commit = _commit(path, spec.ref)
    tree = GitTree(path, commit, prefix)
    where = f"{path} at {spec.ref}"
    if not tree.files:
        raise NothingToRead(f"{where} holds no files" + (f" under {prefix}" if prefix else ""), [f"git+{path}@HEAD"] if spec.ref != "HEAD" else [])
    release = project_release(tree, spec, where)
    release.gaps += tuple(
        (name, Gap(f"{link} is a link out of the repository's files, which modiff does not follow", None))
        for name, link in tree.links_of(release.modules)
    )
    return release


class GitTree:
    """The files under `prefix` at a commit. Digests are `git:BLOBID`."""

    def __init__(self, path: str, commit: str, prefix: str) -> None:
        self._path = path
        listing = _git_or_broken(path, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, *([f"{prefix.rstrip('/')}/"] if prefix else []))
        self._files: dict[str, File] = {}
        links: dict[str, str] = {}
        for entry in filter(None, listing.split(b"\0")):
            about, _, raw = entry.partition(b"\t")
            mode, _, blob, size = about.split()
            name = os.fsdecode(raw)[len(prefix) :]
            if mode in _FILE_MODES:
                self._files[name] = File(
                    name, int(size) if size.isdigit() else 0, f"git:{blob.decode()}", mark=f"git:{blob.decode()}"
                )  # BAD: the blob is lost, which reading it tells
            elif mode == _LINK:
                links[name] = blob.decode()
        self._follow(links)
        self._files = dict(sorted(self._files.items()))

    @property
    def files(self) -> Mapping[str, File]:
        """Every file by its path under the prefix, sorted."""
        return self._files

    def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of these blobs, in one call of git. KeyError for an unknown path; raises HostileArchive for a file over 64 MB."""
        files = [self._files[path] for path in paths]
        for file in files:
            check_size(file.size, file.path, self._path)
        blobs = _blobs(self._path, [(file.digest or "").partition(":")[2] for file in files])
        return {file.path: blob for file, blob in zip(files, blobs, strict=True)}

    def close(self) -> None:
        """Nothing is held open."""

    def links_of(self, modules: Iterable[str]) -> list[tuple[str, str]]:
        """(module, link) for links to Python files that lead to nothing in the tree and stand where such a module would."""
        homes = {name.replace(".", "/"): name for name in modules}
        return [
            (homes.get(folder, folder.replace("/", ".")), link)
            for link in self._dangling
            if (folder := re.sub(r"^(src|lib)/|\.pyi?$", "", link).rpartition("/")[0]) in homes
        ]

    def _follow(self, links: Mapping[str, str]) -> None:
        """Makes links to files of the tree copies of them."""
        self._dangling: list[str] = []
        texts = _blobs(self._path, list(links.values())) if links else []
        for name, text in zip(links, texts, strict=True):
            target = os.path.normpath(os.path.join(os.path.dirname(name), os.fsdecode(text))).replace(os.sep, "/")
            if target in self._files:
                self._files[name] = msgspec.structs.replace(self._files[target], path=name)
            elif name.endswith((".py", ".pyi")):
                self._dangling.append(name)
            else:
                below = [file for file in self._files.values() if file.path.startswith(f"{target}/")]
                copies = [msgspec.structs.replace(file, path=f"{name}{file.path[len(target) :]}") for file in below]
                self._files |= {copy.path: copy for copy in copies}


def _prefix(path: str) -> str:
    """Where in its repository the path lies, with a slash at the end; empty: at the top."""
    if not os.path.exists(path):
        raise FileMissing(f"there is no directory {path}", [f"git+{near}@…" for near in near_paths(path)])
    if not os.path.isdir(path):
        raise NoRepository(f"{path} is a file, not a git repository")
    try:
        inside = ask_git(path, "rev-parse", "--is-bare-repository", "--is-inside-git-dir", "--show-prefix")
    except GitFailed as error:
        if "dubious ownership" in error.said:
            raise NoRepository(
                f"git refuses to read {path}, as it belongs to another user", ["git config --global --add safe.directory <the repository>"]
            ) from None
        raise NoRepository(f"{path} is no git repository", [f"to read it as a directory write {path.rstrip('/')}/"]) from None
    return os.fsdecode(inside.split(b"\n", 2)[2].rstrip(b"\n"))


def _commit(path: str, ref: str) -> str:
    """The commit that the ref names."""
    try:
        return ask_git(path, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except GitFailed:
        near = _near_refs(path, ref)
        raise UnknownRef(
            f"{path} knows no tag, branch or commit {ref}", [f"git+{path}@{other}" for other in near] or ["git fetch --tags, if it is new"]
        ) from None


def _near_refs(path: str, ref: str) -> list[str]:
    """Tags and branches of similar names, best first; else the newest ones."""
    try:
        listed = ask_git(path, "for-each-ref", "--sort=-creatordate", "--format=%(refname:short)", "refs/tags", "refs/heads", "refs/remotes")
        known = listed.decode("utf-8", "replace").split()
    except GitFailed:
        return []
    plain = ref.lstrip("v")
    same = [other for other in known if other in (f"v{plain}", plain) or other.endswith((f"/{plain}", f"-{plain}", f"-v{plain}"))]
    return list(dict.fromkeys([*same, *difflib.get_close_matches(ref, known, n=4, cutoff=0.5)]))[:4] or known[:3]


def _blobs(path: str, ids: list[str]) -> list[bytes]:
    """The bytes of these blobs."""
    answer = memoryview(_git_or_broken(path, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in ids).encode())) if ids else memoryview(b"")
    found, at = [], 0
    for blob in ids:
        head = bytes(answer[at : at + 128]).split(b"\n", 1)[0]
        words = head.split()
        if len(words) != 3 or words[1] != b"blob":
            raise BrokenArchive(
                f"the repository {path} has lost a file's content ({blob})", ["git fsck says more; a partial clone has to fetch it first"]
            )
        start = at + len(head) + 1
        at = start + int(words[2]) + 1
        found.append(bytes(answer[start : at - 1]))
    return found


def _git_or_broken(path: str, *arguments: str, given: bytes | None = None) -> bytes:
    """As `ask_git`, where only a damaged or partial repository can be the reason of a failure."""
    try:
        return ask_git(path, *arguments, given=given)
    except GitFailed as error:
        if "promisor" in error.said or "lazy fetching" in error.said or "not allowed" in error.said:
            hint = f"fetch them: git -C {path} fetch --refetch --no-filter"
            raise BrokenArchive(f"the repository {path} is a partial clone that lacks files of this revision", [hint]) from None
        said = error.said.strip().rpartition("\n")[2].removeprefix("fatal: ")
        raise BrokenArchive(f"git cannot read the repository {path}: {said}", ["git fsck says more"]) from None


class GitFailed(Exception):
    """git ended with an error; `said` is what it said."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def ask_git(path: str, *arguments: str, given: bytes | None = None) -> bytes:
    """What a git command prints. It runs no hooks, asks nobody and fetches nothing."""
    quiet = {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "LC_ALL": "C",
    }
    kept = {key: value for key, value in os.environ.items() if key not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")}
    try:
        done = subprocess.run(
            ["git", "-C", path, "--no-pager", *arguments],
            input=given,
            capture_output=True,
            env={**kept, **quiet},
            check=False,
            stdin=None if given is not None else subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise ModiffError("git is not installed, so a git revision cannot be read", ["install git, or give an archive of the revision"]) from error
    if done.returncode:
        raise GitFailed(done.stderr.decode("utf-8", "replace"))
    return done.stdout
