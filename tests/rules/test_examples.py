"""Every example of every page, held against all rules together and against Python itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from modiff.plugins.assertions import asked, said, wrong_findings, wrong_runs, wrong_with_examples
from modiff.rules import catalogue
from modiff.rules.examples import MAIN, Example, examples_of

from .judged import OF_THE_DISTRIBUTION, behind_a_reexport, findings
from .python_itself import run, run_examples, write

EXAMPLES = [example for rule in catalogue.rules() for example in examples_of(rule.page, rule.id)]
EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)

Failures = dict[str, tuple[dict[int, list[str]], dict[int, list[str]]]]


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Failures:
    """What fails of each client, with the old version and with the new one."""
    return run_examples(EXAMPLES, tmp_path_factory.mktemp("examples"))


@EVERY
def test_all_rules_together_say_exactly_this(example: Example) -> None:
    assert list(wrong_findings(example, findings(example.old, example.new))) == []


@EVERY
def test_python_agrees(example: Example, runs: Failures) -> None:
    assert list(wrong_runs(example, *runs[example.name])) == []


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
    assert list(wrong_with_examples(rule, list(examples_of(rule.page, rule.id)))) == []


def installed(files: Mapping[str, str]) -> dict[str, str]:
    """A world as pip would leave it: what the distribution says of itself lies where `importlib.metadata` finds it."""
    return {f"pkg-1.0.dist-info/{name}" if name in OF_THE_DISTRIBUTION else name: text for name, text in files.items()}


def test_the_client_of_a_finding_works_with_old_and_fails_with_new(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clients")
    jobs, names = [], []
    for example in EXAMPLES:
        for finding in findings(example.old, example.new):
            if finding.client is not None:
                names.append(f"{example.name}: {finding.client}")
                jobs += [(write(folder / example.name / side, installed(getattr(example, side))), finding.client) for side in ("old", "new")]
    results = run(jobs)
    assert [name for name, failed in zip(names, results[::2], strict=True) if failed] == [], "do not work with old"
    assert [name for name, failed in zip(names, results[1::2], strict=True) if not failed] == [], "do not fail with new"
    assert len(names) > 20
