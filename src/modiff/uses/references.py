"""Names of a package that the client writes as text: in settings (`MIDDLEWARE = ["pkg.mod.Class"]`), and as entry points (`pkg.mod:attr`)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from modiff.uses.calls import imported
from modiff.uses.events import Answer
from modiff.uses.readings import Reading
from modiff.uses.values import UNKNOWN, Missing, Thing, Value

_PATH = re.compile(r"([A-Za-z_]\w*(?:\.\w+)*)(?::([A-Za-z_]\w*(?:\.\w+)*))?")
_ONLY_TEXT = "it is a text, which somebody may look up"


def check_settings(reading: Reading, targets: list[ast.expr], value: ast.expr) -> None:
    """Notes whether what texts name is there: those of a module's constants in capitals, as Django's settings and entry points are written."""
    if reading.function is not None or not any(isinstance(target, ast.Name) and target.id.isupper() for target in targets):
        return
    for text in _texts(value):
        match = _PATH.fullmatch(str(text.value))
        if match is not None and ("." in str(text.value) or match[2]):
            _check(reading, text, [*match[1].split("."), *(match[2] or "").split(".")])


def check_listed(reading: Reading, elements: list[ast.expr]) -> None:
    """Notes the same of texts in a list, tuple or set that is given to a call, or stands under a key: `extensions=["pkg.ext.loop"]`."""
    for text in elements:
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value.partition(".")[0] in reading.world.graphs:
            match = _PATH.fullmatch(text.value)
            if match is not None and "." in text.value:
                _check(reading, text, [*match[1].split("."), *(match[2] or "").split(".")])


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            for part in parts:
                yield from _texts(part)
        case ast.Dict(keys=keys, values=values):
            for part in (*(key for key in keys if key is not None), *values):
                yield from _texts(part)


def _check(reading: Reading, node: ast.Constant, names: list[str]) -> None:
    """Follows the path, name by name."""
    top, *rest = filter(None, names)
    if top not in reading.world.graphs:
        return
    value: Value | Missing = imported(reading, None, top)
    for part in rest:
        value = reading.world.attribute(value, part) if isinstance(value, Thing) else UNKNOWN
        if isinstance(value, Missing):
            said = f"{node.value!r} leads nowhere: {value.owner} has no attribute '{part}'"
            reading.tell(node, "import", "text", Answer(False, value.path, value.canonical, said, _ONLY_TEXT, "ImportError"))
            return
    if isinstance(value, Thing):
        reading.tell(node, "import", "text", Answer(True, value.path, value.item.path))
