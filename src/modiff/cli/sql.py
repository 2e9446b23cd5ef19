"""`modiff sql`: questions in SQL to the API of one or more versions."""

from __future__ import annotations

import click

from modiff.cli.asking import SQL_FORMATS, check_file, write_rows
from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.errors import BadUsage
from modiff.model.policy import Policy


@click.command()
@click.argument("words", nargs=-1, metavar="SPEC... QUERY")
@shared_options(SQL_FORMATS)
def sql(words: tuple[str, ...], policy: Policy, reach: Reach, output: Output) -> int:
    """Questions in SQL to the API of one or more versions, over the tables items, parameters, bases and exports.

    SPEC is NAME==VERSION, NAME, a wheel, an sdist, a directory (./DIR), git+PATH@REF, installed:NAME or functiondb:PATH[@VERSION]. What changed
    between two versions is asked with `modiff diff OLD NEW --sql QUERY`.
    """
    if len(words) < 2:
        raise BadUsage("A version and a query are needed.", ["modiff sql click \"select path, signature from items where kind = 'function'\""])
    output.check()
    check_file(output.form, output)
    from modiff.flows.asking import database_of

    with reading(reach, output) as how, database_of(words[:-1], words[-1], policy, reading=how) as database:
        write_rows(database, output.form, output)
    return 0
