"""Client code read against two small worlds."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from textwrap import dedent

from modiff import link, reading
from modiff.graph import Graph
from modiff.model.clients import ClientFile
from modiff.model.findings import Certainty
from modiff.model.hits import Hit
from modiff.model.policy import Policy, Surface
from modiff.plugins.judged import findings
from modiff.sources.memory import release_of
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client
from modiff.uses.readings import Reading
from modiff.uses.worlds import World


def hits(old: str | Mapping[str, str], new: str | Mapping[str, str], client: str | Mapping[str, str]) -> list[Hit]:
    """All hits, possible and guarded ones included. A text alone is `pkg/__init__.py`, or the client's one file."""
    before, after = (_files(side, "pkg/__init__.py") for side in (old, new))
    files = [
        ClientFile(path, path.removesuffix(".py").replace("/", ".").removesuffix(".__init__"), path.endswith("__init__.py"), text.encode())
        for path, text in _files(client, "client.py").items()
    ]
    both = [Reading(World({"pkg": graph(side)}), Client((file, ast.parse(file.text)) for file in files)) for side in (before, after)]
    # The two readings share their syntax trees, as they do in the flow.
    both[1].client = both[0].client
    found = Findings("pkg", findings(before, after, Policy(surface=Surface.everything)))
    return judged(both[0].read(), both[1].read(), {"pkg": found})


def broken(old: str | Mapping[str, str], new: str | Mapping[str, str], client: str | Mapping[str, str]) -> list[int]:
    """Lines of certain and likely hits that no `try` guards, each once."""
    return sorted({hit.line for hit in hits(old, new, client) if hit.certainty > Certainty.possible and not hit.guarded})


def graph(files: Mapping[str, str]) -> Graph:
    """A version from its files."""
    release = release_of(files)
    return Graph(link.view(release, reading.read(release)))


def _files(side: str | Mapping[str, str], main: str) -> dict[str, str]:
    return {main: dedent(side).strip("\n")} if isinstance(side, str) else {path: dedent(text).strip("\n") for path, text in side.items()}
