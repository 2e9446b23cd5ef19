"""What is said of lines that break, and of those that a `try` keeps from it."""

from __future__ import annotations

import pytest

from modiff.model.findings import Certainty
from modiff.model.hits import Hit, Upgrade
from modiff.report.impact_words import of_upgrade


def hit(line: int, *, guarded: bool = False, certainty: Certainty = Certainty.certain) -> Hit:
    return Hit("app.py", line, line, certainty, "call", guarded, "shop", "shop.order", "parameter-removed", None, "", None)


@pytest.mark.parametrize(
    ("hits", "said"),
    [
        ([], "none breaks your code"),
        ([hit(1)], "1 line of yours breaks"),
        ([hit(1), hit(2)], "2 lines of yours break"),
        ([hit(1), hit(2), hit(3, guarded=True)], "2 lines of yours break (1 more would without the try around it)"),
        ([hit(1), hit(2, guarded=True), hit(3, guarded=True)], "1 line of yours breaks (2 more would without the try around them)"),
        ([hit(1, guarded=True)], "none breaks your code (1 line would without the try around it)"),
        ([hit(line, guarded=True) for line in range(4)], "none breaks your code (4 lines would without the try around them)"),
        ([hit(1), hit(2, certainty=Certainty.possible)], "1 line of yours breaks (1 more only possible)"),
    ],
)
def test_what_a_try_catches_is_not_counted_among_the_lines_that_break(hits: list[Hit], said: str) -> None:
    assert of_upgrade(Upgrade("shop", "1.4", "2.0", 8, len(hits)), hits) == f"shop 1.4 → 2.0: 8 changes, {said}"
