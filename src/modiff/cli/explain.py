"""`modiff explain`: one rule's page."""

from __future__ import annotations

import click

from modiff.cli.output import Output


@click.command()
@click.argument("rule")
def explain(rule: str) -> int:
    """One rule's page: what breaks, for whom, what to do instead, with examples."""
    from modiff.report import rule_pages
    from modiff.rules import catalogue

    Output("text", None, "never", 0).write(rule_pages.page(catalogue.rule(rule.strip().lower())))
    return 0
