"""Logic programs of installed packages are found without running anything of the packages."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from modiff.errors import FileMissing
from modiff.plugins import programs


def test_a_package_that_would_end_the_process_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("__init__.py", "import os; os._exit(9)"), ("below/__init__.py", "1 / 0"), ("below/shouted.lp", "% Loud.\na.\n")):
        file = tmp_path / "deadly_programs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    entries = [EntryPoint(name, value, programs.GROUP) for name, value in (("shouted", "deadly_programs.below"), ("gone", "deadly_programs"))]
    monkeypatch.setattr(programs, "entry_points", lambda group: entries)
    gone, shouted = programs.installed()
    assert shouted.file == str(tmp_path / "deadly_programs" / "below" / "shouted.lp")
    assert shouted.page == "Loud."
    assert gone.file is None
    assert programs.file_of("shouted") == shouted.file
    with pytest.raises(FileMissing, match=r"names a logic program gone, and does not hold gone\.lp"):
        programs.file_of("gone")
