"""Finds rules of others, in files that a project names and in packages that are installed, and makes them known to the catalogue.

What a project names must be right: mistakes are errors. What some installed package brings is nobody's wish: mistakes are warnings, and the rule is
left out.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import msgspec

from modiff.errors import BrokenRule, FileMissing
from modiff.model.policy import Policy
from modiff.plugins.limits import JUDGING, LOADING, OutOfTime, ended_after, limited
from modiff.plugins.shape import SHAPE, rule_of
from modiff.rules import catalogue
from modiff.rules.catalogue import AnyRule

GROUP = "modiff.rules"
"""The group of entry points; each names a module that is a rule, or a package of such modules."""
_PREFIX = "modiff_rule_of_"


class Loaded(NamedTuple):
    """A policy with rules of others in force."""

    policy: Policy
    warnings: tuple[str, ...]
    """A sentence for each installed package with rules that cannot be used."""


def with_others(policy: Policy) -> Loaded:
    """Loads what the policy asks for, and names it in the policy. May be called again: nothing is loaded twice.

    Raises BrokenRule for a rule of `rule_files` that cannot be used, and for two rules of one name; FileMissing."""
    found: dict[str, tuple[AnyRule, str]] = {}
    warnings: list[str] = []
    for name in policy.rule_files:
        for rule in rules_of(name):
            _add(found, rule, name)
    for entry in _installed() if policy.installed_rules else ():
        origin = _origin(entry)
        try:
            for rule in _rules_in(_imported(entry.value.partition(":")[0], origin), origin):
                _add(found, rule, origin)
        except BrokenRule as error:
            warnings.append(f"{error.message.rstrip('.')}; it is left out")
    for rule, _ in found.values():
        catalogue.make_known(limited(rule, JUDGING))
    modules = tuple(rule.module for rule, _ in found.values())
    return Loaded(msgspec.structs.replace(policy, others=modules), tuple(warnings))


def rules_of(name: str) -> tuple[AnyRule, ...]:
    """The rules in a file, in the files of a folder, or in a module given by its dotted name. Raises BrokenRule, FileMissing."""
    path = Path(name)
    if path.is_dir():
        files = sorted(file for file in path.glob("*.py") if not file.name.startswith("_"))
        if not files:
            raise BrokenRule(f"The folder {name} holds no rules.", ["files whose names begin with an underscore do not count"])
        return tuple(rule_of(_executed(file), str(file)) for file in files)
    if path.is_file():
        return (rule_of(_executed(path), name),)
    if looks_like_a_path(name):
        raise FileMissing(f"There is no file {name}, which should hold a rule.", ["`modiff rules new PATH` writes one to start from"])
    return tuple(_rules_in(_imported(name, name), name))


def looks_like_a_path(name: str) -> bool:
    """Does it name a file, and no module?"""
    return name.endswith(".py") or "/" in name or "\\" in name or name in (".", "..")


def _installed() -> list[EntryPoint]:
    """Each once, in stable order."""
    return sorted(set(entry_points(group=GROUP)), key=lambda entry: (entry.name, entry.value))


def _origin(entry: EntryPoint) -> str:
    return f"{entry.value} of {entry.dist.name}" if entry.dist is not None else entry.value


def _add(found: dict[str, tuple[AnyRule, str]], rule: AnyRule, origin: str) -> None:
    """Raises BrokenRule where the name is taken."""
    if rule.id in catalogue.ids():
        raise BrokenRule(
            f"The rule {rule.id} in {origin} has the name of one of modiff's own.", ["its file's name is its own: give the file another"]
        )
    if rule.id in found and found[rule.id][0] is not rule:
        raise BrokenRule(
            f"Two rules are called {rule.id}: one in {found[rule.id][1]}, and one in {origin}.", ["a file's name is the rule's: rename one"]
        )
    found[rule.id] = rule, origin


def _rules_in(module: ModuleType, origin: str) -> Iterator[AnyRule]:
    """Of a module that is a rule, or of the modules in a package."""
    if hasattr(module, "RULE") or not hasattr(module, "__path__"):
        yield rule_of(module, origin)
        return
    names = sorted(entry.name for entry in pkgutil.iter_modules(module.__path__) if not entry.name.startswith("_"))
    if not names:
        raise BrokenRule(f"The package {origin} holds no rules.", SHAPE)
    for name in names:
        full = f"{module.__name__}.{name}"
        yield rule_of(_imported(full, full), full)


def _imported(name: str, origin: str) -> ModuleType:
    try:
        return ended_after(LOADING, lambda: importlib.import_module(name))
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            file = f"{name.replace('.', '/')}.py"
            raise BrokenRule(f"There is no module {origin}, which should hold a rule.", [f"as a file: {file}", "it must be installed"]) from error
        raise _broken(origin, error) from error
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # code of others: anything may come of it
        raise _broken(origin, error) from error


def _executed(file: Path) -> ModuleType:
    """The module of a file, run once as long as the file stays as it is."""
    path = file.resolve()
    text = path.read_bytes()
    word = hashlib.sha256(str(path).encode() + b"\0" + text).hexdigest()[:12]
    name = f"{_PREFIX}{word}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # a rule looks itself up by its name
    try:
        code = compile(text, str(path), "exec")
        ended_after(LOADING, lambda: exec(code, module.__dict__))
    except BaseException as error:  # code of others: anything may come of it
        del sys.modules[name]
        if isinstance(error, KeyboardInterrupt):
            raise
        raise _broken(str(file), error) from error
    return module


def _broken(origin: str, error: BaseException) -> BrokenRule:
    """One sentence for what running a rule's file came to, with the line if it is one of that file."""
    text = " ".join(str(error.msg if isinstance(error, SyntaxError) else error).split())
    if isinstance(error, SyntaxError):
        line, said = error.lineno, f"it is no Python: {text}"
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == Path(origin).name]
        line = frames[-1].lineno if frames else None
        said = f"loading it raised {type(error).__name__}" + (f": {text}" if text else "")
        if isinstance(error, OutOfTime):
            said = f"it was not done after {LOADING:g} s"
    where = f"{origin}:{line}" if line is not None else origin
    return BrokenRule(f"The rule in {where} cannot be loaded: {said}.", SHAPE if not isinstance(error, SyntaxError) else ())
