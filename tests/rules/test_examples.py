"""Every example of every page, held against all rules together and against Python itself."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from modiff.model.findings import Finding, Severity
from modiff.rules import catalogue
from modiff.rules.examples import MAIN, Example, Expected, examples_of

from .judged import behind_a_reexport, findings
from .python_itself import run, run_examples, write

EXAMPLES = [example for rule in catalogue.rules() for example in examples_of(rule.page, rule.id)]
EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)

Failures = dict[str, tuple[dict[int, list[str]], dict[int, list[str]]]]


class Said(NamedTuple):
    """What of a finding an example can ask for."""

    rule: str
    message: str
    breaks: bool
    when: str | None


def said(found: Finding) -> Said:
    message = found.message.partition("; not settled: ")[0].replace("pkg._behind.", "pkg.")
    return Said(found.rule, message, found.severity is Severity.major, found.when)


def asked(expected: Expected) -> Said:
    return Said(expected.rule, expected.message, expected.breaks, expected.when)


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Failures:
    """What fails of each client, with the old version and with the new one."""
    return run_examples(EXAMPLES, tmp_path_factory.mktemp("examples"))


@EVERY
def test_all_rules_together_say_exactly_this(example: Example) -> None:
    found = findings(example.old, example.new)
    assert Counter(map(said, found)) == Counter(map(asked, example.expected))
    for expected in example.expected:
        if expected.line is None:
            continue
        (match,) = [f for f in found if said(f) == asked(expected)]
        place = match.old if expected.side == "old" else match.new
        assert place is not None, f"{expected.message}: has no place on the {expected.side} side"
        assert (place.file, place.line) == (expected.file, expected.line)


@EVERY
def test_python_agrees(example: Example, runs: Failures) -> None:
    before, after = runs[example.name]
    assert before == {}, "the client does not even work with the old version"
    failed = {line: example.failing.get(line, "nothing") for line in after}
    assert set(after) == set(example.failing), f"fails at {failed}"
    assert all(error in after[line] for line, error in example.failing.items()), f"raises {after}"


@EVERY
def test_a_version_does_not_differ_from_itself(example: Example) -> None:
    assert findings(example.old, example.old) == ()
    assert findings(example.new, example.new) == ()


@EVERY
def test_the_same_behind_a_reexport(example: Example) -> None:
    if len(example.old) > 1 or len(example.new) > 1 or MAIN not in example.old:
        pytest.skip("more than one file: it says itself where things lie")
    found = findings(behind_a_reexport(example.old), behind_a_reexport(example.new))
    assert Counter(map(said, found)) == Counter(map(asked, example.expected))


@pytest.mark.parametrize("rule", catalogue.rules(), ids=lambda r: r.id)
def test_a_page_shows_a_break_and_what_looks_alike(rule: catalogue.AnyRule) -> None:
    shown = list(examples_of(rule.page, rule.id))
    assert any(e.rule == rule.id for example in shown for e in example.expected), "no example in which the rule speaks"
    assert any(all(e.rule != rule.id for e in example.expected) for example in shown), "no example in which it is silent"
    if rule.severity is Severity.major and rule.family != "distribution":  # whose users run installers
        assert any(example.client for example in shown if any(e.rule == rule.id for e in example.expected)), "no client that breaks"


def test_the_client_of_a_finding_works_with_old_and_fails_with_new(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clients")
    jobs, names = [], []
    for example in EXAMPLES:
        for finding in findings(example.old, example.new):
            if finding.client is not None:
                names.append(f"{example.name}: {finding.client}")
                jobs += [(write(folder / example.name / side, getattr(example, side)), finding.client) for side in ("old", "new")]
    results = run(jobs)
    assert [name for name, failed in zip(names, results[::2], strict=True) if failed] == [], "do not work with old"
    assert [name for name, failed in zip(names, results[1::2], strict=True) if not failed] == [], "do not fail with new"
    assert len(names) > 20
