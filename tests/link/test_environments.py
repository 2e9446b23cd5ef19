"""Which environments are alike, conditions that describe some of them, and what files ask."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.extract import extract
from modiff.link.environment import Environment
from modiff.link.environments import Cell, Supported, both, condition, groups
from modiff.link.touched import Rest
from tests.worlds import graph_of

GRID = Supported(((2, 7), (3, 8), (3, 9), (3, 10), (3, 13)), ("linux", "darwin", "win32"))


@given(st.sets(st.sampled_from(GRID.cells), min_size=1))
def test_a_condition_holds_in_just_the_cells_it_describes(cells: set[Cell]) -> None:
    told = condition(cells, GRID)
    here = {cell for cell in GRID.cells if told is None or eval(told, {"sys": SimpleNamespace(version_info=cell[0], platform=cell[1])})}
    assert here == cells


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([c for c in GRID.cells if c[0] < (3, 9)], "sys.version_info < (3, 9)"),
        ([c for c in GRID.cells if c[0] > (3,)], "sys.version_info >= (3,)"),
        ([c for c in GRID.cells if c[1] == "win32"], "sys.platform == 'win32'"),
        ([c for c in GRID.cells if c[1] != "darwin"], "sys.platform != 'darwin'"),
        ([c for c in GRID.cells if c[0] in ((3, 9), (3, 10))], "(3, 9) <= sys.version_info < (3, 13)"),
        ([c for c in GRID.cells if c[1] == "win32" or c[0] >= (3, 10)], "sys.version_info >= (3, 10) or sys.platform == 'win32'"),
        ([c for c in GRID.cells if c[1] == "win32" and c[0] >= (3, 10)], "sys.platform == 'win32' and sys.version_info >= (3, 10)"),
    ],
)
def test_conditions_are_simple(cells: list[Cell], told: str) -> None:
    assert condition(cells, GRID) == told


def test_conditions_are_joined_with_brackets_where_they_need_some() -> None:
    assert both("a or b", "c") == "(a or b) and c"
    assert both("a or b", None) == "a or b"


def asked(text: str) -> list[str]:
    return [test.text for test in extract(text.encode()).asked]


def test_a_file_says_what_it_asks_each_test_once() -> None:
    text = "import sys\nif sys.version_info >= (3, 9):\n    a = 1\nelse:\n    a = 2\n"
    text += "class C:\n    if sys.platform == 'win32':\n        def m(self): ...\n"
    assert asked(text) == ["sys.version_info >= (3, 9)", "sys.platform == 'win32'"]


@pytest.mark.parametrize(
    "condition",
    [
        "sys.platform in ('win32', 'cygwin')",
        "sys.platform not in ('win32', 'darwin')",
        "os.name in ['nt']",
        "sys.platform == 'win32' or sys.version_info < (3, 9)",
        "sys.version_info >= (3, 9) and sys.platform == 'linux'",
        "(3, 9) <= sys.version_info < (3, 10)",
        "not (sys.platform == 'win32' and (sys.version_info < (3, 9) or sys.version_info >= (3, 10)))",
        "'win' in sys.platform",
        "'linux' not in sys.platform",
        "sys.platform.startswith(('linux', 'darwin'))",
        "sys.version_info < (3, 9) or (sys.platform != 'linux' and not sys.version_info < (3, 10))",
    ],
)
def test_compounds_come_out_as_python_says_in_both_branches(condition: str) -> None:
    facts = extract(f"import sys, os\nif {condition}:\n    a = 1\nelse:\n    b = 1\n".encode())
    first, second = (next(b.guard for b in facts.bindings if b.name == name) for name in "ab")
    for python, platform in GRID.cells:
        here = Environment(python=python, platform=platform)
        system = SimpleNamespace(name="nt" if platform == "win32" else "posix")
        holds = bool(eval(condition, {"sys": SimpleNamespace(version_info=(*python, 1), platform=platform), "os": system}))
        assert [all(here.settles(test) for test in guard) for guard in (first, second)] == [holds, not holds]
        assert [here.excludes(guard) for guard in (first, second)] == [not holds, holds]


def test_what_a_compound_asks_beside_the_environment_stays_open() -> None:
    facts = extract(b"import sys\nif HAS_X or sys.platform == 'linux':\n    a = 1\nelse:\n    b = 1\n")
    first, second = (next(b.guard for b in facts.bindings if b.name == name) for name in "ab")
    assert Environment(platform="linux").excludes(second)
    assert not any(Environment(platform="win32").excludes(guard) for guard in (first, second))
    assert [test.text for test in facts.asked] == ["sys.platform == 'linux'"]


def test_what_cannot_be_read_is_not_asked() -> None:
    assert asked("import sys\nif sys.platform in known:\n    a = 1\nif TYPE_CHECKING:\n    b = 1\nif sys.version_info > least:\n    c = 1\n") == []


@pytest.mark.parametrize("name", ["WINDOWS", "IS_WINDOWS", "_compat.ON_WINDOWS", "is_windows()", "_is_windows", "compat.is_win32()"])
def test_names_of_systems_are_tests_of_the_platform(name: str) -> None:
    (test,) = extract(f"if {name}:\n    a = 1\n".encode()).asked
    assert (test.op, test.value) == ("==", "win32")


@pytest.mark.parametrize("name", ["windows", "win", "WIN", "WINDOWS_SIZE", "is_windows_zone()", "has_windows", "windows()", "Linux", "is_windows(x)"])
def test_names_that_look_alike_are_not(name: str) -> None:
    assert asked(f"if {name}:\n    a = 1\n") == []


def test_environments_that_nothing_tells_apart_are_one_group() -> None:
    tests = extract(b"import sys\nif sys.version_info >= (3, 9) and sys.platform == 'win32':\n    a = 1\n").asked
    found = groups(Environment(python=(3, 13)), Supported(((3, 8), (3, 9), (3, 13)), ("linux", "win32")), tests)
    assert [(g.environment.python, g.environment.platform, len(g.cells)) for g in found] == [
        ((3, 13), "linux", 2), ((3, 13), "win32", 2), ((3, 8), "linux", 1), ((3, 8), "win32", 1),
    ]  # fmt: skip


def touched(python: tuple[int, int] = (3, 13), platform: str = "win32", **files: str) -> dict[str, set[str]]:
    return Rest(graph_of(**files).view).touched(Environment(python=python, platform=platform))


GUARDED = "import sys\nif sys.platform == 'win32':\n    class A:\n        x = 1\nelse:\n    class A: ...\n"


def test_what_rests_on_a_name_is_touched_with_it() -> None:
    found = touched(
        pkg="from pkg.low import A as Z\nfrom pkg import low\nclass B(Z): ...\ndef f(a: low.A): ...\ndef g(b): ...",
        pkg__low=f"{GUARDED}C = A\nD = 1\n",
    )
    assert found == {"pkg.low": {"A", "C"}, "pkg": {"Z", "B", "f"}}


def test_names_that_lead_to_the_same_are_not_touched() -> None:
    text = "import sys\nif sys.version_info >= (3, 11):\n    from typing import Self\nelse:\n    from typing_extensions import Self\n"
    text += "def f() -> Self: ..."
    assert touched((3, 8), "linux", pkg=text) == {}


def test_star_imports_hand_on_what_is_touched() -> None:
    assert touched(pkg="from pkg.low import *", pkg__low=GUARDED) == {"pkg.low": {"A"}, "pkg": {"A"}}
