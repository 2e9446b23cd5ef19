"""Finds the file that counts and reads it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from modiff import files
from modiff.config.mistakes import Mistakes
from modiff.config.rule_files import look_for_rule_files
from modiff.config.settings import RULE_FILES, policy_of
from modiff.errors import BadConfig, FileMissing
from modiff.model.policy import Policy
from modiff.plugins.others import looks_like_a_path, with_others

NAME = "pyproject.toml"
TABLE = "tool.modiff"


def load(start: Path | None = None, file: Path | None = None) -> Policy:
    """The policy of the nearest pyproject.toml with a `[tool.modiff]`, or of the file that is named; the default where there is none.

    `start`: the directory to look in first, then in those above it; None: the current one. `file`: the only one to read; None: look for it.
    A file that is merely on the way and cannot be read is passed by, unless it names the table. Raises BadConfig; FileMissing for `file`.
    """
    if file is not None:
        return _named(file)
    nearest = found(start)
    return _named(nearest) if nearest is not None else Policy()


def found(start: Path | None = None) -> Path | None:
    """The pyproject.toml that `load` would read; None: there is none with our table."""
    here = (start or Path.cwd()).absolute()
    files = (folder / NAME for folder in (here, *here.parents))
    return next((file for file in files if _table(_parsed_if_ours(file, _text(file) or "")) is not None), None)


def _named(file: Path) -> Policy:
    if not file.is_file():
        raise FileMissing(f"There is no file {file}, which --config names.", [f"--config {NAME}", f"without --config: the nearest {NAME} counts"])
    text = _text(file)
    if text is None:
        raise BadConfig(str(file), [(None, "it cannot be read as text in UTF-8")])
    table = _table(_parsed(file, text))
    if table is None:
        raise BadConfig(str(file), [(None, f"it has no table [{TABLE}]")])
    return _policy(file, table, text)


def _policy(file: Path, table: object, text: str) -> Policy:
    mistakes = Mistakes(text)
    look_for_rule_files(file.parent, table, mistakes)
    if not mistakes.found:
        _make_rules_known(file, table)
    policy = policy_of(table, mistakes)
    if mistakes.found:
        raise BadConfig(files.shown(file), mistakes.found)
    return msgspec.structs.replace(policy, rule_files=tuple(_from(file, name) for name in policy.rule_files))


def _make_rules_known(file: Path, table: object) -> None:
    """Loads rules of others where the table gives actions to rules that are not ours. Raises BrokenRule, FileMissing."""
    from modiff.rules import catalogue

    actions = table.get("rules") if isinstance(table, Mapping) else None
    if not isinstance(table, Mapping) or not isinstance(actions, Mapping) or actions.keys() <= set(catalogue.ids()):
        return
    asked = policy_of({key: table[key] for key in (RULE_FILES, "installed-rules") if key in table}, Mistakes(""))
    with_others(msgspec.structs.replace(asked, rule_files=tuple(_from(file, name) for name in asked.rule_files)))


def _from(file: Path, name: str) -> str:
    """A path as seen from the configuration's folder; dotted names of modules as they are."""
    path = file.parent / name
    return str(path) if looks_like_a_path(name) or path.exists() else name


def _text(file: Path) -> str | None:
    """None: there is none, or not in UTF-8, as TOML must be."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _parsed_if_ours(file: Path, text: str) -> Mapping[str, Any]:
    """Empty for a file that never speaks of modiff, and for one that is broken and has no such table as far as can be seen."""
    if "modiff" not in text:
        return {}
    try:
        return _parsed(file, text)
    except BadConfig:
        if TABLE in text:
            raise
        return {}


def _parsed(file: Path, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at ")
        line = place.removeprefix("line ").partition(",")[0]
        mistake = f"this is no TOML: {what[:1].lower()}{what[1:]}{_two_of_one_name(text)}"
        raise BadConfig(files.shown(file), [(int(line) if line.isdigit() else None, mistake)]) from error
    except RecursionError as error:
        raise BadConfig(files.shown(file), [(None, "this is no TOML that can be read: it is nested too deep")]) from error


def _two_of_one_name(text: str) -> str:
    """What to say where `rules` is a list of files, and a table of actions as well, which TOML can't have."""
    forms = (r"^\s*(tool\.modiff\.)?rules\s*=\s*\[", r"^\s*\[?(tool\.modiff\.)?rules\s*[].]")
    is_both = all(re.search(form, text, re.MULTILINE) for form in forms)
    return f"; beside a table of actions the list of files is called {RULE_FILES!r}" if is_both else ""


def _table(said: Mapping[str, Any]) -> object | None:
    """What stands at `tool.modiff`; None: nothing."""
    tool = said.get("tool")
    return tool.get("modiff") if isinstance(tool, Mapping) else None
