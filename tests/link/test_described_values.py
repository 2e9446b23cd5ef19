"""Variables that hold what a call gives: the stub beside the source says what it is."""

from __future__ import annotations

from tests.link.test_told import changes, world

SOURCE = "from ._utils import fallback\nratio = fallback('ratio')\nLIMIT = fallback('limit')\n"
FALLBACK = {"pkg/_utils.py": "def fallback(name):\n    return getattr(load(), name)\n"}


def package(stub: str, source: str = SOURCE) -> dict[str, str]:
    return {"pkg/__init__.py": source, "pkg/__init__.pyi": stub, **FALLBACK}


def test_a_function_of_the_stub_is_what_the_source_binds() -> None:
    old, new = package("def ratio(a, b, *, cutoff=...): ...\nLIMIT: int\n"), package("def ratio(a, b): ...\nLIMIT: int\n")
    assert [line.split()[:2] for line in changes(old, new)] == [["ParameterChanged", "pkg.ratio"]]


def test_a_class_of_the_stub_is_too() -> None:
    old, new = package("class ratio:\n    def run(self): ...\n"), package("class ratio: ...\n")
    assert [line.split()[:2] for line in changes(old, new)] == [["Gone", "pkg.ratio.run"]]


def test_one_side_alone_that_has_a_stub_says_nothing() -> None:
    with_stub, without = package("def ratio(a, b): ...\n"), {"pkg/__init__.py": SOURCE, **FALLBACK}
    assert changes(with_stub, without) == []
    assert changes(without, with_stub) == []


def test_the_source_goes_first_where_it_says_what_the_name_is() -> None:
    source = "def ratio(a, b=1): ...\n"
    assert changes(package("def ratio(a, b=...): ...\n", source), package("def ratio(a): ...\n", source)) == []


def test_a_value_of_the_stub_stays_a_variable() -> None:
    graph = world(package("LIMIT: int\n"))
    item = graph.at("pkg.LIMIT")
    assert getattr(item, "kind", None) == "attribute"
