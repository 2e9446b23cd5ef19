"""What a user types, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.errors import BadSpec
from modiff.sources.specs import DatabaseSpec, DirectorySpec, GitSpec, IndexSpec, InstalledSpec, SdistSpec, Spec, WheelSpec, parse


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("requests==2.31.0", IndexSpec(text="requests==2.31.0", name="requests", version="2.31.0")),
        ("a == 1!2.0.post1+local", IndexSpec(text="a == 1!2.0.post1+local", name="a", version="1!2.0.post1+local")),
        ("pytz==2004d", IndexSpec(text="pytz==2004d", name="pytz", version="2004d")),
        ("zope.interface", IndexSpec(text="zope.interface", name="zope.interface")),
        ("dist/x-1-py3-none-any.whl", WheelSpec(text="dist/x-1-py3-none-any.whl", path="dist/x-1-py3-none-any.whl")),
        ("x-1.tar.gz", SdistSpec(text="x-1.tar.gz", path="x-1.tar.gz")),
        ("x-1.tgz", SdistSpec(text="x-1.tgz", path="x-1.tgz")),
        ("x-1.tar.bz2", SdistSpec(text="x-1.tar.bz2", path="x-1.tar.bz2")),
        ("x-1.tar.xz", SdistSpec(text="x-1.tar.xz", path="x-1.tar.xz")),
        ("x-1.ZIP", SdistSpec(text="x-1.ZIP", path="x-1.ZIP")),
        (".", DirectorySpec(text=".", path=".")),
        ("./requests", DirectorySpec(text="./requests", path="./requests")),
        ("src/pkg", DirectorySpec(text="src/pkg", path="src/pkg")),
        ("git+.@v1.0", GitSpec(text="git+.@v1.0", path=".", ref="v1.0")),
        ("git+@v1.0", GitSpec(text="git+@v1.0", path=".", ref="v1.0")),
        ("git+file:///r@HEAD~1", GitSpec(text="git+file:///r@HEAD~1", path="/r", ref="HEAD~1")),
        ("installed:PyYAML", InstalledSpec(text="installed:PyYAML", name="PyYAML")),
        ("functiondb:a.json", DatabaseSpec(text="functiondb:a.json", path="a.json")),
        ("functiondb:db@1.0", DatabaseSpec(text="functiondb:db@1.0", path="db", version="1.0")),
        ("a==1#import=b", IndexSpec(text="a==1#import=b", name="a", version="1", imports=("b",))),
        ("./a#subdirectory=x/y/&import=b", DirectorySpec(text="./a#subdirectory=x/y/&import=b", path="./a", imports=("b",), subdirectory="x/y")),
    ],
)
def test_every_form(text: str, spec: Spec) -> None:
    assert parse(text) == spec


def test_a_ref_and_a_path_may_hold_an_at_sign() -> None:
    assert parse("git+r@HEAD@{1}", lambda path: path == "r") == GitSpec(text="git+r@HEAD@{1}", path="r", ref="HEAD@{1}")
    assert parse("git+a@b@v1", lambda path: path == "a@b") == GitSpec(text="git+a@b@v1", path="a@b", ref="v1")


def test_a_path_may_hold_a_hash_sign() -> None:
    assert parse("./c#", lambda path: path == "./c#") == DirectorySpec(text="./c#", path="./c#")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("requests=1.0", "write requests==1.0"),
        ("requests@1.0", "write requests==1.0"),
        ("requests 1.0", "write requests==1.0"),
        ("requests@v1.0", "write requests==1.0"),
        ("requests>=1.0", "write requests==1.0"),
        ("requests~=1.0", "write requests==1.0"),
        ("requests==1.*", "write requests==1"),
        ("requests[socks]==1.0", "write requests==1.0"),
        ("requests[socks]", "write requests"),
        ("git+.", "write git+.@HEAD, or a tag, branch or commit after the @"),
        ("git+https://example.invalid/r@v1", "clone it, then write git+PATH@REF"),
        ("installed:a==1", "write installed:a (what is installed has one version, so none is given)"),
        ("x==1#import=b-c", "write the name as in an import statement: import=b_c"),
        ("./x#subdirectory=../y", "give a relative path without .."),
        ("x==1#imports=y", "options are import=PACKAGE and subdirectory=DIR, joined by &"),
        ("x==1#subdirectory=y", "it is for directories, git revisions and sdists on disk"),
    ],
)
def test_what_to_write_instead(text: str, hint: str) -> None:
    with pytest.raises(BadSpec) as failure:
        parse(text)
    assert failure.value.hints == (hint,)


@given(st.text(max_size=40))
def test_any_text_is_a_spec_or_a_bad_one(text: str) -> None:
    try:
        spec = parse(text)
    except BadSpec as error:
        hints = error.hints
    else:
        assert spec.text == text.strip()
        return
    assert hints
