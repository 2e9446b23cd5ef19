"""Judging: one rule for one change, stable fingerprints and order, and what the policy says."""

from __future__ import annotations

import time
from random import Random

import msgspec
import pytest

from modiff.model.changes import (
    AccessorGone,
    BasesChanged,
    BecameDeprecated,
    Came,
    Change,
    ClassChanged,
    DistributionChanged,
    Gone,
    KeywordLost,
    KindChanged,
    ParameterChanged,
    ResultChanged,
    TypeChanged,
    TypingChanged,
    ValueChanged,
)
from modiff.model.findings import Action, Certainty, Severity
from modiff.model.policy import Policy
from modiff.rules import catalogue, judge
from modiff.rules.quiet import PARAMETER_EVENTS, reason_for_silence

from .changes import EVENTS, changes_of, every_change, item, of_parameters

ALL = list(every_change())


def described(change: Change) -> str:
    names = ("kind", "moved_to", "renamed_to", "before", "after", "lost", "reordered", "event", "broken", "swallowed")
    return " ".join([type(change).__name__, *(f"{n}={getattr(change, n)!r}" for n in names if hasattr(change, n))])


def test_hand_made_changes_show_every_class_and_every_event() -> None:
    assert {type(change) for change in ALL} == {
        Gone, Came, KindChanged, BasesChanged, ParameterChanged, DistributionChanged, ClassChanged, AccessorGone, BecameDeprecated, ValueChanged,
        ResultChanged, KeywordLost, TypeChanged, TypingChanged,
    }  # fmt: skip
    assert {change.event for change in ALL if isinstance(change, ParameterChanged)} == set(EVENTS)


def test_every_change_has_one_rule_or_is_known_to_be_quiet() -> None:
    for change in ALL:
        claiming = [rule.id for rule in catalogue.rules() if rule.claims(change)]
        assert len(claiming) <= 1, f"{described(change)} is claimed by {claiming}"
        assert claiming or reason_for_silence(change), f"{described(change)}: no rule, and no reason for silence"


def test_no_rule_is_idle() -> None:
    idle = {rule.id for rule in catalogue.rules() if not any(rule.claims(change) for change in ALL)}
    assert idle == set()


def test_quiet_events_are_those_that_some_change_needs() -> None:
    silent = {change.event for change in ALL if isinstance(change, ParameterChanged) and not any(rule.claims(change) for rule in catalogue.rules())}
    assert silent == set(PARAMETER_EVENTS)


def test_whatever_breaks_a_call_is_major() -> None:
    """`added` and `by-name-too` may break calls that give one thing twice: other changes stand beside them, or nobody writes such a call."""
    for change in ALL:
        if isinstance(change, ParameterChanged) and change.broken and change.event not in ("added", "by-name-too"):
            (finding,) = judge(changes_of(change), Policy()).findings
            assert finding.severity is Severity.major, described(change)
            assert finding.breaks == ("call",)


def test_a_message_names_every_parameter_that_the_cause_shifts_or_closes() -> None:
    for change in ALL:
        if isinstance(change, ParameterChanged) and change.broken:
            for finding in judge(changes_of(change), Policy()).findings:
                assert finding.part == change.part
                assert all(name in finding.message for name in (change.part, *change.shifted)), f"{described(change)}: {finding.message}"


def test_nothing_is_dropped_without_a_word() -> None:
    class Unheard(Change, frozen=True, eq=False, kw_only=True):
        pass

    report = judge(changes_of(Unheard(path="pkg.x")), Policy())
    assert report.findings == ()
    assert len(report.warnings) == 1
    assert "Unheard" in report.warnings[0]


def test_findings_stand_in_one_order_whatever_order_the_changes_had() -> None:
    changes = ALL[:400]
    expected = judge(changes_of(*changes), Policy()).findings
    shuffled = list(changes)
    Random(3).shuffle(shuffled)
    assert [f.fingerprint for f in judge(changes_of(*shuffled), Policy()).findings] == [f.fingerprint for f in expected]
    keys = [(-f.severity, f.path, f.part or "", f.rule) for f in expected]
    assert keys == sorted(keys)


def test_the_fingerprint_is_the_same_when_the_thing_only_stands_elsewhere() -> None:
    here, there = item("pkg.f"), item("pkg._impl.f")
    first, second = (judge(changes_of(Gone(path="pkg.f", old=old, kind="function")), Policy()).findings[0] for old in (here, there))
    assert first.fingerprint == second.fingerprint
    assert (first.canonical, second.canonical) == (None, "pkg._impl.f")


def test_the_fingerprint_is_the_same_when_other_parameters_change_too() -> None:
    alone, beside = of_parameters("a, b=1", "a"), of_parameters("a, b=1", "a, c=2, /")
    one = judge(changes_of(*alone), Policy()).findings[0]
    assert one.fingerprint not in {f.fingerprint for f in judge(changes_of(*beside), Policy()).findings}
    again = judge(changes_of(*of_parameters("a, b=1", "a, *, c=2")), Policy()).findings
    assert one.fingerprint in {f.fingerprint for f in again}


def test_findings_of_one_report_differ_in_their_fingerprints() -> None:
    for old, new in (("a, b, c, d", "b, a, d, c"), ("a, b=1, c=2", "a"), ("a=1, b=2", "a, b")):
        found = judge(changes_of(*of_parameters(old, new)), Policy()).findings
        assert len({f.fingerprint for f in found}) == len(found) > 1


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ({}, Action.deny),
        ({"api": Action.warn}, Action.warn),
        ({"api": Action.warn, "function-removed": Action.allow}, Action.allow),
        ({"types": Action.allow}, Action.deny),
    ],
)
def test_a_rules_own_action_wins_over_its_groups(actions: dict[str, Action], expected: Action) -> None:
    change = Gone(path="pkg.f", old=item("pkg.f"), kind="function")
    assert judge(changes_of(change), Policy(actions=actions)).findings[0].action is expected


def test_additions_are_only_warned_of() -> None:
    (finding,) = judge(changes_of(Came(path="pkg.f", new=item("pkg.f"), kind="function")), Policy()).findings
    assert (finding.severity, finding.action, finding.breaks, finding.old) == (Severity.minor, Action.warn, (), None)


def test_what_a_loss_names_is_not_said_again_as_new() -> None:
    gone = Gone(path="pkg.f", old=item("pkg.f"), kind="function", renamed_to="g")
    came = [Came(path=f"pkg.{name}", new=item(f"pkg.{name}"), kind="function") for name in ("g", "h")]
    assert [(f.rule, f.path) for f in judge(changes_of(gone, *came), Policy()).findings] == [
        ("function-renamed", "pkg.f"),
        ("function-added", "pkg.h"),
    ]


def test_doubts_are_said() -> None:
    change = Gone(path="pkg.f", old=item("pkg.f"), kind="function", certainty=Certainty.likely, doubt="pkg has a __getattr__ that may serve it")
    (finding,) = judge(changes_of(change), Policy()).findings
    assert finding.certainty is Certainty.likely
    assert finding.message.endswith("; not settled: pkg has a __getattr__ that may serve it")


@pytest.mark.parametrize(
    ("old_doubt", "new_doubt", "expected"),
    [
        (None, "decorated with @_deprecate_positional_args, which may change what it takes", Certainty.possible),
        (None, "decorated with @traced, which may change what it takes", Certainty.likely),
        ("decorated with @renamed_kwarg", "decorated with @renamed_kwarg", Certainty.likely),
    ],
)
def test_a_new_decorator_that_is_there_for_old_calls_is_believed(old_doubt: str | None, new_doubt: str, expected: Certainty) -> None:
    (plain,) = of_parameters("a, b=1", "a, *, b=1", certainty=Certainty.likely, doubt=new_doubt)
    old, new = (msgspec.structs.replace(s, doubt=d) for s, d in ((plain.old_signature, old_doubt), (plain.new_signature, new_doubt)))
    (finding,) = judge(changes_of(msgspec.structs.replace(plain, old_signature=old, new_signature=new)), Policy()).findings
    assert finding.certainty is expected


def test_a_decorator_for_positional_arguments_does_not_bring_back_a_parameter() -> None:
    (plain,) = of_parameters("a, b=1", "a", certainty=Certainty.likely)
    new = msgspec.structs.replace(plain.new_signature, doubt="decorated with @_deprecate_positional_args")
    (finding,) = judge(changes_of(msgspec.structs.replace(plain, new_signature=new)), Policy()).findings
    assert finding.certainty is Certainty.likely


def test_what_the_old_version_said_stands_beside_a_removal() -> None:
    change = Gone(path="pkg.f", old=item("pkg.f", deprecated="since 1.2: use g"), kind="function")
    (finding,) = judge(changes_of(change), Policy()).findings
    assert (finding.deprecated, finding.hint) == ("since 1.2: use g", "since 1.2: use g")


def test_judging_costs_little() -> None:
    change = Gone(path="pkg.f", old=item("pkg.f"), kind="function")
    start = time.perf_counter()
    judge(changes_of(*[change] * 2000), Policy())
    assert time.perf_counter() - start < 2
