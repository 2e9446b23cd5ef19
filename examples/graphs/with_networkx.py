"""Questions that networkx answers: which modules lie between others, and how deep the chain of imports goes.

pip install "modiff[graphs]"
python examples/graphs/with_networkx.py SPEC
"""

from __future__ import annotations

import sys

import networkx

import modiff

graph = modiff.Graph.of(modiff.show(sys.argv[1]))
imports = networkx.DiGraph(graph.edge_subgraph("imports").to_networkx())

between = networkx.betweenness_centrality(imports)
for module in sorted(between, key=lambda name: (-between[name], name))[:3]:
    print(f"{module}: between {between[module]:.0%} of all others, imported by {imports.in_degree(module)}")

without_circles = networkx.condensation(imports)
print(f"steps in the longest chain of imports: {networkx.dag_longest_path_length(without_circles)}")
