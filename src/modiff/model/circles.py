"""Circles in a directed graph: what leads to itself. Tarjan's algorithm, without recursion."""

from __future__ import annotations

from collections.abc import Iterable


def circles(edges: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Sets of nodes each of which leads to each other, each sorted, the largest first. A single node is one where an edge leads from it to itself."""
    after: dict[str, list[str]] = {}
    loops = set()
    for source, target in edges:
        after.setdefault(source, []).append(target)
        after.setdefault(target, [])
        if source == target:
            loops.add(source)
    found = [tuple(sorted(each)) for each in components(after) if len(each) > 1 or each[0] in loops]
    return sorted(found, key=lambda circle: (-len(circle), circle))


def components(after: dict[str, list[str]]) -> list[list[str]]:
    """Strongly connected components; those that others lead to come first. `after`: where edges lead from each node; every node is a key."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    found: list[list[str]] = []
    for start in after:
        if start in number:
            continue
        path = [(start, iter(after[start]))]
        number[start] = low[start] = len(number)
        stack.append(start)
        waiting.add(start)
        while path:
            node, rest = path[-1]
            for other in rest:
                if other not in number:
                    number[other] = low[other] = len(number)
                    stack.append(other)
                    waiting.add(other)
                    path.append((other, iter(after[other])))
                    break
                if other in waiting:
                    low[node] = min(low[node], number[other])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    cut = len(stack) - 1
                    while stack[cut] != node:  # from the end: a component is mostly short, and the stack is not
                        cut -= 1
                    found.append(stack[cut:])
                    waiting.difference_update(stack[cut:])
                    del stack[cut:]
    return found
