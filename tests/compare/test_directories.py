"""Packages of which only other files are left."""

from __future__ import annotations

import pytest

from modiff import link, reading
from modiff.compare import compare
from modiff.graph.graph import Graph
from modiff.model.policy import Policy
from modiff.sources.memory import release_of
from tests.worlds import told

METADATA = "Metadata-Version: 2.1\nName: pkg\nVersion: 2\n"
OLD: dict[str, str | bytes] = {"pkg/__init__.py": "", "pkg/sub/__init__.py": "def f(): ...", "pkg/sub/a.py": "x = 1", "pkg/sub/schema.proto": ""}


def differences(new: dict[str, str | bytes]) -> list[str]:
    old, now = (Graph(link.view(side, reading.read(side))) for side in map(release_of, (OLD, new)))
    return told(compare(old, now, Policy()))


def test_a_folder_that_is_left_can_be_imported_but_holds_nothing() -> None:
    new: dict[str, str | bytes] = {"pkg/__init__.py": "", "pkg/sub/schema.proto": "", "pkg-2.dist-info/METADATA": METADATA}
    assert differences(new) == ["Gone pkg.sub.a", "Gone pkg.sub.f"]


@pytest.mark.parametrize(
    "new",
    [
        {"pkg/__init__.py": "", "pkg/sub/schema.proto": ""},  # a project's folder: what will be installed is not known
        {"pkg/__init__.py": "", "pkg/submarine/x.txt": "", "pkg-2.dist-info/METADATA": METADATA},
    ],
)
def test_without_such_a_folder_the_package_is_gone(new: dict[str, str | bytes]) -> None:
    assert differences(new) == ["Gone pkg.sub"]
