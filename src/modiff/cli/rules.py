"""`modiff rules`: the catalogue."""

from __future__ import annotations

import click

from modiff.cli.output import Output


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print the answer.")
@click.option("--output", "file", metavar="FILE", help="Write the answer there instead of printing it.")
def rules(form: str, file: str | None) -> int:
    """The catalogue of rules: id, severity, group, title, and what breaks."""
    output = Output(form, file, "never", 0)
    output.check()
    from modiff.report import rule_pages
    from modiff.rules import catalogue

    output.write((rule_pages.as_json if form == "json" else rule_pages.listing)(catalogue.rules()))
    return 0
