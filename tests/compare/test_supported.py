"""In which environments both versions run, as far as they say."""

from __future__ import annotations

import pytest

from modiff.compare.supported import main_environment, supported
from modiff.model.policy import Policy
from modiff.model.release import Metadata

POLICY = Policy()


def pythons(*sides: Metadata, policy: Policy = POLICY) -> list[str]:
    found = supported(policy, sides, main_environment(policy, sides)).pythons
    return [f"{major}.{minor}" for major, minor in found]


def platforms(*sides: Metadata, policy: Policy = POLICY) -> tuple[str, ...]:
    return supported(policy, sides, main_environment(policy, sides)).platforms


def test_what_both_admit_is_supported() -> None:
    assert pythons(Metadata(requires_python=">=3.8"), Metadata(requires_python=">=3.10,<3.13")) == ["3.10", "3.11", "3.12"]


@pytest.mark.parametrize("requires", [None, "<4", "!=3.0.*"])
def test_who_names_no_lower_bound_is_judged_for_the_pythons_in_use(requires: str | None) -> None:
    assert pythons(Metadata(requires_python=requires), Metadata(requires_python=">=3.8")) == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert pythons(Metadata(requires_python=requires), Metadata(requires_python=">=3.12")) == ["3.12", "3.13", "3.14"]


def test_only_pythons_that_it_admits_count() -> None:
    assert pythons(Metadata(requires_python="<3.13")) == ["3.10", "3.11", "3.12"]
    assert pythons(Metadata(requires_python="<3.9")) == ["3.8"]
    assert pythons(Metadata(classified=("2",))) == ["2.7"]


def test_classifiers_name_the_oldest_where_nothing_else_does() -> None:
    assert pythons(Metadata(classified=("3", "3.10", "3.11", "3 :: Only"))) == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert pythons(Metadata(requires_python=">=3.12", classified=("3.10",))) == ["3.12", "3.13", "3.14"]


def test_python_2_is_one_of_them_where_both_still_support_it() -> None:
    assert pythons(Metadata(requires_python=">=2.7,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,<3.6"))[:2] == ["2.7", "3.4"]


def test_options_narrow_it() -> None:
    policy = Policy(python_version=(3, 9), platform="darwin")
    assert (pythons(Metadata(), policy=policy), platforms(Metadata(), policy=policy)) == (["3.9"], ("darwin",))
    assert platforms(Metadata(), policy=Policy(python_version=(3, 9))) == ("linux", "darwin", "win32")


def test_wheels_tell_whom_a_release_without_source_serves() -> None:
    files = ("pkg-1-cp39-cp39-win_amd64.whl", "pkg-1-cp310-cp310-win_amd64.whl")
    only_windows = Metadata(requires_python=">=3.8", filenames=files)
    assert platforms(only_windows, Metadata()) == ("win32",)
    assert pythons(only_windows)[:2] == ["3.9", "3.10"]
    assert platforms(Metadata(filenames=(*files, "pkg-1.tar.gz"))) == ("linux", "darwin", "win32")
    assert platforms(Metadata(filenames=("pkg-1-py3-none-any.whl",))) == ("linux", "darwin", "win32")
