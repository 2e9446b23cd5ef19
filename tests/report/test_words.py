"""Sentences that several formats share."""

from __future__ import annotations

import pytest

from modiff.report.words import advice
from tests.report.shared import finding


@pytest.mark.parametrize(
    ("message", "told", "hint", "shown"),
    [
        ("Function pkg.f is gone", None, "use g", True),
        ("Function pkg.f is deprecated: use g", None, "use g.", False),
        ("Function pkg.f is gone", "since 1.2: use g. It went.", "since 1.2: use g.", False),
        ("Function pkg.f is gone", None, None, False),
    ],
)
def test_advice_is_not_given_twice(message: str, told: str | None, hint: str | None, shown: bool) -> None:
    assert (advice(finding("function-removed", "pkg.f", message, hint=hint), told) is not None) == shown
