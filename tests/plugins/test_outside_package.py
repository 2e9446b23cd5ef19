"""A package of somebody else's, built as an sdist, installed in an environment of its own: its rule is found, listed, explained, run and removed."""

from __future__ import annotations

import io
import json
import os
import site
import subprocess
import sys
import tarfile
import venv
from importlib.util import find_spec
from pathlib import Path

import pytest

import modiff

# A build backend of a few lines lies in the sdist itself, as no network may be needed.
BACKEND = """
import os, zipfile

NAME = "team_rules-1.0.dist-info"

def build_wheel(directory, settings=None, metadata=None):
    file = "team_rules-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(directory, file), "w") as wheel:
        names = []
        for folder, _, files in os.walk("team_rules"):
            for name in sorted(name for name in files if name.endswith((".py", ".lp"))):
                path = os.path.join(folder, name)
                wheel.write(path, path)
                names.append(path)
        entries = open("entry_points.txt").read()
        for name, text in (("METADATA", "Metadata-Version: 2.1\\nName: team-rules\\nVersion: 1.0\\n"),
                           ("WHEEL", "Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"),
                           ("entry_points.txt", entries)):
            wheel.writestr(f"{NAME}/{name}", text)
            names.append(f"{NAME}/{name}")
        wheel.writestr(f"{NAME}/RECORD", "".join(f"{name},,\\n" for name in [*names, f"{NAME}/RECORD"]))
    return file
"""
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "team-rules"\nversion = "1.0"\n'
ENTRIES = "[modiff.rules]\ntimeouts = team_rules.timeout_default_changed\nbroken = team_rules.broken_from_birth\n"
PROGRAMS = "[modiff.programs]\nshouted = team_rules\n"
PROGRAM = "% Everything that is found.\n% And nothing else.\nshouted(P, R) :- finding(_, R, _, _, P).\n"


class Environment:
    """A virtual environment that has this modiff and nothing that the test did not install."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        packages = Path(self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
        # modiff and what it needs are lent by the environment that runs the tests.
        lent = [str(Path(modiff.__file__).parent.parent), *site.getsitepackages()]
        (packages / "lent.pth").write_text("\n".join(lent) + "\n")

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(self.python), *words], capture_output=True, text=True, check=False, cwd=cwd)

    def pip(self, *words: str) -> None:
        done = subprocess.run([sys.executable, "-m", "pip", "--python", str(self.python), *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def modiff(self, *words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "modiff", *words, cwd=cwd)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment(tmp_path_factory.mktemp("environment") / "env")


@pytest.fixture
def sdist(root: Path, tmp_path: Path) -> Path:
    files = {
        "pyproject.toml": PROJECT,
        "backend.py": BACKEND,
        "entry_points.txt": ENTRIES + PROGRAMS,
        "PKG-INFO": "Metadata-Version: 2.1\nName: team-rules\nVersion: 1.0\n",
        "team_rules/__init__.py": "",
        "team_rules/timeout_default_changed.py": (root / "examples/rules/timeout_default_changed.py").read_text(),
        "team_rules/shouted.lp": PROGRAM,
        "team_rules/broken_from_birth.py": "raise RuntimeError('not today')\n",
    }
    path = tmp_path / "team_rules-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"team_rules-1.0/{name}")
            member.size, member.mtime = len(text.encode()), 10**9
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


def world(folder: Path) -> Path:
    for side, default in (("old", 30), ("new", 5)):
        (folder / side / "pkg").mkdir(parents=True)
        (folder / side / "pkg" / "__init__.py").write_text(f"def fetch(url, timeout={default}):\n    return timeout\n")
    return folder


def test_a_package_brings_a_rule_and_takes_it_away_again(environment: Environment, sdist: Path, tmp_path: Path) -> None:
    here = world(tmp_path)
    diff = ("diff", "./old", "./new", "--format", "json")
    assert "timeout-default-changed" not in environment.modiff("rules", cwd=here).stdout

    environment.pip("install", "--no-index", "--no-deps", "--no-build-isolation", str(sdist))
    listed = environment.modiff("rules", cwd=here)
    assert listed.returncode == 0, listed.stderr
    assert "Rules of others\n  timeout-default-changed" in listed.stdout
    assert "team_rules.broken_from_birth of team-rules" in listed.stderr
    assert "RuntimeError: not today; it is left out" in listed.stderr
    assert "Logic programs of others, for modiff diff --program\n  shouted " in listed.stdout
    told = environment.modiff("explain", "shouted", cwd=here).stdout
    assert told == "shouted: a logic program of team-rules\n\nEverything that is found.\nAnd nothing else.\n"
    if find_spec("clingo") is not None:
        asked = environment.modiff("diff", "./old", "./new", "--program", "shouted", "--only-programs", cwd=here)
        assert asked.stdout.splitlines()[0] == "shouted/2: 2 rows", asked.stderr
    assert "Our services hang or give up" in environment.modiff("explain", "timeout-default-changed", cwd=here).stdout
    done = environment.modiff(*diff, cwd=here)
    assert done.returncode == 0, done.stderr
    assert [finding["rule"] for finding in json.loads(done.stdout)["findings"]] == ["timeout-default-changed", "parameter-default-changed"]
    assert environment.modiff(*diff, "--deny", "timeout-default-changed", cwd=here).returncode == 1
    (here / "pyproject.toml").write_text("[tool.modiff]\ninstalled-rules = false\n")
    alone = environment.modiff(*diff, cwd=here)
    assert [finding["rule"] for finding in json.loads(alone.stdout)["findings"]] == ["parameter-default-changed"]
    (here / "pyproject.toml").unlink()

    environment.pip("uninstall", "--yes", "team-rules")
    assert "timeout-default-changed" not in environment.modiff("rules", cwd=here).stdout
    assert environment.modiff("explain", "timeout-default-changed", cwd=here).returncode == 2
    assert environment.modiff("explain", "shouted", cwd=here).returncode == 2
    assert environment.modiff("diff", "./old", "./new", "--program", "shouted", cwd=here).returncode == 2
    assert [finding["rule"] for finding in json.loads(environment.modiff(*diff, cwd=here).stdout)["findings"]] == ["parameter-default-changed"]
