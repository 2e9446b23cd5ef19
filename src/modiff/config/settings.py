"""What the keys of `[tool.modiff]` mean. Each has a function that takes its value and says what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from modiff.config.mistakes import Mistakes
from modiff.model.findings import Action, Group
from modiff.model.policy import Policy, Surface

Path = tuple[str, ...]
ROOT: Path = ("tool", "modiff")
GROUPS: tuple[str, ...] = get_args(Group)
PLATFORMS = ("linux", "darwin", "win32")


def policy_of(table: object, mistakes: Mistakes) -> Policy:
    """The policy that the table asks for; what is wrong with it is told to `mistakes`, and then the policy is good for nothing."""
    if not isinstance(table, Mapping):
        mistakes.add(ROOT, f"`modiff` must be a table, not {_noun(table)}")
        return Policy()
    fields: dict[str, Any] = {}
    for key, value in table.items():
        path = (*ROOT, key)
        if key in _READERS:
            field, read = _READERS[key]
            fields[field] = read(value, path, mistakes)
        elif key not in _ACTIONS:
            mistakes.unknown(path, "there is no key", key, [*_READERS, *_ACTIONS])
    actions = {name: action for key, known in _ACTIONS.items() for name, action in _actions(table.get(key, {}), (*ROOT, key), known, mistakes)}
    return Policy(actions=actions, **{field: value for field, value in fields.items() if value is not None})


def _surface(value: object, path: Path, mistakes: Mistakes) -> Surface | None:
    word = _one_of([str(surface) for surface in Surface], value, path, mistakes)
    return Surface(word) if word is not None else None


def _platform(value: object, path: Path, mistakes: Mistakes) -> str | None:
    return _one_of(PLATFORMS, value, path, mistakes)


def _patterns(value: object, path: Path, mistakes: Mistakes) -> tuple[str, ...] | None:
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
        mistakes.add(path, f"{path[-1]!r} must be a pattern or a list of patterns, not {_noun(value)}")
        return None
    if not all(pattern.strip() for pattern in patterns):
        mistakes.add(path, f"a pattern of {path[-1]!r} is empty")
    return tuple(pattern.strip() for pattern in patterns)


def _python(value: object, path: Path, mistakes: Mistakes) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d+)\.(\d+)", value.strip()) if isinstance(value, str) else None
    if match is None:
        number = "; as a number, 3.10 would be 3.1" if isinstance(value, float) else ""
        mistakes.add(path, f'{path[-1]!r} must be a Python version in quotes, like "3.12"{number}')
        return None
    return int(match[1]), int(match[2])


def _switch(value: object, path: Path, mistakes: Mistakes) -> bool | None:
    if not isinstance(value, bool):
        mistakes.add(path, f"{path[-1]!r} must be true or false, not {_noun(value)}")
        return None
    return value


def _one_of(words: list[str] | tuple[str, ...], value: object, path: Path, mistakes: Mistakes) -> str | None:
    if isinstance(value, str) and value in words:
        return value
    if isinstance(value, str):
        mistakes.unknown(path, f"{path[-1]!r} cannot be", value, words)
    else:
        mistakes.add(path, f"{path[-1]!r} must be one of {', '.join(words)}, not {_noun(value)}")
    return None


def _actions(value: object, path: Path, known: Callable[[], tuple[str, ...]], mistakes: Mistakes) -> list[tuple[str, Action]]:
    """(rule or group, action) of each entry that is right."""
    if not isinstance(value, Mapping):
        mistakes.add(path, f"{path[-1]!r} must be a table of actions, not {_noun(value)}")
        return []
    found = []
    for name, action in value.items():
        here = (*path, name)
        if name not in known():
            _misplaced(name, here, mistakes)
        word = _one_of([str(each) for each in Action], action, here, mistakes)
        if word is not None:
            found.append((name, Action(word)))
    return found


def _misplaced(name: str, path: Path, mistakes: Mistakes) -> None:
    """A name that is not known in this table: perhaps it is in the other one."""
    for table, noun in (("groups", "group"), ("rules", "rule")):
        if path[-2] != table and name in _ACTIONS[table]():
            mistakes.add(path, f"{name!r} is a {noun}: it belongs under [{'.'.join((*ROOT, table))}]")
            return
    noun = path[-2].removesuffix("s")
    mistakes.unknown(path, f"there is no {noun}", name, _ACTIONS[path[-2]]())


def _rule_ids() -> tuple[str, ...]:
    from modiff.rules import catalogue  # only where a file names rules

    return catalogue.ids()


def _noun(value: object) -> str:
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "true or false"), (str, "text"), (int, "a number"), (float, "a number"), (list, "a list"), (Mapping, "a table"),
    )  # fmt: skip
    return next((noun for kind, noun in kinds if isinstance(value, kind)), "a date or time")


_READERS: dict[str, tuple[str, Callable[[object, Path, Mistakes], object]]] = {
    "surface": ("surface", _surface),
    "only": ("only", _patterns),
    "exclude": ("exclude", _patterns),
    "python-version": ("python_version", _python),
    "platform": ("platform", _platform),
    "tests": ("tests", _switch),
    "vendored": ("vendored", _switch),
}
"""Keys of the table: the field of `Policy`, and what reads the value."""
_ACTIONS: dict[str, Callable[[], tuple[str, ...]]] = {"rules": _rule_ids, "groups": lambda: GROUPS}
"""Tables of actions, and the names that are known there."""
KEYS = tuple(_READERS)
"""All keys of the table but the two tables of actions."""
