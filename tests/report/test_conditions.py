"""Conditions in words."""

from __future__ import annotations

import pytest

from modiff.report.conditions import in_words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("sys.version_info < (3, 9)", "on Python < 3.9"),
        ("sys.version_info >= (3,)", "on Python >= 3"),
        ("(3, 8) <= sys.version_info < (3, 10)", "on Python >= 3.8, < 3.10"),
        ("sys.platform == 'win32'", "on Windows"),
        ("sys.platform != 'linux'", "on other systems than Linux"),
        ("sys.platform == 'darwin' and sys.version_info >= (3, 8)", "on macOS with Python >= 3.8"),
        ("sys.version_info >= (3, 8) or sys.platform == 'win32'", "on Python >= 3.8 or on Windows"),
        ("sys.platform == 'win32' and (sys.version_info < (3, 8) or sys.version_info >= (3, 10))", "on Windows with Python < 3.8 or >= 3.10"),
        ("TYPE_CHECKING", "when TYPE_CHECKING"),
        ("sys.platform == 'linux' and not (use_stubs)", "on Linux when not (use_stubs)"),
        ("f(a and b) or c", "when f(a and b) or when c"),
    ],
)
def test_conditions_are_said_in_words(condition: str, words: str) -> None:
    assert in_words(condition) == words
