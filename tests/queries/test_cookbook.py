"""The answers in docs/cookbook.md and on the pages around it are what its commands print, and every example that is shipped is tested."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import printed_pages

pytest.importorskip("clingo", reason="clingo, of the extra `logic`, is not installed")
pytest.importorskip("duckdb", reason="DuckDB, of the extra `sql`, is not installed")


RECIPES = printed_pages.recipes("cookbook.md")


def test_there_are_ten_questions_with_answers(root: Path) -> None:
    assert len(RECIPES) == 10
    assert all(output.strip() for _, output in RECIPES)
    assert (root / "docs" / "cookbook.md").read_text().count("\n## ") == 10


def test_the_python_examples_are_all_in_it(root: Path) -> None:
    told = "".join(command for command, _ in RECIPES)
    assert [file.name for file in sorted((root / "examples" / "python").glob("*.py")) if f"examples/python/{file.name}" not in told] == []


@pytest.mark.network
@pytest.mark.parametrize(("command", "output"), RECIPES, ids=[f"question-{number}" for number in range(1, 11)])
def test_the_answer_is_what_is_printed(command: str, output: str) -> None:
    assert printed_pages.printed(command) == output


OTHERS = [(name, *recipe) for name in printed_pages.OF_RELEASES if name != "cookbook.md" for recipe in printed_pages.recipes(name)]


def test_each_page_shows_what_is_printed() -> None:
    assert {name for name, _, _ in OTHERS} == {"history.md", "logic.md", "rules-of-your-own.md", "sql.md"}
    assert all(output.strip() for _, _, output in OTHERS)


@pytest.mark.network
@pytest.mark.parametrize(("name", "command", "output"), OTHERS, ids=[f"{name}-{number}" for number, (name, _, _) in enumerate(OTHERS)])
def test_the_output_on_other_pages_is_what_is_printed(name: str, command: str, output: str) -> None:
    assert printed_pages.printed(command) == output, name
