"""SQL over two versions, and over any number of them: tables, forms of answers, and what is said of queries that cannot be meant."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="DuckDB, of the extra `sql`, is not installed")

import duckdb

from modiff.cli import main
from modiff.errors import BadQuery, MissingExtra, NoAnswer
from modiff.flows.asking import database_of, database_of_pair
from modiff.queries.sql import Database
from modiff.queries.tables import TABLES

OLD = {
    "pkg/__init__.py": "from pkg._low import Base as Base\ndef f(x, /, y: int = 1, *args, z, **kw) -> str: ...\n"
    "def gone(): ...\nclass C(Base, dict):\n    def m(self): ...\n",
    "pkg/_low.py": "class Base: ...\n",
}
NEW = {**OLD, "pkg/__init__.py": OLD["pkg/__init__.py"].replace("def gone(): ...\n", "").replace("y: int = 1", "y: int = 2")}
Query = Callable[[str], list[tuple[Any, ...]]]
CapSys = pytest.CaptureFixture[str]


@pytest.fixture
def world(tmp_path: Path) -> tuple[str, str]:
    for side, files in (("old", OLD), ("new", NEW)):
        for name, text in files.items():
            path = tmp_path / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return f"{tmp_path}/old/", f"{tmp_path}/new/"


@pytest.fixture
def query(world: tuple[str, str]) -> Query:
    def asked(text: str) -> list[tuple[Any, ...]]:
        with database_of_pair(*world, text) as (database, _):
            return list(database.rows().rows)

    return asked


def test_items_parameters_bases_and_exports_of_both_sides(query: Query) -> None:
    assert query("select side, path, kind, signature, returns from items where name = 'f' order by side") == [
        ("new", "pkg.f", "function", "(x, /, y=2, *args, z, **kw)", "str"),
        ("old", "pkg.f", "function", "(x, /, y=1, *args, z, **kw)", "str"),
    ]
    assert query(
        "select position, name, kind, default_value, annotation, required from parameters where side = 'old' and path = 'pkg.f' order by all"
    ) == [
        (0, "x", "POSITIONAL_ONLY", None, None, True),
        (1, "y", "POSITIONAL_OR_KEYWORD", "1", "int", False),
        (2, "args", "VAR_POSITIONAL", None, None, False),
        (3, "z", "KEYWORD_ONLY", None, None, True),
        (4, "kw", "VAR_KEYWORD", None, None, False),
    ]
    assert query("select position, base from bases where side = 'new' order by all") == [(0, "pkg._low.Base"), (1, "builtins.dict")]
    assert query("select path, canonical, kind from exports where reexport and side = 'old'") == [("pkg.Base", "pkg._low.Base", "class")]


def test_changes_and_findings(query: Query) -> None:
    assert query("select path, kind, event, part, item_kind from changes order by all") == [
        ("pkg.f", "parameter-changed", "default-changed", "y", None),
        ("pkg.gone", "gone", None, None, "function"),
    ]
    assert query("select finding, rule, severity, breaks, path, old_line, new_line from findings order by finding") == [
        (0, "function-removed", "major", ["import", "attribute", "call"], "pkg.gone", 3, None),
        (1, "parameter-default-changed", "patch", [], "pkg.f", 2, 2),
    ]


def test_every_column_that_is_documented_can_be_asked(query: Query) -> None:
    for table in TABLES:
        query(f"select {', '.join(column.name for column in table.columns)} from {table.name}")


def test_any_number_of_versions(world: tuple[str, str]) -> None:
    with database_of([*world, world[0]], "select spec, count(*) from items where kind = 'function' group by spec order by all") as database:
        assert list(database.rows().rows) == [(world[1], 1), (world[0], 4)]


WRONG = {
    "select rulle from findings": ('column "rulle" not found', 'Candidate bindings: "rule"'),
    "select * from finding": ("Table with name finding does not exist", 'Did you mean "findings"'),
    "selec 1": ('syntax error at or near "selec"', ""),
    "drop table items": ("The query must be one SELECT", ""),
    "select 1; select 2": ("The query must be one SELECT", ""),
    "": ("The query must be one SELECT", ""),
    "copy items to 'x.csv'": ("The query must be one SELECT", ""),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_meant_is_said_before_anything_is_read(text: str) -> None:
    with pytest.raises(BadQuery) as caught, database_of_pair("there-is-no-such-package==1", "there-is-no-such-package==2", text):
        pass
    message, hint = WRONG[text]
    assert message in caught.value.message
    assert "\n" not in caught.value.message
    assert any(hint in one for one in caught.value.hints)


def test_changes_are_nowhere_without_two_versions_to_compare() -> None:
    with pytest.raises(BadQuery) as caught:
        Database("select * from changes", of_pair=False)
    assert any("modiff diff OLD NEW --sql" in hint for hint in caught.value.hints)


def test_a_query_that_fails_on_the_rows_is_told(query: Query) -> None:
    with pytest.raises(BadQuery, match="Could not convert string"):
        query("select path::integer from items")


def test_without_duckdb_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    with pytest.raises(MissingExtra) as caught:
        Database("select 1", of_pair=True)
    assert caught.value.hints == ('pip install "modiff[sql]"',)


def test_answers_come_as_table_csv_json_and_parquet(world: tuple[str, str], tmp_path: Path, capsys: CapSys) -> None:
    text = "select path, flags, line from items where side = 'old' and kind in ('function', 'class') order by path"
    assert main(["diff", *world, "--sql", text]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "path      flags  line", "────────  ─────  ────", "pkg.Base         1",
        "pkg.C            4", "pkg.f            2", "pkg.gone         3", "", "4 rows",
    ]  # fmt: skip
    assert main(["diff", *world, "--sql", text, "--sql-format", "csv"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out)))[:2] == [["path", "flags", "line"], ["pkg.Base", "[]", "1"]]
    assert main(["diff", *world, "--sql", text, "--sql-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[2] == {"path": "pkg.f", "flags": [], "line": 2}
    assert main(["diff", *world, "--sql", text, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[2] == {"path": "pkg.f", "flags": [], "line": 2}
    file = str(tmp_path / "answer.parquet")
    assert main(["diff", *world, "--sql", text, "--sql-format", "parquet", "--output", file]) == 0
    assert len(duckdb.connect().execute(f"select * from '{file}'").fetchall()) == 4
    assert main(["sql", world[0], "select count(*) as n from items", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["n", "6"]


@pytest.mark.parametrize(
    "words",
    [
        ["sql", "pkg"],
        ["sql", "./x", "select 1", "--format", "parquet"],
        ["diff", "./x", "./y", "--sql", "select 1", "--program", "x.lp"],
        ["diff", "./x", "./y", "--sql", "select 1", "--format", "markdown"],
    ],
)
def test_words_that_do_not_fit_are_2(words: list[str]) -> None:
    assert main(words) == 2


ENDLESS = ("select * from range(1000000000000)", "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t")


@pytest.mark.parametrize("query", ENDLESS)
def test_a_query_that_does_not_end_is_ended(query: str) -> None:
    database = Database(query, of_pair=True, time_limit=0.3)
    with pytest.raises(NoAnswer, match=r"The query did not come to an end within 0\.3 s\.") as caught:
        database.rows()
    assert caught.value.hints[-1] == "--time-limit 1.5"
    database.close()
