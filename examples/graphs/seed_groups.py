"""The three groupings of the original example, as graphs: by module, by function or class, by level.

python examples/graphs/seed_groups.py SPEC
"""

from __future__ import annotations

import sys

import modiff

graph = modiff.Graph.of(modiff.show(sys.argv[1], modiff.Policy(surface=modiff.Surface.everything)))

by_module = graph.grouped_by("module")
by_function = graph.grouped_by("definition")
by_level = graph.levels()

print("by module: module → function → parameter")
for module, part in by_module.items():
    print(f"  {module}: {', '.join(node.id for node in part)}")
print("by function or class: its module is an attribute")
for function, part in by_function.items():
    if function is not None and part[function].module:
        print(f"  {function} (of {part[function].module}): {', '.join(node.name for node in part if node.id != function)}")
print("by level: everything down to it")
for level, part in by_level.items():
    print(f"  {level}: {len(part)} nodes, {len(part.edges_of('contains'))} contained in another")
