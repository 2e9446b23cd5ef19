"""`[tool.modiff]`: where it is looked for, what it settles, and how all mistakes are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modiff.config import load
from modiff.config.mistakes import Mistakes
from modiff.config.settings import GROUPS, KEYS
from modiff.errors import BadConfig, FileMissing
from modiff.model.findings import Action
from modiff.model.policy import Policy, Surface

FULL = """\
[project]
name = "pkg"

[tool.modiff]
surface = "declared"
only = ["pkg.api", "pkg.*.Client"]
exclude = "pkg.compat"
python-version = "3.10"
platform = "win32"
tests = true
vendored = false

[tool.modiff.groups]
types = "allow"

[tool.modiff.rules]
parameter-removed = "warn"
"""


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def mistakes(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(BadConfig) as caught:
        load(written(folder, text))
    return list(caught.value.mistakes)


def test_every_key_has_its_field(tmp_path: Path) -> None:
    assert load(written(tmp_path, FULL)) == Policy(
        surface=Surface.declared,
        only=("pkg.api", "pkg.*.Client"),
        exclude=("pkg.compat",),
        python_version=(3, 10),
        platform="win32",
        tests=True,
        vendored=False,
        actions={"types": Action.allow, "parameter-removed": Action.warn},
    )


def test_what_is_left_open_has_its_default(tmp_path: Path) -> None:
    assert load(written(tmp_path, "[tool.modiff]\n")) == Policy()
    assert load(written(tmp_path / "other", "[tool.black]\nline-length = 3\n")) == Policy()


def test_the_nearest_file_with_the_table_counts(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    inner = written(tmp_path / "packages" / "one", "[project]\nname = 'one'\n") / "src"
    inner.mkdir()
    assert load(inner).surface is Surface.declared
    written(tmp_path / "packages", "[tool.modiff]\nsurface = 'everything'\n")
    assert load(inner).surface is Surface.everything


def test_a_broken_file_on_the_way_is_passed_by_unless_it_names_the_table(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    inner = written(tmp_path / "one", "[project\n")
    assert load(inner).surface is Surface.declared
    written(inner, "[project\ndependencies = ['modiff']\n")
    assert load(inner).surface is Surface.declared
    ((line, what),) = mistakes(tmp_path / "two", "[tool.modiff]\nsurface = \n")
    assert line == 2
    assert what.startswith("this is no TOML: ")


def test_a_named_file_is_the_only_one(tmp_path: Path) -> None:
    written(tmp_path, FULL)
    other = tmp_path / "strict.toml"
    other.write_text("tool.modiff.surface = 'everything'\n")
    assert load(tmp_path, other) == Policy(surface=Surface.everything)
    with pytest.raises(FileMissing, match=r"no\.toml"):
        load(tmp_path, tmp_path / "no.toml")
    other.write_text("[tool.other]\n")
    with pytest.raises(BadConfig, match=r"no table \[tool.modiff\]"):
        load(tmp_path, other)
    other.write_bytes(b"[tool.modiff]\n# \xff\n")
    with pytest.raises(BadConfig, match="UTF-8"):
        load(tmp_path, other)


def test_all_mistakes_are_told_with_their_lines_and_the_nearest_right_words(tmp_path: Path) -> None:
    text = """\
[tool.modiff]
surfce = "declared"
surface = "convential"
python-version = 3.10
python_version = "3.9"
platform = 3
only = ["a", 1]
exclude = ["a", " "]
tests = "yes"
[tool.modiff.rules] # actions
types = 'warn'
paramter-removed = "warn"
"function-removed" = "alow"
[tool.modiff.groups]
type = 'allow'
class-removed = 'warn'
api = 1
"""
    found = dict(mistakes(tmp_path, text))
    expected = {
        2: "there is no key 'surfce'; did you mean 'surface'?",
        3: "'surface' cannot be 'convential'; did you mean 'conventional'?",
        4: "'python-version' must be a Python version in quotes, like \"3.12\"; as a number, 3.10 would be 3.1",
        5: "there is no key 'python_version'; did you mean 'python-version'?",
        6: "'platform' must be one of linux, darwin, win32, not a number",
        7: "'only' must be a pattern or a list of patterns, not a list",
        8: "a pattern of 'exclude' is empty",
        9: "'tests' must be true or false, not text",
        11: "'types' is a group: it belongs under [tool.modiff.groups]",
        12: "there is no rule 'paramter-removed'; did you mean 'parameter-removed'?",
        13: "'function-removed' cannot be 'alow'; did you mean 'allow'?",
        15: "there is no group 'type'; did you mean 'types'?",
        16: "'class-removed' is a rule: it belongs under [tool.modiff.rules]",
        17: "'api' must be one of deny, warn, allow, not a number",
    }
    assert found == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[tool.modiff]\nrules = { a = 'warn' }\n", 2),
        ("[tool.modiff]\nrules = { class-removed = 'warn', a = 'warn' }\n", 2),
        ("tool.modiff.rules.a = 'warn'\n", 1),
        ("[tool]\nmodiff = { only = 'x',  rules = { 'a' = 'warn' } }\n", 2),
        ("[tool.'modiff']\n\n[ tool . modiff . \"rules\" ]\n'a'='warn'\n", 4),
    ],
)
def test_a_line_is_found_however_the_key_is_written(tmp_path: Path, text: str, line: int) -> None:
    assert [found for found, _ in mistakes(tmp_path, text)] == [line]


@pytest.mark.parametrize("text", ["tool.modiff = 3\n", "tool.modiff.rules = 'warn'\n", "tool.modiff.groups = ['types']\n"])
def test_a_table_must_be_one(tmp_path: Path, text: str) -> None:
    ((line, what),) = mistakes(tmp_path, text)
    assert line == 1
    assert "must be a table" in what


def test_the_message_names_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "[tool.modiff]\nlevel = 1\nby = 2\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadConfig) as caught:
        load()
    assert caught.value.code == "bad-config"
    assert str(caught.value).startswith("There are 2 mistakes in the configuration: pyproject.toml:2: there is no key 'level'")
    assert [line.split(" ")[0] for line in caught.value.lines] == ["pyproject.toml:2:", "pyproject.toml:3:"]


@given(st.text(max_size=200))
def test_lines_are_looked_for_in_any_text(text: str) -> None:
    line = Mistakes(text).line(("tool", "modiff", "x"))
    assert line is None or 1 <= line <= len(text.splitlines())


def test_the_documented_example_is_right_and_shows_every_key(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "configuration.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    (tmp_path / "tools" / "rules").mkdir(parents=True)
    policy = load(written(tmp_path, example))
    assert policy.actions["metadata"] is Action.warn
    assert all(f"\n{key} = " in example for key in KEYS)
    assert all(f"`{group}`" in page for group in GROUPS)
