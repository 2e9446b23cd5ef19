"""What holds for the whole checkout, and that neither ruff, mypy nor the import contracts can say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from modiff.report import DIFF_FORMATS, SHOW_FORMATS

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST = 500

# Folders that many machines have: text that names one does not tell where it was written.
ANYBODYS = {"/", "/app", "/home", "/opt", "/root", "/src", "/srv", "/tmp", "/usr", "/usr/local", "/var"}

# Used where it is installed, as pip uses it, and done without elsewhere.
OPTIONAL = {"clingo", "duckdb", "keyring", "libcst", "networkx", "pygraphviz"}

# The root may be imported for its version and nothing else, and only from where the whole pipeline may be imported anyway.
MAY_IMPORT_THE_ROOT = ("modiff.cli", "modiff.api", "modiff.__main__")


def name_of(path: Path) -> str:
    """A path as tests show it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in git, or would be with the next `git add`. Outside git (an sdist): every file of the folders that hold ours."""
    git = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False)
    if git.returncode == 0:
        paths = [ROOT / name for name in git.stdout.decode().split("\0") if name]
    else:
        paths = [p for folder in ("src", "tests", "docs", "benchmarks", "examples", "scripts") for p in (ROOT / folder).rglob("*")]
    return tuple(sorted(p for p in paths if p.is_file() and not p.is_symlink()))


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """The tracked files that are text."""
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8000]:
            found.append((path, data.decode("utf-8", errors="replace")))
    return tuple(found)


def lines_with(pattern: str) -> list[str]:
    """Where this regular expression is found, as FILE:LINE."""
    found = re.compile(pattern).search
    return [f"{name_of(path)}:{n}" for path, text in texts() for n, line in enumerate(text.splitlines(), 1) if found(line)]


def test_there_is_something_to_look_at() -> None:
    assert len(SOURCES) > 10
    assert {"pyproject.toml", "src/modiff/errors.py"} <= {name_of(path) for path, _ in texts()}


def test_no_file_names_a_host_of_the_package_index() -> None:
    index = pytest.importorskip("pip._internal.models.index", reason="pip, which knows the names of the hosts, is not importable")
    hosts = {server.netloc for server in (index.PyPI, index.TestPyPI)} | {server.file_storage_domain for server in (index.PyPI, index.TestPyPI)}
    assert all("." in host for host in hosts)
    assert lines_with("|".join(map(re.escape, hosts))) == [], "these lines name a host of the index: read it from pip's settings instead"


def test_no_file_holds_a_path_of_this_machine() -> None:
    places = {str(place) for place in (ROOT, ROOT.parent, Path.home(), sys.prefix, sys.base_prefix)} - ANYBODYS
    pattern = "|".join(rf"(?<![\w./-]){re.escape(place)}(?![\w.-])" for place in sorted(places))
    assert lines_with(pattern) == [], f"these lines hold a path of this machine: {', '.join(sorted(places))}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring is not None, f"{name_of(path)} has no docstring"
    assert len(docstring.split()) > 3, f"{name_of(path)}: {docstring!r} says nothing"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_file_is_too_long_to_tell_one_story(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{name_of(path)} has {lines} lines, over {LONGEST}: split it by what a reader would look for"


@cache
def imports() -> grimp.ImportGraph:
    """Who imports whom in src/modiff."""
    return grimp.build_graph("modiff", cache_dir=None)


def test_no_file_imports_the_door_it_stands_behind() -> None:
    """The door of a stage imports its files; a file that imports the door is a circle, and hides which file it really needs."""
    graph = imports()
    circles = []
    for module in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            behind_it = module.startswith(f"{imported}.")
            if behind_it and not (imported == "modiff" and module.startswith(MAY_IMPORT_THE_ROOT)):
                circles.append(f"{module} imports {imported}")
    assert circles == []


def test_every_format_is_in_the_contract_that_keeps_them_apart() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    strangers = set(contracts["importlinter:contract:formats"]["modules"].split())
    formats = {f"modiff.report.{file}" for file in (*DIFF_FORMATS.values(), *SHOW_FORMATS.values())}
    assert len(formats) > 2
    assert formats - strangers == set()


def test_dependencies_are_what_the_source_imports() -> None:
    """Both ways: nothing is imported that an installation would lack, nothing is installed that is not used."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    declared = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    providers = packages_distributions()
    imported = {canonicalize_name(name) for module in third_party_imports() for name in providers.get(module, [module])[:1]}
    assert imported - declared - OPTIONAL == set(), "imported, but not among the dependencies in pyproject.toml"
    assert declared - imported == set(), "among the dependencies in pyproject.toml, but imported nowhere"


def third_party_imports() -> set[str]:
    """Top-level modules that src/modiff imports, wherever in the file, less the standard library's and its own."""
    names = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"modiff"}
