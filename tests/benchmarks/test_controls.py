"""The versions of controls, and the lines that stand where broken ones stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.controls import mended, patch_of, span_now


@pytest.mark.parametrize(
    ("old", "known", "expected"),
    [
        ("1.2.3", ["1.2.0", "1.2.3", "1.2.4", "1.2.9", "1.3.0"], ["1.2.3", "1.2.9"]),
        ("1.2.3", ["1.1.9", "1.2.0", "1.2.1", "1.2.3", "1.3.0"], ["1.2.0", "1.2.3"]),
        ("1.2.3", ["1.0.0", "1.1.9", "1.2.3", "1.3.0"], ["1.1.9", "1.2.3"]),
        ("1.2.3", ["1.2.3", "2.0"], None),
    ],
)
def test_the_patch_upgrade_next_to_a_release(old: str, known: list[str], expected: list[str] | None) -> None:
    assert patch_of(old, known) == expected


def test_what_stands_where_a_statement_stood() -> None:
    assert span_now(["a", "b", "c"], ["a", "x", "y", "c"], (2, 2)) == [2, 3]
    assert span_now(["a", "b", "c"], ["a", "c"], (2, 2)) == []
    assert span_now(["a", "b", "c"], ["new", "a", "b", "c"], (2, 2)) == []


def test_a_release_has_mended_a_line_only_if_its_text_is_gone(tmp_path: Path) -> None:
    before, moved, fixed = (tmp_path / name for name in ("1", "2", "3"))
    for home, text in ((before, "import x\nx.old()\n"), (moved, "import x\n\nx.old()\n"), (fixed, "import x\nx.new()\n")):
        (home / "mine").mkdir(parents=True)
        (home / "mine" / "code.py").write_text(text)
    rows = [{"path": "mine/code.py", "stmt_span": [2, 2]}]
    assert mended(rows, before, moved) is None
    assert mended(rows, before, fixed) == {"mine/code.py": [2]}
