"""Tests and vendored code are no part of the API, unless they are asked for."""

from __future__ import annotations

import pytest

from modiff.link import Environment
from modiff.model.policy import Surface
from tests.worlds import graph_of


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (Environment(), ["pkg"]),
        (Environment(tests=True), ["pkg", "pkg.conftest", "pkg.tests", "pkg.tests.helper"]),
        (Environment(vendored=True), ["pkg", "pkg.vendored", "pkg.vendored.six"]),
    ],
)
def test_what_counts_can_be_said(environment: Environment, expected: list[str]) -> None:
    modules = dict.fromkeys(("pkg", "pkg__tests", "pkg__tests__helper", "pkg__conftest", "pkg__vendored", "pkg__vendored__six", "pkg___vendor"), "")
    graph = graph_of(environment, **modules)
    assert graph.public_modules(Surface.conventional) == expected
