"""`modiff impact`: which lines of my code break when I upgrade?"""

from __future__ import annotations

import click

from modiff.cli.diff import pair_of
from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.errors import BadUsage
from modiff.model.policy import Policy
from modiff.report import IMPACT_FORMATS, impact_format


@click.command(epilog="Exit status: 1 if a line breaks (certain or likely, and not caught by a try), 2 if it could not be checked, else 0.")
@click.argument("specs", nargs=-1, metavar="OLD NEW")
@shared_options(IMPACT_FORMATS)
@click.option("--in", "places", multiple=True, metavar="PATH", help="Client code: a file, or a directory with all below it (repeatable).")
@click.option("--exit-zero", is_flag=True, help="End with 0 even if lines break.")
def impact(specs: tuple[str, ...], policy: Policy, reach: Reach, output: Output, places: tuple[str, ...], exit_zero: bool) -> int:
    """Which lines of my code break when I upgrade?

    OLD and NEW are specs, as for `modiff diff`; `modiff impact NAME 1.2 2.0 --in src` is short for NAME==1.2 NAME==2.0. The code is read, not run.
    """
    if not places:
        raise BadUsage("Which code? Say where it lies.", ["--in src", "--in ."])
    output.check()
    from modiff.flows.impact import impact as found_in

    with reading(reach, output) as how:
        found = found_in([pair_of(specs)], places, policy, reading=how)
    output.warn(found.warnings)
    output.write(impact_format(output.form)(found, output.style))
    output.note(found.notes)
    return 1 if found.objections and not exit_zero else 0
