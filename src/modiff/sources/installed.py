"""A distribution of the running environment as a Release, by what `importlib.metadata` knows of it."""

from __future__ import annotations

import difflib
import json
import os
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from urllib.parse import urlsplit
from urllib.request import url2pathname

from modiff.errors import NothingToRead, NotInstalled
from modiff.model.release import Metadata, Release
from modiff.sources.assemble import project_release, site_release
from modiff.sources.directory import DirectoryTree, without_unreadable
from modiff.sources.metadata import core_metadata, entry_points, first_said
from modiff.sources.specs import Spec


def open_installed(name: str, spec: Spec) -> Release:
    """The files that the distribution's RECORD names, as they are now; of an editable installation the project it points to.

    Raises NotInstalled with near names, NothingToRead.
    """
    found = _distribution(name)
    said = _metadata(found)
    what = f"the installed {said.name or name}"
    project = _editable(found)
    if project is not None:
        if not os.path.isdir(project):
            raise NothingToRead(f"{what} points to {project}, which is no directory any more", [f"install {name} again"])
        tree = DirectoryTree(project, project=True)
        release = project_release(tree, spec, what, said=said)
        release.metadata = first_said(said, release.metadata)
        release.name, release.version = release.metadata.name, release.metadata.version
    else:
        home = str(found.locate_file(""))
        tree = DirectoryTree(home, only=_files(found, home))
        release = site_release(tree, spec, what, said=said)
    return without_unreadable(release, tree)


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError:
        known = {_plain(other): other for other in (each.metadata["Name"] for each in distributions()) if other}
        near = difflib.get_close_matches(_plain(name), known, n=3, cutoff=0.6)
        raise NotInstalled(f"{name} is not installed in the environment that runs modiff", [f"installed:{known[other]}" for other in near]) from None


def _metadata(found: Distribution) -> Metadata:
    text = found.read_text("METADATA") or ""
    entries = Metadata(entry_points=entry_points((found.read_text("entry_points.txt") or "").encode()), known=frozenset({"entry_points"}))
    core = core_metadata(text.encode(), built=True) if text else core_metadata((found.read_text("PKG-INFO") or "").encode())
    return first_said(core, entries)


def _editable(found: Distribution) -> str | None:
    """The project's directory, if it was installed in editable mode (PEP 610)."""
    try:
        said = json.loads(found.read_text("direct_url.json") or "null")
        if isinstance(said, dict) and said.get("dir_info", {}).get("editable"):
            return url2pathname(urlsplit(said["url"]).path)
    except (ValueError, KeyError, AttributeError, TypeError):
        pass
    return None


def _files(found: Distribution, home: str) -> list[str]:
    """Its files under the directory where it is installed; scripts and the like lie outside."""
    listed = [file.as_posix() for file in found.files or ()]
    if not any(name.endswith((".py", ".pyi", ".so", ".pyd")) for name in listed):
        listed += _by_top_names(found, home)
    return [name for name in listed if not name.startswith(("../", "/")) and "__pycache__" not in name]


def _by_top_names(found: Distribution, home: str) -> list[str]:
    """Without a list of files (a system's own packages): what lies under its top-level names."""
    tops = (found.read_text("top_level.txt") or "").split() or [re.sub(r"[-.]", "_", found.metadata["Name"] or "")]
    names: list[str] = []
    for top in filter(str.isidentifier, tops):
        names += [f"{top}.py"] if os.path.isfile(os.path.join(home, f"{top}.py")) else []
        if os.path.isdir(os.path.join(home, top)):
            names += [f"{top}/{name}" for name in DirectoryTree(os.path.join(home, top)).files]
    return names


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
