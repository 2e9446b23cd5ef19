"""`modiff rules`: the catalogue, and rules of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from modiff.cli.output import Output


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print the answer.")
@click.option("--output", "file", metavar="FILE", help="Write the answer there instead of printing it.")
@click.option("--config", metavar="FILE", help="Read [tool.modiff] there, and not in the nearest pyproject.toml.")
@click.pass_context
def rules(context: click.Context, form: str, file: str | None, config: str | None) -> int:
    """The catalogue of rules: id, severity, group, title, and what breaks. Rules of others, from files and installed packages, stand behind ours."""
    if context.invoked_subcommand is not None:
        return 0
    output = Output(form, file, "never", 0)
    output.check()
    from modiff.config import load
    from modiff.plugins import with_others
    from modiff.plugins.programs import installed
    from modiff.report import rule_pages
    from modiff.rules import catalogue

    loaded = with_others(load(None, Path(config) if config is not None else None))
    output.warn(loaded.warnings)
    known = (*catalogue.rules(), *sorted(catalogue.others(loaded.policy.others), key=lambda rule: rule.id))
    if form == "json":
        output.write(rule_pages.as_json(known))
        return 0
    programs = [f"  {program.name:<30}  {program.origin}\n" for program in installed()]
    heading = "\nLogic programs of others, for modiff diff --program\n" if programs else ""
    output.write(rule_pages.listing(known) + heading + "".join(programs))
    return 0


@rules.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--watches", default="ParameterChanged", show_default=True, metavar="CLASS", help="The class of modiff.model.changes it looks at.")
def new(path: Path, watches: str) -> int:
    """Start a rule of your own: a file with a page and an example that fails until the rule is written.

    The file's name is the rule's: team_rules/parameter_shouted.py holds parameter-shouted.
    """
    from difflib import get_close_matches

    from modiff.errors import BadUsage
    from modiff.plugins import scaffold

    if watches not in scaffold.watched():
        near = get_close_matches(watches, scaffold.watched(), 2) or scaffold.watched()
        raise BadUsage(f"No kind of change is called {watches!r}.", [f"--watches {name}" for name in near])
    name = scaffold.start(path, watches)
    Output("text", None, "never", 0).write(f"{path} is there, and holds {name}. Its first example fails: modiff rules test {path}\n")
    return 0


@rules.command(epilog="Exit status: 0 all hold, 1 some do not, 2 there is no rule that could be tested.")
@click.argument("names", nargs=-1, required=True, metavar="PATH...")
@click.option("-q", "--quiet", is_flag=True, help="Print only what does not hold.")
def test(names: tuple[str, ...], quiet: bool) -> int:
    """Hold rules of your own to what modiff's are held to: files, folders of files, or modules.

    All rules together must say exactly what the examples say, and Python itself must agree: the clients of the examples are run.
    """
    import tempfile

    from modiff.model.policy import Policy
    from modiff.plugins import assertions, with_others
    from modiff.rules import catalogue

    policy, _ = with_others(Policy(rule_files=names, installed_rules=False))
    output, held, failed = Output("text", None, "never", 0), 0, 0
    for rule in catalogue.others(policy.others):
        with tempfile.TemporaryDirectory(prefix="modiff-") as folder:
            for outcome in assertions.assertions_on(rule, Path(folder), policy):
                wrong = bool(outcome.complaints)
                held, failed = held + (not wrong), failed + wrong
                if wrong or not quiet:
                    output.write(f"{'FAILS' if wrong else 'holds'}  {outcome.subject}: {outcome.assertion}\n")
                output.write("".join(f"         {line}\n" for line in outcome.complaints))
    output.write(f"{held} hold, {failed} fail{'s' if failed == 1 else ''}\n")
    return 1 if failed else 0
