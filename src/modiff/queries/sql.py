"""Answers SQL with DuckDB, over tables in memory."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import msgspec

from modiff.errors import BadQuery, CannotWrite, MissingExtra, NoAnswer
from modiff.queries.answers import Rows
from modiff.queries.tables import TABLES, Row, Table

TIME_LIMIT = 120.0
"""Seconds for an answer, once the tables are there."""


class Database:
    """Tables that can be asked one question."""

    def __init__(self, query: str, *, of_pair: bool, time_limit: float = TIME_LIMIT) -> None:
        """`of_pair`: are there tables of changes and findings? `time_limit`: seconds for the answer. The query is checked at once. Raises
        MissingExtra, BadQuery."""
        self._time_limit, self._of_pair = time_limit, of_pair
        self._duckdb = _duckdb()
        self._tables = tuple(table for table in TABLES if of_pair or not table.of_pair)
        self._connection = self._duckdb.connect(":memory:")
        self._query = query
        for table in self._tables:
            columns = ", ".join(f"{column.name} {column.type}" for column in table.columns)
            self._connection.execute(f"create table {table.name} ({columns})")
        self._check(of_pair)

    def fill(self, rows: Iterable[tuple[Table, Row]]) -> None:
        """Takes all rows of all tables."""
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="modiff-"))
            files: dict[str, IO[bytes]] = {table.name: stack.enter_context(open(_file(folder, table), "wb")) for table in self._tables}
            encode = msgspec.json.Encoder().encode
            names = {table.name: [column.name for column in table.columns] for table in self._tables}
            for table, row in rows:
                files[table.name].write(encode(dict(zip(names[table.name], row, strict=True))) + b"\n")
            for table in self._tables:
                files[table.name].close()
                types = ", ".join(f"{column.name}: '{column.type}'" for column in table.columns)
                read = f"read_json(?, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 67108864)"
                self._connection.execute(f"insert into {table.name} select * from {read}", [_file(folder, table)])

    def rows(self) -> Rows:
        """What the query gives. Raises BadQuery, NoAnswer."""
        with self._limited():
            answer = self._connection.execute(self._query)
            return Rows("sql", tuple(column[0] for column in answer.description), tuple(answer.fetchall()))

    def write_parquet(self, file: str) -> None:
        """The same as a file of Parquet. Raises BadQuery, CannotWrite, NoAnswer."""
        with self._limited():
            try:
                self._connection.sql(self._query).write_parquet(file)
            except self._duckdb.IOException as error:
                raise CannotWrite(f"Cannot write to {file}: {str(error).splitlines()[0]}.", ["--output answer.parquet"]) from error

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """Ends a query that takes too long."""
        clock = threading.Timer(self._time_limit, self._connection.interrupt)
        clock.daemon = True
        clock.start()
        try:
            yield
        except self._duckdb.InterruptException as error:
            hints = ["tables that are joined by nothing give all pairs", *([f"--time-limit {self._time_limit * 5:g}"] if self._of_pair else [])]
            raise NoAnswer(f"The query did not come to an end within {self._time_limit:g} s.", hints) from error
        except self._duckdb.Error as error:
            raise _bad(error) from error
        finally:
            clock.cancel()

    def close(self) -> None:
        """Lets go of the tables."""
        self._connection.close()

    def _check(self, of_pair: bool) -> None:
        """Raises BadQuery before anything is read."""
        try:
            statements = self._duckdb.extract_statements(self._query)
            if len(statements) != 1 or statements[0].type != self._duckdb.StatementType.SELECT:
                raise BadQuery("The query must be one SELECT.", ['"select path, message from findings"'])
            self._connection.execute(f"explain {self._query}")
        except self._duckdb.Error as error:
            missing = [table.name for table in TABLES if table.of_pair and not of_pair and table.name in str(error)]
            raise _bad(error, [f"{missing[0]} are there where versions are compared: modiff diff OLD NEW --sql"] if missing else []) from error


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("SQL needs DuckDB, which is not installed.", ['pip install "modiff[sql]"']) from error
    return duckdb


def _bad(error: Exception, hints: Iterable[str] = ()) -> BadQuery:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    what = lines[0].partition(":")[2].strip() if lines and "Error:" in lines[0] else (lines or ["it failed"])[0]
    near = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate")) and '"pg_' not in line and '"duckdb_' not in line]
    return BadQuery(f"This cannot be asked: {what.rstrip('.!')}.", [*near, *hints, "docs/sql.md lists all tables and columns"])


def _file(folder: str, table: Table) -> str:
    return os.path.join(folder, f"{table.name}.json")
