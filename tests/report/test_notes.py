"""What a run cost, in sentences."""

from __future__ import annotations

from modiff.model.release import ModuleFile, Release, Traffic
from modiff.report.notes import notes, traffic


def test_traffic_of_both_sides_is_told_together() -> None:
    assert traffic([Traffic(3, 1_500_000, 400_000_000), Traffic(2, 500_000, 500_000_000)]) == ("fetched: 2.0 MB of 900.0 MB in 5 requests",)


def test_one_count_that_both_sides_share_is_told_once() -> None:
    shared = Traffic(1, 1_000_000, 1_000_000)
    assert traffic([shared, shared]) == ("fetched: 1.0 MB in 1 request",)


def test_nothing_is_said_of_a_wire_that_was_not_used() -> None:
    assert traffic([Traffic(), Traffic()]) == ()


def test_files_and_time() -> None:
    release = Release("./shop", None, None, ("shop",), {"shop": ModuleFile("shop", "shop/__init__.py")}, None)
    assert notes((release, release), 1, 1, {"open": 0.25, "judge": 0.5}) == (
        "read: 1 file parsed, 1 shared by both sides, of 2 modules",
        "time: open 0.25 s, judge 0.50 s, together 0.75 s",
    )
