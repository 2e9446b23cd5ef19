"""Are the rules there that the configuration names? What is not is told with its line and what it may have meant."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from modiff.config.mistakes import Mistakes
from modiff.config.settings import ROOT, RULE_FILES
from modiff.plugins.others import looks_like_a_path


def look_for_rule_files(folder: Path, table: object, mistakes: Mistakes) -> None:
    """Tells `mistakes` of files and modules that are not there. `folder`: where paths count from. No code is run: of a dotted name only the
    first part is looked for."""
    settings = table if isinstance(table, Mapping) else {}
    for key in ("rules", RULE_FILES):
        for name in _names(key, settings.get(key)):
            if not (folder / name).exists() and not _is_a_module(name):
                mistakes.add_value((*ROOT, key), name, _sentence(folder, name))


def _names(key: str, said: object) -> list[str]:
    """Those in a list, or the one that `rule-files` may be; what else stands there is told of by who reads the settings."""
    names = [said] if key == RULE_FILES else []
    return [name.strip() for name in (said if isinstance(said, list) else names) if isinstance(name, str) and name.strip()]


def _is_a_module(name: str) -> bool:
    try:
        return not looks_like_a_path(name) and find_spec(name.partition(".")[0]) is not None
    except (ImportError, ValueError):
        return False


def _sentence(folder: Path, name: str) -> str:
    from modiff.rules import catalogue

    if name in catalogue.ids():
        return f"{name!r} is a rule of modiff's and no file: what is done about it stands in the table [{'.'.join(ROOT)}.rules]"
    if looks_like_a_path(name):
        path = Path(name)
        near = get_close_matches(path.name, [entry.name for entry in (folder / path.parent).glob("*")], 1, 0.5)
        meant = [(path.parent / word).as_posix() for word in near]
        return f"there is no file {name}, which should hold a rule" + (f"; did you mean {meant[0]!r}?" if meant else "")
    modules = [module.name for module in pkgutil.iter_modules()]
    near = [*get_close_matches(name, [entry.name for entry in folder.glob("*")], 1, 0.6), *get_close_matches(name.partition(".")[0], modules, 1, 0.6)]
    return f"there is no module {name}, which should hold a rule" + (f"; did you mean {near[0]!r}?" if near else "")
