"""A comparison, and a second reading of the client, that go on in processes of their own: the same answers, whatever becomes of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from modiff.flows import beside
from modiff.flows.impact import Asked, impact, impact_of_moves
from modiff.flows.reading import Reading
from modiff.model.hits import Impact
from modiff.model.locks import Moved
from tests.flows.shelves import PAINT, Shelf

CODE = "import paint\npaint.colour('red')\npaint.color('red')\npaint.gone()\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf(tmp_path, monkeypatch)
    made.sells("paint", PAINT)
    made.code(main=CODE)
    monkeypatch.setattr(beside, "MUCH_CLIENT", 0)
    monkeypatch.setattr(beside, "MUCH_PACKAGE", 0)
    monkeypatch.setattr(beside, "MUCH_TWICE", 0)
    monkeypatch.setattr(beside, "MUCH_AMONG_OTHERS", 0)
    return made


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each process that was asked gave an answer."""
    found: list[bool] = []
    plain = beside.Beside.answer

    def noted(self: beside.Beside, kind: Any) -> Any:
        said = plain(self, kind)
        found.append(said is not None)
        return said

    monkeypatch.setattr(beside.Beside, "answer", noted)
    return found


def asked(**how: object) -> Impact:
    found = impact([("paint==1.0", "paint==2.0")], ["app"], reading=Reading(**how), asked=Asked(mend=False))  # type: ignore[arg-type]
    return msgspec.structs.replace(found, notes=())


def test_two_processes_say_word_for_word_what_one_says(shelf: Shelf, answers: list[bool]) -> None:
    alone = asked(jobs=1)
    assert alone.hits
    assert not answers
    assert asked(jobs=3) == alone
    assert asked(jobs=3, offline=True) == alone
    assert answers == [True] * 4


def test_a_second_reading_needs_a_third_process(shelf: Shelf, answers: list[bool]) -> None:
    assert asked(jobs=2) == asked(jobs=1)
    assert answers == [True]


def test_without_a_cache_or_much_to_do_there_is_but_one(shelf: Shelf, answers: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(jobs=3, cache=False) == asked(jobs=1)
    monkeypatch.setattr(beside, "MUCH_CLIENT", len(CODE) + 1)
    monkeypatch.setattr(beside, "MUCH_TWICE", len(CODE) + 1)
    assert asked(jobs=3) == asked(jobs=1)
    assert not answers


@pytest.mark.parametrize("start", ["import sys; sys.exit(3)", "import sys; sys.stdout.write('nonsense')", "import sys; sys.stdin.buffer.read(9)"])
def test_a_process_that_gives_no_answer_costs_nothing_but_time(
    shelf: Shelf, answers: list[bool], monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    alone = asked(jobs=1)
    monkeypatch.setattr(beside, "_START", start)
    assert asked(jobs=3) == alone
    assert answers == [False, False]


def test_where_no_process_can_be_started_it_is_done_here(shelf: Shelf, answers: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    alone = asked(jobs=1)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert asked(jobs=3) == alone
    assert not answers


def test_nothing_outlives_the_question(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int | None] = []
    plain = beside.Beside.close

    def noted(self: beside.Beside) -> None:
        plain(self)
        ended.append(self._process.returncode)

    monkeypatch.setattr(beside.Beside, "close", noted)
    asked(jobs=3)
    assert len(ended) == 2
    assert None not in ended


OTHERS = {name: {version: {f"{name}.py": text} for version, text in (("1", "def f(): ...\n"), ("2", "def g(): ...\n"))} for name in ("ink", "pen")}


def test_several_packages_are_compared_at_once(shelf: Shelf, answers: list[bool]) -> None:
    for name, releases in OTHERS.items():
        shelf.sells(name, releases)
    shelf.code(main=CODE + "import ink, pen\nink.f()\npen.f()\n")
    pairs = [("paint==1.0", "paint==2.0"), ("ink==1", "ink==2"), ("pen==1", "pen==2")]

    def found(jobs: int) -> Impact:
        return msgspec.structs.replace(impact(pairs, ["app"], reading=Reading(jobs=jobs)), notes=())

    alone = found(1)
    assert [each.name for each in alone.upgrades] == ["paint", "ink", "pen"]
    assert not answers
    assert found(3) == alone
    assert answers == [True] * 4  # three comparisons, and a reading


@pytest.mark.parametrize("jobs", [1, 3])
def test_of_several_those_that_cannot_be_compared_are_gaps(shelf: Shelf, jobs: int) -> None:
    shelf.sells("ink", {"1": {"ink.py": "_x = 1\n"}, "2": {"ink.py": "_y = 1\n"}})
    shelf.code(main=CODE + "import ink\n")
    moves = [Moved("paint", "1.0", "2.0", "paint==1.0", "paint==2.0"), Moved("ink", "1", "2", "ink==1", "ink==3")]
    found = impact_of_moves(moves, ["app"], reading=Reading(jobs=jobs))
    assert [each.name for each in found.upgrades] == ["paint"]
    assert [gap.path for gap in found.gaps] == ["ink==1"]
