"""A directory of wheels as the only place that packages come from, and client code beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.sources.index.shop import wheel


class Shelf:
    """What is for sale, and who buys."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        (folder / "wheels").mkdir()
        (folder / "app").mkdir()
        monkeypatch.chdir(folder)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(folder / "wheels"))

    def sells(self, name: str, releases: Mapping[str, Mapping[str, str]]) -> None:
        """Puts releases of a distribution there: version, then file and text."""
        for version, files in releases.items():
            (self.folder / "wheels" / f"{name}-{version}-py3-none-any.whl").write_bytes(wheel(name, version, files))

    def code(self, **files: str) -> None:
        """Client code: names of modules, and their text."""
        for name, text in files.items():
            (self.folder / "app" / f"{name}.py").write_text(text)

    def text(self, name: str) -> str:
        """What stands in a module of the client now."""
        return (self.folder / "app" / f"{name}.py").read_text()

    def locks(self, old: str, new: str) -> tuple[str, str]:
        """Two requirements files."""
        (self.folder / "old.txt").write_text(old)
        (self.folder / "new.txt").write_text(new)
        return "old.txt", "new.txt"


PAINT = {
    "1.0": {
        "paint.py": (
            "import warnings\n\n"
            "def colour(name):\n    return name\n\n"
            "def color(name):\n    warnings.warn('use colour')\n    return colour(name)\n\n"
            "def draw(shape, width=1, height=1):\n    return shape\n\n"
            "def fill(shape, tone=1):\n    return shape\n\n"
            "def gone():\n    return 1\n"
        )
    },
    "1.5": {
        "paint.py": (
            "def colour(name):\n    return name\n\n"
            "def draw(shape, width=1, height=1):\n    return shape\n\n"
            "def fill(shape, tone=1):\n    return shape\n\n"
            "def gone():\n    return 1\n"
        )
    },
    "2.0": {
        "paint.py": (
            "def colour(name):\n    return name\n\n"
            "def draw(shape, *, width=1, height=1):\n    return shape\n\n"
            "def fill(shape, tone_level=1):\n    return shape\n"
        )
    },
}
"""`color` stood for `colour` and is gone with 1.5; with 2.0 `draw` wants names, `fill` another one, and `gone` is gone."""
