"""Files of one kind on both sides."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.sources.index import choose as choosing
from modiff.sources.index.choose import choose, choose_one
from modiff.sources.index.pages import IndexFile, files_from_urls, origin_of


@pytest.fixture(autouse=True)
def _this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Linux with Python 3.11, wherever the tests run."""
    supported = ["cp311-cp311-manylinux_2_17_x86_64", "cp311-cp311-manylinux2014_x86_64", "cp38-abi3-manylinux2014_x86_64", "py3-none-any"]
    systems = ["manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux2010_x86_64", "linux_x86_64"]
    machine = {tag: i for i, tag in enumerate(supported)}, {system: i for i, system in enumerate(systems)}
    monkeypatch.setattr(choosing, "_machine", lambda: machine)
    choosing._rank.cache_clear()


def _files(*names: str) -> list[IndexFile]:
    found = files_from_urls("p", [f"https://files.example/{name}" for name in names], origin_of("https://files.example"))
    assert len(found) == len(names)
    return found


def _chosen(old: list[str], new: list[str]) -> tuple[str, str]:
    one, other = choose(_files(*old), _files(*new))
    return one.filename, other.filename


MAC, WIN, LINUX = "macosx_10_9_x86_64", "win_amd64", "manylinux2010_x86_64"


@pytest.mark.parametrize(
    ("old", "new", "chosen"),
    [
        (["p-1-py2.py3-none-any.whl", "p-1.tar.gz"], ["p-2-py3-none-any.whl", "p-2.tar.gz"], ("p-1-py2.py3-none-any.whl", "p-2-py3-none-any.whl")),
        (["p-1-py2-none-any.whl", "p-1-py3-none-any.whl"], ["p-2-py3-none-any.whl"], ("p-1-py3-none-any.whl", "p-2-py3-none-any.whl")),
        (["p-1-py3-none-any.whl", "p-1.tar.gz"], ["p-2-cp311-cp311-win_amd64.whl", "p-2.tar.gz"], ("p-1.tar.gz", "p-2.tar.gz")),
        (
            [f"p-1-cp{v}-cp{v}-{s}.whl" for v in (37, 38, 39) for s in (MAC, WIN, LINUX)],
            [f"p-2-cp{v}-cp{v}-{s}.whl" for v in (38, 39, 310) for s in (MAC, WIN, LINUX)],
            (f"p-1-cp39-cp39-{LINUX}.whl", f"p-2-cp39-cp39-{LINUX}.whl"),
        ),
        (
            ["p-1-cp311-cp311-manylinux2014_x86_64.whl", "p-1-cp39-cp39-manylinux2014_x86_64.whl", "p-1.tar.gz"],
            ["p-2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "p-2-cp312-cp312-manylinux2014_x86_64.whl", "p-2.tar.gz"],
            ("p-1-cp311-cp311-manylinux2014_x86_64.whl", "p-2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"),
        ),
        (
            ["p-1-cp39-cp39-manylinux1_x86_64.whl", "p-1-cp39-cp39-win32.whl", "p-1.zip"],
            ["p-2-cp39-cp39-manylinux_2_28_x86_64.whl", "p-2.tar.gz"],
            ("p-1-cp39-cp39-manylinux1_x86_64.whl", "p-2-cp39-cp39-manylinux_2_28_x86_64.whl"),
        ),
        (
            [f"p-1-cp27-cp27m-{MAC}.whl", f"p-1-cp38-cp38-{WIN}.whl"],
            [f"p-2-cp27-cp27m-{MAC}.whl", f"p-2-cp38-cp38-{WIN}.whl"],
            (f"p-1-cp27-cp27m-{MAC}.whl", f"p-2-cp27-cp27m-{MAC}.whl"),
        ),
        (
            ["p-1-py3-none-manylinux2010_x86_64.whl", "p-1-py3-none-win_amd64.whl"],
            ["p-2-py3-none-manylinux2014_x86_64.whl", "p-2-py3-none-win_amd64.whl"],
            ("p-1-py3-none-manylinux2010_x86_64.whl", "p-2-py3-none-manylinux2014_x86_64.whl"),
        ),
        (["p-1.tar.gz"], ["p-2-py3-none-any.whl"], ("p-1.tar.gz", "p-2-py3-none-any.whl")),
        (["p-1.zip", "p-1.tar.gz"], ["p-2.zip", "p-2.tar.bz2"], ("p-1.tar.gz", "p-2.zip")),
        (
            ["p-1-1-py3-none-any.whl", "p-1-10-py3-none-any.whl", "p-1-py3-none-any.whl"],
            ["p-2-py3-none-any.whl"],
            ("p-1-10-py3-none-any.whl", "p-2-py3-none-any.whl"),
        ),
        (
            ["p-1-cp313-cp313t-win_amd64.whl", "p-1-cp312-cp312-win_amd64.whl"],
            ["p-2-cp313-cp313t-win_amd64.whl", "p-2-cp312-cp312-win_amd64.whl"],
            ("p-1-cp312-cp312-win_amd64.whl", "p-2-cp312-cp312-win_amd64.whl"),
        ),
    ],
)
def test_choice(old: list[str], new: list[str], chosen: tuple[str, str]) -> None:
    assert _chosen(old, new) == chosen


def test_one_alone() -> None:
    names = ["p-1.tar.gz", *(f"p-1-{tag}-manylinux2014_x86_64.whl" for tag in ("cp311-cp311", "cp312-cp312", "cp38-abi3"))]
    assert choose_one(_files(*names)).filename == "p-1-cp311-cp311-manylinux2014_x86_64.whl"
    assert choose_one(_files("p-1-py3-none-any.whl", *names)).filename == "p-1-py3-none-any.whl"
    assert choose_one(_files("p-1.tar.gz")).filename == "p-1.tar.gz"


_KINDS = st.sampled_from(
    [f"-{tag}-{s}.whl" for tag in ("cp38-cp38", "cp311-cp311", "pp39-pypy39_pp73", "cp38-abi3") for s in (MAC, WIN, LINUX, "manylinux2014_x86_64")]
    + ["-py3-none-any.whl", "-py2-none-any.whl", ".tar.gz", ".zip", "-py3-none-win_amd64.whl"]
)


@given(st.sets(_KINDS, min_size=1, max_size=8), st.sets(_KINDS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_a_page_is_no_matter_and_common_kinds_are_used(old: set[str], new: set[str], rng: random.Random) -> None:
    names = [f"p-1{kind}" for kind in sorted(old)], [f"p-2{kind}" for kind in sorted(new)]
    expected = _chosen(*names)
    shuffled = [rng.sample(side, len(side)) for side in names]
    assert _chosen(*shuffled) == expected
    if old & new:
        kinds = expected[0].removeprefix("p-1"), expected[1].removeprefix("p-2")
        assert kinds[0].endswith(".whl") == kinds[1].endswith(".whl")
        assert kinds[0].endswith("-none-any.whl") == kinds[1].endswith("-none-any.whl")
