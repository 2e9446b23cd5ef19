"""One version as a graph in JSON Graph Format, version 2 (https://jsongraphformat.info): one object `{"graph": {...}}`.

Nodes are keyed by an id: the dotted place of a module, class, function, method, property or attribute; `place(name)` for a parameter.
Edges are directed:

- `contains`: from a module to what it defines, a package to its modules, a class to its members, a callable to its parameters in order;
- `exports`: from a module to what it offers and another module defines, with the name it has there;
- `imports`: from a module to one that it imports when it is imported itself;
- `inherits`: from a class to a direct base. A base of another distribution is a node of the kind `external`.

A module that nobody is promised but that defines something that is, or is imported on the way, and a private base, has `"public": false` and nothing
more. Other metadata is left out where there is nothing to say.
"""

from __future__ import annotations

import json

from modiff.model.api import Api
from modiff.model.graph import Graph
from modiff.report.interface import Style


def show(api: Api, style: Style) -> str:
    """The graph of one version as text."""
    return json.dumps(Graph.of(api).to_jgf(), indent=1) + "\n"
