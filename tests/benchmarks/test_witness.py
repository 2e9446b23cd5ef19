"""What the benchmarks dispute of the interpreter's truth, and how they count without it."""

from __future__ import annotations

import gzip
import json
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from benchmarks import disputes, witness, witness_inside
from benchmarks.kept import Kept
from benchmarks.make_truth import Pair
from benchmarks.measure import Failed
from benchmarks.scoreboard import Tally, tallies

NUMBERS = count()
PAIR = Pair("a test's", "dep", "1", "2", "dep")


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A module of the given text, which can be imported; its name."""
    name = f"dep_{next(NUMBERS)}"  # one that was never imported
    (tmp_path / f"{name}.py").write_text(request.param, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return name


def case_of(what: str, entity: str, path: str, detail: str | None = None) -> witness.Case:
    """The one case that a break of the truth makes."""
    entry = {"what": what, "entity": entity, "detail": detail, "paths": [path], "soft": False}
    (case,) = witness.cases(PAIR, {"breaks": [entry]}, {})
    return case


def cause(what: str, path: str, old: list[Any] | None = None, new: list[Any] | None = None) -> str | None:
    """What these answers settle, for a break at this path."""
    found = case_of(what, path, path, "p").settled(old or [], new or [])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("module", "by"),
    [
        ("from json import loads as x\n", "import"),
        ("try:\n    from json import x\nexcept ImportError:\n    x = None\n", "import"),
        ("from os import environ as x\nx.get('key')\n", "import"),
        ("from os import path as x\n\ndef f(x):\n    y = x\n    for x in y: pass\n", "import"),
        ("from os import path\npath = 1\nx = path\n", "other"),
        ("from os import path as x\nx = 1\n", "other"),
        ("from os import path as x\n\ndef f():\n    global x\n    x = 1\n", "other"),
        ("from string import digits as x\n__all__ = ['x']\n", "other"),
        ("def x(): ...\n", "other"),
    ],
    indirect=["module"],
)
def test_a_module_imports_for_itself_what_it_only_imports(module: str, by: str) -> None:
    assert witness_inside.binding(module, "x")["by"] == by


@pytest.mark.parametrize("module", ["from os import path as path\n"], indirect=True)
def test_an_import_as_itself_hands_on(module: str) -> None:
    assert witness_inside.binding(module, "path")["by"] == "other"


CLASSES = """
import dataclasses

class Sets:
    def __init__(self, wanted): self.x = wanted

class SetsLater:
    def __init__(self, wanted): ...
    def run(self): self.x = 1

class Overrides(Sets):
    def __init__(self, wanted): ...

class Calls(Sets):
    def __init__(self, wanted): super().__init__(wanted)

class Sometimes:
    def __init__(self, wanted):
        if wanted: self.x = 1

class Plain:
    def __init__(self): self.x = 1

class Lacks: ...

class Anything:
    def __getattr__(self, name): return name

@dataclasses.dataclass
class Data:
    x: int
"""


@pytest.mark.parametrize("module", [CLASSES], indirect=True)
@pytest.mark.parametrize(
    ("owner", "how"),
    [
        ("Sets", "constructor"),
        ("SetsLater", "method"),
        ("Overrides", "none"),
        ("Calls", "constructor"),
        ("Sometimes", "method"),
        ("Plain", "made"),
        ("Lacks", "lacks"),
        ("Anything", "none"),
        ("Data", "field"),
    ],
)
def test_instances_are_asked_and_else_the_text_of_their_class(module: str, owner: str, how: str) -> None:
    assert witness_inside.instance(f"{module}.{owner}", "x", None)["how"] == how


@pytest.mark.parametrize("module", ["class C:\n    a = b = int\n    def __init__(self): self.a = self.a()\n"], indirect=True)
def test_a_class_that_instances_replace_is_a_value_of_theirs(module: str) -> None:
    assert [witness_inside.held(f"{module}.C", name) for name in "ab"] == ["value", "class"]


@pytest.mark.parametrize("module", [CLASSES], indirect=True)
def test_a_written_down_instance_is_made_where_the_plainest_constructor_does_not_do(module: str) -> None:
    assert witness_inside.instance(f"{module}.Sets", "x", f"from {module} import Sets\none = Sets(1)")["how"] == "made"


def test_an_attribute_that_instances_keep_is_disputed() -> None:
    made, lacks = {"how": "made", "shown": "C()"}, {"how": "lacks", "shown": "D()"}
    assert cause("member-removed", "dep.C.x", ["value"], [made]) == "instance-attribute"
    assert cause("member-removed", "dep.C.x", ["value"], [lacks]) is None
    assert cause("member-removed", "dep.C.x", ["value", "value"], [made, lacks]) is None, "an heir of it has lost it"


def test_what_was_called_on_the_class_itself_is_not_disputed() -> None:
    assert cause("member-removed", "dep.C.x", ["bound"], [{"how": "made", "shown": "C()"}]) is None
    assert cause("member-removed", "dep.C.x", ["class"], [{"how": "made", "shown": "C()"}]) is None


def test_a_package_hands_on_what_it_imports_of_its_own() -> None:
    own, other = {"by": "import", "from": ["dep.impl"], "line": 1, "package": True}, {"by": "import", "from": ["json"], "line": 1, "package": True}
    assert cause("removed", "dep.x", [own]) is None
    assert cause("removed", "dep.x", [other]) == "own-import"
    assert cause("removed", "dep.x", [{**own, "package": False}]) == "own-import"
    assert cause("removed", "dep.x", [None]) is None, "it could not be asked"


def test_a_module_that_no_statement_can_import_is_disputed() -> None:
    assert cause("module-removed", "dep.migrations.0001_initial") == "unspellable"
    assert cause("module-removed", "dep.migrations.first") is None


def test_the_parameter_that_an_instance_fills_is_disputed() -> None:
    assert cause("method-keyword-gone", "dep.C.m", [True]) == "bound-self"
    assert cause("method-keyword-gone", "dep.C.m", [False]) is None


@pytest.mark.parametrize(
    ("old", "new", "is_right"),
    [
        ("", "TypeError: f() got an unexpected keyword argument 'p'", True),
        ("", "DepError: p is gone", True),
        ("", "OSError: no network", False),
        ("", "", False),
        ("TypeError: it never worked", "TypeError: it never worked", False),
        ("", "setup: ImportError: x", False),
        (None, "TypeError: the old one died", False),
    ],
)
def test_a_call_is_broken_where_it_works_with_old_and_is_refused_by_new(old: str | None, new: str | None, is_right: bool) -> None:
    (case,) = witness.cases(PAIR, {"breaks": []}, {"broken": {"dep.f p": "f(p=1)"}})
    assert (case.settled([old, None], [new]) is not None) == is_right


def test_what_stands_behind_a_position_that_is_closed_can_not_be_given_by_position_either() -> None:
    about = {"path": "dep.impl.f", "from": ["p", "q"]}
    for raised, parts in (("TypeError: f() takes 0 positional arguments but 1 was given", ["q"]), ("TypeError: unexpected keyword argument 'p'", [])):
        (case,) = witness.cases(PAIR, {"breaks": []}, {"broken": {"dep.f p": "f(1)"}})
        assert case.settled(["", about], [raised]) is not None
        assert case.line["parts"] == parts
        assert case.line["also"] == ["dep.impl.f"]


PRINTED = """pair breaks found reports gone false name calls false call noise open
dep-1-2                 3      1       9     2          0     4          4     0     3
   missed removed dep.x  ['dep.x']
   false  parameter-removed dep.f p
   false  parameter-removed dep.g q
   false  parameter-changed-kind dep.impl.f r
   false  parameter-removed dep.C.__init__ s
"""
FALSE_CALL = {"pair": "dep-1-2", "kind": "false-call", "path": "dep.impl.f", "detail": "p", "also": ["dep.f"], "parts": ["r"], "cause": "unseen-call"}


def test_a_finding_that_is_right_after_all_is_no_false_call_whoever_tells_it_at_which_path() -> None:
    constructor = {**FALSE_CALL, "path": "dep.C", "detail": "s", "also": [], "parts": []}
    right = disputes.right_after_all(PRINTED, [FALSE_CALL, constructor])
    assert right == {"dep-1-2": ["parameter-removed", "parameter-changed-kind", "parameter-removed"]}
    assert disputes.corrected(tallies(PRINTED), right)["dep-1-2"] == Tally(3, 1, 9, 2, 0, 4, 1, 0, 3)


def test_what_is_disputed_is_marked_where_it_is_shown() -> None:
    miss = {"pair": "dep-1-2", "kind": "removed", "path": "dep.x", "detail": None, "cause": "own-import"}
    shown = disputes.marked(PRINTED, [miss, FALSE_CALL]).splitlines()
    assert [line.rpartition("(")[2] for line in shown if "disputed" in line] == ["disputed: own-import)", *["disputed: unseen-call)"] * 2]
    assert shown[4] == "   false  parameter-removed dep.g q"


def test_a_disputed_break_counts_neither_for_nor_against(tmp_path: Path) -> None:
    truth = tmp_path / "dep-1-2.json.gz"
    breaks = [{"entity": name, "what": "removed", "detail": None, "paths": [name], "soft": False} for name in ("dep.x", "dep.y")]
    with gzip.open(truth, "wt") as stream:
        json.dump({"breaks": breaks}, stream)
    into = tmp_path / "into"
    into.mkdir()
    disputes.softened(truth, [{"pair": "dep-1-2", "kind": "removed", "path": "dep.x", "detail": None}], into)
    with gzip.open(into / truth.name, "rt") as stream:
        assert [b["soft"] for b in json.load(stream)["breaks"]] == [True, False]


def test_a_line_about_nothing_that_the_truth_tells_is_an_error(tmp_path: Path) -> None:
    truth = tmp_path / "dep-1-2.json.gz"
    with gzip.open(truth, "wt") as stream:
        json.dump({"breaks": []}, stream)
    with pytest.raises(Failed, match=r"dep-1-2: .* dep\.x"):
        disputes.softened(truth, [{"pair": "dep-1-2", "kind": "removed", "path": "dep.x", "detail": None}], tmp_path / "into")


def test_lines_of_one_pair_take_the_place_of_its_earlier_ones(tmp_path: Path) -> None:
    file = tmp_path / "disputed.jsonl"
    line = {"pair": "dep-1-2", "kind": "removed", "path": "dep.x", "detail": None}
    other = {**line, "pair": "other-1-2"}
    disputes.keep([line], "dep-1-2", file)
    disputes.keep([other], "other-1-2", file)
    disputes.keep([{**line, "path": "dep.y"}], "dep-1-2", file)
    assert [(told["pair"], told["path"]) for told in disputes.disputed(file)] == [("dep-1-2", "dep.y"), ("other-1-2", "dep.x")]


def test_every_kept_line_is_about_something_and_says_why() -> None:
    lines = disputes.disputed()
    assert len({disputes.order(line) for line in lines}) == len(lines)
    for line in lines:
        assert line["cause"] in witness.CAUSES
        assert line["evidence"]


def test_what_was_measured_is_kept_for_tools_of_one_run(tmp_path: Path) -> None:
    first = Kept(tmp_path, again=False)
    assert first.runs("dep-1-2", ["modiff"]) is None
    first.keep("dep-1-2", {"modiff": (1.5, "")})
    assert Kept(tmp_path, again=False).runs("dep-1-2", ["modiff"]) == {"modiff": (1.5, "")}
    assert Kept(tmp_path, again=False).runs("dep-1-2", ["modiff", "griffe"]) is None, "both are measured together"
    assert Kept(tmp_path, again=True).runs("dep-1-2", ["modiff"]) is None


def test_what_another_modiff_measured_is_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Kept(tmp_path, again=False).keep("dep-1-2", {"modiff": (1.5, "")})
    monkeypatch.setattr("benchmarks.kept.programs", lambda: iter(["another"]))
    assert Kept(tmp_path, again=False).runs("dep-1-2", ["modiff"]) is None
