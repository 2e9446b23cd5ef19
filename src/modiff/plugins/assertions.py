"""What every rule is held to, ours and others': its page has the right shape, and its examples are true of all rules and of Python itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from modiff.errors import BrokenRule
from modiff.model.findings import Finding, Severity
from modiff.model.policy import Policy
from modiff.plugins.judged import DEFAULT, behind_a_reexport, report
from modiff.plugins.python_itself import run, run_examples, write
from modiff.rules.catalogue import AnyRule
from modiff.rules.examples import MAIN, Example, Expected, examples_of


class Outcome(NamedTuple):
    """One assertion."""

    subject: str
    """The rule, or one of its examples."""
    assertion: str
    """What was to be shown, as a sentence that is true when it holds."""
    complaints: tuple[str, ...]
    """Why it does not hold; empty: it does."""


class Said(NamedTuple):
    """What of a finding an example can ask for."""

    rule: str
    message: str
    breaks: bool
    when: str | None


def said(found: Finding) -> Said:
    """What an example could have asked for to get this finding."""
    message = found.message.partition("; not settled: ")[0].replace("pkg._behind.", "pkg.")
    return Said(found.rule, message, found.severity is Severity.major, found.when)


def asked(expected: Expected) -> Said:
    """What an example asks for."""
    return Said(expected.rule, expected.message, expected.breaks, expected.when)


def assertions_on(rule: AnyRule, folder: Path, policy: Policy = DEFAULT) -> Iterator[Outcome]:
    """Runs everything on one rule. `folder`: an empty place for the examples; `policy`: names the rules of others that judge too.

    The clients of the examples are run by this Python, in a process of their own."""
    try:
        examples = list(examples_of(rule.page, rule.id))
    except ValueError as error:
        yield Outcome(rule.id, "its examples can be read", (str(error),))
        return
    yield Outcome(rule.id, "its page says what breaks", tuple(_wrong_with_page(rule)))
    yield Outcome(rule.id, "it shows a break and what looks alike", tuple(wrong_with_examples(rule, examples)))
    for example in examples:
        yield Outcome(example.name, "all rules together say exactly this", tuple(_guarded(_wrong_findings, example, policy)))
        yield Outcome(example.name, "a version does not differ from itself", tuple(_guarded(_wrong_with_itself, example, policy)))
        if not (len(example.old) > 1 or len(example.new) > 1 or MAIN not in example.old):
            yield Outcome(example.name, "the same behind a re-export", tuple(_guarded(_wrong_behind, example, policy)))
    yield from _by_python(examples, folder, policy)


def wrong_with_examples(rule: AnyRule, examples: Sequence[Example]) -> Iterator[str]:
    """What a page lacks: an example that breaks with a client that shows it, and one in which the rule is silent."""
    speaking = [example for example in examples if any(e.rule == rule.id for e in example.expected)]
    if not speaking:
        yield "there is no example in which it speaks"
    if len(speaking) == len(examples):
        yield "there is no example in which it is silent"
    if rule.severity is Severity.major and rule.family != "distribution" and not any(example.client for example in speaking):
        yield "there is no client that breaks"  # those of a distribution's metadata run installers


def wrong_findings(example: Example, found: Sequence[Finding]) -> Iterator[str]:
    """How these findings differ from what the example asks for, places included."""
    heard, wanted = Counter(map(said, found)), Counter(map(asked, example.expected))
    yield from (f"nothing says: {_shown(one)}" for one in wanted - heard)
    yield from (f"nobody asked for: {_shown(one)}" for one in heard - wanted)
    for expected in example.expected:
        match = [finding for finding in found if said(finding) == asked(expected)] if expected.line is not None else []
        if len(match) == 1:
            place = match[0].old if expected.side == "old" else match[0].new
            stands = f"{place.file}:{place.line}" if place is not None else "nowhere"
            if stands != f"{expected.file}:{expected.line}":
                yield f"{expected.message}: on the {expected.side} side it stands at {stands}, not at {expected.file}:{expected.line}"


def wrong_runs(example: Example, before: dict[int, list[str]], after: dict[int, list[str]]) -> Iterator[str]:
    """How what Python does with a client differs from what the example says. `before`, `after`: the lines that fail, and their errors' classes."""
    for line, errors in before.items():
        yield f"line {line} of the client fails already with the old version: {errors[0]}"
    for line, error in example.failing.items():
        if line not in after:
            yield f"line {line} of the client does not fail with the new version, where it should raise {error}"
        elif error not in after[line]:
            yield f"line {line} of the client raises {after[line][0]}, not {error}"
    for line in after.keys() - example.failing.keys():
        yield f"line {line} of the client fails with the new version: {after[line][0]}; say so with `# raises {after[line][0]}`"


def _wrong_with_page(rule: AnyRule) -> Iterator[str]:
    lines = rule.page.splitlines()
    if len(lines) < 3 or lines[1].strip() or len(lines[2].split()) < 4 or lines[2].startswith("```"):
        yield "below the title, after an empty line, a sentence must say what breaks, for whom"
    if bool(rule.breaks) != (rule.severity is Severity.major):
        yield "what is major breaks something, and what is not breaks nothing: severity and breaks do not agree"


def _guarded(check: Callable[[Example, Policy], Iterator[str]], example: Example, policy: Policy) -> Iterator[str]:
    try:
        yield from check(example, policy)
    except SyntaxError as error:
        yield f"a file of the example is no Python: {error.msg}, line {error.lineno}"


def _wrong_findings(example: Example, policy: Policy) -> Iterator[str]:
    told = report(example.old, example.new, policy)
    yield from wrong_findings(example, told.findings)
    yield from told.warnings


def _wrong_with_itself(example: Example, policy: Policy) -> Iterator[str]:
    for side, files in (("old", example.old), ("new", example.new)):
        yield from (f"of the {side} version and itself it says: {_shown(said(one))}" for one in report(files, files, policy).findings)


def _wrong_behind(example: Example, policy: Policy) -> Iterator[str]:
    found = report(behind_a_reexport(example.old), behind_a_reexport(example.new), policy).findings
    heard, wanted = Counter(map(said, found)), Counter(map(asked, example.expected))
    yield from (f"nothing says: {_shown(one)}" for one in wanted - heard)
    yield from (f"nobody asked for: {_shown(one)}" for one in heard - wanted)


def _by_python(examples: Sequence[Example], folder: Path, policy: Policy) -> Iterator[Outcome]:
    """All clients at once, as starting Python is what costs."""
    try:
        runs = run_examples(examples, folder / "examples")
        for example in examples:
            yield Outcome(example.name, "Python agrees", tuple(wrong_runs(example, *runs[example.name])))
        yield from _clients(examples, folder / "clients", policy)
    except BrokenRule as error:
        yield Outcome(examples[0].rule if examples else "", "Python agrees", (error.message,))


def _clients(examples: Sequence[Example], folder: Path, policy: Policy) -> Iterator[Outcome]:
    """The clients that findings show: each works with old and fails with new."""
    jobs, names = [], []
    for example in examples:
        for finding in report(example.old, example.new, policy).findings:
            if finding.client is not None and finding.rule == example.rule:
                names.append((example.name, finding.client))
                jobs += [(write(folder / example.name / side, getattr(example, side)), finding.client) for side in ("old", "new")]
    results = run(jobs) if jobs else []
    for (name, client), before, after in zip(names, results[::2], results[1::2], strict=True):
        wrong = [f"this client fails already with the old version: {client}"] if before else []
        wrong += [] if after else [f"this client does not fail with the new version: {client}"]
        yield Outcome(name, "the client of its finding works with old and fails with new", tuple(wrong))


def _shown(one: Said) -> str:
    return f"{one.rule}: {one.message}" + (f" (when {one.when})" if one.when else "")
