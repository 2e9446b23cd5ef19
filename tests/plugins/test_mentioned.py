"""Whether an installed package brings rules is found without asking for all their entry points."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from modiff.plugins.mentioned import mentioned
from modiff.plugins.others import GROUP

ENTRY_POINTS = f"[console_scripts]\ntool = tool:main\n[{GROUP}]\nours = tool.rules\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place where packages may be installed."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return tmp_path


def installed(place: Path, entry_points: str, name: str = "tool-1.0.dist-info") -> None:
    (place / name).mkdir()
    (place / name / "METADATA").write_text("Name: tool\nVersion: 1.0\n")
    (place / name / "entry_points.txt").write_text(entry_points)


def test_no_package_brings_rules(place: Path) -> None:
    installed(place, "[console_scripts]\ntool = tool:main\n")
    (place / "older-1.0.egg-info").write_text("Name: older\n")
    assert not mentioned(GROUP)


@pytest.mark.parametrize("name", ["tool-1.0.dist-info", "tool.egg-info"])
def test_a_package_brings_rules(place: Path, name: str) -> None:
    installed(place, ENTRY_POINTS, name)
    assert mentioned(GROUP)


def test_what_lies_elsewhere_than_in_a_directory_has_to_be_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(place / "gone"), str(place / "archive.zip")])
    assert not mentioned(GROUP)
    (place / "archive.zip").write_bytes(b"PK")
    assert mentioned(GROUP)


def test_what_a_finder_of_others_knows_has_to_be_asked_for(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def find_distributions(self, context: object) -> list[object]:
            return []

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert mentioned(GROUP)
