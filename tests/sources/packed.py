"""Archives and repositories made of text, for the tests of sources."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str]


def write(folder: Path, files: Files) -> Path:
    """The files under a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def zipped(path: Path, files: Files) -> Path:
    """A zip, deflated."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def record_of(files: Files) -> str:
    """RECORD's text for these files."""
    rows = [
        f"{name},sha256={urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()},{len(text)}" for name, text in files.items()
    ]
    return "\n".join([*rows, "demo-1.0.dist-info/RECORD,,"]) + "\n"


def wheel(folder: Path, files: Files, record: str | None = None, filename: str = "demo-1.0-py3-none-any.whl") -> Path:
    """A wheel of `demo` 1.0 with a right RECORD, or the one given."""
    whole = {**files, "demo-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"}
    return zipped(folder / filename, {**whole, "demo-1.0.dist-info/RECORD": record_of(whole) if record is None else record})


def tarred(path: Path, files: Files, links: Mapping[str, tuple[bytes, str]] | None = None, mode: str = "w:gz") -> Path:
    """A tar; `links` are (type, target) by name."""
    with tarfile.open(str(path), mode) as archive:  # type: ignore[call-overload]
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
        for name, (kind, target) in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    return path


def git(folder: Path, *arguments: str) -> str:
    """Runs git, knowing nothing of the user's settings."""
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"], "HOME": str(folder)}
    who = ("-c", "user.name=tester", "-c", "user.email=tester@example.invalid", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True, env=plain).stdout


def commit(folder: Path, files: Files, tag: str) -> None:
    """Writes the files, commits everything and tags it."""
    write(folder, files)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", tag)
    git(folder, "tag", tag)
