"""What extraction remembers of texts can be let go of at any time."""

from __future__ import annotations

import re
from pathlib import Path

from modiff import extract as stage
from modiff.extract import extract, forgetting

TEXT = b"import os\nX = call(1)\n@deco\ndef f(a, b: int = 1, *c):\n    'long'\n" + b"    a = 1\n" * 80 + b"\nclass C(B):\n    def f(self, a): ...\n"


def test_facts_are_the_same_after_forgetting() -> None:
    before = extract(TEXT)
    assert any(map(len, forgetting._CACHES))
    forgetting.forget()
    assert not any(map(len, forgetting._CACHES))
    assert extract(TEXT) == before


def test_all_that_is_remembered_is_forgotten() -> None:
    folder = Path(stage.__file__).parent
    named = {(path.stem, cache) for path in folder.glob("*.py") for cache in re.findall(r"\bremember\((_\w+),", path.read_text(encoding="utf-8"))}
    listed = set(re.findall(r"(\w+)\.(_\w+),", (folder / "forgetting.py").read_text(encoding="utf-8")))
    assert named
    assert named <= listed
