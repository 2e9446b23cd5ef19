"""What findings ask of the next version."""

from __future__ import annotations

import msgspec
import pytest
from packaging.version import Version

from modiff.gate.bump import bump
from modiff.model.check import Scheme
from modiff.model.findings import Action, Certainty, Finding, Severity
from tests.report.shared import ADDED, DEFAULT_CHANGED, PARAMETER_REMOVED


def of(action: Action, certainty: Certainty = Certainty.certain) -> Finding:
    return msgspec.structs.replace(PARAMETER_REMOVED, action=action, certainty=certainty)


@pytest.mark.parametrize(
    ("finding", "asks"),
    [
        (of(Action.deny), Severity.major),
        (of(Action.deny, Certainty.likely), Severity.major),
        (of(Action.deny, Certainty.possible), Severity.patch),
        (of(Action.warn), Severity.minor),
        (of(Action.allow), Severity.patch),
        (ADDED, Severity.minor),
        (DEFAULT_CHANGED, Severity.patch),
    ],
)
def test_what_one_finding_asks_for(finding: Finding, asks: Severity) -> None:
    assert finding.asks_for is asks


def test_the_largest_counts() -> None:
    found = bump(Version("1.4"), Version("1.5"), Scheme.semver, [ADDED, of(Action.deny), DEFAULT_CHANGED])
    assert (found.word, found.needed, found.allowed) == ("major", "2.0", False)
    found = bump(Version("1.4"), Version("1.5"), Scheme.semver, [ADDED, of(Action.warn)])
    assert (found.word, found.needed, found.allowed) == ("minor", "1.5", True)
    found = bump(Version("1.4"), None, Scheme.semver, [])
    assert (found.word, found.needed, found.allowed, found.declared) == ("patch", "1.4.1", True, None)
