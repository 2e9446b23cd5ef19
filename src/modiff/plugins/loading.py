"""Loads rules of others, from files and modules. Runs in their process only: this is where code starts that did not come with modiff."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import pkgutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from modiff.errors import BrokenRule, FileMissing
from modiff.plugins import limits
from modiff.plugins.messages import Source
from modiff.plugins.shape import SHAPE, rule_of
from modiff.rules.catalogue import AnyRule

_PREFIX = "modiff_rule_of_"


def rules_of(source: Source, seconds: float) -> Iterator[str | AnyRule]:
    """The rules in a file, in the files of a folder, in a module, or in the modules of a package; before each the file or module that is run next, as
    it is shown. `seconds`: that each may take. Raises BrokenRule, FileMissing."""
    path = Path(source.name)
    if not source.is_path:
        yield from _rules_in(source.name, source.shown, seconds)
    elif path.is_dir():
        files = sorted(file for file in path.glob("*.py") if not file.name.startswith("_"))
        if not files:
            raise BrokenRule(f"The folder {source.shown} holds no rules.", ["files whose names begin with an underscore do not count"])
        for file in files:
            shown = str(Path(source.shown) / file.name)
            yield shown
            yield rule_of(_executed(file, shown, seconds), shown)
    elif path.is_file():
        yield source.shown
        yield rule_of(_executed(path, source.shown, seconds), source.shown)
    else:
        raise FileMissing(f"There is no file {source.shown}, which should hold a rule.", ["`modiff rules new PATH` writes one to start from"])


def _rules_in(name: str, shown: str, seconds: float) -> Iterator[str | AnyRule]:
    """Of a module that is a rule, or of the modules in a package."""
    yield shown
    module = _imported(name, shown, seconds)
    if hasattr(module, "RULE") or not hasattr(module, "__path__"):
        yield rule_of(module, shown)
        return
    names = sorted(entry.name for entry in pkgutil.iter_modules(module.__path__) if not entry.name.startswith("_"))
    if not names:
        raise BrokenRule(f"The package {shown} holds no rules.", SHAPE)
    for name in names:
        full = f"{module.__name__}.{name}"
        yield full
        yield rule_of(_imported(full, full, seconds), full)


def _imported(name: str, shown: str, seconds: float) -> ModuleType:
    try:
        return limits.ended_after(seconds, lambda: importlib.import_module(name))
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            file = f"{name.replace('.', '/')}.py"
            raise BrokenRule(f"There is no module {shown}, which should hold a rule.", [f"as a file: {file}", "it must be installed"]) from error
        raise _broken(shown, error, seconds) from error
    except BaseException as error:  # code of others: anything may come of it
        raise _broken(shown, error, seconds) from error


def _executed(file: Path, shown: str, seconds: float) -> ModuleType:
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
        limits.ended_after(seconds, lambda: exec(code, module.__dict__))
    except BaseException as error:  # code of others: anything may come of it
        del sys.modules[name]
        raise _broken(shown, error, seconds) from error
    return module


def _broken(shown: str, error: BaseException, seconds: float) -> BrokenRule:
    """One sentence for what running a rule's file came to, with the line if it is one of that file."""
    if isinstance(error, SyntaxError):
        line, said = error.lineno, f"it is no Python: {_in_a_line(error.msg)}"
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == Path(shown).name]
        line, text = frames[-1].lineno if frames else None, _in_a_line(error)
        said = f"loading it raised {type(error).__name__}" + (f": {text}" if text else "")
        if isinstance(error, limits.OutOfTime):
            said = f"it was not done after {seconds:g} s"
    where = f"{shown}:{line}" if line is not None else shown
    return BrokenRule(f"The rule in {where} cannot be loaded: {said}.", SHAPE if not isinstance(error, SyntaxError) else ())


def _in_a_line(error: object) -> str:
    """What an error says of itself, which is code of others, too."""
    try:
        return " ".join(limits.ended_after(limits.GRACE, lambda: str(error)).split())
    except BaseException:
        return ""
