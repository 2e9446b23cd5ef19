"""Small worlds as text: packages made of strings, read by the real pipeline."""

from __future__ import annotations

from textwrap import dedent

from modiff import link, reading
from modiff.compare import compare
from modiff.graph import Graph
from modiff.link import Environment
from modiff.model.changes import Change, Changes
from modiff.model.policy import Policy
from modiff.sources.memory import release_of


def graph_of(environment: Environment | None = None, /, **files: str) -> Graph:
    """A version from its files: `pkg="…"` is `pkg/__init__.py`, `pkg__mod="…"` is `pkg/mod.py` (three underscores: a private module)."""
    release = release_of(named(files))
    return Graph(link.view(release, reading.read(release), environment))


def named(files: dict[str, str]) -> dict[str, str | bytes]:
    """Keywords as paths: a name that is a prefix of another is a package."""
    dotted = {key.replace("___", "/_").replace("__", "/"): dedent(text) for key, text in files.items()}
    packages = {path for path in dotted if path == "pkg" or any(other.startswith(f"{path}/") for other in dotted)}
    return {f"{path}/__init__.py" if path in packages else f"{path}.py": text for path, text in dotted.items()}


def changes_of(old: dict[str, str], new: dict[str, str], policy: Policy | None = None) -> Changes:
    """What differs between two small worlds."""
    return compare(graph_of(**old), graph_of(**new), policy or Policy())


def told(changes: Changes) -> list[str]:
    """Changes in short: class, path and what tells them apart."""
    return [_told(change) for change in changes.changes]


def _told(change: Change) -> str:
    detail = [
        str(getattr(change, name))
        for name in ("event", "part", "moved_to", "renamed_to", "before", "after", "lost")
        if _is_plain(getattr(change, name, None))
    ]
    return " ".join([type(change).__name__, change.path, *detail])


def _is_plain(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, tuple) and all(isinstance(v, str) for v in value))
