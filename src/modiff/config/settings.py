"""What the keys of `[tool.modiff]` mean. Each has a function that takes its value and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from modiff.config.gate import GATE
from modiff.config.mistakes import Mistakes
from modiff.config.values import Path, noun, one_of
from modiff.model.findings import Action, Group
from modiff.model.policy import Gate, Policy, Surface

ROOT: Path = ("tool", "modiff")
GROUPS: tuple[str, ...] = get_args(Group)
PLATFORMS = ("linux", "darwin", "win32")


def policy_of(table: object, mistakes: Mistakes) -> Policy:
    """The policy that the table asks for; what is wrong with it is told to `mistakes`, and then the policy is good for nothing."""
    if not isinstance(table, Mapping):
        mistakes.add(ROOT, f"`modiff` must be a table, not {noun(table)}")
        return Policy()
    fields: dict[str, Any] = {}
    gate: dict[str, Any] = {}
    rule_files: list[str] = []
    for key, value in table.items():
        path = (*ROOT, key)
        if key == RULE_FILES or (key == "rules" and not isinstance(value, Mapping)):
            rule_files += _rule_files(value, path, mistakes)
        elif key in _READERS:
            field, read = _READERS[key]
            fields[field] = read(value, path, mistakes)
        elif key in GATE:
            gate[key] = GATE[key](value, path, mistakes)
        elif key not in _ACTIONS:
            mistakes.unknown(path, "there is no key", key, [*KEYS, *GATE, *_ACTIONS])
    tables = {key: table[key] for key in _ACTIONS if key in table and (key != "rules" or isinstance(table[key], Mapping))}
    actions = {name: action for key, said in tables.items() for name, action in _actions(said, (*ROOT, key), _ACTIONS[key], mistakes)}
    fields["rule_files"] = tuple(rule_files)
    if gate:
        fields["gate"] = Gate(**{field: value for field, value in gate.items() if value is not None})
    return Policy(actions=actions, **{field: value for field, value in fields.items() if value is not None})


def _surface(value: object, path: Path, mistakes: Mistakes) -> Surface | None:
    word = one_of([str(surface) for surface in Surface], value, path, mistakes)
    return Surface(word) if word is not None else None


def _platform(value: object, path: Path, mistakes: Mistakes) -> str | None:
    return one_of(PLATFORMS, value, path, mistakes)


def _patterns(value: object, path: Path, mistakes: Mistakes) -> tuple[str, ...] | None:
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        mistakes.add(path, f"{path[-1]!r} must be a pattern or a list of patterns, not {noun(value)}")
        return None
    if not all(pattern.strip() for pattern in patterns):
        mistakes.add(path, f"a pattern of {path[-1]!r} is empty")
    return tuple(pattern.strip() for pattern in patterns)


def _rule_files(value: object, path: Path, mistakes: Mistakes) -> list[str]:
    """What `rule-files` names, or `rules` where that is no table of actions. A single name needs a list in the second only."""
    names = [value] if isinstance(value, str) and path[-1] == RULE_FILES else value
    if isinstance(names, list) and all(isinstance(name, str) and name.strip() for name in names):
        return [name.strip() for name in names]
    if path[-1] == RULE_FILES:
        mistakes.add(path, f"{path[-1]!r} must be a file, folder or module, or a list of these, not {noun(value)}")
    else:
        mistakes.add(path, f"{path[-1]!r} must be a table of actions, or a list of files, folders and modules that hold rules, not {noun(value)}")
    return []


def _python(value: object, path: Path, mistakes: Mistakes) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)\.(\d+)", value.strip()) if isinstance(value, str) else None
    if match is None:
        number = "; as a number, 3.10 would be 3.1" if isinstance(value, float) else ""
        mistakes.add(path, f'{path[-1]!r} must be a Python version in quotes, like "3.12"{number}')
        return None
    return int(match[1]), int(match[2])


def _switch(value: object, path: Path, mistakes: Mistakes) -> bool | None:
    if not isinstance(value, bool):
        mistakes.add(path, f"{path[-1]!r} must be true or false, not {noun(value)}")
        return None
    return value


def _actions(value: object, path: Path, known: Callable[[], tuple[str, ...]], mistakes: Mistakes) -> list[tuple[str, Action]]:
    """(rule or group, action) of each entry that is right."""
    if not isinstance(value, Mapping):
        mistakes.add(path, f"{path[-1]!r} must be a table of actions, not {noun(value)}")
        return []
    found = []
    for name, action in value.items():
        here = (*path, name)
        if name not in known():
            _misplaced(name, here, mistakes)
        word = one_of([str(each) for each in Action], action, here, mistakes)
        if word is not None:
            found.append((name, Action(word)))
    return found


def _misplaced(name: str, path: Path, mistakes: Mistakes) -> None:
    """A name that is not known in this table: perhaps it is in the other one."""
    for table, kind in (("groups", "group"), ("rules", "rule")):
        if path[-2] != table and name in _ACTIONS[table]():
            mistakes.add(path, f"{name!r} is a {kind}: it belongs under [{'.'.join((*ROOT, table))}]")
            return
    kind = path[-2].removesuffix("s")
    mistakes.unknown(path, f"there is no {kind}", name, _ACTIONS[path[-2]]())


def _rule_ids() -> tuple[str, ...]:
    from modiff.rules import catalogue  # only where a file names rules

    return catalogue.known()


_READERS: dict[str, tuple[str, Callable[[object, Path, Mistakes], object]]] = {
    "surface": ("surface", _surface),
    "only": ("only", _patterns),
    "exclude": ("exclude", _patterns),
    "python-version": ("python_version", _python),
    "platform": ("platform", _platform),
    "tests": ("tests", _switch),
    "vendored": ("vendored", _switch),
    "installed-rules": ("installed_rules", _switch),
}
"""Keys of the table: the field of `Policy`, and what reads the value."""
_ACTIONS: dict[str, Callable[[], tuple[str, ...]]] = {"rules": _rule_ids, "groups": lambda: GROUPS}
"""Tables of actions, and the names that are known there."""
RULE_FILES = "rule-files"
"""The key for files of rules where `rules` is a table of actions: TOML can't have a list and a table of one name."""
KEYS = (*_READERS, RULE_FILES)
"""All keys of the table but the two tables of actions."""
