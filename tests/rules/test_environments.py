"""Findings of several environments: judging what an environment touches gives what judging each environment by itself gives."""

from __future__ import annotations

import re
from random import Random
from textwrap import indent
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modiff import api
from modiff.compare import compare
from modiff.compare.supported import main_environment, supported
from modiff.graph import Graph
from modiff.graph.environments import asked_by
from modiff.link.environment import Environment
from modiff.link.environments import Cell, Supported, groups
from modiff.model.findings import Finding, Report
from modiff.model.policy import Policy
from modiff.rules import judge
from modiff.rules.environments import Told, judge_everywhere, merged
from tests.worlds import graph_of

POLICY = Policy()
GRID = Supported(((3, 8), (3, 9), (3, 10), (3, 11), (3, 12)), ("linux", "darwin", "win32"))
MAIN = Environment(python=(3, 12))


def reported(old: Graph, new: Graph, grid: Supported = GRID) -> Report:
    """As `modiff diff` does it."""
    return judge_everywhere(compare(old, new, POLICY), old, new, POLICY, grid)


def one_by_one(old: Graph, new: Graph, grid: Supported = GRID) -> Report:
    """Every environment judged by itself, and the findings merged."""
    told = []
    for group in groups(old.view.environment, grid, [*asked_by(old), *asked_by(new)]):
        before, after = (Graph(graph.view.elsewhere(group.environment)) for graph in (old, new))
        told.append((group.cells, judge(compare(before, after, POLICY), POLICY)))
    return merged(told[0][1], [Told(cells, report.findings) for cells, report in told], grid)


def in_short(report: Report) -> set[tuple[object, ...]]:
    return {(f.rule, f.canonical or f.path, f.part, f.when, f.severity, f.certainty) for f in report.findings}


def diffed(old: dict[str, str], new: dict[str, str]) -> dict[str, str | None]:
    """The condition of each finding, by rule and path."""
    return {f"{f.rule} {f.path}": f.when for f in reported(graph_of(MAIN, **old), graph_of(MAIN, **new)).findings}


# --- what is told ------------------------------------------------------------------------------------------------------------


def test_what_was_there_in_some_environments_only_is_lost_in_those() -> None:
    old = "import sys\nif sys.platform == 'win32':\n    def f(): ...\nif sys.version_info < (3, 10):\n    def g(): ...\n"
    assert diffed({"pkg": old}, {"pkg": "import sys"}) == {
        "function-removed pkg.f": "sys.platform == 'win32'",
        "function-removed pkg.g": "sys.version_info < (3, 10)",
    }


def test_what_becomes_conditional_is_lost_elsewhere() -> None:
    new = "import os\nif os.name != 'nt':\n    def f(): ...\n"
    assert diffed({"pkg": "import os\ndef f(): ..."}, {"pkg": new}) == {"function-removed pkg.f": "sys.platform == 'win32'"}


def test_what_no_supported_python_runs_is_not_judged() -> None:
    old = "import sys\nif sys.version_info < (3, 8):\n    def f(): ...\nif sys.version_info >= (3,):\n    def g(): ...\n"
    assert diffed({"pkg": old}, {"pkg": "import sys\ndef g(): ...\n"}) == {}


def test_what_holds_everywhere_has_no_condition_however_it_is_written() -> None:
    old = "import sys\nif sys.version_info >= (3, 10):\n    def f(a): ...\nelse:\n    def f(a): ...\n"
    assert diffed({"pkg": old}, {"pkg": "import sys"}) == {"function-removed pkg.f": None}


def test_a_condition_that_is_not_about_the_environment_stays() -> None:
    old = "import sys\nif HAS_X:\n    if sys.platform == 'linux':\n        def f(): ...\n"
    assert diffed({"pkg": old}, {"pkg": "import sys"}) == {"function-removed pkg.f": "sys.platform == 'linux' and HAS_X"}


def test_type_checking_is_no_environment() -> None:
    old = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    def f(): ...\nelse:\n    def g(): ...\n"
    assert list(diffed({"pkg": old}, {"pkg": "from typing import TYPE_CHECKING"})) == ["function-removed pkg.g", "typing-name-removed pkg.f"]


def test_a_fallback_for_old_pythons_is_no_difference() -> None:
    both = "import sys\nif sys.version_info >= (3, 11):\n    import tomllib\n    from typing import Self\n"
    both += "else:\n    import tomli as tomllib\n    from typing_extensions import Self\n"
    assert diffed({"pkg": f"{both}def f(): ..."}, {"pkg": f"{both}def f(a=1): ..."}) == {"parameter-added pkg.f": None}


def test_modules_of_one_platform_are_judged_there() -> None:
    main = "import sys\nif sys.platform == 'win32':\n    from pkg._win import wait\nelse:\n    from pkg._unix import wait\n"
    old = {"pkg": main, "pkg___win": "def wait(handle, timeout=None): ...", "pkg___unix": "def wait(fd): ..."}
    new = {"pkg": main, "pkg___win": "def wait(handle): ...", "pkg___unix": "def wait(fd): ..."}
    assert diffed(old, new) == {"parameter-removed pkg.wait": "sys.platform == 'win32'"}


def test_constants_named_after_systems_are_read() -> None:
    main = "from pkg._common import WINDOWS\nif WINDOWS:\n    def service(): ...\n"
    old = {"pkg": main, "pkg___common": "import os\nWINDOWS = os.name == 'nt'"}
    assert diffed(old, {"pkg": "from pkg._common import WINDOWS", "pkg___common": old["pkg___common"]}) == {
        "function-removed pkg.service": "sys.platform == 'win32'"
    }


def test_a_base_that_only_some_environments_have_is_asked_there() -> None:
    base = "import sys\nif sys.platform == 'win32':\n    class _Base:\n        def close(self): ...\nelse:\n    class _Base: ...\n"
    old = {"pkg": "from pkg._base import _Base\nclass C(_Base): ...", "pkg___base": base}
    new = {"pkg": "class C: ...", "pkg___base": base}
    assert diffed(old, new) == {"method-removed pkg.C.close": "sys.platform == 'win32'"}


def test_conditions_do_not_change_the_fingerprint() -> None:
    old = "import sys\nif sys.platform == 'win32':\n    def f(): ...\n"
    (here,) = reported(graph_of(MAIN, pkg=old), graph_of(MAIN, pkg="import sys")).findings
    windows = Environment(platform="win32")
    (there,) = judge(compare(graph_of(windows, pkg=old), graph_of(windows, pkg=""), POLICY), POLICY).findings
    assert here.fingerprint == there.fingerprint
    assert (here.when, there.when, here.client) == ("sys.platform == 'win32'", None, None)


def test_one_cause_with_two_degrees_of_certainty_is_told_twice() -> None:
    old = graph_of(MAIN, pkg="import sys\ndef f(): ...\n")
    new = graph_of(MAIN, pkg="import sys\nif sys.platform == 'win32':\n    from numpy import *\n")
    found: tuple[Finding, ...] = reported(old, new).findings
    assert {(f.certainty.name, f.when) for f in found} == {("certain", "sys.platform != 'win32'"), ("possible", "sys.platform == 'win32'")}
    assert len({f.fingerprint for f in found}) == 2


def test_the_environment_can_be_narrowed() -> None:
    old, new = "import sys\nif sys.platform == 'win32':\n    def f(): ...\n", "import sys"
    policy = Policy(platform="linux")
    main = main_environment(policy, [])
    assert supported(policy, [], main).platforms == ("linux",)
    assert reported(graph_of(main, pkg=old), graph_of(main, pkg=new), supported(policy, [], main)).findings == ()


# --- the quick way gives what the plain way gives ------------------------------------------------------------------------------

GUARDS = (
    None, None, None, "sys.version_info >= (3, 10)", "sys.version_info < (3, 9)", "sys.platform == 'win32'", "sys.platform != 'linux'", "WINDOWS",
)  # fmt: skip
NAMES = ("a", "b", "C", "D")
PARAMETERS = ("", "x", "x, y=1", "**kw", "x: a", "x: C")
BELOW: dict[str, tuple[str, ...]] = {"pkg": ("pkg.sub", "pkg._impl"), "pkg__sub": ("pkg._impl",), "pkg___impl": ()}
"""Modules, and what each may import: in a circle the order of questions decides."""


def statement(chance: Random, below: tuple[str, ...]) -> str:
    """One that binds a name."""
    name, other = chance.choice(NAMES), chance.choice(NAMES)
    made = [
        f"def {name}({chance.choice(PARAMETERS)}): return 1",
        f"class {name}:\n    if {chance.choice(GUARDS) or 'True'}:\n        def m(self): ...\n    def n(self): ...",
        f"class {name}({other}):\n    def m(self, x): ...",
        f"{name} = {chance.choice(['1', '2', *NAMES])}",
    ]
    for source in below:
        made += [f"from {source} import {other} as {name}", f"from {source} import *", f"import {source}\ndef {name}(x={source}.{other}): ..."]
    return chance.choice(made)


def text(chance: Random, below: tuple[str, ...]) -> str:
    """One module."""
    lines = ["import sys"]
    for _ in range(chance.randint(0, 4)):
        guard, first = chance.choice(GUARDS), statement(chance, below)
        lines += [first] if guard is None else [f"if {guard}:", indent(first, "    ")]
        if guard is not None and chance.random() < 0.5:
            lines += ["else:", indent(statement(chance, below), "    ")]
    if chance.random() < 0.2:
        lines += [f"if {chance.choice(GUARDS) or 'True'}:", f"    __all__ = {chance.sample(NAMES, chance.randint(0, 3))}"]
    return "\n".join(lines)


def world(chance: Random, like: dict[str, str] | None = None) -> dict[str, str]:
    """A version; some of its modules are those of another one."""
    return {m: like[m] if like is not None and chance.random() < 0.4 else text(chance, below) for m, below in BELOW.items()}


def found_in(report: Report, cell: Cell) -> set[tuple[object, ...]]:
    """What is found in one environment. What is only guessed of a loss does not count: where it went to is looked for all over the new version."""
    here = SimpleNamespace(version_info=cell[0], platform=cell[1])
    findings = [f for f in report.findings if f.when is None or eval(f.when, {"sys": here})]
    losses = {(re.sub("-(moved|renamed)$", "-removed", f.rule), path, f.part) for f in findings for path in (f.path, *f.also)}
    return {one for one in losses if not one[0].endswith("-added")}


@settings(max_examples=40, derandomize=True)
@given(st.integers(0, 10**9))
def test_judging_what_is_touched_gives_what_judging_everything_gives(seed: int) -> None:
    chance = Random(seed)
    old = world(chance)
    sides = graph_of(MAIN, **old), graph_of(MAIN, **world(chance, old))
    quick, plain = reported(*sides), one_by_one(*sides)
    assert {cell: found_in(quick, cell) for cell in GRID.cells} == {cell: found_in(plain, cell) for cell in GRID.cells}


@given(st.integers(0, 10**9))
def test_a_version_does_not_differ_from_itself_anywhere(seed: int) -> None:
    chosen = world(Random(seed))
    assert reported(graph_of(MAIN, **chosen), graph_of(MAIN, **chosen)).findings == ()


@pytest.mark.network
@pytest.mark.parametrize(
    ("name", "old", "new"), [("trio", "0.22.0", "0.25.0"), ("typing-extensions", "4.5.0", "4.12.2"), ("anyio", "3.7.1", "4.6.0")]
)
def test_the_same_holds_for_real_packages(name: str, old: str, new: str) -> None:
    with api.opened(f"{name}=={old}", f"{name}=={new}") as sides:
        said = [side.release.metadata for side in (sides.old, sides.new)]
        grid = supported(POLICY, said, sides.old.graph.view.environment)
        quick, plain = (way(sides.old.graph, sides.new.graph, grid) for way in (reported, one_by_one))
    assert in_short(quick) == in_short(plain)
    assert any(finding.when for finding in quick.findings)
