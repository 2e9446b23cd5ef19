"""The graph in the words of others: networkx, GraphML, DOT; nothing is lost, and names of strangers are names."""

from __future__ import annotations

import builtins
import io
import json
from typing import Any

import networkx
import pygraphviz
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff.errors import MissingExtra
from modiff.model.conversions import quoted
from modiff.model.graph import Graph
from tests.model.small_api import SHOP, modules

GRAPH = Graph.of(SHOP)


def test_networkx_holds_every_node_and_edge_with_its_attributes() -> None:
    made = GRAPH.to_networkx()
    assert isinstance(made, networkx.MultiDiGraph)
    assert {id: dict(said) for id, said in made.nodes(data=True)} == {node.id: node.attributes for node in GRAPH}
    found = sorted((a, b, sorted(said.items())) for a, b, said in made.edges(data=True))
    assert found == sorted((edge.source, edge.target, sorted(edge.attributes.items())) for edge in GRAPH.edges)
    assert made.graph == {"name": "Shop", "version": "1.0", "packages": ("shop",)}


def test_networkx_agrees_about_circles() -> None:
    imports = networkx.DiGraph([(edge.source, edge.target) for edge in GRAPH.edges_of("imports")])
    theirs = [sorted(part) for part in networkx.strongly_connected_components(imports) if len(part) > 1]
    assert theirs == [[node.id for node in circle] for circle in GRAPH.cycles()]


def test_graphml_is_read_back_with_all_attributes() -> None:
    back = networkx.read_graphml(io.BytesIO(GRAPH.to_graphml().encode()), force_multigraph=True)
    assert (back.number_of_nodes(), back.number_of_edges()) == (len(GRAPH), len(GRAPH.edges))
    for node in GRAPH:
        said = {name: json.loads(value) if isinstance(node.attributes[name], tuple) else value for name, value in back.nodes[node.id].items()}
        assert said == {name: list(value) if isinstance(value, tuple) else value for name, value in node.attributes.items()}


def test_dot_is_read_by_graphviz() -> None:
    back = pygraphviz.AGraph(string=GRAPH.to_dot())
    assert {str(name) for name in back.nodes()} == {node.id for node in GRAPH}
    assert back.number_of_edges() == len(GRAPH.edges)
    assert back.get_node("shop.send").attr["deprecated"] == "use post"


HOSTILE = [
    'a"]; b [label="x',
    "a\\",
    "a\\N",
    "&lt;b&gt;",
    "<script>alert(1)</script>",
    "a\nb",
    "\x1b[31m",
    "\u202eabc",
    "a//b",
    "/*",
    "{}",
    "é 名",
    "\ud800",
    "",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(name: str) -> None:
    graph = Graph.of(modules([(name or "m", "other")]))
    assert networkx.read_graphml(io.BytesIO(graph.to_graphml().encode("utf-8"))).number_of_nodes() == len(graph)
    back = pygraphviz.AGraph(string=graph.to_dot().encode("utf-8", "backslashreplace").decode())
    assert len(back.nodes()) == len(graph)
    assert "\x1b" not in graph.to_dot()
    assert "\u202e" not in graph.to_dot()


def unquoted(text: str) -> str:
    """What Graphviz makes of a quoted string that is a label: quotes by its lexer, escapes and entities when it draws."""
    assert text[0] == text[-1] == '"'
    out, index, inner = [], 0, text[1:-1]
    while index < len(inner):
        sign = inner[index]
        assert sign != '"', "the string ends too soon"
        if sign == "\\":
            index += 1
            assert inner[index] in '\\"', "an escape that means something"
        out.append(inner[index])
        index += 1
    shown = "".join(out)
    assert shown.count("&") == shown.count("&amp;")
    return shown.replace("&amp;", "&")


@given(st.text(st.sampled_from('ab"\\&;<>[]{}\n\r\t\x00\x1b\u202e\u2028é→N'), max_size=12))
def test_quoting_shows_the_text_and_nothing_ends_it(text: str) -> None:
    shown = unquoted(quoted(text))
    assert shown.isprintable()
    if text.isprintable():
        assert shown == text


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from('ab"\\&;<>[]{}\nN'), min_size=1, max_size=8))
def test_graphviz_reads_any_quoted_name_as_one_node(text: str) -> None:
    read = pygraphviz.AGraph(string=f"digraph {{ {quoted(text)} [label={quoted(text)}]; end }}")
    assert len(read.nodes()) == (1 if text == "end" else 2)


def test_without_networkx_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "networkx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    for convert in (GRAPH.to_networkx, GRAPH.to_graphml):
        with pytest.raises(MissingExtra, match="networkx, which is not installed") as caught:
            convert()
        assert caught.value.hints == ('pip install "modiff[graphs]"',)
    assert GRAPH.to_dot().startswith("digraph")
    assert GRAPH.to_jgf()["graph"]["id"] == "Shop==1.0"
