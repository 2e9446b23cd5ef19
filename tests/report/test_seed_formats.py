"""The forms that other programs know from the original example: compspec's objects, logic facts, function databases; and JSON Graph Format."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from hypothesis import given

from modiff.compare.summary import summarise
from modiff.model.api import Api
from modiff.model.facts import KEYWORD_ONLY, POSITIONAL_OR_KEYWORD, VAR_KEYWORD, Parameter
from modiff.model.items import ApiItem, Kind, Signature
from modiff.model.placing import placed
from modiff.report import facts as facts_file
from modiff.report import jgf as jgf_file
from modiff.report.compspec import STOPPED, compspec
from modiff.report.facts import facts
from modiff.report.functiondb import functiondb
from modiff.report.interface import Style
from tests.compare.outlines import DATABASES, modules

# --- compspec

WRAP_TOCO = "tensorflow.lite.python.wrap_toco"
QUANTIZE = [
    "input_data_str", "disable_per_channel", "fully_quantize", "inference_type", "input_data_type", "output_data_type",
    "enable_numeric_verify", "enable_whole_model_verify",
]  # fmt: skip
SHARED = {
    "wrapped_toco_convert": ["model_flags_str", "toco_flags_str", "input_data_str", "debug_info_str", "enable_mlir_converter"],
    "wrapped_experimental_mlir_quantize": [*QUANTIZE, "denylisted_ops", "denylisted_nodes"],
    "wrapped_experimental_mlir_sparsify": ["input_data_str"],
    "wrapped_register_custom_opdefs": ["custom_opdefs_list"],
}
A = {**SHARED, "wrapped_retrieve_collected_errors": [], "wrapped_flat_buffer_file_to_mlir": ["model", "input_is_filepath"]}
B = {**SHARED, "wrapped_experimental_mlir_quantize": [*QUANTIZE, "blocklisted_ops", "blocklisted_nodes"]}
"""What the two TensorFlow releases of the original example hold in the module that its output is about."""


def objects(old: Any, new: Any, **options: Any) -> list[dict[str, list[list[str]]]]:
    return [json.loads(text) for text in compspec(modules(old), modules(new), **options) if not text.startswith(STOPPED)]


def test_the_original_examples_object() -> None:
    function = f"module:{WRAP_TOCO}->function:"
    parameter = f"{function}wrapped_experimental_mlir_quantize->parameter:"
    expected = {
        "removed_node": [
            ["A", "B", "id39", "function", "wrapped_retrieve_collected_errors", f"{function}wrapped_retrieve_collected_errors"],
            ["A", "B", "id40", "function", "wrapped_flat_buffer_file_to_mlir", f"{function}wrapped_flat_buffer_file_to_mlir"],
        ],
        "changed_node_value": [
            [
                "A", "B", "id29", "id29", "parameter", "denylisted_ops", "blocklisted_ops",
                f"{parameter}denylisted_ops", f"{parameter}blocklisted_ops",
            ],
            [
                "A", "B", "id31", "id31", "parameter", "denylisted_nodes", "blocklisted_nodes",
                f"{parameter}denylisted_nodes", f"{parameter}blocklisted_nodes",
            ],
        ],
    }  # fmt: skip
    old, new = modules({"a.before": {"f": []}, WRAP_TOCO: A}), modules({"a.before": {}, WRAP_TOCO: B})

    def wanted(path: str) -> bool:
        return path.startswith(WRAP_TOCO)

    text = "".join(compspec(old, new, by="module", wanted=wanted))
    assert text == json.dumps(expected, indent=4) + "\n"
    assert "".join(compspec(old, new, by="module", stop=True, wanted=wanted)) == text + "Detected ABI break in subgraph, stopping.\n"


OLD: dict[str, Any] = {
    "m": {"f": ["a", "b", "c"], "gone": ["x"], "C": {"one": ["self"], "two": ["self", "p"]}},
    "n": {"wanderer": ["q"]},
    "o": {"x": []},
}
NEW: dict[str, Any] = {"m": {"f": ["a", "c"], "C": {"two": ["self"], "three": ["self"]}, "came": []}, "n": {}, "p": {"wanderer": ["q", "r"]}}


def test_by_module_nothing_below_what_is_gone_is_told() -> None:
    assert objects(OLD, NEW, by="module") == [
        {
            "removed_node": [
                ["A", "B", "id4", "parameter", "b", "module:m->function:f->parameter:b"],
                ["A", "B", "id8", "function", "gone", "module:m->function:gone"],
                ["A", "B", "id12", "parameter", "one", "module:m->function:C->parameter:one"],
            ],
            "added_node": [
                ["A", "B", "id9", "parameter", "three", "module:m->function:C->parameter:three"],
                ["A", "B", "id11", "function", "came", "module:m->function:came"],
            ],
        },
        {"removed_node": [["A", "B", "id1", "function", "wanderer", "module:n->function:wanderer"]]},
        {"removed_node": [["A", "B", "id0", "module", "o", "module:o"]]},
        {"added_node": [["A", "B", "id0", "module", "p", "module:p"]]},
    ]


def test_by_function_the_module_is_a_node_below_the_function() -> None:
    old = {"n": {"wanderer": ["q"]}, "p": {}, "m": {"f": ["a"], "g": []}}
    new = {"n": {}, "p": {"wanderer": ["q", "r"]}, "m": {"f": []}}
    assert objects(old, new, by="function") == [
        {"removed_node": [["A", "B", "id2", "parameter", "a", "function:f->parameter:a"]]},
        {"removed_node": [["A", "B", "id0", "function", "g", "function:g"]]},
        {
            "added_node": [["A", "B", "id4", "parameter", "r", "function:wanderer->parameter:r"]],
            "changed_node_value": [["A", "B", "id1", "id1", "module", "n", "p", "function:wanderer->module:n", "function:wanderer->module:p"]],
        },
    ]


def test_by_level_each_object_tells_its_level_and_ids_count_the_whole() -> None:
    assert objects(OLD, NEW, levels=True) == [
        {"removed_node": [["A", "B", "id3", "module", "o", "module:o"]], "added_node": [["A", "B", "id3", "module", "p", "module:p"]]},
        {
            "removed_node": [
                ["A", "B", "id3", "function", "gone", "module:m->function:gone"],
                ["A", "B", "id6", "function", "wanderer", "module:n->function:wanderer"],
            ],
            "added_node": [["A", "B", "id4", "function", "came", "module:m->function:came"]],
        },
        {
            "removed_node": [
                ["A", "B", "id5", "parameter", "b", "module:m->function:f->parameter:b"],
                ["A", "B", "id13", "parameter", "one", "module:m->function:C->parameter:one"],
            ],
            "added_node": [["A", "B", "id10", "parameter", "three", "module:m->function:C->parameter:three"]],
        },
    ]


def test_by_package_modules_stand_below_one_root() -> None:
    told = objects({"pkg": {}, "pkg.a": {"f": ["x"]}, "pkg.b": {"g": []}}, {"pkg": {}, "pkg.a": {"f": []}, "pkg.b": {}}, by="package")
    assert [row[2] for row in told[0]["removed_node"]] == ["id4", "id7"]
    assert len(told) == 1


def test_kept_parameters_that_changed_places_are_changed_orders() -> None:
    path = "module:m->function:f->parameter"
    assert objects({"m": {"f": ["a", "b", "c"]}}, {"m": {"f": ["b", "a", "c"]}}) == [
        {
            "changed_node_value": [
                ["A", "B", "id3", "id5", "order", "0", "1", f"{path}:a->order:0", f"{path}:a->order:1"],
                ["A", "B", "id5", "id3", "order", "1", "0", f"{path}:b->order:1", f"{path}:b->order:0"],
            ]
        }
    ]


def test_an_insertion_is_one_added_node_and_makes_nothing_else_look_changed() -> None:
    told = objects({"m": {"f": ["a", "b"], "g": ["x"]}}, {"m": {"new": [], "f": ["z", "a", "b"], "g": ["x"]}})
    assert [row[3:5] for row in told[0].pop("added_node")] == [["parameter", "z"], ["function", "new"]]
    assert told == [{}]


def test_it_stops_after_the_first_loss_but_not_for_additions() -> None:
    old = modules({"a": {}, "b": {"f": ["x"]}, "c": {"g": []}})
    new = modules({"a": {"new": []}, "b": {"f": []}, "c": {}})
    *told, last = compspec(old, new, stop=True)
    assert last == STOPPED + "\n"
    assert [list(json.loads(text)) for text in told] == [["added_node"], ["removed_node"]]
    assert "".join(compspec(modules({"a": {}}), modules({"a": {"f": []}}), stop=True)).endswith("}\n")


def test_where_nothing_differs_there_is_one_empty_object() -> None:
    ways: list[dict[str, Any]] = [{}, {"by": "function"}, {"by": "package"}, {"levels": True}]
    for options in ways:
        assert list(compspec(modules(OLD), modules(OLD), stop=True, **options)) == ["{}\n"]
    assert list(compspec(modules(OLD), modules(NEW), wanted=lambda path: False)) == ["{}\n"]


def test_what_cannot_be_read_is_not_said_to_be_gone() -> None:
    assert objects({"m": {"f": []}}, {"m": None}) == [{}]
    assert objects({"m": {"f": []}}, {"m": None}, by="function") == [{}]


@given(DATABASES, DATABASES)
def test_rows_say_what_the_summary_counts(old: dict[str, Any], new: dict[str, Any]) -> None:
    summary = summarise(modules(old), modules(new))
    ways: list[dict[str, Any]] = [{"by": "module"}, {"by": "package"}, {"levels": True}]
    for options in ways:
        rows = Counter[tuple[str, str]]()
        for told in objects(old, new, **options):
            for predicate, found in told.items():
                rows.update((predicate, row[4 if predicate == "changed_node_value" else 3]) for row in found)
        assert (rows["removed_node", "module"], rows["added_node", "module"]) == (summary.module.removed, summary.module.added)
        assert rows["removed_node", "function"] == summary.function.removed + summary.class_.removed
        assert rows["added_node", "function"] == summary.function.added + summary.class_.added
        renamed = rows["changed_node_value", "parameter"]
        below = [(v, w) for v, w in _shared_things(old, new) if isinstance(v, list)]
        parameters = sum(len(set(v) - set(w)) for v, w in below), sum(len(set(w) - set(v)) for v, w in below)
        assert rows["removed_node", "parameter"] + renamed == summary.method.removed + parameters[0]
        assert rows["added_node", "parameter"] + renamed == summary.method.added + parameters[1]


def _shared_things(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[Any, Any]]:
    shared = [(old[m], new[m]) for m in old.keys() & new.keys()]
    return [(a[name], b[name]) for a, b in shared for name in a.keys() & b.keys() if type(a[name]) is type(b[name])]


@given(DATABASES, DATABASES)
def test_ids_count_a_modules_nodes_in_order_of_the_source(old: dict[str, Any], new: dict[str, Any]) -> None:
    for told in objects(old, new, by="module"):
        for row in told.get("removed_node", []):
            assert _numbered(old, row[-1]) == row[2]
        for row in told.get("added_node", []):
            assert _numbered(new, row[-1]) == row[2]


def _numbered(database: dict[str, Any], path: str) -> str:
    """The id of a path, by writing all nodes of its module down."""
    module = path.removeprefix("module:").partition("->")[0]
    nodes = [f"module:{module}"]
    for name, children in database[module].items():
        nodes.append(f"module:{module}->function:{name}")
        for order, child in enumerate(children):
            nodes.append(f"module:{module}->function:{name}->parameter:{child}")
            nodes.append(f"order:{order}")
    return f"id{nodes.index(path)}"


# --- function databases


def test_a_database_leaves_out_modules_that_cannot_be_read() -> None:
    text = "".join(functiondb("1.0", modules({"pkg.b": {"C": {"m": ["self"]}, "f": ["x"]}, "pkg.native": None, "pkg": {}})))
    assert text == '{"1.0": {\n"pkg": {},\n"pkg.b": {"C":{"m":["self"]},"f":["x"]}\n}}\n'
    assert json.loads("".join(functiondb(None, {}))) == {"0": {}}


# --- facts and graphs


def item(path: str, kind: Kind, **given: Any) -> ApiItem:
    plain: dict[str, Any] = {
        "also": (), "canonical": path, "public": True, "why": "defined here", "when": None, "binding": None, "flags": (), "signature": None,
        "type_parameters": (), "annotation": None, "value": None, "bases": (), "inherited_from": None, "deprecated": None, "file": None, "line": None,
    }  # fmt: skip
    return ApiItem(path=path, kind=kind, **{**plain, **given})


SIGNATURE = Signature(
    (Parameter("x", POSITIONAL_OR_KEYWORD, None, "int"), Parameter("sep", KEYWORD_ONLY, '"\\n"'), Parameter("more", VAR_KEYWORD)), returns="str"
)
API = Api(
    "Shop",
    "1.0",
    ("shop",),
    (
        item("shop", "module"),
        item(
            "shop.Order", "class", canonical="shop._impl.Order", also=("shop.api.Order",), bases=("shop._impl.Base", "abc.ABC"), flags=("abstract",)
        ),
        item(
            "shop.Order.save", "method", canonical="shop._impl.Base.save", inherited_from="shop._impl.Base", binding="instance", signature=Signature()
        ),
        item("shop.Order.total", "property", canonical="shop._impl.Order.total", annotation="int"),
        item("shop.Proxy", "attribute", canonical="weakref.ref", flags=("external",)),
        item("shop.api.Proxy", "attribute", canonical="weakref.ref", flags=("external",)),
        item("shop.api", "module"),
        item("shop.join", "function", signature=SIGNATURE, deprecated="use str.join"),
        item("shop.limit", "attribute", value="10", when="sys.platform == 'linux'"),
    ),
)


def test_facts_of_the_original_examples_names_and_arities() -> None:
    text = facts_file.show(API, Style())
    lines = text.splitlines()
    assert lines[0] == 'is_a("A").'
    assert 'node("A","id0","module","shop","module:shop").' in lines
    assert 'path("A","module:shop->function:join->parameter:x->order:0").' in lines
    arities = {"is_a": 1, "node": 5, "relation": 4, "path": 2}
    for line in lines:
        predicate, arguments = re.fullmatch(r"(\w+)\((.*)\)\.", line).groups()  # type: ignore[union-attr]
        if predicate in arities:
            assert len(re.findall(r'"(?:[^"\\]|\\.)*"|\d+', arguments)) == arities[predicate], line
    assert {line.partition("(")[0] for line in lines} >= {*arities, "default", "required", "base", "public_path", "parameter_kind"}


def test_facts_of_ours() -> None:
    lines = list(facts(API.items))
    nodes = {line.split(",")[4].rstrip(").\n"): line.split(",")[1] for line in lines if line.startswith("node(")}
    order, sep = nodes['"module:shop._impl->class:Order"'], nodes['"module:shop->function:join->parameter:sep"']
    for said in (
        f'base("A",{order},"abc.ABC").', f'public_path("A",{order},"shop.api.Order").', f'canonical("A",{order},"shop._impl.Order").',
        f'flag("A",{order},"abstract").', f'default("A",{sep},"\\"\\\\n\\"").', f'parameter_kind("A",{sep},"KEYWORD_ONLY").',
    ):  # fmt: skip
        assert said + "\n" in lines
    assert f'required("A",{sep}).\n' not in lines
    assert list(facts((), "B")) == ['is_b("B").\n']


def test_every_node_of_the_facts_is_numbered_once_and_hangs_below_one_that_came_before() -> None:
    lines = list(facts(API.items))
    ids = [int(number) for line in lines if line.startswith("node(") for number in re.findall(r'"id(\d+)"', line)]
    assert ids == list(range(len(ids)))
    for line in lines:
        if line.startswith("relation("):
            above, below = (int(number) for number in re.findall(r'"id(\d+)"', line))
            assert above < below


def test_items_stand_where_they_are_defined_inherited_members_in_their_heir() -> None:
    assert [(place.where, place.above, place.kind, place.item is not None) for place in placed(API.items)] == [
        ("shop", None, "module", True),
        ("shop.Proxy", "shop", "attribute", True),
        ("shop._impl", "shop", "module", False),
        ("shop._impl.Order", "shop._impl", "class", True),
        ("shop._impl.Order.save", "shop._impl.Order", "method", True),
        ("shop._impl.Order.total", "shop._impl.Order", "property", True),
        ("shop.api", "shop", "module", True),
        ("shop.api.Proxy", "shop.api", "attribute", True),
        ("shop.join", "shop", "function", True),
        ("shop.limit", "shop", "attribute", True),
    ]


def test_a_private_class_that_is_not_told_of_is_a_place_below_its_module() -> None:
    hidden = item("pkg.thing.m", "method", canonical="pkg._a._C.m")
    assert [(p.where, p.above, p.kind) for p in placed((hidden,))] == [
        ("pkg._a", None, "module"), ("pkg._a._C", "pkg._a", "class"), ("pkg._a._C.m", "pkg._a._C", "method"),
    ]  # fmt: skip


def test_graph_in_json_graph_format() -> None:
    graph = json.loads(jgf_file.show(API, Style()))["graph"]
    assert (graph["id"], graph["directed"], graph["type"]) == ("Shop==1.0", True, "python-api")
    edges = {(edge["source"], edge["relation"], edge["target"]) for edge in graph["edges"]}
    assert edges >= {
        ("shop", "contains", "shop.join"),
        ("shop", "contains", "shop._impl"),
        ("shop.join", "contains", "shop.join(x)"),
        ("shop._impl.Order", "contains", "shop._impl.Order.total"),
        ("shop", "exports", "shop._impl.Order"),
        ("shop.api", "exports", "shop._impl.Order"),
        ("shop._impl.Order", "inherits", "shop._impl.Base"),
        ("shop._impl.Order", "inherits", "abc.ABC"),
        ("shop._impl", "contains", "shop._impl.Order"),
    }
    assert graph["nodes"]["shop._impl"] == {"label": "shop._impl", "metadata": {"kind": "module", "public": False}}
    assert graph["nodes"]["shop._impl.Base"]["metadata"] == {"kind": "class", "public": False}
    assert all(edge[end] in graph["nodes"] for edge in graph["edges"] for end in ("source", "target"))
    assert graph["nodes"]["abc.ABC"]["metadata"] == {"kind": "external"}
    assert graph["nodes"]["shop.join(sep)"]["metadata"] == {"kind": "parameter", "order": 1, "parameter_kind": "KEYWORD_ONLY", "default": '"\\n"'}
