"""`modiff history`: the API of a package over its releases."""

from __future__ import annotations

import click

from modiff.cli.options import Reach
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.report import HISTORY_FORMATS, history_format


@click.command()
@click.argument("spec", metavar="NAME|functiondb:DIR")
@click.option("--format", "form", type=click.Choice(list(HISTORY_FORMATS)), default="text", show_default=True, help="How to print the answer.")
@click.option("--output", "file", metavar="FILE", help="Write the answer there instead of printing it.")
@click.option("--pre", is_flag=True, help="Pre-releases and development releases too, not final ones alone.")
@click.option("--since", metavar="VERSION", help="Show releases from this version on.")
@click.option("--last", type=click.IntRange(1), metavar="N", help="Show the newest N releases.")
@click.option("--only", multiple=True, metavar="PATTERN", help="Look only at modules of this dotted prefix or glob (repeatable).")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out modules of this dotted prefix or glob (repeatable).")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that may read at once.")
@click.option("--no-cache", is_flag=True, help="Read everything anew: take nothing from the cache, and keep nothing in it.")
@click.option("--offline", is_flag=True, help="Ask no package index: make do with local files and what the cache kept of earlier runs.")
@click.option("-q", "--quiet", is_flag=True, help="Print only the last line, and no warnings.")
@click.option("-v", "--verbose", count=True, help="Name what was removed, and say what the run cost.")
def history(
    spec: str,
    form: str,
    file: str | None,
    pre: bool,
    since: str | None,
    last: int | None,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    jobs: int | None,
    no_cache: bool,
    offline: bool,
    quiet: bool,
    verbose: int,
) -> int:
    """The API of a package over its releases: what each added, removed and changed against the one before it, in the order of PEP 440.

    NAME is a package on the index; functiondb:DIR a directory, zip or file of function databases. Counts are of definitions, whatever the surface.
    """
    output = Output(form, file, "never", -1 if quiet else verbose)
    output.check()
    from modiff.flows.history import Wanted
    from modiff.flows.history import history as told_of

    wanted = Wanted(pre, since, last, only, exclude)
    with reading(Reach(jobs, offline, not no_cache), output) as how:
        found = told_of(spec, wanted, reading=how)
    output.warn(found.warnings)
    output.write(history_format(form)(found, output.style))
    output.note(found.notes)
    return 0
