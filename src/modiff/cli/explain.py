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

    name, output = rule.strip().lower(), Output("text", None, "never", 0)
    if name not in catalogue.ids():
        from modiff.config import load
        from modiff.plugins import with_others
        from modiff.plugins.programs import installed

        output.warn(with_others(load()).warnings)
        program = next((one for one in installed() if one.name == name), None)
        if name not in catalogue.known() and program is not None:
            output.write(f"{program.name}: a logic program of {program.origin}\n\n{program.page}\n")
            return 0
    output.write(rule_pages.page(catalogue.rule(name)))
    return 0
