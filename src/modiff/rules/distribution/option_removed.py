"""# Option removed

A command that the distribution installs no longer takes an option: who calls it with that option gets an error, in scripts and services too. Told of
options that click's own decorators declare on the function which the entry point names. What its subcommands take, and commands made with argparse,
typer or classes of their own, are not compared.

Keep the option, hide it from the help text, and warn where it is given.

```text
# both METADATA
Name: pkg
# both entry_points.txt
[console_scripts]
tell = pkg:main
# old
import click

@click.command()
@click.option("--loud/--quiet", "-l")
@click.option("--times", default=1)
@click.argument("text")
def main(text, loud, times):
    click.echo(text)
# gone: Command `tell` no longer takes the option `--quiet`
# new
import click

@click.command()
@click.option("--loud", "-l", is_flag=True)
@click.option("--times", "-t", default=1, hidden=True)
@click.argument("text")
def main(text, loud, times):
    click.echo(text)
```

Where anything but click's own decorators may add options, nothing is known to be lost:

```text
# both METADATA
Name: pkg
# both entry_points.txt
[console_scripts]
tell = pkg:main
# old
import click

@click.command()
@click.option("--loud", is_flag=True)
def main(loud):
    click.echo("hello")
# new
import click

def _usual(function):
    return click.option("--loud", is_flag=True)(function)

@click.command()
@_usual
def main(loud):
    click.echo("hello")
```
"""

from __future__ import annotations

from modiff.model.changes import DistributionChanged
from modiff.model.findings import Severity
from modiff.rules import releases
from modiff.rules.interface import Rule
from modiff.rules.wording import plural, quoted


def _sentence(change: DistributionChanged) -> str:
    said = f"Command `{change.part.partition(' ')[0]}` no longer takes the {plural(len(change.names), 'option')} {quoted(change.names)}"
    return said + (f"; `{change.near}` most likely took its place" if change.near else "")


RULE = Rule(
    module=__name__,
    watches=DistributionChanged,
    applies=releases.on("option-removed"),
    severity=Severity.major,
    breaks=("call",),
    group="metadata",
    sentence=_sentence,
    hint=releases.use_near,
    part=releases.part,
    old=releases.old,
)
