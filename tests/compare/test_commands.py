"""Options of commands that click's decorators make of the functions that entry points name."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from modiff import link, reading, rules
from modiff.compare import compare
from modiff.graph import Graph
from modiff.model.findings import Finding
from modiff.model.policy import Policy
from modiff.model.release import Metadata
from modiff.sources.memory import release_of

HEAD = "import click\nfrom click import option as opt\nimport rich_click as rc\ndef usual(f): return f\n"
PLAIN = "@click.command()\n{}def main(**given):\n    return given\n"
OLD = '@click.option("--loud/--quiet", "-l")\n@click.option("--times", "-t", default=1)\n'


def graph(text: str, target: str) -> Graph:
    release = release_of({"pkg/__init__.py": "from .cli import main as again\n", "pkg/cli.py": HEAD + text}, "Pkg", "1.0")
    known = frozenset({"entry_points"})
    release.metadata = Metadata(name="Pkg", entry_points=(("console_scripts", "tell", target),), known=known)
    return Graph(link.view(release, reading.read(release)))


def lost(old: str, new: str, targets: tuple[str, str] = ("pkg.cli:main", "pkg.cli:main")) -> list[tuple[str, str | None]]:
    changes = compare(graph(old, targets[0]), graph(new, targets[1]), Policy())
    found: list[Finding] = [f for f in rules.judge(changes, Policy()).findings if f.rule == "option-removed"]
    return [(f.part or "", f.hint) for f in found]


def test_each_option_that_lost_a_spelling_is_told_of() -> None:
    assert lost(PLAIN.format(OLD), PLAIN.format("")) == [("tell --quiet", None), ("tell --times", None)]
    assert lost(PLAIN.format(OLD), PLAIN.format(OLD.replace("/--quiet", ""))) == [("tell --quiet", None)]
    assert lost(PLAIN.format(OLD), PLAIN.format(OLD.replace("--times", "--time"))) == [("tell --times", "use --time")]


def test_the_command_may_be_called_otherwise_and_lie_elsewhere() -> None:
    new = PLAIN.format(OLD.replace(', "-t"', "")).replace("click.option", "rc.option").replace("@click.command", "@rc.group")
    assert lost(PLAIN.format(OLD), new, ("pkg.cli:main", "pkg:again")) == [("tell -t", None)]


@pytest.mark.parametrize(
    "new",
    [
        PLAIN.format(OLD),
        PLAIN.format('@opt("-q", "--quiet", "quiet")\n@opt("--loud", "-l")\n@opt("--times", "-t", required=True, hidden=True)\n'),
        PLAIN.format("@usual\n"),
        PLAIN.format("@click.option(*NAMES)\n"),
        PLAIN.format('@click.option("--x", cls=Many)\n'),
        PLAIN.format("").replace("command()", "command(cls=Own)"),
        PLAIN.format("").replace("command()", "command(params=PARAMS)"),
        PLAIN.format("").replace("command()", "command(context_settings={'ignore_unknown_options': True})"),
        PLAIN.format("").replace("command()", "command(context_settings=SETTINGS)"),
        "def main():\n    parser.parse_args()\n",
        "main = click.Command('tell')\n",
    ],
)
def test_nothing_is_lost_where_it_is_still_taken_or_may_be(new: str) -> None:
    assert lost(PLAIN.format(OLD), new) == []


def test_what_was_hidden_was_promised_to_nobody() -> None:
    assert lost(PLAIN.format('@click.option("--debug", hidden=True)\n'), PLAIN.format("")) == []


def test_options_that_click_names_itself() -> None:
    assert lost(PLAIN.format('@click.version_option("1.0")\n'), PLAIN.format("")) == [("tell --version", None)]
    assert lost(PLAIN.format('@click.version_option("1.0", "-V", "--ver")\n'), PLAIN.format("")) == [("tell --ver", None)]
    short = PLAIN.format("").replace("command()", "command(context_settings=dict(help_option_names=['-h']))")
    assert (lost(PLAIN.format(""), short), lost(short, PLAIN.format(""))) == ([("tell --help", None)], [("tell -h", None)])


@pytest.mark.parametrize(("given", "option"), [("--quiet", "--quiet"), ("--times=2", "--times"), ("-t2", "-t"), ("-l", "-l"), ("--loud", "--loud")])
def test_click_agrees(given: str, option: str) -> None:
    """What is told of is refused, and what is not is taken."""
    old, new = PLAIN.format(OLD), PLAIN.format('@click.option("--loud", "-l", is_flag=True)\n')
    taken = []
    for text in (old, new):
        names: dict[str, click.Command] = {}
        exec(f"import click\n{text}", names)
        taken.append(CliRunner().invoke(names["main"], [given]).exit_code == 0)
    changes = compare(graph(old, "pkg.cli:main"), graph(new, "pkg.cli:main"), Policy())
    told = {name for c in changes.changes if getattr(c, "event", "") == "option-removed" for name in getattr(c, "names", ())}
    assert taken == [True, option not in told]
