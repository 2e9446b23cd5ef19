"""`modiff.Graph`: what can be asked of one version as a graph."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import modiff
from modiff.model.circles import circles
from modiff.model.graph import Graph
from modiff.model.nodes import ATTRIBUTES, LEVELS, Node
from modiff.model.policy import Policy, Surface
from tests.model.small_api import SHOP, modules

GRAPH = Graph.of(SHOP)


def ids(nodes: object) -> list[str]:
    return [node.id for node in nodes]  # type: ignore[attr-defined]


def test_every_item_and_parameter_is_a_node_in_stable_order() -> None:
    assert ids(GRAPH) == [
        "abc.ABC", "shop", "shop._impl", "shop._impl.Base", "shop._impl.Order", "shop._impl.Order.save", "shop._impl.Order.save(to)",
        "shop._impl.Order.save(fast)", "shop.api", "shop.api.Rush", "shop.limit", "shop.send", "shop.send(to)", "shop.send(fast)",
    ]  # fmt: skip
    shuffled = msgspec.structs.replace(SHOP, items=tuple(reversed(SHOP.items)), imports=tuple(reversed(SHOP.imports)))
    assert (Graph.of(shuffled).nodes, Graph.of(shuffled).edges) == (GRAPH.nodes, GRAPH.edges)


def test_a_node_says_what_its_item_says() -> None:
    order = GRAPH["shop._impl.Order"]
    assert (order.kind, order.level, order.module, order.definition, order.package) == ("class", "function", "shop._impl", order.id, "shop")
    assert (order.path, order.also, order.flags, order.public) == ("shop.Order", ("shop.api.Order",), ("abstract",), True)
    saved = GRAPH["shop._impl.Order.save"]
    assert (saved.level, saved.definition, saved.signature, saved.inherited_from) == ("method", order.id, "(to, *, fast=False)", "shop._impl.Base")
    fast = GRAPH["shop.send(fast)"]
    assert (fast.level, fast.order, fast.parameter_kind, fast.default, fast.required, fast.annotation) == (
        "parameter", 1, "KEYWORD_ONLY", "False", False, "bool",
    )  # fmt: skip
    assert GRAPH["abc.ABC"].kind == "external"
    assert not GRAPH["shop._impl"].public
    assert set(order.attributes) <= set(ATTRIBUTES)
    assert None not in order.attributes.values()


def test_edges_lead_from_node_to_node() -> None:
    assert {(e.source, e.kind, e.target, e.name) for e in GRAPH.edges if e.kind != "contains"} == {
        ("shop", "exports", "shop._impl.Order", "Order"), ("shop.api", "exports", "shop._impl.Order", "Order"),
        ("shop._impl.Order", "inherits", "shop._impl.Base", None), ("shop._impl.Order", "inherits", "abc.ABC", None),
        ("shop.api.Rush", "inherits", "shop._impl.Order", None),
        ("shop", "imports", "shop._impl", None), ("shop._impl", "imports", "shop.api", None), ("shop.api", "imports", "shop._impl", None),
    }  # fmt: skip
    assert all(edge.source in GRAPH and edge.target in GRAPH for edge in GRAPH.edges)


def test_questions_about_neighbours() -> None:
    assert ids(GRAPH.bases_of("shop._impl.Order")) == ["shop._impl.Base", "abc.ABC"]
    assert ids(GRAPH.heirs_of(GRAPH["shop._impl.Order"])) == ["shop.api.Rush"]
    assert ids(GRAPH.all_after("shop.api.Rush", "inherits")) == ["abc.ABC", "shop._impl.Base", "shop._impl.Order"]
    assert ids(GRAPH.all_before("abc.ABC", "inherits")) == ["shop._impl.Order", "shop.api.Rush"]
    assert ids(GRAPH.parameters_of("shop.send")) == ["shop.send(to)", "shop.send(fast)"]
    assert ids(GRAPH.members_of("shop.api")) == ["shop.api.Rush"]
    owner = GRAPH.owner_of("shop.send")
    assert owner is not None
    assert owner.id == "shop"
    assert GRAPH.owner_of("shop") is None
    assert ids(GRAPH.before("shop._impl.Order", "exports")) == ["shop", "shop.api"]


def test_a_node_is_found_by_every_path_that_reaches_it() -> None:
    for path in ("shop._impl.Order", "shop.Order", "shop.api.Order"):
        assert GRAPH.at(path) is GRAPH["shop._impl.Order"]
    assert GRAPH.at("shop.nothing") is None
    with pytest.raises(KeyError):
        GRAPH["shop.Order"]


def test_roots_leaves_and_cycles() -> None:
    assert ids(GRAPH.roots()) == ["abc.ABC", "shop"]
    assert ids(GRAPH.roots("imports")) == ["shop"]
    assert ids(GRAPH.roots("inherits")) == ["shop.api.Rush"]
    assert ids(GRAPH.leaves("inherits")) == ["abc.ABC", "shop._impl.Base"]
    assert [ids(circle) for circle in GRAPH.cycles()] == [["shop._impl", "shop.api"]]
    assert GRAPH.cycles("inherits") == ()


def test_subgraphs_by_attribute_question_and_id() -> None:
    assert ids(GRAPH.subgraph(kind="class", public=True)) == ["shop._impl.Order", "shop.api.Rush"]
    assert ids(GRAPH.subgraph(flags="dataclass")) == ["shop.api.Rush"]
    assert ids(GRAPH.subgraph(lambda node: node.deprecated is not None)) == ["shop.send"]
    part = GRAPH.subgraph(["shop.api.Rush", GRAPH["shop._impl.Order"]])
    assert [(edge.source, edge.target) for edge in part.edges] == [("shop.api.Rush", "shop._impl.Order")]
    assert len(GRAPH.edge_subgraph("imports")) == 3
    with pytest.raises(ValueError, match="no attribute 'colour'; they have id, kind"):
        GRAPH.subgraph(colour="red")
    with pytest.raises(KeyError):
        GRAPH.subgraph(["shop.nothing"])


def test_groups_by_attribute_hold_every_node_once() -> None:
    for attribute in ("module", "kind", "level", "package", "public", "definition", "binding", "line"):
        groups = GRAPH.grouped_by(attribute)
        assert sorted(node.id for group in groups.values() for node in group) == sorted(ids(GRAPH))
        assert all(getattr(node, attribute) == value for value, group in groups.items() for node in group)
    assert list(GRAPH.grouped_by("level")) == list(LEVELS)
    assert list(GRAPH.grouped_by("module")) == ["shop", "shop._impl", "shop.api", None]
    assert ids(GRAPH.grouped_by("flags")["abstract"]) == ["shop._impl.Order", "shop.api.Rush"]
    assert {k: len(v) for k, v in GRAPH.grouped_by(lambda node: node.name[0].isupper()).items()} == {False: 10, True: 4}
    with pytest.raises(ValueError, match="no attribute"):
        GRAPH.grouped_by("colour")


def test_levels_grow_from_the_root() -> None:
    levels = GRAPH.levels()
    assert list(levels) == list(LEVELS)
    assert [len(graph) for graph in levels.values()] == [3, 9, 10, 14]
    assert levels["parameter"].edges == GRAPH.edges


def test_it_is_public_and_nothing_in_it_changes() -> None:
    assert modiff.Graph is Graph
    for part, field in ((GRAPH, "nodes"), (GRAPH.nodes[0], "id"), (GRAPH.edges[0], "kind")):
        with pytest.raises(AttributeError):
            setattr(part, field, None)


def test_it_can_be_pickled_and_compared() -> None:
    assert GRAPH.cycles()
    back = pickle.loads(pickle.dumps(GRAPH))
    assert back == GRAPH
    assert back != GRAPH.down_to("module")
    assert back["shop"] == GRAPH["shop"]


def test_of_a_package_on_disk(tmp_path: Path) -> None:
    files = {
        "pkg/__init__.py": "from pkg.core import run\nfrom . import _hidden\n",
        "pkg/core.py": "import pkg._hidden\ndef run(x): ...\n",
        "pkg/_hidden.py": "import pkg._deeper\nif False:\n    import os\n",
        "pkg/_deeper.py": "",
        "pkg/_alone.py": "import pkg.core\n",
        "pkg/tests/__init__.py": "import pkg.core\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    graph = modiff.Graph.of(modiff.show(str(tmp_path / "pkg"), cache=False))
    imports = {(edge.source, edge.target) for edge in graph.edges_of("imports")}
    assert imports == {("pkg", "pkg.core"), ("pkg", "pkg._hidden"), ("pkg.core", "pkg._hidden"), ("pkg._hidden", "pkg._deeper")}
    assert [(edge.source, edge.target) for edge in graph.edges_of("exports")] == [("pkg", "pkg.core.run")]
    only = modiff.Graph.of(modiff.show(str(tmp_path / "pkg"), Policy(only=("pkg.core",)), cache=False))
    assert not only.edges_of("imports")
    everything = modiff.Graph.of(modiff.show(str(tmp_path / "pkg"), Policy(surface=Surface.everything), cache=False))
    assert ("pkg._alone", "pkg.core") in {(edge.source, edge.target) for edge in everything.edges_of("imports")}
    assert json.loads(json.dumps(everything.to_jgf()))["graph"]["directed"]


names = st.sampled_from("abcdefg")


@given(st.lists(st.tuples(names, names), max_size=25))
def test_circles_are_what_leads_to_itself(edges: list[tuple[str, str]]) -> None:
    def reached(start: str) -> set[str]:
        found: set[str] = set()
        while more := {b for a, b in edges if a in found | {start}} - found:
            found |= more
        return found

    everything = {name: reached(name) for edge in edges for name in edge}
    expected = {frozenset(b for b in everything[a] if a in everything[b]) for a in everything if a in everything[a]}
    assert {frozenset(circle) for circle in circles(edges)} == expected
    assert len(circles(edges)) == len(expected)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "p.a", "p.a.b", "p.c", "q"]), st.sampled_from(["p", "p.a", "p.a.b", "p.c", "q"])), max_size=12, unique=True
    )
)
def test_groups_lose_only_edges_between_groups(edges: list[tuple[str, str]]) -> None:
    graph = Graph.of(modules(edges))

    def by(node: Node) -> str:
        return node.id[0]

    inside = [edge for group in graph.grouped_by(by).values() for edge in group.edges]
    assert sorted(inside, key=str) == sorted((edge for edge in graph.edges if edge.source[0] == edge.target[0]), key=str)
