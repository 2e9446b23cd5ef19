"""Findings of several environments: judging what an environment touches gives what judging each environment by itself gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from textwrap import indent
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from modiff import api, link, reading
from modiff.compare import compare
from modiff.compare.supported import main_environment, supported
from modiff.graph import Graph
from modiff.graph.environments import asked_by
from modiff.link.environment import Environment
from modiff.link.environments import Cell, Supported, groups
from modiff.model.findings import Finding, Report
from modiff.model.policy import Policy, Surface
from modiff.rules import judge
from modiff.rules.elsewhere import Differences
from modiff.rules.environments import Told, judge_everywhere, merged
from modiff.sources.memory import release_of
from tests.rules.guarded_worlds import pair_of_versions
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


def graph_of_files(files: dict[str, str]) -> Graph:
    """A version from its files by path."""
    release = release_of(files)
    return Graph(link.view(release, reading.read(release), MAIN))


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


def test_paths_of_one_thing_that_are_lost_in_different_environments_are_told_apart() -> None:
    main = "import sys\nif sys.platform == 'win32':\n    from pkg.sub import f\n"
    assert diffed({"pkg": main, "pkg__sub": "def f(): ..."}, {"pkg": main, "pkg__sub": ""}) == {
        "function-removed pkg.sub.f": None,
        "function-removed pkg.f": "sys.platform == 'win32'",
    }


def test_what_is_told_of_one_path_among_others_somewhere_is_not_told_as_if_it_held_elsewhere_alone() -> None:
    main = "import sys\nfrom pkg._impl import A, B\nif sys.platform == 'win32':\n    C = A\nelse:\n    C = B\n"
    assert diffed({"pkg": "", "pkg___impl": ""}, {"pkg": main, "pkg___impl": "class A: ...\nclass B: ..."}) == {
        "class-added pkg.A": None,
        "class-added pkg.B": None,
        "class-added pkg.C": None,
    }


def test_compound_conditions_are_settled() -> None:
    old = "import sys\nif sys.platform in ('win32', 'cygwin') or sys.version_info < (3, 9):\n    def f(): ...\nelse:\n    def g(): ...\n"
    assert diffed({"pkg": old}, {"pkg": "import sys"}) == {
        "function-removed pkg.f": "sys.version_info < (3, 9) or sys.platform == 'win32'",
        "function-removed pkg.g": "sys.platform != 'win32' and sys.version_info >= (3, 9)",
    }


def test_a_name_that_only_type_checkers_lose_on_one_platform() -> None:
    old = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    class b: ...\n"
    new = "import sys\nif sys.platform != 'win32':\n    b = 1\n"
    assert diffed({"pkg": old}, {"pkg": new})["typing-name-removed pkg.b"] == "sys.platform == 'win32'"


def test_what_a_module_may_hide_in_some_environments_only() -> None:
    new = "import sys\nif sys.platform == 'win32':\n    def __getattr__(name): ...\n"
    found = reported(graph_of(MAIN, pkg="def f(): ..."), graph_of(MAIN, pkg=new)).findings
    assert {(f.rule, f.certainty.name, f.when) for f in found} == {
        ("function-removed", "certain", "sys.platform != 'win32'"),
        ("function-removed", "possible", "sys.platform == 'win32'"),
    }


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


def disagreements(old: Graph, new: Graph, policy: Policy = POLICY, chance: Random | None = None) -> list[object]:
    """Where judging what an environment touches gives other findings than judging the environment by itself: nothing may differ, no word and no path.

    `chance`: looks at a few environments only."""
    changes = compare(old, new, policy)
    here = judge(changes, policy).findings
    differences = Differences(changes, here, old, new, policy)
    groups_of_cells = groups(old.view.environment, GRID, [*asked_by(old), *asked_by(new)])[1:]
    if chance is not None:
        groups_of_cells = chance.sample(groups_of_cells, min(3, len(groups_of_cells)))
    found: list[object] = []
    for group in groups_of_cells:
        quick = set(differences.applied(group.environment))
        wholes = [Graph(graph.view.elsewhere(group.environment)) for graph in (old, new)]
        plain = set(judge(compare(wholes[0], wholes[1], policy), policy).findings)
        if quick != plain:
            found.append((group.environment, quick - plain, plain - quick))
    return found


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.integers(0, 10**9))
@example(16269771)
@example(5070)
@example(5084)
@example(5177)
@example(5268)
@example(5325)
def test_judging_what_is_touched_gives_what_judging_everything_gives(seed: int) -> None:
    chance = Random(seed)
    old = world(chance)
    assert disagreements(graph_of(MAIN, **old), graph_of(MAIN, **world(chance, old))) == []


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.integers(0, 10**9))
def test_the_same_holds_for_all_that_a_module_may_ask_and_say(seed: int) -> None:
    old, new = (graph_of_files(files) for files in pair_of_versions(seed))
    surface = (Surface.conventional, Surface.conventional, Surface.declared, Surface.everything)[seed % 4]
    assert disagreements(old, new, Policy(surface=surface), Random(seed)) == []


GUARDED = "import sys\nfrom typing import TYPE_CHECKING\nif sys.platform == 'win32':\n    "
PAIRS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "a lost name of a module that may hide it on one platform": (
        {"pkg": f"{GUARDED}def __getattr__(name): ...\na = 1"},
        {"pkg": f"{GUARDED}def __getattr__(name): ..."},
    ),
    "what is imported from a module that may hide it on one platform": (
        {"pkg": "from pkg._impl import C", "pkg___impl": "class C: ..."},
        {"pkg": "from pkg._impl import C", "pkg___impl": f"{GUARDED}def __getattr__(name): ..."},
    ),
    "another name of a public module": (
        {"pkg": "from pkg import sub as C\n__all__ = ['C']", "pkg__sub": ""},
        {"pkg": "from pkg import sub as C\n__all__ = ['C']", "pkg__sub": f"{GUARDED}class E: ..."},
    ),
    "a private module under a public name on one platform": (
        {"pkg": "__all__ = ['a']", "pkg___impl": f"{GUARDED}def f(): ..."},
        {"pkg": f"__all__ = ['a']\n{GUARDED}from pkg import _impl as a", "pkg___impl": f"{GUARDED}def f(x): ..."},
    ),
    "a private module under a name that only the other version promises": (
        {"pkg": "import pkg._impl as E", "pkg___impl": f"{GUARDED}F = 1", "pkg___other": "F = 1"},
        {"pkg": "from pkg import _other as E", "pkg___impl": f"{GUARDED}F = 1", "pkg___other": "F = 1"},
    ),
    "overloads": (
        {
            "pkg": "import sys\nfrom typing import overload\n@overload\ndef f(x: int) -> int: ...\nif sys.platform == 'win32':\n"
            "    @overload\n    def f(x: str) -> str: ...\ndef f(x): ..."
        },
        {"pkg": "def f(x: str) -> int: ..."},
    ),
    "what a body returns": ({"pkg": "def f() -> int: ..."}, {"pkg": f"{GUARDED}class a: ...\ndef f(): return a()"}),
    "what only type checkers know": ({"pkg": f"{GUARDED}pass\nif TYPE_CHECKING:\n    class b: ..."}, {"pkg": f"{GUARDED}pass\nelse:\n    b = 1"}),
    "a constructor of a base, told at its heirs": (
        {"pkg": "from pkg._base import B\nclass C(B): ...\nclass D(B): ...", "pkg___base": "class B:\n    def m(self, x): ..."},
        {
            "pkg": f"from pkg._base import B\nclass C(B): ...\nclass D(B): ...\n{GUARDED}from pkg._base import B as Base",
            "pkg___base": "class B:\n    def m(self): ...",
        },
    ),
    "something just like it that another platform has": (
        {"pkg": "def f(a, b, c): ...\ndef old_name(d, e): ...", "pkg__sub": ""},
        {"pkg": f"{GUARDED}def older_name(d, e): ...\nelse:\n    def old_names(d, e): ...", "pkg__sub": f"{GUARDED}def f(a, b, c): ..."},
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_they_agree_about(what: str) -> None:
    old, new = PAIRS[what]
    assert disagreements(graph_of(MAIN, **old), graph_of(MAIN, **new)) == []
    assert disagreements(graph_of(MAIN, **new), graph_of(MAIN, **old)) == []
    assert reported(graph_of(MAIN, **old), graph_of(MAIN, **new)).findings


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.integers(0, 10**9))
def test_the_conditions_are_true_path_by_path(seed: int) -> None:
    old, new = (graph_of_files(files) for files in pair_of_versions(seed))
    report, told = reported(old, new), []
    changes = compare(old, new, POLICY)
    differences = Differences(changes, judge(changes, POLICY).findings, old, new, POLICY)
    for group in groups(old.view.environment, GRID, [*asked_by(old), *asked_by(new)]):
        told.append((min(group.cells), set(_by_path(differences.applied(group.environment)))))
    assert [said for _, said in told] == [set(_by_path(f for f in report.findings if _holds(f.when, cell))) for cell, _ in told]


def _by_path(findings: Iterable[Finding]) -> Iterator[tuple[object, ...]]:
    for finding in findings:
        yield from ((finding.rule, finding.severity, finding.certainty, finding.part, path) for path in (finding.path, *finding.also))


def _holds(when: str | None, cell: Cell) -> bool:
    """Does the condition hold in a cell, as far as it is about environments? What else it asks (`HAS_X`, `TYPE_CHECKING`) may hold."""
    here = {"sys": SimpleNamespace(version_info=cell[0], platform=cell[1])}
    return when is None or any(all(eval(part, here) for part in parts.split(" and ") if "sys." in part) for parts in when.split(" or "))


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
