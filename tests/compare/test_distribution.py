"""What two releases say of themselves, and whom their files serve: hand-made releases through the whole pipeline, bounds against brute force."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from modiff import link, reading, rules
from modiff.compare import compare
from modiff.compare.dependencies import is_tighter
from modiff.compare.pythons import admitted
from modiff.graph import Graph
from modiff.model.findings import Action, Certainty, Finding, Severity
from modiff.model.policy import Policy
from modiff.model.release import Metadata
from modiff.sources.memory import release_of

SAID = frozenset({"requires_python", "requires_dist", "extras", "entry_points"})
NEW = Metadata(name="Pkg", requires_python=">=3.9", known=SAID)


def said(**given: object) -> Metadata:
    return msgspec.structs.replace(NEW, **given)


def graph(metadata: Metadata, files: Mapping[str, str | bytes]) -> Graph:
    release = release_of(files, metadata.name, "1.0")
    release.metadata = metadata
    return Graph(link.view(release, reading.read(release)))


def found(old: Metadata, new: Metadata = NEW, policy: Policy = Policy()) -> list[Finding]:
    changes = compare(graph(old, {"pkg.py": ""}), graph(new, {"pkg.py": ""}), policy)
    return [finding for finding in rules.judge(changes, policy).findings if finding.about == "distribution"]


def told(findings: list[Finding]) -> list[tuple[str, str | None, str]]:
    return [(finding.rule, finding.part, finding.message) for finding in findings]


def requiring(*requirements: str, **given: object) -> Metadata:
    return said(requires_dist=requirements, **given)


# --- when there is nothing to say -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Metadata(), NEW),
        (requiring("a"), Metadata()),
        (said(known=frozenset(), requires_python=None), requiring("a", extras=("x",))),  # left to the build: not said to be none
        (requiring("a", extras=("x",), entry_points=(("console_scripts", "x", "y"),)), said(known=frozenset())),
    ],
)
def test_what_a_side_does_not_say_is_not_compared(old: Metadata, new: Metadata) -> None:
    assert found(old, new) == []


def test_a_lost_import_package_is_told_once_and_as_a_module() -> None:
    changes = compare(graph(NEW, {"one.py": "", "two.py": ""}), graph(NEW, {"one.py": ""}), Policy())
    assert [(f.rule, f.path, f.about) for f in rules.judge(changes, Policy()).findings] == [("module-removed", "two", "api")]


def test_a_finding_about_a_distribution_has_its_name_for_a_path() -> None:
    (finding,) = found(said(requires_python=">=3.8"))
    assert (finding.path, finding.canonical, finding.also, finding.group, finding.breaks) == ("Pkg", None, (), "metadata", ("install",))
    assert finding.old is not None
    assert finding.new is not None
    assert (finding.old.value, finding.new.value, finding.old.file) == (">=3.8", ">=3.9", None)


# --- Pythons ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "part", "message"),
    [
        (">=3.8", ">=3.9", "python:3.8", "Python 3.8 is no longer supported"),
        (">=3.6", ">=3.9", "python:3.6", "Python 3.6, 3.7 and 3.8 are no longer supported"),
        (">=2.7.*, !=3.0.*, !=3.1.*, !=3.2.*, !=3.3.*, !=3.4.*, !=3.5.*, !=3.6.*", ">=3.7", "python:2.7", "Python 2.7 is no longer supported"),
        (">=3.9", ">=3.9,<3.13", "python:3.13", "Python 3.13 and 3.14 are no longer supported"),
    ],
)
def test_dropped_pythons_are_named(old: str, new: str, part: str, message: str) -> None:
    (finding,) = found(said(requires_python=old), said(requires_python=new))
    assert told([finding]) == [("python-dropped", part, message)]
    assert (finding.severity, finding.action, finding.certainty) == (Severity.major, Action.deny, Certainty.certain)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">=3.9", ">=3.9.2"),
        (">=3.9", ">=3.8"),
        (">=3.9,<3.13", ">=3.9,<4"),
        (">=3.9", "~=3.9"),
        (">=3.9", "whatever"),
        ("!=3.9.3,>=3.9", "<4.0, >=3.9"),
    ],
)
def test_pythons_that_stay(old: str, new: str) -> None:
    assert found(said(requires_python=old), said(requires_python=new)) == []


def test_where_the_old_version_said_nothing_its_wheels_may() -> None:
    (finding,) = found(said(requires_python=None))
    assert (finding.part, finding.certainty) == ("python:2.6", Certainty.possible)
    assert "did not say which Pythons" in finding.message
    files = ("pkg-1-py2.py3-none-any.whl", "pkg-1-cp38-cp38-win32.whl", "pkg-1.tar.gz")
    findings = found(said(requires_python=None, filenames=files), said(filenames=("pkg-2-py3-none-any.whl",)))
    assert [(finding.part, finding.certainty) for finding in findings] == [("python:2.7", Certainty.likely)]
    assert findings[0].message.startswith("Python 2.7 and 3.8 are no longer supported; not settled: ")


def test_only_the_python_that_is_judged_for_counts() -> None:
    assert found(said(requires_python=">=3.7"), policy=Policy(python_version=(3, 12))) == []
    (finding,) = found(said(requires_python=">=3.7"), policy=Policy(python_version=(3, 8)))
    assert finding.part == "python:3.8"


def test_a_policy_can_object() -> None:
    (finding,) = found(said(requires_python=">=3.8"), policy=Policy(actions={"metadata": Action.deny}))
    assert finding.action is Action.deny


def test_admitted_minors() -> None:
    assert admitted(">=3.12,!=3.13.*") == frozenset({(3, 12), (3, 14)})
    assert admitted("rubbish") is None


# --- extras and entry points ------------------------------------------------------------------------------------------------


def test_an_extra_that_was_renamed_has_a_hint() -> None:
    (finding,) = found(said(extras=("test", "docs")), said(extras=("tests", "Docs")))
    assert (finding.part, finding.hint) == ("extra:test", "use Pkg[tests]")
    assert finding.action is Action.deny


def test_scripts_and_plugins() -> None:
    old = said(entry_points=(("console_scripts", "tell", "pkg:main"), ("gui_scripts", "show", "pkg:show"), ("flake8.extension", "P", "pkg:P")))
    new = said(entry_points=(("console_scripts", "pkg-tell", "pkg:main"), ("console_scripts", "show", "pkg:other")))
    assert told(found(old, new)) == [
        ("entry-point-removed", "flake8.extension", "The group `flake8.extension` of entry points is gone, and with it `P`"),
        ("script-removed", "tell", "Command `tell` is gone; `pkg-tell` most likely took its place"),
    ]


# --- dependencies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["Foo_bar>=1,<2"], ["foo-bar <2.0, >=1.0"]),
        (["foo (>=1)", "bar"], ["bar", "foo>=1"]),
        (["foo>=2"], ["foo>=1"]),
        (["foo==1.*"], ["foo~=1.0"]),
        (["foo"], []),
        (["foo"], ["foo; extra == 'x'"]),
        ([], ["foo; extra == 'x'"]),
        ([], ["foo; python_version < '3.8'"]),  # none of the Pythons that are supported
        (["foo; python_version >= '3.7'"], ["foo"]),
        (
            ["foo>=1; python_version < '3.12'", "foo>=2; python_version >= '3.12'"],
            ["foo>=2; python_version > '3.11'", "foo>=1; python_version <= '3.11'"],
        ),
        (["foo @ https://example.org/foo.zip"], ["foo"]),
        (["foo>=1", "foo<3"], ["foo>=1,<3"]),
        (["foo ~= nonsense"], ["foo>=3"]),
    ],
)
def test_requirements_that_ask_for_no_more(old: list[str], new: list[str]) -> None:
    assert found(requiring(*old), requiring(*new)) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "after"),
    [
        ([], ["Foo>1"], "dependency-added", "`Foo>1` must be installed too", "Foo>1"),
        ([], ["foo; sys_platform == 'win32'"], "dependency-added", "`foo` must be installed too on Windows", "foo"),
        (["foo; extra == 'x'"], ["foo"], "dependency-added", "`foo` must be installed too", "foo"),
        (["foo"], ["foo<2"], "dependency-tightened", "`foo<2` rules out what `foo` took", "foo<2"),
        (["foo>=1"], ["foo>=1,!=1.5"], "dependency-tightened", "`foo!=1.5,>=1` rules out what `foo>=1` took", "foo!=1.5,>=1"),
        (
            ["foo>=1"],
            ["foo>=1; python_version < '3.14'", "foo>=2; python_version >= '3.14'"],
            "dependency-tightened",
            "`foo>=2` rules out what `foo>=1` took on Python 3.14",
            "foo>=2",
        ),
        (["foo; os_name == 'posix'"], ["foo"], "dependency-marker-changed", "`foo` is now needed on Windows", "foo"),
        (["foo; python_version < '3.11'"], ["foo"], "dependency-marker-changed", "`foo` is now needed on Python 3.11 and later", "foo"),
        (
            ["foo"],
            ["foo; platform_python_implementation != 'PyPy'"],
            "dependency-marker-changed",
            "`foo` is no longer needed on PyPy",
            'foo; platform_python_implementation != "PyPy"',
        ),
    ],
)
def test_requirements_that_ask_for_more(old: list[str], new: list[str], rule: str, message: str, after: str) -> None:
    (finding,) = found(requiring(*old), requiring(*new))
    assert (finding.rule, finding.message) == (rule, message)
    assert finding.new is not None
    assert finding.new.value == after
    assert (finding.breaks, finding.action) == ((), Action.warn)


VERSIONS = [f"{major}.{minor}{rest}" for major in range(4) for minor in range(5) for rest in ("", ".1", ".2", "rc1", ".post1")]
VERSIONS.remove("0.0rc1")  # before everything that anybody numbers: `>=0` is no bound
BOUNDS = st.lists(
    st.builds(
        lambda operator, major, minor: f"{operator}{major}.{minor}{'.*' if operator in ('==', '!=') and minor % 2 else ''}",
        st.sampled_from([">=", "<=", ">", "<", "==", "!=", "~="]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=3,
).map(",".join)


@given(BOUNDS, BOUNDS)
def test_a_tightened_bound_is_found_whenever_a_version_shows_it(old: str, new: str) -> None:
    before, after = SpecifierSet(old), SpecifierSet(new)
    # `==1.1.*` admits 1.1rc1, which `>=1.1` does not: nobody asks for a series because of the candidates before it.
    versions = [v for v in VERSIONS if "rc" not in v or ".*" not in old]
    shown = any(before.contains(v, prereleases=True) and not after.contains(v, prereleases=True) for v in versions)
    assert is_tighter(old, new) or not shown


@given(BOUNDS, BOUNDS)
def test_asking_for_more_besides_never_loosens(old: str, more: str) -> None:
    both = ",".join(filter(None, (old, more)))
    assert not is_tighter(both, old)


# --- wheels -----------------------------------------------------------------------------------------------------------------


def wheels(*tags: str, version: str = "1.0", python: str = ">=3.9,<3.12") -> Metadata:
    return said(requires_python=python, filenames=(*(f"pkg-{version}-{tag}.whl" for tag in tags), f"pkg-{version}.tar.gz"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["py2.py3-none-any"], ["py3-none-any"]),
        (["cp39-cp39-win_amd64", "cp310-cp310-win_amd64"], ["cp39-abi3-win_amd64"]),
        (["cp39-cp39-manylinux1_x86_64"], ["cp39-cp39-manylinux_2_17_x86_64.manylinux2014_x86_64"]),
        (["cp39-cp39-manylinux_2_28_x86_64"], ["cp39-cp39-manylinux2014_x86_64"]),
        (["1-cp39-cp39-win32"], ["cp39-cp39-win32"]),
        (["cp39-cp39-macosx_10_9_x86_64", "cp39-cp39-macosx_11_0_arm64"], ["cp39-cp39-macosx_10_12_universal2"]),
        (["cp39-cp39-win32", "pp39-pypy39_pp73-win_amd64"], ["py3-none-any"]),
        (["cp38-cp38-win32", "cp39-cp39-win32"], ["cp39-cp39-win32"]),  # told as a dropped Python, if it was one
        ([], ["cp39-cp39-win32"]),
    ],
)
def test_whoever_was_served_is_served(old: list[str], new: list[str]) -> None:
    assert found(wheels(*old), wheels(*new, version="2.0")) == []


@pytest.mark.parametrize(
    ("old", "new", "rule", "part", "message"),
    [
        (
            ["cp39-cp39-win32", "cp310-cp310-win32"],
            ["cp310-cp310-win32"],
            "wheel-removed",
            "python:3.9",
            "There are no wheels for CPython 3.9 any more",
        ),
        (
            ["cp39-abi3-win32", "cp39-abi3-win_amd64"],
            ["cp39-abi3-win_amd64"],
            "wheel-removed",
            "platform:win32",
            "There are no wheels for `win32` any more",
        ),
        (
            ["cp39-cp39-win32", "cp310-cp310-win32", "cp39-cp39-win_amd64", "cp310-cp310-win_amd64"],
            ["cp310-cp310-win32", "cp39-cp39-win_amd64", "cp310-cp310-win_amd64"],
            "wheel-removed",
            "platform:win32",
            "There are no wheels for CPython 3.9 on `win32` any more",
        ),
        (["py3-none-any"], ["cp39-abi3-win32"], "wheel-removed", "platform:any", "There is no wheel for all platforms any more"),
        (
            ["cp39-abi3-manylinux2014_x86_64", "cp39-abi3-musllinux_1_1_x86_64"],
            ["cp39-abi3-manylinux2014_x86_64"],
            "wheel-removed",
            "platform:musllinux_x86_64",
            "There are no wheels for `musllinux_x86_64` any more",
        ),
        (
            ["cp39-abi3-win32", "pp39-pypy39_pp73-win32"],
            ["cp39-abi3-win32"],
            "wheel-removed",
            "python:3.9",
            "There are no wheels for PyPy 3.9 any more",
        ),
        (["py3-none-any"], [], "only-source-left", None, "There are no wheels any more, only source"),
        (["cp39-abi3-manylinux2014_x86_64"], ["cp39-abi3-manylinux_2_28_x86_64"], "system-raised", "glibc", "Wheels for `x86_64` ask for glibc 2.28"),
        (
            ["cp39-abi3-macosx_10_9_universal2"],
            ["cp39-abi3-macosx_12_0_universal2"],
            "system-raised",
            "macos",
            "Wheels for `arm64` and `x86_64` ask for macOS 12.0",
        ),
    ],
)
def test_whoever_is_no_longer_served_is_named(old: list[str], new: list[str], rule: str, part: str | None, message: str) -> None:
    assert told(found(wheels(*old), wheels(*new, version="2.0"))) == [(rule, part, message)]


def test_a_dropped_python_is_not_told_again_for_its_wheels() -> None:
    old, new = wheels("cp39-cp39-win32", "cp310-cp310-win32"), wheels("cp310-cp310-win32", python=">=3.10,<3.12")
    assert [finding.rule for finding in found(old, new)] == ["python-dropped"]


def test_one_file_alone_says_nothing_of_the_others() -> None:
    assert found(wheels("py3-none-any"), said(requires_python=">=3.9,<3.12")) == []


# --- the same twice ---------------------------------------------------------------------------------------------------------


def test_a_release_does_not_differ_from_itself() -> None:
    release = msgspec.structs.replace(
        wheels("cp39-abi3-win32", "pp39-pypy39_pp73-win32"),
        requires_dist=("a>=1", "b; extra == 'x'", "c; python_version < '3.10'"),
        extras=("x",),
        entry_points=(("console_scripts", "x", "y"), ("g", "x", "y")),
        typed=("pkg",),
    )
    assert found(release, release) == []
