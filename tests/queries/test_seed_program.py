"""The seed's comparison as a logic program, as Python recipes and on the command line: one answer, on databases made at random.

`make agreement` holds all three against each other on TensorFlow.
"""

from __future__ import annotations

import importlib.util
import json
import random
import runpy
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("clingo", reason="clingo, of the extra `logic`, is not installed")

from modiff.cli import main
from modiff.flows.asking import ask
from modiff.model.policy import Policy, Surface

LEVELS = ("module", "function", "class", "method")


def database(chance: random.Random) -> dict[str, Any]:
    """Modules whose functions, classes and methods have names from a small stock, so that much is the same in two of them."""

    def some(stock: str) -> list[str]:
        return [word for word in stock.split() if chance.random() < 0.6]

    def parameters() -> list[str]:
        return ["self", *some("a b c d")]

    modules = {}
    for module in some("p p.q p.r p.q.s t"):
        functions = {name: parameters()[1:] for name in some("f g h")}
        classes = {name: {method: parameters() for method in some("m n o")} for name in some("C D")}
        modules[module] = {**functions, **classes}
    return modules or {"p": {}}


@pytest.mark.parametrize("seed", range(5))
def test_the_program_counts_what_the_summary_counts(root: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for version in ("1", "2"):
        (tmp_path / f"functiondb-{version}.json").write_text(json.dumps({version: database(chance)}))
    policy = Policy(surface=Surface.everything)
    found = ask(f"functiondb:{tmp_path}@1", f"functiondb:{tmp_path}@2", [str(root / "examples/logic/seed.lp")], policy)
    rows = {shown.name: Counter(row[3] for row in shown.rows) for shown in found.answer.shown}
    summary = found.report.summary
    counted = {"module": summary.module, "function": summary.function, "class": summary.class_, "method": summary.method}
    assert {level: (rows["removed_node/6"][level], rows["added_node/6"][level]) for level in LEVELS} == {
        level: (count.removed, count.added) for level, count in counted.items()
    }
    renamed = next(shown for shown in found.answer.shown if shown.name == "changed_node_value/9").rows
    assert rows["removed_node/6"]["parameter"] + len(renamed) == summary.parameter.removed
    assert rows["added_node/6"]["parameter"] + len(renamed) == summary.parameter.added


def script(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scripts_agreement", root / "scripts" / "agreement.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def pair(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    chance = random.Random(request.param)
    for version in ("1", "2"):
        (tmp_path / f"functiondb-{version}.json").write_text(json.dumps({version: database(chance)}))
    return f"functiondb:{tmp_path}@1", f"functiondb:{tmp_path}@2"


@pytest.mark.parametrize("pair", range(5, 9), indirect=True)
def test_recipes_command_line_and_program_agree_on_every_group(root: Path, pair: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    agreement = script(root)
    everything = Policy(surface=Surface.everything)
    rows = {shown.name: [list(row) for row in shown.rows] for shown in ask(*pair, [str(root / agreement.PROGRAM)], everything).answer.shown}
    for run, words in agreement.RUNS.items():
        assert main(["diff", *pair, *agreement.SURFACE, *words, "--format", "json"]) == 0
        command = json.loads(capsys.readouterr().out)
        recipe = agreement.by_recipe(*pair, run, False)
        in_logic = agreement.told_in_logic(rows, run)
        assert agreement.told_in_json(command) == agreement.told_in_python(recipe) == in_logic
        assert agreement.findings_in_json(command) == agreement.findings_in_python(recipe)
        assert in_logic, "a comparison in which something differs"


SOURCES = {
    "old": """
import collections, sys
limit = 3
Point = collections.namedtuple("Point", "x y")
class Shop:
    size = 1
    class Till: ...
    @property
    def owner(self): ...
    def add(self, item, *, count=1): ...
    def cancel(self): ...
def find(number, *rest, deep=False): ...
async def wait(seconds): ...
if sys.platform == "win32":
    def winter(cold): ...
""",
    "new": """
import collections, sys
Line = collections.namedtuple("Line", "x y")
class Shop:
    class Cart: ...
    def add(self, item, *, amount=1): ...
find = print
async def wait(minutes): ...
if sys.platform == "linux":
    def winter(): ...
""",
}


def test_of_source_they_agree_on_what_a_function_database_would_hold(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for side, text in SOURCES.items():
        (tmp_path / side / "pkg").mkdir(parents=True)
        (tmp_path / side / "pkg" / "__init__.py").write_text(text)
        (tmp_path / side / "pkg" / f"only_{side}.py").write_text("def f(): ...\nx = 1\n")
    (tmp_path / "old" / "pkg" / "fast.py").write_text("def quick(): ...\n")
    (tmp_path / "new" / "pkg" / "fast.abi3.so").write_bytes(b"\x7fELF")
    pair = str(tmp_path / "old"), str(tmp_path / "new")
    agreement = script(root)
    asked = ask(*pair, [str(root / agreement.PROGRAM)], Policy(surface=Surface.everything))
    rows = {shown.name: [list(row) for row in shown.rows] for shown in asked.answer.shown}
    for run, words in agreement.RUNS.items():
        assert main(["diff", *pair, *agreement.SURFACE, *words, "--format", "json"]) == 0
        command = json.loads(capsys.readouterr().out)
        assert (
            agreement.told_in_json(command) == agreement.told_in_python(agreement.by_recipe(*pair, run, False)) == agreement.told_in_logic(rows, run)
        )
    levels = agreement.told_in_logic(rows, "level")
    assert levels["module"] == {"module": (1, 1)}
    assert levels["function"]["function"][0] == 1, "find, which is an attribute now; and not quick, which nobody can see"
    assert levels["method"] == {"method": (2, 0)}, "owner and cancel; Till, Cart, Point and Line are none of its business"


@pytest.mark.parametrize("pair", range(2), indirect=True)
@pytest.mark.parametrize("name", ["by_module", "by_function", "by_level"])
def test_the_recipes_run(root: Path, pair: tuple[str, str], name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [name, *pair])
    runpy.run_path(str(root / "examples" / f"{name}.py"), run_name="__main__")
    assert "Stopped at " in capsys.readouterr().out
