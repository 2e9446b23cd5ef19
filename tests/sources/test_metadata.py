"""What a source says of a distribution in full, and what it leaves to a later build: only the former can be compared."""

from __future__ import annotations

import io
import zipfile

import msgspec
import pytest

from modiff.model.release import Metadata, Traffic
from modiff.sources import opening
from modiff.sources.index import Fetched
from modiff.sources.metadata import core_metadata, first_said, project_metadata
from modiff.sources.project_settings import read_settings
from modiff.sources.specs import parse

CORE = frozenset({"requires_python", "requires_dist", "extras"})


def test_a_wheel_leaves_nothing_open() -> None:
    assert core_metadata(b"Metadata-Version: 2.1\nName: a\n", built=True).known == CORE


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (b"", frozenset()),
        (b"Metadata-Version: 1.1\nName: a\n", {"requires_python"}),
        (b"Metadata-Version: 2.1\nName: a\n", {"requires_python"}),
        (b"Metadata-Version: 2.2\nName: a\n", CORE),
        (b"Metadata-Version: 2.4\nName: a\nDynamic: requires-dist\nDynamic: License\n", CORE - {"requires_dist"}),
    ],
)
def test_a_source_archive_says_what_is_not_dynamic(text: bytes, known: set[str]) -> None:
    assert core_metadata(text).known == known


def test_a_project_table_says_what_is_not_dynamic() -> None:
    said = project_metadata({"project": {"name": "a", "dynamic": ["version", "dependencies", "scripts"], "requires-python": ">=3.9"}})
    assert said.known == {"requires_python", "extras"}
    assert project_metadata({"tool": {"poetry": {"name": "a"}}}).known == frozenset()


def test_egg_info_says_what_is_missing_too() -> None:
    _, said = read_settings({"a/a.egg-info/PKG-INFO": b"Metadata-Version: 1.1\nName: a\n"}, "a/")
    assert (said.requires_dist, said.known) == ((), CORE | {"entry_points"})


def test_whoever_knows_is_believed_though_there_is_nothing() -> None:
    knows, guesses = Metadata(name="a", known=frozenset({"extras"})), Metadata(extras=("x",), requires_dist=("b",))
    said = first_said(knows, guesses)
    assert (said.name, said.extras, said.requires_dist) == ("a", (), ("b",))
    assert said.known == {"extras"}
    assert first_said(guesses, knows).extras == ("x",)


def test_what_the_index_says_of_pythons_stands_before_the_files_own_word() -> None:
    fetched = Fetched("pkg", "1.0", "pkg-1.0-py3-none-any.whl", ("pkg-1.0-py3-none-any.whl",), Traffic(), payload=wheel(), requires_python=">=3.4")
    release = opening._fetched(fetched, parse("pkg==1.0", lambda _: False))
    assert release.metadata.requires_python == ">=3.4"
    own = opening._fetched(msgspec.structs.replace(fetched, requires_python=None), parse("pkg==1.0", lambda _: False))
    assert own.metadata.requires_python == ">=3.2"


def wheel() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pkg.py", "")
        archive.writestr("pkg-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pkg\nVersion: 1.0\nRequires-Python: >=3.2\n")
    return packed.getvalue()
