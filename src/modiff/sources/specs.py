"""How a user names a version: text in, a frozen `Spec` out, nothing opened. The forms are those of the contract."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from modiff.errors import BadSpec

SDIST_ENDINGS = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip")
FORMS = "NAME==VERSION, NAME, a wheel, an sdist, a directory (./DIR), git+PATH@REF, installed:NAME or functiondb:PATH[@VERSION]"

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION = r"[A-Za-z0-9][A-Za-z0-9._+!-]*"
_PINNED = re.compile(rf"({_NAME})\s*==\s*({_VERSION})", re.ASCII)
_BARE = re.compile(_NAME, re.ASCII)
_NEARLY = re.compile(rf"({_NAME})(\[[^\]]*\])?\s*(===|==|=|@|~=|>=|<=|!=|<|>|:|,|\s)\s*v?({_VERSION}|{_VERSION}\.\*)", re.ASCII)
_IMPORT = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_UNREAD = (
    ".egg",
    ".rpm",
    ".deb",
    ".exe",
    ".msi",
    ".conda",
    ".7z",
    ".rar",
    ".tar.z",
    ".tar.zst",
    ".tar.lz",
    ".gz",
    ".bz2",
    ".xz",
    ".py",
    ".pyi",
    ".pyz",
    ".so",
    ".pyd",
)


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """What every form has in common. Use one of the forms below."""

    text: str
    """What the user typed, options included."""
    imports: tuple[str, ...] = ()
    """`import=`: the import packages (or dotted parts of a namespace package) to look at; empty: all."""
    subdirectory: str | None = None
    """`subdirectory=`: where in the tree the project lies, POSIX and relative; None: at the top."""


class IndexSpec(Spec, frozen=True, kw_only=True):
    """`NAME==VERSION`, `NAME`: a release on the package index."""

    name: str
    """As typed, not normalised."""
    version: str | None = None
    """As typed; None: the newest release."""


class WheelSpec(Spec, frozen=True, kw_only=True):
    """A wheel on disk."""

    path: str


class SdistSpec(Spec, frozen=True, kw_only=True):
    """A source distribution on disk: a tar, compressed or not, or a zip."""

    path: str


class DirectorySpec(Spec, frozen=True, kw_only=True):
    """An import package, a project, or a `site-packages`."""

    path: str


class GitSpec(Spec, frozen=True, kw_only=True):
    """`git+PATH@REF`: a revision of a local repository."""

    path: str
    """The repository, bare or not, or a directory inside it, which is then the project."""
    ref: str
    """Anything that git resolves to a commit."""


class InstalledSpec(Spec, frozen=True, kw_only=True):
    """`installed:NAME`: a distribution in the running environment."""

    name: str


class DatabaseSpec(Spec, frozen=True, kw_only=True):
    """`functiondb:PATH[@VERSION]`: a function database."""

    path: str
    version: str | None = None
    """None: the only one it holds, which the reader of the database checks."""


def parse(text: str, exists: Callable[[str], bool] = lambda path: False) -> Spec:
    """The form that `text` has. `exists(path)` says whether there is such a path: only asked where a `#` or `@` could belong to one.

    Raises BadSpec with what to write instead. That a file is missing, or is no archive, is found when it is opened.
    """
    typed = text.strip()
    if not typed or "\0" in typed:
        raise BadSpec("a version is named by an empty text" if not typed else f"{typed!r} holds a null character", [f"write {FORMS}"])
    body, imports, subdirectory = _options(typed, exists)
    if not body:
        raise BadSpec(f"{typed!r} has options, but names no version", [f"write {FORMS} before the #"])
    spec = _form(body, exists)
    if subdirectory is not None and not isinstance(spec, SdistSpec | DirectorySpec | GitSpec):
        raise BadSpec(f"subdirectory= has no meaning in {typed!r}", ["it is for directories, git revisions and sdists on disk"])
    return msgspec.structs.replace(spec, text=typed, imports=imports, subdirectory=subdirectory)


def _form(body: str, exists: Callable[[str], bool]) -> Spec:
    lower = body.lower()
    if "://" in body and not lower.startswith(("git+", "functiondb:")):
        raise BadSpec(
            f"{body!r} is an address, and modiff reads no addresses", ["name a release as NAME==VERSION", "or download the file and give its path"]
        )
    if lower.startswith("git+"):
        return _git(body, exists)
    if lower.startswith("installed:"):
        return _installed(body)
    if lower.startswith("functiondb:"):
        return _database(body, exists)
    if lower.endswith(".whl"):
        return WheelSpec(text=body, path=body)
    if lower.endswith(SDIST_ENDINGS):
        return SdistSpec(text=body, path=body)
    if "/" in body or "\\" in body or body in (".", "..", "~"):
        return DirectorySpec(text=body, path=body)
    if pinned := _PINNED.fullmatch(body):
        return IndexSpec(text=body, name=pinned[1], version=pinned[2])
    if lower.endswith(_UNREAD) and (exists(body) or not _BARE.fullmatch(body)):
        raise BadSpec(f"{body!r} is no file that modiff reads", ["give a wheel, an sdist, or the directory that holds the package"])
    if _BARE.fullmatch(body):
        return IndexSpec(text=body, name=body)
    raise _mistyped(body)


def _options(typed: str, exists: Callable[[str], bool]) -> tuple[str, tuple[str, ...], str | None]:
    """The text before `#`, and what the options behind it say."""
    body, mark, options = typed.rpartition("#")
    if not mark or exists(typed):
        return typed, (), None
    imports: list[str] = []
    subdirectory: str | None = None
    for option in filter(None, options.split("&")):
        key, given, value = option.partition("=")
        if key == "import" and given:
            imports += [_imported(name.strip(), typed) for name in value.split(",")]
        elif key == "subdirectory" and given:
            subdirectory = _inside(value, typed)
        else:
            raise BadSpec(f"{option!r} is no option of a spec, in {typed!r}", ["options are import=PACKAGE and subdirectory=DIR, joined by &"])
    return body.rstrip(), tuple(dict.fromkeys(imports)), subdirectory


def _imported(name: str, typed: str) -> str:
    if not _IMPORT.fullmatch(name):
        likely = re.sub(r"[^\w.]+", "_", name) or "pkg"
        raise BadSpec(f"import={name} names no import package, in {typed!r}", [f"write the name as in an import statement: import={likely}"])
    return name


def _inside(value: str, typed: str) -> str:
    parts = [part for part in value.replace("\\", "/").split("/") if part not in ("", ".")]
    if not value or value.startswith(("/", "\\")) or ".." in parts:
        raise BadSpec(f"subdirectory={value} does not lie inside what it is a part of, in {typed!r}", ["give a relative path without .."])
    return "/".join(parts)


def _git(body: str, exists: Callable[[str], bool]) -> GitSpec:
    """The path ends at the first `@` before which something exists, as both paths and refs may hold one."""
    rest = body[len("git+") :].removeprefix("file://")
    if "://" in rest or re.match(r"[\w.-]+@[\w.-]+:", rest):
        raise BadSpec(f"{body!r} is not a local repository", ["clone it, then write git+PATH@REF"])
    cuts = [at for at, char in enumerate(rest) if char == "@"]
    if not cuts:
        raise BadSpec(f"{body!r} names no revision", [f"write git+{rest or '.'}@HEAD, or a tag, branch or commit after the @"])
    cut = next((at for at in cuts if exists(rest[:at])), cuts[-1])
    path, ref = rest[:cut] or ".", rest[cut + 1 :]
    if not ref or ref.startswith("-"):
        raise BadSpec(f"{body!r} names no revision after the @", [f"write git+{path}@HEAD, or a tag, branch or commit after the @"])
    return GitSpec(text=body, path=path, ref=ref)


def _installed(body: str) -> InstalledSpec:
    name = body[len("installed:") :].strip()
    if not _BARE.fullmatch(name):
        bare = _BARE.match(name)
        raise BadSpec(
            f"{body!r} names no distribution",
            [f"write installed:{bare[0] if bare else 'NAME'} (what is installed has one version, so none is given)"],
        )
    return InstalledSpec(text=body, name=name)


def _database(body: str, exists: Callable[[str], bool]) -> DatabaseSpec:
    rest = body[len("functiondb:") :]
    if rest and exists(rest):
        return DatabaseSpec(text=body, path=rest)
    path, mark, version = rest.rpartition("@")
    if not mark:
        path, version = rest, ""
    if not path or (mark and not version):
        raise BadSpec(f"{body!r} names no function database", ["write functiondb:PATH, or functiondb:PATH@VERSION"])
    return DatabaseSpec(text=body, path=path, version=version or None)


def _mistyped(body: str) -> BadSpec:
    """What to write instead of something that is nearly `NAME==VERSION`."""
    if nearly := _NEARLY.fullmatch(body):
        name, version = nearly[1], nearly[4].removesuffix(".*")
        said = (
            f"{body!r} is a range of versions"
            if nearly[3] in ("~=", ">=", "<=", "!=", "<", ">") or nearly[4].endswith(".*")
            else f"{body!r} names no version"
        )
        return BadSpec(f"{said}, and modiff compares single ones", [f"write {name}=={version}"])
    if extra := re.fullmatch(rf"({_NAME})\[[^\]]*\]", body):
        return BadSpec(f"{body!r} names extras, which do not change what a package offers", [f"write {extra[1]}"])
    return BadSpec(f"{body!r} names no version in any form that modiff knows", [f"write {FORMS}"])
