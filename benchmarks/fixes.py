"""Does `modiff impact --fix` mend real clients, in real environments?

    python -m benchmarks.fixes [--only TEXT]

Each client is installed with the new version of the dependency that broke it. A short program that reaches the broken lines must fail; after
`--fix` it must end well. Nothing but the mended statements may have changed in any file, and a second `--fix` must change no byte.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.environments import ENVIRONMENTS, interpreter
from benchmarks.measure import MODIFF, Failed, complaint

HOME = ENVIRONMENTS / "fixes"


@dataclass(frozen=True)
class Case:
    """One client that an upgrade breaks."""

    client: str
    package: str
    """The folder that it is installed as."""
    upgrade: tuple[str, str, str]
    """The dependency, its old and its new version."""
    python: str
    program: str
    """Ends well where the broken lines work."""
    also: tuple[str, ...] = ()
    """What the client needs besides, in versions of its time."""

    @property
    def title(self) -> str:
        """As tables name it."""
        name, old, new = self.upgrade
        return f"{self.client.replace('==', ' ')}, {name} {old} → {new}"


CASES = (
    Case(
        "toloka-kit==0.1.22",
        "toloka",
        ("urllib3", "1.26.15", "2.0.2"),
        "3.9",
        "from toloka.client import TolokaClient\nTolokaClient('token', 'SANDBOX')._session",
        ("requests==2.31.0", "setuptools<80"),
    ),
    Case(
        "Flask==1.1.2",
        "flask",
        ("Jinja2", "3.0.3", "3.1.0"),
        "3.8",
        "import flask, flask.json.tag\nassert flask.escape('<') == '&lt;'\n"
        "with flask.Flask('x').app_context(): assert flask.json.dumps(flask.Markup('x')) == '\"x\"'",
        ("Werkzeug==2.0.3", "itsdangerous==2.0.1", "click==8.0.4"),
    ),
    Case(
        "Jinja2==2.11.3",
        "jinja2",
        ("MarkupSafe", "2.0.1", "2.1.0"),
        "3.8",
        "import jinja2\nassert jinja2.Template('{{ [1, 2]|join(x) }}{{ 1 ~ 2 }}{{ \"a\"|upper }}').render(x='-') == '1-212A'",
    ),
    Case(
        "Flask-SQLAlchemy==2.5.1",
        "flask_sqlalchemy",
        ("SQLAlchemy", "1.4.46", "2.0.0"),
        "3.9",
        "from flask import Flask\nfrom flask_sqlalchemy import SignallingSession, SQLAlchemy\nimport flask_sqlalchemy\n"
        "flask_sqlalchemy.SQLAlchemy.__init__ = lambda self: None\nimport sqlalchemy\n"
        "class Db:\n    engine = sqlalchemy.create_engine('sqlite://')\n    def get_app(self): return app\n    def get_binds(self, app): return {}\n"
        "app = Flask('x')\n"
        "class Session(SignallingSession):\n    def __init__(self):\n        self.app = app\n"
        "        flask_sqlalchemy.SessionBase.__init__(self, bind=Db.engine)\n"
        "flask_sqlalchemy.get_state = lambda app: None\nassert Session().get_bind(clause=sqlalchemy.text('select 1')) is Db.engine",
        ("Flask==2.1.3", "Werkzeug==2.1.2"),
    ),
    Case(
        "graphene-django==2.15.0",
        "graphene_django",
        ("Django", "3.2.13", "4.0"),
        "3.9",
        "from django.conf import settings\nsettings.configure(INSTALLED_APPS=['graphene_django'])\nimport django\ndjango.setup()\n"
        "import graphene_django, graphene_django.utils.utils as u\nassert u.isiterable([1]) and u.camelize({'a_b': 'x'}) == {'aB': 'x'}",
        ("graphql-core<3", "setuptools<80"),
    ),
    Case(
        "altair==4.2.0",
        "altair",
        ("pandas", "1.5.3", "2.0.0"),
        "3.9",
        "import altair, pandas\nfrom altair.utils.core import sanitize_dataframe\n"
        "frame = pandas.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\nassert list(sanitize_dataframe(frame).columns) == ['a', 'b']",
        ("numpy<2", "jsonschema<4.18"),
    ),
    Case(
        "deepwalk==1.0.3",
        "deepwalk",
        ("gensim", "3.8.3", "4.0.0"),
        "3.9",
        "import os\nfrom types import SimpleNamespace\nimport deepwalk.skipgram\nfrom deepwalk.__main__ import process\n"
        "home = os.environ['HOME']\nopen(home + '/graph', 'w').write('1 2\\n2 1\\n')\n"
        "process(SimpleNamespace(format='adjlist', input=home + '/graph', output=home + '/out', undirected=True, number_walks=2, walk_length=4,\n"
        "    max_memory_data_size=10**9, seed=0, representation_size=2, window_size=1, workers=1))",
        ("numpy<1.24", "scipy<1.13", "setuptools<80"),
    ),
    Case("spotipy==2.16.1", "spotipy", ("urllib3", "1.26.18", "2.0.0"), "3.11", "import spotipy\nspotipy.Spotify(auth='x')", ("requests==2.31.0",)),
    Case(
        "starlette==0.20.4",
        "starlette",
        ("anyio", "3.7.1", "4.0.0"),
        "3.10",
        "from starlette.applications import Starlette\nfrom starlette.testclient import TestClient\n"
        "with TestClient(Starlette()) as client:\n    assert client.get('/').status_code == 404",
        ("requests==2.31.0", "sniffio==1.3.1"),
    ),
    Case(
        "sweetviz==2.1.3",
        "sweetviz",
        ("pandas", "1.5.3", "2.0.0"),
        "3.9",
        "import pandas, sweetviz\nfrom types import SimpleNamespace as Some\nfrom sweetviz.series_analyzer_cat import do_detail_categorical\n"
        "frame = pandas.DataFrame({'a': ['x', 'y', 'x'] * 20, 'b': ['u', 'v', 'w'] * 20})\n"
        "none = sweetviz.FeatureConfig(skip=['a', 'b'])\n"  # what it does with a column breaks further on, where nothing of pandas' API is gone
        "assert sweetviz.analyze(frame, feat_cfg=none, pairwise_analysis='off')._features == {}\n"
        "assert sweetviz.compare([frame, 'x'], [frame, 'y'], None, none, 'off')._features == {}\n"
        "counts = {'value_counts_without_nan': frame['a'].value_counts()}\nfound = {'base_stats': {'num_values': Some(number=60)}, 'detail': {}}\n"
        "process = Some(compare_counts=None, source_counts=counts, source_target=None, compare=None)\n"
        "do_detail_categorical(process, found)\nassert [row['name'] for row in found['detail']['full_count']][:2] == ['x', 'y']",
        ("numpy<1.25", "matplotlib<3.8", "scipy<1.12", "importlib_resources==5.12.0", "setuptools<80"),
    ),
)


def installed(case: Case) -> tuple[Path, Path]:
    """The interpreter of an environment with the client and the new version, and the client's folder as it was installed. Failed if there is none."""
    home = HOME / case.client
    python = home / "bin" / "python"
    if not (home / "whole").exists():
        name, _, new = case.upgrade
        subprocess.run([interpreter(case.python), "-m", "venv", "--clear", str(home)], capture_output=True, check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--prefer-binary"]
        for wanted in ([case.client, *case.also], ["--no-deps", *[each for each in case.also if "<" not in each]], [f"{name}=={new}", "--no-deps"]):
            if wanted == ["--no-deps"]:
                continue
            done = subprocess.run([*pip, *wanted], capture_output=True, check=False)
            if done.returncode != 0:
                raise Failed(f"pip could not install {' '.join(wanted)}: {complaint(done.stderr)}")
        (home / "whole").touch()
    folder = next(home.glob(f"lib/python*/site-packages/{case.package}"))
    pristine = home / "pristine"
    if not pristine.exists():
        shutil.copytree(folder, pristine, ignore=shutil.ignore_patterns("__pycache__"))
    return python, pristine


def works(python: Path, program: str, place: Path) -> str | None:
    """None if the program ends well with the client that lies at `place`; else what it said last."""
    command = [str(python), "-W", "ignore", "-B", "-c", program]
    alone = {"PYTHONPATH": str(place), "PATH": os.defpath, "HOME": str(place)}
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, env=alone)
    return None if done.returncode == 0 else done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]


def texts(folder: Path) -> dict[str, bytes]:
    """The bytes of every file by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def strays(file: str, before: bytes, after: bytes, spans: list[tuple[int, int]]) -> Iterator[str]:
    """Lines that changed and belong to no broken statement; new lines may only import."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "insert":
            yield from (f"{file}: +{line!r}" for line in new[start:end] if b"import" not in line and line.strip())
        elif kind != "equal":
            yield from (f"{file}:{at + 1}" for at in range(first, last) if not any(a <= at + 1 <= b for a, b in spans) and b"import" not in old[at])


def judged(case: Case) -> list[str]:
    """The cells of its row. Failed where it could not be tried."""
    python, pristine = installed(case)
    with tempfile.TemporaryDirectory() as temporary:
        top = Path(temporary)
        shutil.copytree(pristine, top / case.package)
        failure = works(python, case.program, top)
        if failure is None:
            raise Failed("the program works although nothing is mended yet")
        name, old, new = case.upgrade
        command = [*MODIFF, "impact", name, old, new, "--in", str(top / case.package)]
        said = json.loads(subprocess.run([*command, "--format", "json", "--exit-zero"], capture_output=True, check=True).stdout)
        spans: dict[str, list[tuple[int, int]]] = {}
        for hit in said["hits"]:
            spans.setdefault(Path(hit["file"]).relative_to(top / case.package).as_posix(), []).append((hit["line"], hit["end_line"]))
        before = texts(top / case.package)
        done = subprocess.run([*command, "--fix", "--format", "json", "--exit-zero"], capture_output=True, check=False)
        if done.returncode != 0:
            raise Failed(f"--fix ended with {done.returncode}: {complaint(done.stderr)}")
        after = texts(top / case.package)
        left = json.loads(done.stdout)["hits"]
        changed = [file for file in before if before[file] != after.get(file)]
        wrong = [each for file in changed for each in strays(file, before[file], after[file], spans.get(file, []))]
        wrong += [f"{file} is new or gone" for file in before.keys() ^ after.keys()]
        still = works(python, case.program, top)
        subprocess.run([*command, "--fix", "--exit-zero"], capture_output=True, check=False)
        again = [file for file, text in texts(top / case.package).items() if text != after.get(file)]
    mended = f"{len(said['hits']) - len(left)} of {len(said['hits'])} in {len(changed)} files"
    return [mended, failure[:70], "works" if still is None else still[:70], "yes" if not wrong else wrong[0], "yes" if not again else again[0]]


def main() -> None:
    """Tries all and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="clients whose title has this in it")
    args = parser.parse_args()
    print("| client | mended | before | after | all else byte-equal | twice is once |", "|---|---|---|---|---|---|", sep="\n")
    for case in CASES:
        if args.only not in case.title:
            continue
        try:
            cells = judged(case)
        except (Failed, subprocess.SubprocessError, StopIteration) as failure:
            cells = [f"not tried: {failure}", "", "", "", ""]
        print(f"| {case.title} | {' | '.join(cell.replace('|', ' ') for cell in cells)} |")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
