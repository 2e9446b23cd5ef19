"""Which version may follow which, scheme by scheme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from modiff.gate.schemes import allowed_by, allows, scheme_of, smallest
from modiff.model.check import Scheme
from modiff.model.findings import Severity


@pytest.mark.parametrize(
    ("scheme", "last", "major", "minor", "patch"),
    [
        ("semver", "2.3.1", "3.0.0", "2.4.0", "2.3.2"),
        ("semver", "2.3", "3.0", "2.4", "2.3.1"),
        ("semver", "5", "6", "5.1", "5.0.1"),
        ("semver", "0.4.2", "0.5.0", "0.4.3", "0.4.3"),
        ("semver", "0.4", "0.5", "0.4.1", "0.4.1"),
        ("semver", "2.0.0rc1", "2.0.0rc2", "2.0.0rc2", "2.0.0rc2"),
        ("pep440", "1!2.3.1", "1!3.0.0", "1!2.4.0", "1!2.3.2"),
        ("pep440", "2.3.1.post2", "3.0.0", "2.4.0", "2.3.2"),
        ("pep440", "2.3.1.4", "3.0.0.0", "2.4.0.0", "2.3.1.5"),
        ("calver", "24.1.0", "24.2.0", "24.1.1", "24.1.1"),
        ("calver", "2024.3", "2024.4", "2024.4", "2024.3.1"),
        ("effver", "2.3.1", "2.4.0", "2.3.2", "2.3.2"),
        ("effver", "2.3", "2.4", "2.3.1", "2.3.1"),
    ],
)
def test_smallest(scheme: str, last: str, major: str, minor: str, patch: str) -> None:
    found = [str(smallest(Version(last), severity, Scheme(scheme))) for severity in (Severity.major, Severity.minor, Severity.patch)]
    assert found == [major, minor, patch]


@pytest.mark.parametrize(
    ("last", "declared", "worst"),
    [
        ("2.3.1", "3.0.0", "major"),
        ("2.3.1", "3.0.0.dev0", "major"),
        ("2.3.1", "3.0.0rc1", "major"),
        ("2.3.1", "2.4", "minor"),
        ("2.3.1", "2.3.2", "patch"),
        ("2.3.1", "2.3.1", "patch"),
        ("2.3.1", "2.3.1.post1", "patch"),
        ("2.3.1", "1!0.1", "major"),
        ("0.4.2", "0.5.0", "major"),
        ("0.4.2", "0.4.3", "minor"),
        ("0.4.2", "1.0", "major"),
        ("2.0.0rc1", "2.0.0rc2", "major"),
        ("2.0.0rc1", "2.0.0", "major"),
        ("2.3.1", None, "minor"),
    ],
)
def test_worst_that_a_version_may_carry(last: str, declared: str | None, worst: str) -> None:
    version = Version(declared) if declared is not None else None
    assert allowed_by(Version(last), version, Scheme.semver).name == worst


def test_years_mean_a_calendar() -> None:
    assert scheme_of(Version("2024.1")) is Scheme.calver
    assert scheme_of(Version("24.1")) is Scheme.semver


versions = st.builds(
    lambda numbers, rest: Version(".".join(map(str, numbers)) + rest),
    st.lists(st.integers(0, 30), min_size=1, max_size=4),
    st.sampled_from(["", "", "", "rc1", "b2", ".post1", ".dev3"]),
)


@given(versions, st.sampled_from(Severity), st.sampled_from(Scheme))
def test_the_smallest_is_newer_and_carries_what_it_was_asked_for(last: Version, severity: Severity, scheme: Scheme) -> None:
    needed = smallest(last, severity, scheme)
    assert needed > last
    assert allows(last, needed, severity, scheme)


@given(versions, versions, st.sampled_from(Scheme))
def test_what_may_carry_more_may_carry_less(last: Version, declared: Version, scheme: Scheme) -> None:
    may = [allows(last, declared, severity, scheme) for severity in (Severity.patch, Severity.minor, Severity.major)]
    assert not may[2] or may[1]
    assert not may[1] or may[0] or declared < last
