"""Fetches the wheels that benchmarks read, once, with pip, and unpacks them for tools that can't read a wheel."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename
from packaging.version import Version

from benchmarks.environments import interpreter
from benchmarks.measure import DATA, Failed

WHEELS = DATA / "wheels"
SOURCE = (".py", ".pyi")

# A release that never had a wheel for the Python running here is read from one for an older Python: nothing is installed or run.
OTHER_TARGETS: tuple[tuple[str, ...], ...] = (
    (),
    *(("--python-version", python, "--platform", "manylinux2014_x86_64", "--platform", "manylinux2010_x86_64") for python in ("3.9", "3.7")),
)

MAKERS = (f"{sys.version_info.major}.{sys.version_info.minor}", "3.9")
"""Pythons that may make a wheel of a release that has none: its own setup runs then, and old ones do not bear new Pythons."""


def wheel(name: str, version: str) -> Path:
    """The wheel of this release, from the folder of earlier runs or the index, or made of its sdist by a Python that bears it. Failed if none is."""
    found = kept(name, version)
    for target in OTHER_TARGETS:
        if found is None:
            pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
            subprocess.run([*pip, *target, "--dest", str(WHEELS), f"{name}=={version}"], check=False, stderr=subprocess.DEVNULL)
            found = kept(name, version)
    for python in MAKERS:
        if found is None:
            with suppress(Failed):  # there is no such Python here
                pip = [interpreter(python), "-m", "pip", "wheel", "-q", "--disable-pip-version-check", "--no-deps", "--use-pep517"]
                subprocess.run([*pip, "--wheel-dir", str(WHEELS), f"{name}=={version}"], check=False, stderr=subprocess.DEVNULL)
            found = kept(name, version)
    if found is None:
        raise Failed(f"pip found no wheel of {name}=={version} for this machine, nor for Python 3.9 or 3.7 on Linux, and could make none.")
    return found


def kept(name: str, version: str) -> Path | None:
    """The wheel as an earlier run left it; None: not there yet."""
    for path in sorted(WHEELS.glob("*.whl")):
        its_name, its_version, _, _ = parse_wheel_filename(path.name)
        if its_name == canonicalize_name(name) and its_version == Version(version):
            return path
    return None


def unpack(path: Path, into: Path) -> list[str]:
    """Writes the wheel's Python source and stubs into a folder; the top-level import packages, sorted."""
    packages = set()
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.endswith(SOURCE) and ".data/" not in member:
                archive.extract(member, into)
                packages.add(member.split("/")[0].removesuffix(".py"))
    return sorted(packages)


def retouch(path: Path, into: Path) -> None:
    """Writes the wheel's files into a folder, with a comment at the end of each source. Compiled modules and data are only there, and empty."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            target = into / member.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            if member.filename.endswith(SOURCE):
                target.write_bytes(archive.read(member) + b"\n# a comment\n")
            else:
                target.write_bytes(archive.read(member) if ".dist-info/" in member.filename else b"")
