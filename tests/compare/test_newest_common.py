"""The Python that a pair of releases is judged for."""

from __future__ import annotations

import pytest

from modiff.compare.pythons import newest_common


@pytest.mark.parametrize(
    ("sides", "newest"),
    [
        ([(None, ()), (None, ())], (3, 13)),
        ([(">=3.7", ()), (">=3.6,<3.10", ())], (3, 9)),
        ([(None, ("2", "2.7")), (None, ("2.7",))], (2, 7)),
        ([(None, ("2", "2.7", "3.3")), (None, ())], (3, 13)),
        ([("<3", ()), (">=3.6", ())], None),
        ([("nonsense", ()), (">=3.8", ())], (3, 13)),
    ],
)
def test_it_is_the_newest_on_which_both_run(sides: list[tuple[str | None, tuple[str, ...]]], newest: tuple[int, int] | None) -> None:
    assert newest_common((3, 13), sides) == newest
