"""`--program` of `modiff diff`: questions of one's own, answered beside the report or instead of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from modiff.cli.options import Reach
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.errors import BadUsage
from modiff.model.findings import Report
from modiff.model.policy import Policy
from modiff.report import answers, diff_format

if TYPE_CHECKING:
    from modiff.flows.asking import Asked
    from modiff.queries.sql import Database

SCHEMA = "modiff/answers/1"


SQL_FORMATS = ("text", "csv", "json", "parquet")


class Questions(NamedTuple):
    """What the options say."""

    programs: tuple[str, ...]
    """Files, or names of programs that installed packages bring."""
    only: bool
    time_limit: float
    sql: str | None
    sql_format: str

    def __bool__(self) -> bool:
        """Is there a question at all?"""
        return bool(self.programs) or self.sql is not None

    def check(self, output: Output) -> None:
        """Raises BadUsage for what does not fit together."""
        if self.only and not self.programs:
            raise BadUsage("--only-programs leaves out our report, and no program is named.", ["--program FILE.lp"])
        if self.programs and self.sql is not None:
            raise BadUsage("--program and --sql are two ways to ask: only one can be meant.", ["--program FILE.lp", '--sql "select …"'])
        if self.sql is not None and (output.form, self.sql_format) not in (("text", self.sql_format), ("json", "text")):
            raise BadUsage("What a query gives is no report.", [f"--sql-format {word}" for word in SQL_FORMATS])
        if self.programs and output.form not in ("text", "json"):
            raise BadUsage(f"Answers of programs cannot be written as {output.form}.", ["--format json", "--format text"])


def question_options(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command the options of programs; they come as `program`, `only_programs` and `time_limit`."""
    options = (
        click.option("--program", multiple=True, metavar="FILE.lp", help="Answer this logic program over the facts of both versions (repeatable)."),
        click.option("--only-programs", is_flag=True, help="Print what programs answer, and no report of ours."),
        click.option(
            "--time-limit",
            type=click.FloatRange(0, min_open=True),
            default=120.0,
            metavar="SECONDS",
            show_default=True,
            help="For programs and queries, once they have all facts.",
        ),
        click.option("--sql", metavar="QUERY", help="Answer this query over both versions, what changed and what is found; print no report."),
        click.option("--sql-format", type=click.Choice(SQL_FORMATS), default="text", show_default=True, help="How to print what the query gives."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def queried(old: str, new: str, policy: Policy, questions: Questions, reach: Reach, output: Output) -> int:
    """Answers `--sql`. Raises what `modiff.flows.asking.database_of_pair` does."""
    from modiff.flows.asking import database_of_pair

    assert questions.sql is not None
    limit = questions.time_limit
    with reading(reach, output) as how, database_of_pair(old, new, questions.sql, policy, reading=how, time_limit=limit) as (database, report):
        output.warn(report.warnings)
        write_rows(database, "json" if output.form == "json" else questions.sql_format, output)
    return 0


def check_file(form: str, output: Output) -> None:
    """Raises BadUsage for a binary format that has no file to go to."""
    if form == "parquet" and output.file is None:
        raise BadUsage("Parquet is no text: it needs a file.", ["--output answer.parquet"])


def write_rows(database: Database, form: str, output: Output) -> None:
    """Prints what the query gives, or writes the file."""
    check_file(form, output)
    if form == "parquet":
        assert output.file is not None
        database.write_parquet(output.file)
        return
    writers = {"text": answers.bare_table, "csv": answers.as_csv, "json": answers.as_objects}
    output.write(writers[form](database.rows()))


def answered(old: str, new: str, policy: Policy, questions: Questions, reach: Reach, output: Output) -> tuple[Report, str]:
    """The report, and what is to be printed. Raises what `modiff.flows.asking.ask` does."""
    from modiff.flows.asking import ask
    from modiff.plugins.programs import file_of

    files = [file_of(name) for name in questions.programs]
    with reading(reach, output) as how:
        found = ask(old, new, files, policy, reading=how, time_limit=questions.time_limit)
    output.warn(found.answer.warnings)
    if not found.answer.unique:
        output.warn(["the programs have more than one answer; this is the first"])
    return found.report, _as_json(found, questions.only, output) if output.form == "json" else _as_text(found, questions.only, output)


def _as_text(found: Asked, only: bool, output: Output) -> str:
    told = "" if only else diff_format("text")(found.report, output.style) + "\n"
    cost = f"cost: {', '.join(map(str, found.answer.optimum))}\n" if found.answer.optimum is not None else ""
    return f"{told}{answers.as_text(found.answer.shown)}{cost}".rstrip("\n") + "\n"


def _as_json(found: Asked, only: bool, output: Output) -> str:
    answer = found.answer
    said: dict[str, Any] = {"programs": list(found.programs), "answers": answers.as_data(answer.shown), "unique": answer.unique}
    said["optimum"] = list(answer.optimum) if answer.optimum is not None else None
    whole = {"schema": SCHEMA, **said} if only else {**json.loads(diff_format("json")(found.report, output.style)), **said}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
