"""Virtual environments with one release installed in each: made once, with pip, and kept for the next run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import DATA, Failed, complaint

ENVIRONMENTS = DATA / "environments"
"""Where they are kept, one folder a release."""


def environment(name: str, version: str, python: str = "3.11", also: Sequence[str] = (), folder: Path = ENVIRONMENTS) -> Path:
    """The interpreter of an environment that has this release and what it depends on.

    `python`: the version of the interpreter, as `3.11`. `also`: further requirements, for what the release forgot to name or does not bear.
    Failed if there is no such Python here, or pip could not install it from wheels.
    """
    home = folder / f"{name}-{version}"
    inside = home / "bin" / "python"
    if inside.exists() and has_it(inside, name, version):
        return inside
    made = subprocess.run([interpreter(python), "-m", "venv", "--clear", str(home)], capture_output=True, check=False)
    if made.returncode != 0:
        raise Failed(f"no environment for {name}=={version}: {complaint(made.stdout + made.stderr)}")
    pip = [str(inside), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--prefer-binary"]
    done = subprocess.run([*pip, f"{name}=={version}", *also], capture_output=True, check=False)
    if done.returncode != 0:
        raise Failed(f"pip could not install {name}=={version} for Python {python}: {complaint(done.stderr)}")
    return inside


def has_it(python: Path, name: str, version: str) -> bool:
    """Does this environment hold the release? An interrupted installation does not."""
    asks = f"from importlib.metadata import version; raise SystemExit(version({name!r}) != {version!r})"
    return subprocess.run([str(python), "-c", asks], capture_output=True, check=False).returncode == 0


def interpreter(version: str) -> str:
    """A Python of this version: the one that runs this, one on PATH, or one of pyenv's. Failed if there is none."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    candidates = [shutil.which(f"python{version}"), *map(str, pyenv.glob(f"versions/{version}.*/bin/python"))]
    for candidate in filter(None, candidates):  # a name on PATH may be a wrapper that does not start
        if subprocess.run([candidate, "-c", "import venv, ensurepip"], capture_output=True, check=False).returncode == 0:
            return candidate
    raise Failed(f"there is no Python {version} on this machine.")
