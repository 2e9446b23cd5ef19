"""The seed's comparison as a logic program and as this project counts it: two ways, one answer, on databases made at random."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("clingo", reason="clingo, of the extra `logic`, is not installed")

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
