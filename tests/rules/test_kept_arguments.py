"""Attributes that keep what a constructor is given, where the parameter gives way to another."""

from __future__ import annotations

import pytest

from modiff.model.policy import Policy
from modiff.rules import judge
from tests.worlds import changes_of

KEPT = "class C:\n    def __init__(self, {0}=None):\n        self.{0} = {0}\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [("colour", "color", "its attribute `colour` is `color` now"), ("session", "retries", "its attribute `session` is gone too")],
)
def test_an_attribute_did_not_become_what_is_called_quite_otherwise(before: str, after: str, said: str) -> None:
    report = judge(changes_of({"pkg": KEPT.format(before)}, {"pkg": KEPT.format(after)}), Policy())
    (told,) = [finding.message for finding in report.findings if finding.rule == "parameter-renamed"]
    assert told.endswith(said)
