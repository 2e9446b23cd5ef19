"""The impact analysis marks exactly the lines of an example's client that fail (assertion 4 of `docs/design.md`)."""

from __future__ import annotations

import ast

import pytest

from modiff import link, reading
from modiff.graph import Graph
from modiff.model.clients import ClientFile
from modiff.model.findings import Certainty
from modiff.model.policy import Policy, Surface
from modiff.plugins.judged import OF_THE_DISTRIBUTION, findings
from modiff.rules import catalogue
from modiff.rules.examples import Example, examples_of
from modiff.sources.memory import release_of
from modiff.uses.judging import Findings, judged
from modiff.uses.modules import Client
from modiff.uses.readings import Reading
from modiff.uses.worlds import World

EXAMPLES = [example for rule in catalogue.rules() for example in examples_of(rule.page, rule.id) if example.client]


def marked(example: Example) -> set[int]:
    """Lines with a certain or likely hit."""
    client = Client([(ClientFile("client.py", "client", False, example.client.encode()), ast.parse(example.client))])
    sides = []
    for files in (example.old, example.new):
        release = release_of({name: text for name, text in files.items() if name not in OF_THE_DISTRIBUTION})
        sides.append(Reading(World({"pkg": Graph(link.view(release, reading.read(release)))}), client).read())
    known = Findings("pkg", findings(example.old, example.new, Policy(surface=Surface.everything)))
    hits = judged(sides[0], sides[1], {"pkg": known})
    # Those that give something else need not fail, and of a class that lacks a method only the objects do.
    raising = [hit for hit in hits if "() takes argument " not in hit.message and not (hit.use == "subclass" and "abstract method" in hit.message)]
    return {line for hit in raising if hit.certainty > Certainty.possible and not hit.guarded for line in range(hit.line, hit.end_line + 1)}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_no_line_is_marked_that_works(example: Example) -> None:
    assert marked(example) <= example.failing.keys()


def test_most_lines_that_fail_are_marked() -> None:
    failing = sum(len(example.failing) for example in EXAMPLES)
    found = sum(len(marked(example) & example.failing.keys()) for example in EXAMPLES)
    assert found >= 0.55 * failing, f"{found} of {failing}"
